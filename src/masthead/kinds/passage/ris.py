"""A source as RIS: a line a field, two letters, two spaces, a hyphen. The format has no way to escape anything, so a
value is one line, and begins and ends with what is not a space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from masthead.entries.edtf import Point, parse
from masthead.kinds.passage.sources import Source

_PAGES: Final = re.compile(r"([^\s–—-]+)\s*[–—-]+\s*([^\s–—-]+)")
_ARTICLES: Final = ("NEWS", "MGZN", "JOUR")


def written(source: Source, key: str) -> str:
    """The file: one reference, and the line that ends it."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(source, key) if value or tag == "ER")


def _lines(source: Source, key: str) -> Iterator[tuple[str, str]]:
    sort = source.sorted.ris
    yield "TY", sort
    yield "ID", key
    for name in source.authors:
        yield "AU", name.inverted
    for name in source.editors:
        yield "A2", name.inverted
    yield "TI", source.title
    yield ("JO" if sort in _ARTICLES else "T2"), source.container
    yield "VL", source.volume
    yield "IS", source.issue
    yield "ET", source.edition
    yield "PB", source.publisher
    yield "CY", source.place
    yield "PY", source.known.year if source.known else ""
    yield "DA", _date(source.date) or source.date_as_given
    yield from _pages(source.pages)
    yield "DB", source.archive
    yield "CN", source.shelf_mark
    yield "UR", source.link or source.archived
    yield "L2", source.archived if source.link else ""
    yield "Y2", _date(source.seen)
    yield "LA", source.language
    yield "ER", ""


def _date(stored: str) -> str:
    """`YYYY/MM/DD/other`: what is no plain date stands last, as EDTF has it."""
    known = parse(stored)
    point = known.point if known else None
    if known is None:
        return ""
    if not isinstance(point, Point) or not point.iso:
        return f"{known.year}///{stored}"
    month, day = (f"{part:02}" if part else "" for part in (point.month, point.day))
    return f"{point.year}/{month}/{day}/{stored if point.doubt else ''}"


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    span = _PAGES.fullmatch(pages)
    yield from zip(("SP", "EP"), span.groups(), strict=True) if span else [("SP", pages)]
