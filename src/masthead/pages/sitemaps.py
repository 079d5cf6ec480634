"""Sitemaps (https://www.sitemaps.org/protocol.html): one for each month of each blog, one for the site's own pages.

A date says when a page last changed for readers: an entry when it was last published, a sitemap when the last of its
entries was. Home, and the fronts of listings, change with what stands on them, and say nothing. The dates of the
index are gathered from month to year to blog, so that an edit asks one of each again.
"""

from __future__ import annotations

from masthead.pages import facts
from masthead.pages.facts import BlogRow, DayRow, registry
from masthead.pages.frame import absolute, frame
from masthead.pages.layout import iso, xml
from masthead.pages.records import SitemapAddress, SitemapView
from masthead.press.manifest import Claim, Page

MOST = 20_000
"""Addresses of one sitemap. The protocol allows 50,000, and 50 MB, which so many of the longest would reach."""


@registry.page()
def sitemap() -> Page:
    """The index of all sitemaps."""
    found = [SitemapAddress(absolute(_part("/sitemap-pages", part))) for part in range(1, parts_of_pages() + 1)]
    for blog_id in facts.blogs():
        found += _of_blog(blog_id)
    return xml("sitemap_index.xml", SitemapView(tuple(found)), frame().language)


@registry.query(keep=True)
def _of_blog(blog_id: int) -> tuple[SitemapAddress, ...]:
    row: BlogRow | None = facts.blog(blog_id)
    years = facts.years(blog_id) if row else ()
    return tuple(entry for year in years for entry in _of_year(blog_id, year))


@registry.query(keep=True)
def _of_year(blog_id: int, year: int) -> tuple[SitemapAddress, ...]:
    return tuple(entry for month in facts.months(blog_id, year) for entry in _of_month(blog_id, month))


@registry.query(keep=True)
def _of_month(blog_id: int, month: int) -> tuple[SitemapAddress, ...]:
    """The sitemaps of a month, each with the date of the last change in it."""
    blog = facts.address_of(blog_id)
    rows = _entries(blog_id, month) if blog else ()
    found = []
    for part, start in enumerate(range(0, len(rows), MOST), 1):
        last = max((row.modified or 0 for row in rows[start : start + MOST]), default=0)
        found.append(SitemapAddress(absolute(sitemap_address(blog or "", month, part)), iso(last) if last else ""))
    return tuple(found)


@registry.query(keep=True)
def parts_of_month(blog_id: int, month: int) -> int:
    """How many sitemaps a month fills: one, but after the import of a telephone book."""
    return -(-len(_entries(blog_id, month)) // MOST)


@registry.query(keep=True)
def parts_of_pages() -> int:
    """How many sitemaps the site's own pages fill."""
    return max(1, -(-len(_pages()) // MOST))


@registry.page()
def sitemap_of_pages(part: int) -> Page:
    """A sitemap of home, blogs and static pages."""
    found = []
    for page_id in _pages()[(part - 1) * MOST : part * MOST]:
        if address := facts.address_of(page_id):
            published = facts.static_published(page_id)
            found.append(SitemapAddress(absolute(address), _to_the_second(published) if published else ""))
    return xml("sitemap.xml", SitemapView(tuple(found)), frame().language)


def _pages() -> tuple[int, ...]:
    return (*facts.homes(), *facts.blogs(), *facts.static_pages())


def _to_the_second(moment: str) -> str:
    return f"{moment[:19]}Z"


@registry.page()
def sitemap_of_month(blog_id: int, month: int, part: int) -> Page:
    """A sitemap of a blog's entries of one month."""
    rows = _entries(blog_id, month)[(part - 1) * MOST : part * MOST]
    found = (SitemapAddress(absolute(row.address), iso(row.modified) if row.modified else "") for row in rows)
    return xml("sitemap.xml", SitemapView(tuple(found)), frame().language)


def _entries(blog_id: int, month: int) -> tuple[DayRow, ...]:
    return tuple(row for day in facts.days(blog_id, month) for row in facts.on_day(blog_id, day))


def sitemap_address(blog: str, month: int, part: int) -> str:
    """The address of a month's sitemap."""
    return _part(f"{blog}sitemap-{month // 100:04}-{month % 100:02}", part)


def _part(address: str, part: int) -> str:
    return f"{address}.xml" if part == 1 else f"{address}-{part}.xml"


def claims_of_pages() -> list[Claim]:
    """The sitemaps of the site's own pages."""
    parts = range(1, parts_of_pages() + 1)
    return [Claim(_part("/sitemap-pages", part), sitemap_of_pages.ref(part)) for part in parts]


def claims_of_month(blog: str, blog_id: int, month: int) -> list[Claim]:
    """The sitemaps of a blog's month."""
    parts = range(1, parts_of_month(blog_id, month) + 1)
    return [Claim(sitemap_address(blog, month, part), sitemap_of_month.ref(blog_id, month, part)) for part in parts]
