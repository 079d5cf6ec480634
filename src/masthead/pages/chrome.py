"""What surrounds every page: one shared answer for each blog, one for the site."""

from __future__ import annotations

from markupsafe import Markup

from masthead.entries.languages import direction
from masthead.entries.richtext import address_elsewhere, linked
from masthead.pages import facts
from masthead.pages.facets import archive_address
from masthead.pages.facts import BlogRow, registry
from masthead.pages.frame import frame, href
from masthead.pages.records import Chrome, Link, MenuLine


@registry.query(keep=True)
def site_name() -> str:
    """The name of the site: the settings', else the home page's."""
    rows = facts.settings()
    name: str = rows[0][1] if rows else ""
    home = next((row for row in map(facts.home, facts.homes()) if row), None)
    return name.strip() or (home[0] if home else "")


@registry.query(keep=True)
def menu() -> tuple[MenuLine, ...]:
    """The site's menu; a line whose page is not public is left out until it is, and one that may lead nowhere.

    What stands below such a line moves up. A line with a name alone is there for those below it.
    """
    lines: list[MenuLine] = []
    is_shown = False
    for number, *_ in facts.settings()[:1]:
        for label, page, url, below in facts.menu_items(number):
            address = href(facts.address_of(page) or "") if page else address_elsewhere(url) if url else ""
            if not below:
                is_shown = bool(address) or not (page or url)
            if below and is_shown and address:
                lines[-1] = lines[-1]._replace(below=(*lines[-1].below, Link(label, address)))
            elif address or (is_shown and not below):
                lines.append(MenuLine(label, address or ""))
    return tuple(line for line in lines if line.url or line.below)


@registry.query(keep=True)
def footer() -> Markup:
    """The site's footer."""
    rows = facts.settings()
    return rich(rows[0][3] if rows else "")


@registry.query(keep=True)
def chrome(blog_id: int) -> Chrome:
    """What surrounds the pages of a blog; with 0, of the site itself."""
    rows = facts.settings()
    site = frame()
    blog: BlogRow | None = facts.blog(blog_id) if blog_id else None
    return Chrome(
        site_name=site_name(),
        site_tagline=rows[0][2] if rows else "",
        site_url="/",
        site_lang=site.language,
        site_dir=direction(site.language),
        blog_name=blog.name if blog else "",
        blog_url=href(blog.address) if blog else "",
        blog_lang=blog.language if blog else "",
        blog_dir=direction(blog.language) if blog else "",
        blog_description=blog.description if blog else "",
        menu=menu(),
        footer=footer(),
        archive_url=href(archive_address(blog.address)) if blog else "",
        style_url=f"/theme/{site.theme.style_name}",
        feeds=feed_links(blog.name, blog.address, blog.language) if blog else (),
    )


def feed_links(name: str, address: str, language: str) -> tuple[Link, ...]:
    """The feeds of a listing."""
    return tuple(
        Link(f"{name} ({form})", href(f"{address}{file}"), lang=language)
        for form, file in (("RSS", "rss.xml"), ("Atom", "atom.xml"), ("JSON Feed", "feed.json"))
    )


def rich(stored: str) -> Markup:
    """A short rich text outside a body, cleaned; links lead to what is public."""

    def target(kind: str, number: int) -> str | None:
        address = facts.address_of(number) if kind == "page" else None
        return href(address) if address else None

    return Markup(linked(stored, target))  # noqa: S704 - `linked` cleans what it is given
