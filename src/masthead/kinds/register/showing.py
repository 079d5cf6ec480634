"""Rows and lists as readers see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from masthead.entries.languages import format_number, join_span, strings
from masthead.entries.listings import PERSON, listing_number
from masthead.entries.richtext import website_of
from masthead.kinds.register import asking, dates
from masthead.kinds.register.asking import PublicRow, RegisterShape, shape_of
from masthead.kinds.register.columns import Cell, Column, cells_of, filed, image_of, person_of, text_of, title_column
from masthead.pages import facts
from masthead.pages.facts import registry
from masthead.pages.frame import href
from masthead.pages.kinds import Writing
from masthead.pages.records import Chrome, Link
from masthead.press.answers import record


@record
class RegisterCell(NamedTuple):
    sort: str  # text, date, place, person, link, choice
    text: str
    url: str = ""  # of a person's page, of a link
    iso: str = ""  # of a date


@record
class RegisterLine(NamedTuple):
    """A row in a table."""

    url: str
    code: str
    title: str
    cells: tuple[RegisterCell, ...]


@record
class RegisterValue(NamedTuple):
    """What stands in a column that filters, and in how many rows."""

    text: str
    url: str
    rows: int


class Heading(NamedTuple):
    label: str
    is_title: bool  # of the column whose cells name the rows


class ShownValue(NamedTuple):
    text: str
    url: str
    rows: str


class Filter(NamedTuple):
    """A column that filters, on the register's front."""

    label: str
    url: str  # of all that stands in it
    values: tuple[ShownValue, ...]
    more: bool  # there are others than these


class Table(NamedTuple):
    caption: str
    about: str  # person, event, place, thing
    headings: tuple[Heading, ...]
    lines: tuple[RegisterLine, ...]


class SheetPage(NamedTuple):
    """A part of a register, or of its rows that have something in common."""

    chrome: Chrome
    register: Link
    title: str
    column: str  # by which it is filtered; "" for all rows
    all_values: str  # where everything in that column is listed
    span: str
    rows: str  # how many it is a part of; "" but on their first sheet
    table: Table
    before: Link | None
    after: Link | None


class ValuesPage(NamedTuple):
    """All that stands in a column."""

    chrome: Chrome
    register: Link
    title: str
    values: tuple[ShownValue, ...]
    before: Link | None
    after: Link | None


class Detail(NamedTuple):
    """One cell on a row's own page."""

    label: str
    cell: RegisterCell | None  # None for a picture
    picture: Markup
    paragraphs: tuple[str, ...]
    rows_url: str  # of the rows that have the same there
    mark: str  # of microformats


class RowPage(NamedTuple):
    chrome: Chrome
    register: Link
    title: str
    about: str
    details: tuple[Detail, ...]
    source: str


def cell_of(column: Column, cell: Cell | None, language: str) -> RegisterCell:
    person = person_of(cell)
    if person is not None:
        named = facts.person_name(person)
        if named is None:  # who is deleted leaves no trace
            return RegisterCell("person", "")
        # Whoever is in no public entry has no page.
        has_page = facts.listed(listing_number(PERSON, person)) is not None
        return RegisterCell("person", named[0], href(f"/people/{named[1]}/") if has_page else "")
    text = text_of(cell)
    if column.type == "date":
        return RegisterCell("date", dates.in_words(text, language), iso=dates.iso(text))
    if column.type == "link":
        url = website_of(text)
        return RegisterCell("link", text, url) if url else RegisterCell("text", text)
    return RegisterCell(column.type, text)


def word_of(column: Column, cell: Cell | None, language: str) -> str:
    """By which word of an address the row is found under this column."""
    person = person_of(cell)
    return filed(column, cell, language, facts.person_name(person) if person else None)[0]


def title_of(shape: RegisterShape, row: PublicRow) -> str:
    """What a row is called."""
    column = title_column(shape.defined())
    cell = cell_of(column, cells_of(row.cells).get(column.name), shape.language) if column else None
    return " ".join(cell.text.split()) if cell and cell.text else row.code


@registry.query(keep=True)
def register_line(entry_id: int, row_id: int) -> RegisterLine | None:
    """A row as tables show it: laid out once for all that have it. None while it is not public."""
    shape, row = asking.register_shape(entry_id), asking.public_row(row_id)
    if shape is None or row is None or row.register_id != entry_id:
        return None
    cells = cells_of(row.cells)
    shown = tuple(cell_of(column, cells.get(column.name), shape.language) for column in shape.shown())
    return RegisterLine(href(f"{shape.address}{row.code}/"), row.code, title_of(shape, row), shown)


def lines(entry_id: int, items: Iterable[int]) -> tuple[RegisterLine, ...]:
    found = (register_line.attempt(entry_id, item) for item in items)
    return tuple(line for line in found if line is not None)


