"""The sheets of names below a petition: fixed numbers, the oldest is the first, and the newest is still open."""

from __future__ import annotations

from typing import Final, NamedTuple

from masthead.entries.languages import Direction, direction, format_date, format_number, strings
from masthead.entries.richtext import one_line
from masthead.kinds.petition.facts import (
    NameRow,
    petition_names,
    petition_sheet_begun,
    petition_sheets,
    petition_sheets_in,
)
from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facts import EntryRow, registry
from masthead.pages.frame import href
from masthead.pages.layout import html
from masthead.pages.records import Chrome, Date, Link
from masthead.pages.teasers import link
from masthead.press.answers import record
from masthead.press.manifest import Claim, Group, Page, Ref

NEWEST: Final = 20
"""So many names stand on the petition's own page."""
HUNDRED: Final = 100
"""Sheets of a group: no page and no group lists all of them."""


class Name(NamedTuple):
    """Somebody who signed and may be shown."""

    id: str  # its address on the sheet
    name: str
    place: str
    comment: str
    date: Date | None


class NamesPage(NamedTuple):
    """What the template of a sheet gets as `page`."""

    chrome: Chrome
    title: str
    lang: str
    dir: Direction
    petition: Link
    names: tuple[Name, ...]
    newer: Link | None
    older: Link | None


@record
class Heading(NamedTuple):
    """What a sheet says of its petition; apart, so that a new word of the text moves no sheet."""

    blog_id: int
    language: str
    address: str
    link: Link


def sheet_path(number: int) -> str:
    return f"signatures/{number}/"


def sheet_address(petition: str, number: int) -> str:
    return f"{petition}{sheet_path(number)}"


def newest(entry_id: int, sheets: int, language: str) -> tuple[Name, ...]:
    """The last of those who signed. They may stand on two sheets."""
    found: list[NameRow] = []
    for number in range(sheets, max(0, sheets - 2), -1):
        if len(found) < NEWEST:
            found += petition_names(entry_id, number)
    return tuple(_name(row, language) for row in found[:NEWEST])


def _name(row: NameRow, language: str) -> Name:
    return Name(
        f"name-{row.number}", one_line(row.name), one_line(row.place), row.comment.strip(), _date(row, language)
    )


def _date(row: NameRow, language: str) -> Date | None:
    year, month, day = row.day // 10000, row.day // 100 % 100, row.day % 100
    try:
        text = format_date((year, month, day), language)
    except ValueError:  # SQL may have written any number
        return None
    return Date(f"{year:04}-{month:02}-{day:02}", text)


def sheet_groups(entry_id: int) -> tuple[Ref, ...]:
    """The sheets, a hundred a group, so that a new one moves one group."""
    sheets = petition_sheets(entry_id) or 0
    return tuple(names_group.ref(entry_id, hundred) for hundred in range((sheets + HUNDRED - 1) // HUNDRED))


@registry.group()
def names_group(entry_id: int, hundred: int) -> Group:
    """A hundred sheets of names below a petition."""
    address: str | None = facts.address_of(entry_id)
    if not address:
        return Group()
    numbers: tuple[int, ...] = petition_sheets_in(entry_id, hundred)
    return Group(tuple(Claim(sheet_address(address, n), names_page.ref(entry_id, n)) for n in numbers))


@registry.query(keep=True)
def heading(entry_id: int) -> Heading | None:
    """The petition as its sheets name it; None while it is not public."""
    row: EntryRow | None = facts.entry_row(entry_id)
    shown: Link | None = link(entry_id)
    return Heading(row.blog_id, row.language, row.address, shown) if row and shown else None


@registry.page()
def names_page(entry_id: int, number: int) -> Page:
    """A sheet of names."""
    about: Heading | None = heading(entry_id)
    if about is None:
        raise LookupError(f"Entry {entry_id} is not public.")
    rows: tuple[NameRow, ...] = petition_names(entry_id, number)
    has_next = petition_sheet_begun(entry_id, number + 1) is not None
    title = strings(about.language).gettext("Signatures, sheet %(number)s") % {
        "number": format_number(number, about.language)
    }
    page = NamesPage(
        chrome=chrome(about.blog_id),
        title=title,
        lang=about.language,
        dir=direction(about.language),
        petition=about.link,
        names=tuple(_name(row, about.language) for row in rows),
        newer=_sheet(about, number + 1) if has_next else None,
        older=_sheet(about, number - 1) if number > 1 else None,
    )
    return html(
        "petition_names.html", page, address=sheet_address(about.address, number), title=f"{title} · {about.link.text}"
    )


def _sheet(about: Heading, number: int) -> Link:
    words = strings(about.language).gettext("Sheet %(number)s") % {"number": format_number(number, about.language)}
    return Link(words, href(sheet_address(about.address, number)), lang=about.language)
