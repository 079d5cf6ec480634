"""XML measured before a library builds objects of it: of a hundred megabytes of `<a/>` it would build three gigabytes.

Expat walks through it and keeps nothing. Rows and shared texts are thrown away one by one by those who read them, so
what counts is how much there is at a time.
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

MOST: Final = 200_000
"""Elements at a time: those of a row of a thousand cells, or of a workbook's styles, several times over."""
MOST_PASSED: Final = 2_000_000
"""Rows or shared texts: what is left of one is small, and nobody needs more."""
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PASSING: Final = frozenset({
    f"{_SHEET} row", f"{_SHEET} si", "urn:oasis:names:tc:opendocument:xmlns:table:1.0 table-row",
})  # fmt: skip


class TooManyElements(Exception):
    pass


class HasDoctype(Exception):
    pass


def measure(content: bytes, *, row_by_row: bool) -> None:
    """Raises one of the two, or what Expat says of what is no XML. `row_by_row`: so it will be read."""
    walk = _Walk(_PASSING if row_by_row else frozenset())
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = walk.begin
    parser.EndElementHandler = walk.end
    parser.StartDoctypeDeclHandler = walk.refuse
    parser.Parse(content, True)


class _Walk:
    def __init__(self, passing: frozenset[str]) -> None:
        self._passing = passing
        self._before: list[int] = []  # how many there were before each row that is open
        self._count = self._passed = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._passing:
            self._before.append(self._count)
        self._count += 1
        if self._count > MOST or self._passed > MOST_PASSED:
            raise TooManyElements

    def end(self, name: str) -> None:
        if name in self._passing:
            self._count = self._before.pop()
            self._passed += 1

    def refuse(self, *doctype: object) -> None:
        raise HasDoctype
