"""Pages of the site itself but home: static pages, what answers when there is no page, sitemaps, robots.txt."""

from __future__ import annotations

from masthead.entries.languages import direction
from masthead.entries.rendering import page_html
from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facets import archive_address, facet_address
from masthead.pages.facts import DayRow, listing_number, registry
from masthead.pages.frame import absolute, frame, href
from masthead.pages.layout import html, iso, xml
from masthead.pages.listings import listing
from masthead.pages.records import (
    Gone,
    NotFound,
    SitemapAddress,
    SitemapView,
    StaticPageView,
)
from masthead.pages.teasers import PageLinks, blocks
from masthead.press.manifest import Page

LISTED = {"category": facts.CATEGORY, "tag": facts.TAG, "person": facts.PERSON}
"""Kinds of old addresses that are not pages of the tree, and the listings that they lead to."""


@registry.page()
def static_page(page_id: int) -> Page:
    """A page outside the streams."""
    address, title, language, body = facts.static_row(page_id)
    language = language or frame().language
    links = PageLinks(language)
    page = StaticPageView(
        chrome(0), title, language, direction(language), page_html(blocks(body), links, language=language)
    )
    return html("static_page.html", page, address=address, language=language, title=title, needs=links.needs)


@registry.page()
def not_found() -> Page:
    """What answers at an address where nothing ever was."""
    return html("not_found.html", NotFound(chrome(0)), title="404")


@registry.page()
def gone() -> Page:
    """What answers at an address whose page is gone."""
    return html("gone.html", Gone(chrome(0)), title="410")


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
def moved_feed(blog_id: int, file: str) -> Page:
    """Where a blog's feed stands now."""
    address = facts.address_of(blog_id)
    return Page(b"", status=301, location=href(f"{address}{file}")) if address else Page(b"", status=410)


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
def robots() -> Page:
    """What robots may read (RFC 9309): everything public."""
    return Page(f"User-agent: *\nDisallow: /desk/\n\nSitemap: {absolute('/sitemap.xml')}\n".encode())


@registry.page()
def sitemap() -> Page:
    """The index of sitemaps: one for the site's own pages, one for each month of each blog."""
    found = [SitemapAddress(absolute("/sitemap-pages.xml"))]
    for blog_id in facts.blogs():
        row = facts.blog(blog_id)
        for year in facts.years(blog_id) if row else ():
            found += [SitemapAddress(absolute(sitemap_address(row.address, m))) for m in facts.months(blog_id, year)]
    return xml("sitemap_index.xml", SitemapView(tuple(found)), frame().language)


@registry.page()
def sitemap_of_pages() -> Page:
    """The sitemap of home, blogs and static pages."""
    pages = (*facts.homes(), *facts.blogs(), *facts.static_pages())
    found = (address for address in map(facts.address_of, pages) if address)
    return xml("sitemap.xml", SitemapView(tuple(SitemapAddress(absolute(a)) for a in found)), frame().language)


@registry.page()
def sitemap_of_month(blog_id: int, month: int) -> Page:
    """The sitemap of a blog's entries of one month."""
    rows: list[DayRow] = [row for day in facts.days(blog_id, month) for row in facts.on_day(blog_id, day)]
    found = (SitemapAddress(absolute(row.address), iso(row.modified) if row.modified else "") for row in rows)
    return xml("sitemap.xml", SitemapView(tuple(found)), frame().language)


def sitemap_address(blog: str, month: int) -> str:
    """The address of a month's sitemap."""
    return f"{blog}sitemap-{month // 100:04}-{month % 100:02}.xml"
