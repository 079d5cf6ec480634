"""What a request must be before its form is looked at."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent it. A browser says so in one of two headers; what has neither is no browser of
    these years, and carries nobody's log-in."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc == request.headers.get("Host") or origin in _own()


def _own() -> list[str]:
    return [url.rstrip("/") for url in (settings.OPTIONS.url, *settings.OPTIONS.aliases)]
