"""Series: the page of each, and the place of an entry in its own.

How many parts there are is laid into the page of each. So one more part changes as many pages as the series has parts:
that is the named exception from pages that a publication elsewhere does not move. It ends at the 200 parts that a
series may have.
"""

from __future__ import annotations

from masthead.entries.languages import format_number
from masthead.entries.listings import SERIES, listing_number
from masthead.entries.richtext import plain
from masthead.pages import facts, metadata
from masthead.pages.chrome import chrome, feed_links, rich
from masthead.pages.facts import registry
from masthead.pages.frame import absolute, href
from masthead.pages.layout import html
from masthead.pages.listings import listing
from masthead.pages.metadata import About
from masthead.pages.overviews import overview_link
from masthead.pages.records import SeriesPage, SeriesPlace
from masthead.pages.teasers import link, teaser_html
from masthead.press.manifest import Page


@registry.query(keep=True)
def parts(series_id: int) -> tuple[int, ...]:
    """The public parts of a series, in their order."""
    number = listing_number(SERIES, series_id)
    entries: tuple[int, ...] = facts.parts_of(series_id)
    return tuple(entry_id for entry_id in entries if facts.is_listed(number, entry_id) is not None)


def place_of(entry_id: int, language: str) -> SeriesPlace | None:
    """Where an entry stands in its series; None if it is a part of none."""
    series_id = facts.series_of(entry_id)
    found = listing(listing_number(SERIES, series_id)) if series_id else None
    entries = parts(series_id) if found and found.address else ()
    if found is None or entry_id not in entries:
        return None
    position = entries.index(entry_id) + 1
    before, behind = entries[: position - 1][-1:], entries[position:][:1]
    return SeriesPlace(
        name=found.name,
        url=href(found.address),
        position=position,
        place=format_number(position, language),
        parts=format_number(len(entries), language),
        before=link.attempt(before[0]) if before else None,
        behind=link.attempt(behind[0]) if behind else None,
    )


@registry.page()
def series_page(series_id: int) -> Page:
    """A series and all its parts."""
    found = listing(listing_number(SERIES, series_id))
    if found is None:
        raise LookupError(f"Series {series_id} is not public.")
    introduction: str = facts.series_about(series_id)
    entries = parts(series_id)
    shown = (teaser_html.attempt(entry_id, 2) for entry_id in entries)
    page = SeriesPage(
        chrome=chrome(found.blog_id),
        name=found.name,
        introduction=rich(introduction),
        teasers=tuple(teaser for teaser in shown if teaser is not None),
        feeds=feed_links(found.name, found.address, found.language),
        parents=(overview_link(found.blog_id, "series"),),
    )
    addresses = [absolute(address) for address in map(facts.address_of, entries) if address]
    description = plain(introduction)
    thing = metadata.series(page.chrome, found.name, absolute(found.address), description, addresses)
    about = About(description=description, thing=thing, parents=page.parents)
    return html("series.html", page, address=found.address, language=found.language, title=found.name, about=about)
