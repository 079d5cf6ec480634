"""Feeds of listings: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

A feed has the newest ten entries of its listing. Those of a blog, its kinds and languages carry them whole; those of
terms and people, of which there may be thousands, carry excerpts. Each entry is laid out once, in all three forms, for
all feeds that have it.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from markupsafe import Markup

from masthead.entries.listings import BLOG
from masthead.entries.titles import document_title
from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facts import EntryRow, registry
from masthead.pages.frame import absolute
from masthead.pages.kinds import Writing, blocks, kind_of
from masthead.pages.layout import fragment, iso, rfc822, xml
from masthead.pages.listings import Listing, listing, newest
from masthead.pages.records import FeedItem, FeedView
from masthead.pages.teasers import PageLinks, categories, tags, teaser
from masthead.press.answers import record
from masthead.press.manifest import Claim, Page

NEWEST = 10
"""Entries of a feed."""
EPOCH = 0
"""When an empty feed was last changed: never, not now."""
JSON_FEED = "https://jsonfeed.org/version/1.1"


@record
class Fed(NamedTuple):
    """An entry in each form of feed, and the files that it shows there."""

    rss: Markup
    atom: Markup
    json: str
    published: int
    updated: int
    needs: tuple[Claim, ...] = ()


@registry.query()
def whole(entry_id: int) -> Fed | None:
    """An entry as feeds carry it with its text; None while it is not public."""
    row: EntryRow | None = facts.entry_row(entry_id)
    if row is None:
        return None
    links = PageLinks(row.language, simple=True)
    kind, writing = kind_of(row.kind), Writing(links, row.language, for_feed=True)
    body = writing.html([] if kind.is_closed(row) else blocks(row.body))
    if template := kind.template("feed"):
        body = fragment(template, row.language, own=kind.own(row, writing), body=body)
    return _fed(row, str(body), links.needs)


@registry.query(keep=True)
def brief(entry_id: int) -> Fed | None:
    """An entry as feeds carry it with its excerpt; None while it is not public."""
    row: EntryRow | None = facts.entry_row(entry_id)
    return _fed(row, "", ()) if row else None


def _fed(row: EntryRow, html: str, needs: tuple[Claim, ...]) -> Fed | None:
    shown = teaser(row.entry_id)
    if shown is None:
        return None
    updated = max(row.modified or row.at, row.at)
    authors = kind_of(row.kind).authors
    terms = (*categories(row.entry_id, row.language), *tags(row.entry_id, row.language))
    item = FeedItem(
        id=f"urn:uuid:{_dashed(row.permanent_id)}",
        url=absolute(row.address),
        title=shown.headline,
        derived_title=shown.label,
        lang=row.language,
        published_iso=iso(row.at),
        published_rfc822=rfc822(row.at),
        updated_iso=iso(updated),
        authors=tuple(person.name for person in shown.people if person.role in authors),
        summary=shown.excerpt,
        html=html,
        categories=tuple(term.name for term in terms),
    )
    rss_item, atom_item = (fragment(f"{form}_item.xml", row.language, item=item) for form in ("rss", "atom"))
    return Fed(rss_item, atom_item, _json(_json_item(item)), row.at, updated, needs)


def _json_item(item: FeedItem) -> dict[str, Any]:
    """JSON Feed goes without what is not there; one of the two contents must be."""
    content = {"content_html": item.html} if item.html else {"content_text": item.summary or item.derived_title}
    optional = {
        "title": item.title,
        "summary": item.summary if item.html else "",
        "authors": [{"name": name} for name in item.authors],
        "tags": list(dict.fromkeys(item.categories)),
    }
    return {
        "id": item.id,
        "url": item.url,
        **content,
        **{name: value for name, value in optional.items() if value},
        "date_published": item.published_iso,
        "date_modified": item.updated_iso,
        "language": item.lang,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@registry.page()
def rss(number: int) -> Page:
    """The RSS feed of a listing."""
    found, items = _listed(number)
    view = _view(found, items, "rss.xml")._replace(items=tuple(item.rss for item in items))
    return xml("rss.xml", view, found.language, _needs(items))


@registry.page()
def atom(number: int) -> Page:
    """The Atom feed of a listing."""
    found, items = _listed(number)
    view = _view(found, items, "atom.xml")._replace(items=tuple(item.atom for item in items))
    return xml("atom.xml", view, found.language, _needs(items))


@registry.page()
def json_feed(number: int) -> Page:
    """The JSON feed of a listing."""
    found, items = _listed(number)
    view = _view(found, items, "feed.json")
    about = {
        "version": JSON_FEED,
        "title": view.title,
        "home_page_url": view.home_url,
        "feed_url": view.self_url,
        **({"description": view.subtitle} if view.subtitle else {}),
        "language": view.lang,
    }
    text = f'{_json(about)[:-1]},"items":[{",".join(item.json for item in items)}]}}\n'
    return Page(text.encode(), _needs(items))


def _listed(number: int) -> tuple[Listing, list[Fed]]:
    found = listing(number)
    if found is None:
        raise LookupError(f"Listing {number} is not public.")
    laid_out = whole if found.feeds == "whole" else brief
    items = (laid_out.attempt(entry_id) for entry_id in newest(number, NEWEST))
    return found, [item for item in items if item is not None]


def _view(found: Listing, items: list[Fed], file: str) -> FeedView:
    around = chrome(found.blog_id)
    of_blog = found.kind == BLOG
    outer = around.blog_name or around.site_name
    return FeedView(
        title=found.name if of_blog else document_title([found.name, outer], found.language),
        subtitle=around.blog_description or around.site_tagline if of_blog else "",
        home_url=absolute(found.address),
        self_url=absolute(f"{found.address}{file}"),
        lang=found.language,
        dir=around.blog_dir or around.site_dir,
        updated_iso=iso(max((item.updated for item in items), default=EPOCH)),
        updated_rfc822=rfc822(max((item.published for item in items), default=EPOCH)),
        items=(),
    )


def _needs(items: list[Fed]) -> tuple[Claim, ...]:
    return tuple(dict.fromkeys(claim for item in items for claim in item.needs))


FORMS = {"rss.xml": rss, "atom.xml": atom, "feed.json": json_feed}
"""The last part of a feed's address, and its page."""


def claims(number: int) -> list[Claim]:
    """The feeds of a listing; none of one that has no feeds."""
    found = listing(number)
    if found is None or not found.address or not found.feeds:
        return []
    return [Claim(f"{found.address}{file}", page.ref(number)) for file, page in FORMS.items()]


def _dashed(number: str) -> str:
    return "-".join((number[:8], number[8:12], number[12:16], number[16:20], number[20:]))
