"""The browser in words, and the browser in which somebody has come in before.

What a browser says of itself is long, and tells persons apart. Two words are enough to know one's own again.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from masthead.desk.log_in.tries import Key, key

COOKIE: Final = "masthead_browser"
_SALT: Final = "masthead.browser"
KEPT: Final = dt.timedelta(days=180)

# In this order: each names those behind it, to be taken for them.
_BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
                   ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def named(request: HttpRequest) -> tuple[str, str]:
    """Browser and system, as "Firefox" and "Linux"; empty where nobody can say."""
    said = request.headers.get("User-Agent", "")
    browser, system = (next((name for mark, name in known if mark in said), "") for known in (_BROWSERS, _SYSTEMS))
    return browser, system


def known(request: HttpRequest, name: str) -> Key | None:
    """The key of this browser, if somebody has come in here under this name."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=KEPT)
    whose, _, number = str(kept).partition("-")
    return key("browser", number) if whose == _whose(name) else None


def remember(response: HttpResponse, name: str) -> None:
    """Knows this browser again, for this name."""
    response.set_signed_cookie(
        COOKIE,
        f"{_whose(name)}-{secrets.token_hex(8)}",
        salt=_SALT,
        max_age=KEPT,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _whose(name: str) -> str:
    return key("name", name).digest[:32]
