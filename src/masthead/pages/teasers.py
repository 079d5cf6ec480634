"""Entries as others show them: in lists, as neighbours, in bylines."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from masthead.entries.collation import by_name
from masthead.entries.languages import direction
from masthead.entries.rendering import Blocks, Document, Links, Picture, pictures_of
from masthead.entries.titles import list_label
from masthead.media.renditions import Shape
from masthead.pages import facts
from masthead.pages.facts import EntryRow, registry
from masthead.pages.files import Files
from masthead.pages.frame import href
from masthead.pages.kinds import kind_of
from masthead.pages.layout import date, fragment
from masthead.pages.records import CardPicture, Link, PersonLink, Teaser, TermLink
from masthead.press.manifest import Claim


@registry.query()
def teaser(entry_id: int) -> Teaser | None:
    """An entry as lists show it; None while it is not public."""
    row: EntryRow | None = facts.entry_row(entry_id)
    if row is None:
        return None
    kind = kind_of(row.kind)
    short = kind.excerpt(row)
    return Teaser(
        url=href(row.address),
        headline=row.headline.strip(),
        label=list_label(row.headline, kind.shown_outside(row), language=row.language),
        lang=row.language,
        dir=direction(row.language),
        kind=row.kind,
        excerpt=short.text,
        cut=short.cut,
        date=date(row.at, row.day, row.language),
        people=people(entry_id),
    )


@registry.query(keep=True)
def link(entry_id: int) -> Link | None:
    """An entry as a neighbour names it. Apart from `teaser`, so that a new excerpt moves no neighbour."""
    shown = teaser(entry_id)
    return None if shown is None else Link(shown.label, shown.url, lang=shown.lang)


@registry.query(keep=True)
def teaser_html(entry_id: int, level: int) -> Markup | None:
    """An entry as lists show it, laid out with a heading of this level: once for all lists that have it."""
    shown = teaser(entry_id)
    if shown is None:
        return None
    kind = kind_of(shown.kind)
    template = kind.template("teaser")
    own = kind.brief(facts.entry_row(entry_id)) if template else None
    return fragment(template or "teaser.html", shown.lang, entry=shown, level=level, own=own)


def teasers(entries: Iterable[int], level: int = 2) -> tuple[Markup, ...]:
    """Those of the entries that are public, laid out. One that cannot be is left out: its own page says why."""
    found = (teaser_html.attempt(entry_id, level) for entry_id in entries)
    return tuple(shown for shown in found if shown is not None)


def people(entry_id: int) -> tuple[PersonLink, ...]:
    """The byline of an entry. A person who is gone leaves no trace in it."""
    found = []
    for person, name, role in facts.bylines(entry_id):
        named = facts.person_name(person) if person else None
        if named is not None:
            found.append(PersonLink(named[0], href(f"/people/{named[1]}/"), role, named[2]))
        elif name and not person:
            found.append(PersonLink(name, "", role))
    return tuple(found)


def categories(entry_id: int, language: str) -> tuple[TermLink, ...]:
    """The categories of an entry, by name as readers of the language sort."""
    found = (term_link.attempt("category", number) for number in facts.categories_of(entry_id))
    return tuple(sorted((term for term in found if term is not None), key=by_name(language)))


def tags(entry_id: int, language: str) -> tuple[TermLink, ...]:
    """The tags of an entry, by name as readers of the language sort."""
    found = (term_link.attempt("tag", number) for number in facts.tags_of(entry_id))
    return tuple(sorted((term for term in found if term is not None), key=by_name(language)))


@registry.query(keep=True)
def term_link(kind: str, number: int) -> TermLink | None:
    """A term as pages name it."""
    name = term_name(kind, number)
    address = term_address(kind, number)
    return TermLink(name, href(address)) if name and address else None


def term_name(kind: str, number: int) -> str:
    """The name of a category or tag; empty if it is gone."""
    row = facts.category(number) if kind == "category" else facts.tag(number)
    return row[-2] if row else ""


@registry.query(keep=True)
def term_address(kind: str, number: int) -> str:
    """The address of a category or tag; empty if it, or its blog, is not there."""
    path = f"tags/{_tag_slug(number)}" if kind == "tag" else f"topics/{category_path(number)}"
    row = facts.tag(number) if kind == "tag" else facts.category(number)
    blog = facts.address_of(row[0]) if row else None
    return f"{blog}{path}/" if blog else ""


@registry.query(keep=True)
def category_path(number: int) -> str:
    """The slugs from the top of the tree down to a category."""
    row = facts.category(number)
    if row is None:
        return ""
    _, parent, _, slug = row
    above = category_path(parent) if parent else ""
    return f"{above}/{slug}" if above else slug


def _tag_slug(number: int) -> str:
    row = facts.tag(number)
    return row[-1] if row else ""


class PageLinks(Links):
    """What a body may ask, answered by facts; relative addresses."""

    def __init__(self, language: str, *, simple: bool = False) -> None:
        self._files = Files(language, simple=simple)

    def url_of(self, page_id: int) -> str | None:
        address = facts.address_of(page_id)
        return href(address) if address else None

    def picture(self, image_id: int, shape: Shape = "whole") -> Picture | None:
        return self._files.picture(image_id, shape)

    def document(self, document_id: int) -> Document | None:
        return self._files.document(document_id)

    def card_picture(self, body: Blocks) -> CardPicture | None:
        """The first of a body's pictures that is large enough to stand for the page on other sites."""
        found = (self._files.for_card(image_id) for image_id in pictures_of(body))
        return next((picture for picture in found if picture is not None), None)

    @property
    def needs(self) -> tuple[Claim, ...]:
        """The files that the body shows."""
        return self._files.needs
