"""Pages of the site itself but home: static pages, what answers when there is no page, robots.txt."""

from __future__ import annotations

from masthead.entries.languages import direction, spoken
from masthead.entries.listings import CATEGORY, PERSON, SERIES, TAG, listing_number
from masthead.entries.rendering import page_html
from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facets import archive_address, facet_address
from masthead.pages.facts import registry
from masthead.pages.frame import absolute, frame, href, refuse_reserved
from masthead.pages.kinds import blocks
from masthead.pages.layout import html
from masthead.pages.listings import listing, sheet_address
from masthead.pages.metadata import About
from masthead.pages.records import (
    Gone,
    NotFound,
    StaticPageView,
    Tongue,
)
from masthead.pages.teasers import PageLinks
from masthead.press.manifest import Page

LISTED = {"category": CATEGORY, "tag": TAG, "person": PERSON, "series": SERIES}
"""Kinds of old addresses that are not pages of the tree, and the listings that they lead to."""


@registry.page()
def static_page(page_id: int) -> Page:
    """A page outside the streams."""
    address, title, language, stored = facts.static_row(page_id)
    refuse_reserved(address)
    language = language or frame().language
    links, body = PageLinks(language), blocks(stored)
    shown = page_html(body, links, language=language)
    page = StaticPageView(chrome(0), title, language, direction(language), shown)
    about = About(picture=links.card_picture(body))
    return html(
        "static_page.html", page, address=address, language=language, title=title, about=about, needs=links.needs
    )


@registry.page()
def not_found() -> Page:
    """What answers at an address where nothing ever was."""
    return html("not_found.html", NotFound(chrome(0), other_tongues()), title="404")


@registry.page()
def gone() -> Page:
    """What answers at an address whose page is gone."""
    return html("gone.html", Gone(chrome(0), other_tongues()), title="410")


@registry.query(keep=True)
def other_tongues() -> tuple[Tongue, ...]:
    """What readers of the site's blogs speak besides its own language, as far as the interface does. A server has one
    page for all addresses at which nothing stands, so that page speaks to each of them."""
    rows = (facts.blog(blog_id) for blog_id in facts.blogs())
    others = {spoken(row.language) for row in rows if row} - {spoken(frame().language)}
    return tuple(Tongue(tag, direction(tag)) for tag in sorted(others))


@registry.page()
def gone_page(page_id: int) -> Page:
    """That this page, which was public once, is gone."""
    return Page(b"", status=410)


@registry.page()
def nothing() -> Page:
    """That nothing ever was at an address."""
    return Page(b"", status=404)


@registry.page()
def moved(kind: str, target: int) -> Page:
    """Where to go from an address of before."""
    address = current_address(kind, target)
    return Page(b"", status=301, location=href(address)) if address else Page(b"", status=410)


@registry.page()
def moved_file_below(page_id: int, file: str) -> Page:
    """Where a file below a page stands now: a blog's feed, or what an entry's kind has."""
    address = facts.address_of(page_id)
    return Page(b"", status=301, location=href(f"{address}{file}")) if address else Page(b"", status=410)


@registry.page()
def moved_sheet(number: int, start: int) -> Page:
    """Which sheet has what stood on one that is no more, or whose listing has moved."""
    address = sheet_address(number, start)
    return Page(b"", status=301, location=href(address)) if address else Page(b"", status=410)


@registry.page()
def moved_below(number: int, file: str) -> Page:
    """Where a feed of a listing stands now."""
    address = sheet_address(number, 0)
    return Page(b"", status=301, location=href(f"{address}{file}")) if address else Page(b"", status=410)


@registry.page()
def gone_listing(number: int) -> Page:
    """That this category, tag, person or series has no public entry any more."""
    return Page(b"", status=410)


@registry.query(keep=True)
def current_address(kind: str, target: int) -> str:
    """Where what has moved stands now; empty if nowhere."""
    if kind in ("page", "front"):
        return facts.address_of(target) or ""
    if kind == "facet":
        return facet_address(target)
    if kind == "archive":
        blog = facts.address_of(target)
        return archive_address(blog) if blog else ""
    number = listing_number(LISTED[kind], target)
    found = listing(number) if facts.listed(number) else None
    return found.address if found else ""


@registry.page()
def style() -> Page:
    """The theme's style."""
    return Page(frame().theme.style)


@registry.page()
def icon() -> Page:
    """The theme's icon, where browsers look for it without being told."""
    return Page(frame().theme.icon)


@registry.page()
def robots() -> Page:
    """What robots may read (RFC 9309): everything public."""
    refused = "/desk/" if frame().has_desk else ""
    return Page(f"User-agent: *\nDisallow: {refused}\n\nSitemap: {absolute('/sitemap.xml')}\n".encode())
