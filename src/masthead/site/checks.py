"""What an option's value must be: each check answers with a reason ("must be …") or with None."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import zoneinfo
from collections.abc import Callable
from urllib.parse import urlsplit

from masthead.reader.addresses import in_ascii


def not_empty(value: str) -> str | None:
    return None if value.strip() else "must not be empty"


def theme(value: str) -> str | None:
    return None if re.fullmatch(r"\w[\w-]*", value) else f"must be the name of a folder in themes/, not “{value}”"


def between(least: int, most: int) -> Callable[[int], str | None]:
    def check(value: int) -> str | None:
        return None if least <= value <= most else f"must be between {least} and {most}, not {value}"

    return check


def one_of(*allowed: str) -> Callable[[str], str | None]:
    def check(value: str) -> str | None:
        return None if value in allowed else f"must be one of {', '.join(allowed)}, not “{value}”"

    return check


def public_url(value: str) -> str | None:
    wanted = f"must be an address like https://example.org, without a path, not “{value}”"
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return wanted
    rest = parts.path.rstrip("/") or parts.query or parts.fragment or parts.username
    return None if usable and not rest and not re.search(r"[\s\x00-\x1f]", value) else wanted


def tidy_url(value: str) -> str:
    """An address as browsers spell it: scheme and host in small letters, no port that the scheme implies, no slash at
    the end. Host headers, origins and links are compared with it, letter by letter."""
    parts = urlsplit(value)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    with contextlib.suppress(UnicodeError):
        host = in_ascii(host)
    shown = f"[{host}]" if ":" in host else host
    implied = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{shown}" + (f":{parts.port}" if parts.port not in (None, implied) else "")


def tidy_urls(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(tidy_url, values))


def public_urls(values: tuple[str, ...]) -> str | None:
    return next((reason for value in values if (reason := public_url(value))), None)


def host_or_empty(value: str) -> str | None:
    good = not value or (not re.search(r"[/@?#]", value) and public_url(f"http://{value}") is None)
    return None if good else f"must be a host like desk.example.org or desk.example.org:8443, not “{value}”"


def networks(values: tuple[str, ...]) -> str | None:
    for value in values:
        try:
            ipaddress.ip_network(value, strict=False)
        except ValueError:
            return f"must be addresses or networks like 127.0.0.1 or 10.0.0.0/8, not “{value}”"
    return None


def language(value: str) -> str | None:
    """Well-formed as BCP 47 has it, as far as sites need: language, script, region."""
    good = re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", value)
    return None if good else f"must be a language tag like en, fa or pt-BR, not “{value}”"


def timezone(value: str) -> str | None:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return f"must be the name of a time zone like Europe/Berlin, not “{value}”"
    return None


def database(value: str) -> str | None:
    """The value is never repeated: it may carry a password."""
    if not value or value.startswith(("postgresql://", "postgres://")):
        return None
    return "must be empty (SQLite) or an address like postgresql://user:password@host/name"


def mail_address(value: str) -> str | None:
    good = not value or re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value)
    return None if good else f"must be one mail address, not “{value}”"
