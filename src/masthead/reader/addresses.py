"""From a request's target to an address that the store may be asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes

# `~` and the sub-delimiters of RFC 3986 may stand in a path as they are; a percent sign is one already encoded.
_KEPT_IN_LOCATION = "/%?&=#:@!$'()*+,;~"
_MOST_PARAMETERS = 8
# An address has at most 2,000 bytes, each of them three when it is encoded. Of many more, thousands of accents say, the
# one spelling takes seconds to find.
_LONGEST = 6000
_DEEPEST = 16
"""Folders in which a page may stand: no site of ours has so many."""
# Control characters, backslashes, empty segments, and segments that begin with a dot.
_REFUSED = re.compile(r"[\x00-\x1f\x7f\\]|//|/\.(?!well-known(?:/|$))")


class Address(NamedTuple):
    """A path that is safe to join to a folder: absolute, decoded, in NFC, without dot or empty segments."""

    path: str
    was_normal: bool  # the request spelled it in NFC already

    @property
    def segments(self) -> list[str]:
        return self.path.split("/")[1:]

    @property
    def is_folder(self) -> bool:
        return self.path.endswith("/")


def parse(raw_path: bytes) -> Address | None:
    """The address of a request's path as it came over the wire; None when no page can have it.

    Segments that begin with a dot are the store's own, `.well-known` (RFC 8615) excepted.
    """
    if len(raw_path) > _LONGEST:
        return None
    try:
        decoded = unquote_to_bytes(raw_path).decode("utf-8")
    except UnicodeDecodeError:
        return None
    path = unicodedata.normalize("NFC", decoded)
    if _REFUSED.search(path) or not path.startswith("/"):
        return None
    return Address(path, path == decoded)


def with_query(path: str, raw_query: bytes) -> list[str]:
    """The addresses with a query that a request may mean: all of it, else one parameter alone, else its name.

    Others add parameters of their own to links they pass on (`/?p=3&fbclid=…`).
    """
    query = unquote(raw_query.decode("latin-1"), errors="replace")
    if not query:
        return []
    parameters = query.split("&")
    alone = parameters[:_MOST_PARAMETERS] if len(parameters) > 1 else []
    names = [f"{part.partition('=')[0]}=" for part in parameters[:_MOST_PARAMETERS]]
    return [f"{path}?{part}" for part in (query, *alone, *names)]


def spellings(path: str) -> list[str]:
    """A path as it is, and with the slash at its end that it lacks, or without the one that it has."""
    return [path, path.rstrip("/") or path] if path.endswith("/") else [path, f"{path}/"]


def above(path: str) -> Iterator[str]:
    """The folders that a path stands in, the nearest first, without the site's own."""
    names = path.strip("/").split("/")[:-1][:_DEEPEST]
    return (f"/{'/'.join(names[:count])}/" for count in range(len(names), 0, -1))


def encoded(path: str) -> str:
    """A decoded path as links write it."""
    return quote(path, safe="/:@!$&'()*+,;=~")


def location(address: str) -> str:
    """An address as a header carries it: ASCII only. What is encoded already stays so."""
    return quote(address, safe=_KEPT_IN_LOCATION)


def in_ascii(host: str) -> str:
    """A host's name as DNS has it (IDNA 2008, RFC 5891: "ß" is a letter of its own, and no two names become one).

    Raises UnicodeError for what is no name."""
    if host.isascii():
        return host.encode("idna").decode("ascii")
    import idna  # few need it

    return idna.encode(host, uts46=True).decode("ascii")
