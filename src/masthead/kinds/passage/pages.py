"""What a passage's page, teaser, feed items and files show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from masthead.entries.edtf import in_words
from masthead.entries.excerpts import Excerpt
from masthead.entries.languages import UNKNOWN, Direction, direction, language_name, normalised_tag
from masthead.entries.rendering import plain_text
from masthead.entries.richtext import one_line
from masthead.kinds.passage import bibtex, coins, csl_json, ris
from masthead.kinds.passage.citing import Cited, cited
from masthead.kinds.passage.facsimiles import Facsimile, facsimiles
from masthead.kinds.passage.marks import in_marks
from masthead.kinds.passage.omissions import announced, with_marks
from masthead.kinds.passage.sources import Source, names_said, numerals, said, source_of
from masthead.kinds.passage.structured import quotation, work
from masthead.kinds.passage.words import outside, told
from masthead.pages import facts
from masthead.pages.facts import registry
from masthead.pages.frame import absolute, href
from masthead.pages.kinds import Answers, Kind, Writing, blocks, declare, stored
from masthead.press.answers import record
from masthead.press.facts import Join
from masthead.press.manifest import Claim, Group, Page

if TYPE_CHECKING:
    from masthead.entries.models import Entry
    from masthead.entries.rendering import Blocks
    from masthead.pages.facts import DayRow, EntryRow
    from masthead.pages.metadata import Thing

TABLE = "masthead_passage"


@record
class PassageRow(NamedTuple):
    """The columns of a passage that no other kind has."""

    passage: str
    passage_language: str
    omitted_before: bool
    omitted_after: bool
    translation: str
    facsimiles: str
    sort: str
    authors: str
    editors: str
    title: str
    container: str
    volume: str
    issue: str
    edition: str
    publisher: str
    place: str
    date: str
    date_as_given: str
    pages: str
    archive: str
    shelf_mark: str
    link: str
    archived: str
    seen: str


_JSON = ("passage", "translation", "facsimiles")
_MARKS = ("omitted_before", "omitted_after")
COLUMNS = {name: f"source_{name}" if name in Source._fields else name for name in PassageRow._fields}
"""The fields of the row, and the columns that they stand in: an entry has a title, a date and a language of its own."""


def _kind(name: str) -> str:
    return "json" if name in _JSON else "bool" if name in _MARKS else "text"


passage = registry.fact(
    "passage",
    "masthead_public_entry",
    where=("entry_id",),
    joins=(Join(TABLE, "entry_ptr_id", "entry_id"),),
    select=tuple(f"{TABLE}.{column}:{_kind(name)}" for name, column in COLUMNS.items()),
    one=True,
    record=PassageRow,
)
# Apart, since pictures that no passage shows have none that anybody asks for.
image_sha256 = registry.fact("image_sha256", "masthead_image", where=("id",), select=("sha256:text",), one=True)


class Told(NamedTuple):
    """A stretch of text in one language."""

    html: Markup
    lang: str
    dir: Direction
    language: str  # its name, for readers of the page


class SourceView(NamedTuple):
    """The source in words, for who reads."""

    line: str  # all of it, short
    authors: str
    editors: str
    title: str
    container: str
    volume: str
    issue: str
    edition: str
    publisher: str
    place: str
    date: str
    iso: str
    date_as_given: str
    pages: str
    archive: str
    shelf_mark: str
    link: str
    archived: str
    seen: str
    lang: str


class Passage(NamedTuple):
    """What the templates of page and feed get as `own`."""

    original: Told
    translation: Told | None
    source: SourceView
    facsimiles: tuple[Facsimile, ...]
    cited: tuple[Cited, ...]
    coins: str
    files: tuple[tuple[str, str], ...]  # addresses and what they hold


class Brief(NamedTuple):
    """What the teaser gets as `own`."""

    source: str
    lang: str  # of the excerpt
    dir: Direction


FILES = {"cite.bib": "BibTeX", "cite.ris": "RIS", "cite.json": "CSL-JSON", "passage.txt": "TXT"}
"""The files below each passage, and what a reader calls them."""


class Asked(NamedTuple):
    """A public passage: the entry's row, and the kind's own."""

    entry: EntryRow
    row: PassageRow

    @property
    def language(self) -> str:
        """Of the passage's own words."""
        own = normalised_tag(self.row.passage_language)
        return self.entry.language if own == UNKNOWN else own

    @property
    def source(self) -> Source:
        return source_of(self.row._asdict(), self.language)

    @property
    def key(self) -> str:
        """By which reference managers know it."""
        return f"passage-{facts.entry_code(self.entry.entry_id)}"

    def original(self) -> Blocks:
        return with_marks(blocks(self.row.passage), before=self.row.omitted_before, after=self.row.omitted_after)

    def translation(self) -> Blocks:
        return with_marks(blocks(self.row.translation), before=self.row.omitted_before, after=self.row.omitted_after)

    def quoted(self) -> tuple[Blocks, str]:
        """The words that stand for the passage in lists, and their language: those that readers of the entry can read,
        if there are any."""
        translated, original = self.translation(), self.original()
        return (original, self.language) if original and not translated else (translated, self.entry.language)


def asked(entry: EntryRow) -> Asked | None:
    """None where there is no row of the kind: SQL may have said that an article is a passage."""
    found: PassageRow | None = passage(entry.entry_id)
    return Asked(entry, found) if found else None


