"""Listings: where each stands, what it is called, and the sheets that lead into the past.

A listing is one of a blog, a category, a tag, a person, a series, or a facet: a blog's entries of one kind, month or
other language. Where it stands and what it is called is one answer; which entries a sheet holds is another; so a new
entry moves no sheet but its own.
"""

from __future__ import annotations

from typing import NamedTuple

from masthead.entries.languages import date_span
from masthead.entries.listings import BLOG, CATEGORY, FACET, PERSON, SERIES
from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facets import facet_address, facet_name
from masthead.pages.facts import SheetRow, registry
from masthead.pages.frame import frame, href
from masthead.pages.layout import html
from masthead.pages.records import Link, SheetPage
from masthead.pages.teasers import teasers, term_address, term_name
from masthead.press.answers import record
from masthead.press.manifest import Page


@record
class Listing(NamedTuple):
    """What a listing is: its kind and target, name, address, the blog around it (0: none), its language, its feeds."""

    kind: int
    target: int
    name: str
    address: str
    blog_id: int
    language: str
    feeds: str  # what its feeds carry: "whole" entries, "brief" excerpts; "" for a listing without feeds


@registry.query(keep=True)
def listing(number: int) -> Listing | None:
    """The listing of this number; None if what it lists is gone."""
    kind, target = divmod(number, 10**12)
    if kind == BLOG:
        row = facts.blog(target)
        return Listing(kind, target, row.name, row.address, target, row.language, "whole") if row else None
    if kind == PERSON:
        named = facts.person_name(target)
        return Listing(kind, target, named[0], f"/people/{named[1]}/", 0, frame().language, "brief") if named else None
    if kind == FACET:
        return _facet_listing(target)
    if kind == SERIES:
        return _series_listing(target)
    sort = "category" if kind == CATEGORY else "tag"
    row = facts.category(target) if kind == CATEGORY else facts.tag(target)
    address = term_address(sort, target)
    blog = facts.blog(row[0]) if row else None
    if row is None or blog is None:
        return None
    return Listing(kind, target, term_name(sort, target), address, row[0], blog.language, "brief")


def _series_listing(number: int) -> Listing | None:
    row = facts.series(number)
    blog = facts.blog(row[0]) if row else None
    if row is None or blog is None:
        return None
    return Listing(SERIES, number, row[1], f"{blog.address}series/{row[2]}/", row[0], blog.language, "brief")


def _facet_listing(number: int) -> Listing | None:
    row = facts.facet(number)
    blog = facts.blog(row.blog_id) if row else None
    if row is None or blog is None:
        return None
    feeds = "" if row.sort == "month" else "whole"
    return Listing(FACET, number, facet_name(number), facet_address(number), row.blog_id, blog.language, feeds)


@registry.query(keep=True)
def sheet_address(number: int, start: int) -> str:
    """The address of the sheet that an entry starts; of the front, if `start` is 0. A series has all on its front."""
    found = listing(number)
    if found is not None and found.kind == SERIES and start:
        return ""
    code = facts.entry_code(start) if start else ""
    if found is None or code is None or not found.address:
        return ""
    return f"{found.address}older/{code}/" if start else found.address


def older(number: int, rows: tuple[SheetRow, ...]) -> Link | None:
    """The way on from a sheet: the entry behind its last one starts the next."""
    start = rows[-1].older if rows else None
    address = sheet_address(number, start) if start else ""
    return Link(span(number, start), href(address), lang=_language(number)) if start and address else None


@registry.query(keep=True)
def span(number: int, start: int) -> str:
    """The days that a sheet covers, in words."""
    rows: tuple[SheetRow, ...] = facts.sheet(number, start)
    return date_span(_day(rows[-1]), _day(rows[0]), _language(number)) if rows else ""


def _language(number: int) -> str:
    found = listing(number)
    return found.language if found else frame().language


def _day(row: SheetRow) -> tuple[int, int, int]:
    return row.day // 10000, row.day // 100 % 100, row.day % 100


@registry.query(keep=True)
def newest(number: int, count: int) -> tuple[int, ...]:
    """The newest entries of a listing: of its front, and of the sheets behind it if that is shorter."""
    rows: tuple[SheetRow, ...] = facts.sheet(number, 0)
    while rows and len(rows) < count and rows[-1].older:
        rows += facts.sheet(number, rows[-1].older)
    return tuple(row.entry_id for row in rows[:count])


@registry.page()
def sheet_page(number: int, start: int) -> Page:
    """An older part of a listing."""
    found = listing(number)
    if found is None:
        raise LookupError(f"Listing {number} is not public.")
    rows: tuple[SheetRow, ...] = facts.sheet(number, start)
    front = Link(found.name, href(found.address), lang=found.language)
    page = SheetPage(
        chrome=chrome(found.blog_id),
        title=found.name,
        span=span(number, start),
        teasers=teasers(row.entry_id for row in rows),
        newer=_newer(number, rows),
        older=older(number, rows),
        front=front,
    )
    title = page.span if found.kind == BLOG else f"{found.name}, {page.span}"
    return html("sheet.html", page, address=sheet_address(number, start), language=found.language, title=title)


def _newer(number: int, rows: tuple[SheetRow, ...]) -> Link | None:
    newer = rows[0].newer if rows else None
    start = facts.sheet_of(number, newer) if newer else None
    if start is None:
        return None
    return Link(span(number, start), href(sheet_address(number, start)), lang=_language(number))