def table(entry_id: int, caption: str, items: Iterable[int]) -> Table:
    shape = shape_of(entry_id)
    title = title_column(shape.defined())
    headings = tuple(Heading(column.label, column == title) for column in shape.shown())
    if not any(heading.is_title for heading in headings):
        headings = tuple(heading._replace(is_title=not place) for place, heading in enumerate(headings))
    return Table(caption, shape.about, headings, lines(entry_id, items))


@registry.query(keep=True)
def register_value(entry_id: int, list_id: int) -> RegisterValue | None:
    """What rows have in common; None if none has it any more."""
    shape, one = asking.register_shape(entry_id), asking.listed(list_id)
    told = asking.told(list_id) if shape and one and one.register_id == entry_id else None
    if shape is None or told is None or not told.rows:
        return None
    return RegisterValue(told.label, href(f"{shape.address}{asking.below(one)}"), told.rows)


def values(entry_id: int, items: Iterable[int], language: str) -> tuple[ShownValue, ...]:
    found = (register_value.attempt(entry_id, -item) for item in items)
    return tuple(ShownValue(v.text, v.url, format_number(v.rows, language)) for v in found if v is not None)


@registry.query(keep=True)
def register_label(list_id: int) -> str:
    """What the rows of a list have in common. Apart from how many there are, which moves more often."""
    told = asking.told(list_id)
    return told.label if told else ""


@registry.query(keep=True)
def register_span(entry_id: int, list_id: int, start: int) -> str:
    """From which row to which a sheet goes."""
    items = asking.items(list_id, start)
    ends = [name for item in (items[:1] + items[-1:]) if (name := _named(entry_id, item))]
    shape = asking.register_shape(entry_id)
    return join_span(ends[0], ends[-1], shape.language) if ends and shape else ""


def _named(entry_id: int, item: int) -> str:
    if item < 0:
        value = register_value(entry_id, -item)
        return value.text if value else ""
    line = register_line(entry_id, item)
    return line.title if line else ""


def link_to(entry_id: int, list_id: int, start: int | None) -> Link | None:
    """The way to a sheet, called by what it spans; None if there is none."""
    if start is None:
        return None
    shape, below = asking.register_shape(entry_id), asking.sheet(list_id, start)
    if shape is None or below is None:
        return None
    address = f"{shape.address}{asking.register_below(list_id, start)}"
    return Link(register_span(entry_id, list_id, start), href(address), lang=shape.language)


def filters(entry_id: int) -> Iterator[Filter]:
    shape = shape_of(entry_id)
    for column in shape.defined():
        number = asking.list_number(entry_id, column.name, "") if column.filter else None
        first = asking.sheet(number, 0) if number else None
        if number and first:
            shown = values(entry_id, asking.items(number, 0), shape.language)
            yield Filter(column.label, href(f"{shape.address}by/{column.name}/"), shown, first.after is not None)


def count_of(list_id: int | None, language: str) -> str:
    """How many rows a list has, in words."""
    told = asking.told(list_id) if list_id else None
    rows = told.rows if told else 0
    words = strings(language).ngettext("%(number)s row", "%(number)s rows", rows)
    return words % {"number": format_number(rows, language)}


def details(shape: RegisterShape, row: PublicRow, writing: Writing) -> Iterator[Detail]:
    """All that a row says, column by column."""
    cells = cells_of(row.cells)
    marks = _marks(shape)
    title = title_column(shape.defined())
    for column in shape.defined():
        cell = cells.get(column.name)
        if column.type == "image":
            picture = _picture(cell, writing)
            if picture:
                yield Detail(column.label, None, picture, (), "", "")
            continue
        shown = cell_of(column, cell, shape.language)
        if not shown.text or (column == title and not shown.url):
            continue
        word = word_of(column, cell, shape.language) if column.filter else ""
        rows = _rows_with(row.register_id, column.name, word, shape.address)
        yield Detail(column.label, shown, Markup(), tuple(shown.text.splitlines()), rows, marks.get(column.name, ""))


def _rows_with(entry_id: int, column: str, word: str, address: str) -> str:
    """Where the rows stand that have the same there; empty where SQL wrote a row that stands nowhere."""
    number = asking.list_number(entry_id, column, word) if word else None
    return href(f"{address}by/{column}/{word}/") if number and asking.register_below(number, 0) else ""


def _picture(cell: Cell | None, writing: Writing) -> Markup:
    image = image_of(cell)
    value: dict[str, Any] = {"image": image, "alt": cell.get("alt", "") if isinstance(cell, dict) else ""}
    return writing.html([{"type": "image", "value": {**value, "caption": "", "credit": ""}}]) if image else Markup()


def _marks(shape: RegisterShape) -> dict[str, str]:
    """Which columns programs may understand: of an event the first date and place."""
    if shape.about != "event":
        return {}
    found: dict[str, str] = {}
    for sort, mark in (("place", "p-location"), ("date", "dt-start")):
        column = next((each for each in shape.defined() if each.type == sort), None)
        found |= {column.name: mark} if column else {}
    return found