def _told(stored: Blocks, language: str, writing: Writing) -> Told:
    html = writing._replace(language=language).html(stored)
    if not writing.for_feed:
        html = announced(html, language, writing.language)
    return Told(html, language, direction(language), language_name(language, writing.language))


def _view(source: Source, language: str) -> SourceView:
    same = ("title", "container", "edition", "publisher", "place", "date_as_given", "archive", "shelf_mark", "link",
            "archived")  # fmt: skip
    counted = ("volume", "issue", "pages")
    return SourceView(
        line=said(source, language),
        authors=names_said(source.authors, language),
        editors=names_said(source.editors, language),
        date=in_words(source.date, language),
        iso=source.known.point.iso if source.known and source.known.point else "",
        seen=in_words(source.seen, language),
        lang=source.language,
        **{name: getattr(source, name) for name in same},
        **{name: numerals(getattr(source, name), language) for name in counted},
    )


class PassageKind(Kind):
    name = "passage"
    plural = "Passages"
    files = tuple(FILES)

    def told(self, row: EntryRow) -> Blocks:
        found = asked(row)
        if found is None:
            return super().told(row)
        own = found.row
        return told(
            blocks(own.passage), blocks(own.translation), blocks(row.body), blocks(own.facsimiles),
            before=own.omitted_before, after=own.omitted_after,
        )  # fmt: skip

    def shown_outside(self, row: EntryRow) -> Blocks:
        found = asked(row)
        quoted = found.quoted()[0] if found else []
        if found is None or not quoted:
            return super().shown_outside(row)
        return outside(quoted, blocks(row.body), blocks(found.row.facsimiles))

    def excerpt(self, row: EntryRow) -> Excerpt:
        found, short = asked(row), super().excerpt(row)
        if found is None or one_line(row.summary) or not short.text or not found.quoted()[0]:
            return short
        # The page has more in any case: where the words are from.
        return Excerpt(in_marks(short.text, found.quoted()[1]), cut=True)

    def own(self, row: EntryRow, writing: Writing) -> Passage | None:
        found = asked(row)
        if found is None:
            return None
        translated = found.translation()
        return Passage(
            original=_told(found.original(), found.language, writing),
            translation=_told(translated, row.language, writing) if translated else None,
            source=_view(found.source, row.language),
            facsimiles=facsimiles(blocks(found.row.facsimiles), writing, image_sha256),
            cited=() if found.source.is_nothing() else cited(found.source, row.language),
            coins="" if found.source.is_nothing() else coins.written(found.source),
            files=tuple((href(f"{row.address}{file}"), form) for file, form in FILES.items()),
        )

    def brief(self, row: EntryRow) -> Brief:
        found = asked(row)
        if found is None:
            return Brief("", row.language, direction(row.language))
        language = row.language if one_line(row.summary) else found.quoted()[1]
        return Brief(said(found.source, row.language), language, direction(language))

    def thing(self, row: EntryRow, thing: Thing) -> Thing:
        found = asked(row)
        if found is None:
            return thing
        source = {} if found.source.is_nothing() else work(found.source)
        words = plain_text(found.original())
        more: Thing = {"citation": source} if source else {}
        return {**thing, **more, "hasPart": quotation(words, found.language, source)} if words else {**thing, **more}

    def further(self, row: DayRow) -> Group:
        return Group(tuple(Claim(f"{row.address}{file}", page.ref(row.entry_id)) for file, page in PAGES.items()))

    def answers(self, entry: Entry) -> Answers:
        version: Any = entry
        row = PassageRow(**{name: stored(getattr(version, column)) for name, column in COLUMNS.items()})
        return [(passage, (entry.pk or 0,), row)]

    def facts(self) -> tuple[str, ...]:
        return ("passage",)


# Files below the entry


def _found(entry_id: int) -> Asked:
    entry: EntryRow | None = facts.entry_row(entry_id)
    found = asked(entry) if entry else None
    if found is None:
        raise LookupError(f"There is no passage {entry_id}.")
    return found


@registry.page()
def cite_bibtex(entry_id: int) -> Page:
    """The source as BibTeX."""
    found = _found(entry_id)
    return Page(bibtex.written(found.source, found.key).encode())


@registry.page()
def cite_ris(entry_id: int) -> Page:
    """The source as RIS."""
    found = _found(entry_id)
    return Page(ris.written(found.source, found.key).encode())


@registry.page()
def cite_csl(entry_id: int) -> Page:
    """The source as CSL-JSON."""
    found = _found(entry_id)
    return Page(csl_json.written(found.source, found.key).encode())


@registry.page()
def plain(entry_id: int) -> Page:
    """All of the entry's words, and where they are from."""
    found = _found(entry_id)
    language = found.entry.language
    citations = [] if found.source.is_nothing() else [cited(found.source, language)[0].text]
    parts = [
        found.entry.headline.strip(),
        said(found.source, language),
        plain_text(found.original()),
        plain_text(found.translation()),
        plain_text(blocks(found.entry.body)),
        *citations,
        absolute(found.entry.address),
    ]
    return Page(("\n\n".join(filter(None, parts)) + "\n").encode())


PAGES = {"cite.bib": cite_bibtex, "cite.ris": cite_ris, "cite.json": cite_csl, "passage.txt": plain}

declare(PassageKind())
