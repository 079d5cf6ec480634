"""Files from outside as tables of words: CSV, Excel's XLSX, OpenDocument's ODS.

Whoever made the file may mean harm. So a packed file is unpacked and measured before anybody reads it, its XML by
elements as well as by bytes; a document type, by which XML can multiply, is refused; of a formula its last result
counts; no macro is ever looked at; a sheet is read line by line, up to a limit, however large it says that it is.

    Unreadable
    ├── TooLarge
    └── UnknownSort
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from lxml import etree

from masthead.entries.spreadsheets import bare, decoded
from masthead.kinds.register.columns import LONGEST, lines
from masthead.kinds.register.importing import measuring

LARGEST: Final = 20 * 1024 * 1024
LARGEST_UNPACKED: Final = 100 * 1024 * 1024
MOST_MEMBERS: Final = 2000
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
SAMPLE: Final = 20
DELIMITERS: Final = (",", ";", "\t", "|")
CHUNK: Final = 1 << 20


class Unreadable(Exception):
    """No table could be made of the file."""


class TooLarge(Unreadable):
    pass


class UnknownSort(Unreadable):
    pass


class Line(NamedTuple):
    number: int  # in the file, from 1
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """The first line that is not empty, and all others."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read(name: str, content: bytes) -> Sheet:
    """The table in a file, its sort judged by what is in it. Raises Unreadable."""
    if len(content) > LARGEST:
        raise TooLarge("size")
    try:
        rows = list(islice(_rows(name, content), MOST_ROWS + 2))
    except Unreadable:
        raise
    except measuring.TooManyElements:
        raise TooLarge("elements") from None
    except measuring.HasDoctype:
        raise Unreadable("doctype") from None
    except Exception as error:  # a library's, of whatever sort: the file is to blame
        raise Unreadable(type(error).__name__) from error
    if len(rows) > MOST_ROWS + 1:
        raise TooLarge("rows")
    return _sheet(rows)


def _sheet(rows: Sequence[Sequence[str]]) -> Sheet:
    found: list[Line] = []
    for number, row in enumerate(rows, 1):
        if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
            raise TooLarge("columns")
        cells = tuple(lines(bare(cell[: 2 * LONGEST])) for cell in row[:MOST_COLUMNS])
        while cells and not cells[-1]:
            cells = cells[:-1]
        if cells:
            found.append(Line(number, cells))
    if not found:
        raise Unreadable("nothing")
    return Sheet(found[0].cells, tuple(found[1:]))


def _rows(name: str, content: bytes) -> Iterator[Sequence[str]]:
    if content.startswith(b"PK\x03\x04"):
        package = _unpacked(content)
        names = set(package.namelist())
        if "xl/workbook.xml" in names:
            return _xlsx(package)
        if "content.xml" in names:
            return _ods(package)
        raise UnknownSort(name)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise UnknownSort(name)
    return _csv(_decoded(content))


# ---- CSV ----------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    try:
        return decoded(content)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error


def _csv(text: str) -> Iterator[Sequence[str]]:
    delimiter = max(DELIMITERS, key=lambda each: _fit(text, each))
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first lines have as many cells as the first, and how many cells these are."""
    try:
        rows = [row for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), SAMPLE) if row]
    except csv.Error:
        return 0, 0
    width = len(rows[0]) if rows else 0
    return (sum(len(row) == width for row in rows), width) if width > 1 else (0, 0)


# ---- packed files -------------------------------------------------------------------------------


def _unpacked(content: bytes) -> zipfile.ZipFile:
    """The package again, of nothing but what was measured."""
    measured = io.BytesIO()
    room = LARGEST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(measured, "w") as copy:
        members = package.infolist()
        if len(members) > MOST_MEMBERS:
            raise TooLarge("members")
        for member in members:
            if member.is_dir() or not _is_wanted(member.filename):
                continue
            data = bytearray()
            with package.open(member) as file:
                while chunk := file.read(CHUNK):
                    data += chunk
                    room -= len(chunk)
                    if room < 0:
                        raise TooLarge("unpacked")
            measuring.measure(bytes(data), row_by_row=_is_streamed(member.filename))
            copy.writestr(member.filename, bytes(data))
    return zipfile.ZipFile(measured)


def _is_wanted(name: str) -> bool:
    """No pictures and macros; nothing of pivot tables, which may be larger than what they are made of."""
    return name.endswith((".xml", ".rels")) and not name.startswith(("xl/pivot", "customXml/"))


def _is_streamed(name: str) -> bool:
    return name == "content.xml" or name.startswith("xl/worksheets/") or name.lower().endswith("/sharedstrings.xml")


def _xlsx(package: zipfile.ZipFile) -> Iterator[Sequence[str]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    file: Any = package.fp
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), None)
    if sheet is None:
        raise Unreadable("nothing")
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
        yield [_said(value) for value in row]


def _said(value: object) -> str:
    """A value of a spreadsheet in words; of a day without an hour just the day."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def _ods(package: zipfile.ZipFile) -> Iterator[Sequence[str]]:
    """The first table, by https://docs.oasis-open.org/office/OpenDocument/v1.3/."""
    with package.open("content.xml") as file:
        reading = etree.iterparse(
            file, events=("end",), tag=(f"{_TABLE}table-row", f"{_TABLE}table"), resolve_entities=False,
            no_network=True, load_dtd=False,
        )  # fmt: skip
        empty = 0
        for _, element in reading:
            if element.tag == f"{_TABLE}table":
                return
            row = _ods_row(element)
            repeated = _times(element, "rows")
            element.clear()
            if not any(row):
                empty = min(empty + repeated, MOST_ROWS + 2)  # the rest of the sheet, as a rule
                continue
            for _ in range(empty):
                yield ()
            empty = 0
            for _ in range(repeated):
                yield row


def _times(element: etree._Element, what: str) -> int:
    number = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(int(number), MOST_ROWS + 2) if number.isdecimal() and len(number) < 9 else 1


def _ods_row(row: etree._Element) -> Sequence[str]:
    found: list[str] = []
    for cell in row.iterchildren(*_CELLS):
        text = _ods_cell(cell)
        found += [text] * min(_times(cell, "columns"), MOST_COLUMNS + 1 - len(found))
        if len(found) > MOST_COLUMNS:
            break
    return found


def _ods_cell(cell: etree._Element) -> str:
    sort = cell.get(f"{_OFFICE}value-type", "")
    if sort == "date":
        return (cell.get(f"{_OFFICE}date-value") or "").removesuffix("T00:00:00")
    paragraphs = "\n".join("".join(_words(each)) for each in cell.iterchildren(f"{_TEXT}p"))
    if sort in ("float", "percentage", "currency"):
        value = cell.get(f"{_OFFICE}value") or ""
        return value.removesuffix(".0") if sort == "float" else paragraphs
    return paragraphs


def _words(paragraph: etree._Element) -> Iterable[str]:
    yield paragraph.text or ""
    for child in paragraph:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1") or 1), 100)
        elif isinstance(child.tag, str) and not child.tag.startswith(_OFFICE):
            yield from _words(child)
        yield child.tail or ""
