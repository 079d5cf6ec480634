"""Listings: their fronts, and the sheets that lead into the past.

A listing is one of a blog, a category, a tag or a person. Where it stands and what it is called is one answer;
which entries a sheet holds is another; so a new entry moves no sheet but its own.
"""

from __future__ import annotations

from typing import NamedTuple

from masthead.entries.languages import date_span
from masthead.pages import facts
from masthead.pages.chrome import chrome, feed_links, rich
from masthead.pages.facts import BLOG, CATEGORY, PERSON, TAG, SheetRow, listing_number, registry
from masthead.pages.frame import absolute, frame, href
from masthead.pages.layout import html, iso, rfc822, xml
from masthead.pages.records import BlogPage, FeedItem, FeedView, Link, PersonPage, SheetPage, TermLink, TermPage
from masthead.pages.teasers import category_path, feed_item, teasers, term_address, term_link, term_name
from masthead.press.answers import record
from masthead.press.manifest import Claim, Page

EPOCH = 0
"""When an empty feed was last changed: never, not now."""


@record
class Listing(NamedTuple):
    """What a listing is: its kind and target, name, address, the blog around it (0: none), its language."""

    kind: int
    target: int
    name: str
    address: str
    blog_id: int
    language: str


@registry.query(keep=True)
def listing(number: int) -> Listing | None:
    """The listing of this number; None if what it lists is gone."""
    kind, target = divmod(number, 10**12)
    if kind == BLOG:
        row = facts.blog(target)
        return Listing(kind, target, row.name, row.address, target, row.language) if row else None
    if kind == PERSON:
        named = facts.person_name(target)
        return Listing(kind, target, named[0], f"/people/{named[1]}/", 0, frame().language) if named else None
    sort = "category" if kind == CATEGORY else "tag"
    row = facts.category(target) if kind == CATEGORY else facts.tag(target)
    address = term_address(sort, target)
    blog = facts.blog(row[0]) if row else None
    return Listing(kind, target, term_name(sort, target), address, row[0], blog.language) if row and blog else None


@registry.query(keep=True)
def sheet_address(number: int, start: int) -> str:
    """The address of the sheet that an entry starts; of the front, if `start` is 0."""
    found = listing(number)
    code = facts.entry_code(start) if start else ""
    if found is None or code is None:
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


@registry.page()
def blog_page(blog_id: int) -> Page:
    """The front of a blog: its name and its newest entries."""
    number = listing_number(BLOG, blog_id)
    row = facts.blog(blog_id)
    rows: tuple[SheetRow, ...] = facts.sheet(number, 0)
    page = BlogPage(
        chrome=chrome(blog_id),
        title=row.name,
        description=row.description,
        teasers=teasers(entry.entry_id for entry in rows),
        older=older(number, rows),
        feeds=feed_links(row),
    )
    return html("blog.html", page, address=row.address)


@registry.page()
def person_page(person_id: int) -> Page:
    """A person, and the entries that name them."""
    number = listing_number(PERSON, person_id)
    name, slug = facts.person_name(person_id)
    bio, website = facts.person_about(person_id)
    rows: tuple[SheetRow, ...] = facts.sheet(number, 0)
    shown = teasers((entry.entry_id for entry in rows), level=3)
    page = PersonPage(chrome(0), name, rich(bio), website, shown, older(number, rows))
    return html("person.html", page, address=f"/people/{slug}/", title=name)


@registry.page()
def category_page(number: int) -> Page:
    """A category: where it stands in the tree, and its newest entries."""
    blog_id, _, name, _ = facts.category(number)
    below = (term_link("category", child) for child in facts.categories_below(number) if _listed(CATEGORY, child))
    return _term_page(
        CATEGORY, number, blog_id, name,
        description=facts.category_about(number),
        parents=_above(number),
        children=tuple(sorted(term for term in below if term)),
    )  # fmt: skip


@registry.page()
def tag_page(number: int) -> Page:
    """A tag and its newest entries."""
    blog_id, name, _ = facts.tag(number)
    return _term_page(TAG, number, blog_id, name, description="", parents=(), children=())


def _term_page(
    kind: int, number: int, blog_id: int, name: str, *, description: str, parents: tuple[TermLink, ...],
    children: tuple[TermLink, ...],
) -> Page:  # fmt: skip
    sort = "category" if kind == CATEGORY else "tag"
    rows: tuple[SheetRow, ...] = facts.sheet(listing_number(kind, number), 0)
    shown = teasers(entry.entry_id for entry in rows)
    more = older(listing_number(kind, number), rows)
    page = TermPage(chrome(blog_id), name, description, sort, parents, children, shown, more)
    return html("term.html", page, address=term_address(sort, number), title=name)


def _above(number: int) -> tuple[TermLink, ...]:
    """The categories above one, from the top."""
    found: list[TermLink] = []
    parent = facts.category(number)[1]
    # The path is asked first: a category below itself is an error there, not an endless loop here.
    category_path(number)
    while parent:
        term = term_link("category", parent)
        if term is not None and _listed(CATEGORY, parent):
            found.append(term)
        row = facts.category(parent)
        parent = row[1] if row else None
    return tuple(reversed(found))


def _listed(kind: int, target: int) -> bool:
    return facts.listed(listing_number(kind, target)) is not None


@registry.page()
def rss(blog_id: int) -> Page:
    """The RSS feed of a blog."""
    return _feed(blog_id, "rss.xml")


@registry.page()
def atom(blog_id: int) -> Page:
    """The Atom feed of a blog."""
    return _feed(blog_id, "atom.xml")


def _feed(blog_id: int, file: str) -> Page:
    row = facts.blog(blog_id)
    around = chrome(blog_id)
    rows: tuple[SheetRow, ...] = facts.sheet(listing_number(BLOG, blog_id), 0)
    fed = [item for item in (feed_item(entry.entry_id) for entry in rows) if item is not None]
    updated = max((item.item.updated_iso for item in fed), default=iso(EPOCH))
    view = FeedView(
        title=row.name,
        subtitle=row.description or around.site_tagline,
        home_url=absolute(row.address),
        self_url=absolute(f"{row.address}{file}"),
        lang=row.language,
        dir=around.blog_dir,
        updated_iso=updated,
        updated_rfc822=_newest([item.item for item in fed]),
        items=tuple(item.item for item in fed),
    )
    needs: dict[Claim, None] = {claim: None for item in fed for claim in item.needs}
    return xml(file, view, row.language, tuple(needs))


def _newest(items: list[FeedItem]) -> str:
    newest = max(items, key=lambda item: item.published_iso, default=None)
    return newest.published_rfc822 if newest else rfc822(EPOCH)
