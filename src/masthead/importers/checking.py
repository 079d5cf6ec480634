"""Old addresses, replayed against the store: what would a reader who still has them get?"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from masthead.reader.application import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MOST_STEPS: Final = 5
# The common log format and those that add to it: only what the old server answered well is an address.
_LOG_LINE: Final = re.compile(r'\S+ \S+ .*?\[[^\]]+\] "')
_ANSWERED: Final = re.compile(r'"(?:GET|HEAD) (?P<url>\S+) HTTP/[0-9.]+" [23][0-9]{2}\b')
_LOCATION: Final = re.compile(r"<loc>\s*(.*?)\s*</loc>", re.DOTALL)


class Checked(NamedTuple):
    """What became of an old address: its own answer, where that led, and the last answer."""

    address: str
    status: int  # 200, 301, 404, 410
    leads_to: str = ""
    ends: int = 0  # the status behind a redirect


class Checks(NamedTuple):
    """All answers."""

    checked: list[Checked]

    @property
    def lost(self) -> list[Checked]:
        """Those that end at nothing."""
        return [found for found in self.checked if 404 in (found.status, found.ends)]

    def as_dict(self) -> dict[str, Any]:
        """The whole as plain values."""
        counts = Counter(str(found.status) for found in self.checked)
        return {
            "checked": len(self.checked),
            "answers": dict(sorted(counts.items())),
            "lost": len(self.lost),
            "addresses": [found._asdict() for found in self.checked],
        }


def addresses_in(lines: Iterable[str]) -> Iterator[str]:
    """The addresses of a list, a sitemap or an access log, each once, in order."""
    met: set[str] = set()
    for address in _raw(lines):
        if address and address not in met:
            met.add(address)
            yield address


def _raw(lines: Iterable[str]) -> Iterator[str]:
    following = iter(lines)
    for line in following:
        text = line.strip().removeprefix("\ufeff")
        if _LOG_LINE.match(text):
            if match := _ANSWERED.search(text):
                yield match["url"]
        elif text.startswith("<"):
            yield from map(html.unescape, _LOCATION.findall("".join((text, *following))))
        elif not text.startswith("#"):
            yield text


def check(store: Path, addresses: Iterable[str]) -> Checks:
    """Ask the store for each, as a browser would."""
    reader = Reader(store)
    return Checks([_checked(reader, address) for address in addresses])


def _checked(reader: Reader, address: str) -> Checked:
    status, to = _asked(reader, address)
    if status != 301:
        return Checked(address, status)
    end, at = 301, to
    for _ in range(MOST_STEPS):
        end, further = _asked(reader, at)
        if end != 301:
            return Checked(address, status, unquote(at), end)
        at = further
    return Checked(address, status, unquote(at), 404)


def _asked(reader: Reader, address: str) -> tuple[int, str]:
    try:
        parts = urlsplit(address if "//" in address[:10] else f"//old{'' if address.startswith('/') else '/'}{address}")
    except ValueError:
        return 404, ""
    path, query = parts.path or "/", parts.query
    found = reader.respond("GET", path.encode(errors="replace"), query.encode(errors="replace"), [])
    return found.status, dict(found.headers).get(b"location", b"").decode()
