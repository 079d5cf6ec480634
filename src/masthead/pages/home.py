"""The home page: what an editor composed, else all blogs with their newest entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from masthead.entries.composing import MOST_ENTRIES, SOME_ENTRIES
from masthead.entries.languages import direction
from masthead.entries.listings import BLOG, listing_number
from masthead.pages import facts
from masthead.pages.chrome import chrome, rich, site_name
from masthead.pages.facts import BlogRow, registry
from masthead.pages.frame import href
from masthead.pages.kinds import blocks
from masthead.pages.layout import html
from masthead.pages.listings import newest
from masthead.pages.metadata import About, website
from masthead.pages.records import BlogFront, HomePage, HomeSection
from masthead.pages.teasers import teaser_html, teasers
from masthead.press.manifest import Page


@registry.page()
def home_page() -> Page:
    """The site's home."""
    row = next((row for row in map(facts.home, facts.homes()) if row), None)
    introduction = rich(row[1] if row else "")
    composed = blocks(row[2] if row else "")
    leads = frozenset(filter(None, map(_lead, composed)))
    sections = tuple(_composed(composed, leads) if composed else _default())
    page = HomePage(chrome(0), site_name(), introduction, sections)
    about = About(description=page.chrome.site_tagline, thing=website(page.chrome))
    return html("home.html", page, address="/", about=about)


def _default() -> Iterator[HomeSection]:
    for blog_id in facts.blogs():
        yield from _blog(blog_id, SOME_ENTRIES, frozenset())


def _composed(composed: list[Any], leads: frozenset[int]) -> Iterator[HomeSection]:
    """What is not public, or no longer there, is left out."""
    for block in composed:
        kind, value = _parts(block)
        if (lead := _lead(block)) and (shown := teaser_html.attempt(lead, 2)) is not None:
            yield HomeSection("lead", shown, None)
        elif kind == "blog" and isinstance(value, dict) and (blog_id := _number(value.get("blog"))):
            count = _number(value.get("entries")) or SOME_ENTRIES
            yield from _blog(blog_id, min(count, MOST_ENTRIES), leads)
        elif kind == "text" and isinstance(value, str) and (text := rich(value)):
            yield HomeSection("text", text, None)


def _blog(blog_id: int, count: int, leads: frozenset[int]) -> Iterator[HomeSection]:
    """A blog's newest entries but those that lead the page already."""
    row: BlogRow | None = facts.blog(blog_id)
    if row is None:
        return
    found = newest(listing_number(BLOG, blog_id), count + len(leads))
    shown = teasers([entry_id for entry_id in found if entry_id not in leads][:count], level=3)
    front = BlogFront(row.name, href(row.address), row.language, direction(row.language), row.description, shown)
    yield HomeSection("blog", Markup(), front)


def _lead(block: Any) -> int:
    kind, value = _parts(block)
    return _number(value.get("entry")) if kind == "lead" and isinstance(value, dict) else 0


def _parts(block: Any) -> tuple[Any, Any]:
    return (block.get("type"), block.get("value")) if isinstance(block, dict) else (None, None)


def _number(value: Any) -> int:
    """A number as the desk stores it; 0 for whatever else a row may hold."""
    return value if type(value) is int and 0 < value < 2**63 else 0
