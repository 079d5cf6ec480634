"""Hosts and origins, derived from the site's public addresses."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from masthead.site.options import Options

# A forged Host header of these names leads nobody anywhere but to his own machine.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Addresses(NamedTuple):
    """Where a site answers."""

    url: str  # the public address, without a slash at its end
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    secure: bool  # readers come by https


def addresses(options: Options) -> Addresses:
    public = [url.rstrip("/") for url in (options.url, *options.aliases)]
    hosts = [_host(url) for url in public]
    return Addresses(
        url=public[0],
        hosts=tuple(dict.fromkeys([*hosts, *LOOPBACK])),
        origins=tuple(dict.fromkeys(public)),
        secure=public[0].startswith("https://"),
    )


def _host(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host
