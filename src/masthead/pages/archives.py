"""The way into the past: the archive of a blog leads to its years, a year to its months.

Years and months are those of the calendar by which the readers of the blog's language count.
"""

from __future__ import annotations

from masthead.entries.collation import by_name
from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facets import (
    archive_address,
    archive_link,
    facet_address,
    facet_name,
    month_address,
    month_name,
    year_address,
    year_name,
)
from masthead.pages.facts import BlogRow, registry
from masthead.pages.frame import href
from masthead.pages.layout import html
from masthead.pages.metadata import About
from masthead.pages.overviews import links
from masthead.pages.records import ArchivePage, Link
from masthead.press.manifest import Page


@registry.page()
def archive_page(blog_id: int) -> Page:
    """The years of a blog, its kinds if there are several, its other languages."""
    blog: BlogRow = facts.blog(blog_id)
    years = (
        Link(year_name(year, blog.language), href(year_address(blog.address, year)))
        for year in reversed(facts.years(blog_id))
    )
    kinds = _links(blog, "kind")
    name, _ = archive_link(blog)
    page = ArchivePage(
        chrome=chrome(blog_id),
        title=name,
        parents=(),
        periods=tuple(years),
        kinds=kinds if len(kinds) > 1 else (),
        languages=_links(blog, "language"),
        overviews=links(blog_id),
    )
    return html("archive.html", page, address=archive_address(blog.address), title=name)


@registry.page()
def year_page(blog_id: int, year: int) -> Page:
    """The months of a blog's year."""
    blog: BlogRow = facts.blog(blog_id)
    name = year_name(year, blog.language)
    months = (
        Link(month_name(month, blog.language), href(month_address(blog.address, month)))
        for month in reversed(facts.months(blog_id, year))
    )
    page = ArchivePage(chrome(blog_id), name, (archive_link(blog),), tuple(months), (), ())
    about = About(parents=page.parents)
    return html("archive.html", page, address=year_address(blog.address, year), title=name, about=about)


def _links(blog: BlogRow, sort: str) -> tuple[Link, ...]:
    found = ((facet_name(number), facet_address(number)) for number in facts.facets_of(blog.blog_id, sort))
    shown = (Link(name, href(address)) for name, address in found if address)
    return tuple(sorted(shown, key=by_name(blog.language)))
