"""What a request's headers ask for: encodings, conditions, ranges. RFC 9110, sections 12 to 14."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final, Literal, NamedTuple

Encoding = Literal["br", "gzip", "identity"]
# The smaller form first.
PREFERENCE: Final[tuple[Encoding, ...]] = ("br", "gzip", "identity")

_ENTITY_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
_RANGE = re.compile(r"bytes=\s*(\d{1,18})?-(\d{1,18})?\s*")


@lru_cache(maxsize=512)
def encodings(accept: str) -> tuple[Encoding, ...]:
    """The encodings that a request takes, the one to prefer first.

    `identity` is always among them: a reader who refuses everything gets the page rather than an error,
    as RFC 9110 12.5.3 allows.
    """
    wanted = dict(_qualities(accept))
    rest = wanted.get("*", 0.0)
    quality = {name: wanted.get(name, rest) for name in PREFERENCE[:2]}
    quality["identity"] = wanted.get("identity", 0.0001)
    taken = [name for name in PREFERENCE if quality[name] > 0 or name == "identity"]
    return tuple(sorted(taken, key=lambda name: -quality[name]))


def _qualities(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        name, _, parameters = part.strip().partition(";")
        key, _, number = parameters.strip().partition("=")
        quality = float(number) if key.strip().lower() == "q" and _QUALITY.fullmatch(number.strip()) else 1.0
        found.append((name.strip().lower().replace("x-gzip", "gzip"), quality))
    return found


def none_match(header: str, etag: str) -> bool:
    """Whether `If-None-Match` holds: none of its tags is the page's. Weak comparison, RFC 9110 13.1.2."""
    return header.strip() != "*" and etag not in _ENTITY_TAG.findall(header)


def http_date(header: str) -> int | None:
    """The seconds of an HTTP date, None when it is none."""
    try:
        return int(parsedate_to_datetime(header).timestamp())
    except (ValueError, OverflowError, TypeError):
        return None


class Range(NamedTuple):
    start: int
    stop: int  # one past the last byte


def byte_range(header: str, size: int) -> Range | Literal["unsatisfiable"] | None:
    """The one range that is asked for; None: answer with the whole (also when several are asked for)."""
    found = _RANGE.fullmatch(header)
    if not found or found.group(1) is found.group(2) is None:
        return None
    first, last = found.groups()
    if first is None:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    return Range(start, stop) if start < stop else "unsatisfiable"
