"""Feeds of listings."""

from __future__ import annotations

from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facts import BLOG, SheetRow, listing_number, registry
from masthead.pages.frame import absolute
from masthead.pages.layout import iso, rfc822, xml
from masthead.pages.records import FeedItem, FeedView
from masthead.pages.teasers import feed_item
from masthead.press.manifest import Claim, Page

EPOCH = 0
"""When an empty feed was last changed: never, not now."""


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
