"""The page of one entry."""

from __future__ import annotations

from masthead.entries.languages import direction, language_name
from masthead.entries.listings import BLOG, listing_number
from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facets import one_of_kind
from masthead.pages.facts import EntryRow, registry
from masthead.pages.frame import absolute, href
from masthead.pages.kinds import Writing, blocks, kind_of
from masthead.pages.layout import date, html, iso
from masthead.pages.metadata import About, posting
from masthead.pages.records import CardPicture, EntryPage, Further, Translation
from masthead.pages.series import place_of
from masthead.pages.teasers import PageLinks, categories, link, tags, teaser
from masthead.press.manifest import Page


def translations(row: EntryRow) -> tuple[Translation, ...]:
    """The entry in other languages, one of each."""
    group = row.translation_group or row.permanent_id
    members = {*facts.translated(group)}
    if row.translation_group and (original := facts.identified(group)) and original[1] is None:
        members.add(original[0])
    found: dict[str, Translation] = {}
    for entry_id in sorted(members - {row.entry_id}):
        other = translation.attempt(entry_id)
        if other is not None and other.lang != row.language:
            found.setdefault(other.lang, other)
    return tuple(sorted(found.values()))


@registry.query(keep=True)
def translation(entry_id: int) -> Translation | None:
    """An entry as its translations name it; None while it is not public."""
    row: EntryRow | None = facts.entry_row(entry_id)
    if row is None:
        return None
    return Translation(language_name(row.language), href(row.address), absolute(row.address), row.language)


def related(entry_id: int) -> tuple[Further, ...]:
    """The public ones of the entries that editors lead on to."""
    others = dict.fromkeys(other for other in facts.related_of(entry_id) if other != entry_id)
    found = (further.attempt(other) for other in others)
    return tuple(shown for shown in found if shown is not None)


@registry.query(keep=True)
def further(entry_id: int) -> Further | None:
    """An entry as those name it that lead on to it; None while it is not public."""
    shown = teaser(entry_id)
    if shown is None:
        return None
    kind = one_of_kind(shown.kind, shown.lang)
    return Further(shown.label, shown.url, shown.lang, shown.dir, kind, shown.date)


@registry.page()
def entry_page(entry_id: int) -> Page:
    """An entry with its neighbours in the blog."""
    row: EntryRow = facts.entry_row(entry_id)
    shown = teaser(entry_id)
    if shown is None:
        raise LookupError(f"Entry {entry_id} is not public.")
    kind, links, body = kind_of(row.kind), PageLinks(row.language), blocks(row.body)
    writing = Writing(links, row.language)
    newer, older = facts.neighbours(listing_number(BLOG, row.blog_id), entry_id) or (None, None)
    page = EntryPage(
        chrome=chrome(row.blog_id),
        headline=shown.headline,
        label=shown.label,
        lang=row.language,
        dir=direction(row.language),
        kind=row.kind,
        date=date(row.at, row.day, row.language),
        modified=None,
        people=shown.people,
        body=writing.html(body),
        categories=categories(entry_id, row.language),
        tags=tags(entry_id, row.language),
        newer=link.attempt(newer) if newer else None,
        older=link.attempt(older) if older else None,
        excerpt=shown.excerpt,
        translations=translations(row),
        series=place_of(entry_id, row.language),
        related=related(entry_id),
    )
    own = kind.own(row, writing)
    about = _about(row, page, links.card_picture(kind.shown_outside(row)))
    about = about._replace(thing=kind.thing(row, about.thing or {}))
    return html(
        kind.template() or "entry.html", page, own=own, address=row.address, title=shown.label, about=about,
        needs=links.needs,
    )  # fmt: skip


def _about(row: EntryRow, page: EntryPage, picture: CardPicture | None) -> About:
    about = About(
        type="article",
        description=page.excerpt,
        language=row.language,
        published=page.date.iso,
        modified=iso(max(row.modified or row.at, row.at)),
        picture=picture,
    )
    terms = [term.name for term in (*page.categories, *page.tags)]
    thing = posting(
        page.chrome, about, address=row.address, label=page.label, language=row.language, people=page.people,
        keywords=terms, series=page.series,
    )  # fmt: skip
    return about._replace(thing=thing)
