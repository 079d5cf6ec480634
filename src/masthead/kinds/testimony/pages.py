"""What readers get of a testimony."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from masthead.entries import edtf
from masthead.entries.languages import UNKNOWN, language_name, normalised_tag
from masthead.entries.richtext import one_line
from masthead.kinds.testimony.plain import as_text
from masthead.pages import facts
from masthead.pages.facts import registry
from masthead.pages.frame import absolute, href
from masthead.pages.kinds import Answers, Kind, Writing, blocks, declare
from masthead.pages.metadata import filled, somebody
from masthead.pages.records import PersonLink
from masthead.pages.teasers import people
from masthead.press.answers import record
from masthead.press.facts import Join
from masthead.press.manifest import Claim, Group, Page

if TYPE_CHECKING:
    from masthead.entries.models import Entry
    from masthead.pages.facts import DayRow, EntryRow
    from masthead.pages.metadata import Thing

TABLE: Final = "masthead_testimony"
TEXT: Final = "testimony.txt"
GENRES: Final = {"memoir": "Memoir", "letter": "Letter", "statement": "Statement"}
WITNESS: Final = "witness"


@record
class TestimonyRow(NamedTuple):
    """The columns that no other kind has."""

    sort: str
    warnings: str
    told_date: str
    told_place: str
    events: str
    events_date: str
    events_place: str
    original_language: str


testimony = registry.fact(
    "testimony",
    "masthead_public_entry",
    where=("entry_id",),
    joins=(Join(TABLE, "entry_ptr_id", "entry_id"),),
    select=tuple(f"{TABLE}.{column}:text" for column in TestimonyRow._fields),
    one=True,
    record=TestimonyRow,
)
NOTHING: Final = TestimonyRow(*[""] * len(TestimonyRow._fields))


class Known(NamedTuple):
    """A date as exact as it is known."""

    text: str  # in the entry's language: "autumn 1984"
    iso: str  # for <time datetime>; "" for what that has no spelling for


class Telling(NamedTuple):
    """What the templates get as `own`."""

    sort: str  # memoir, letter, statement
    people: tuple[PersonLink, ...]
    voices: tuple[str, ...]  # whom programs take for the authors, where the byline names none
    warnings: tuple[str, ...]
    summary: str  # the author's own
    told_date: Known
    told_place: str
    events: str
    events_date: Known
    events_place: str
    told: str  # place and date in one line
    tells_of: str
    original: str  # the language's name, if this is a translation
    url: str  # of the entry, absolute
    text_url: str  # of the plain text


def _row(entry_id: int) -> TestimonyRow:
    """Empty where there is none: SQL may have said that an article is a testimony."""
    found: TestimonyRow | None = testimony(entry_id)
    return found or NOTHING


def warnings_of(row: TestimonyRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(one_line, row.warnings.splitlines()))))


def _known(date: str, language: str) -> Known:
    found = edtf.parse(date)
    point = found.point if found else None
    iso = "" if point is None or point.doubt else point.iso
    return Known(one_line(edtf.in_words(date, language)), iso)


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words))


def _telling(entry: EntryRow) -> Telling:
    row, language, everybody = _row(entry.entry_id), entry.language, people(entry.entry_id)
    original = normalised_tag(row.original_language)
    told_date, told_place = _known(row.told_date, language), one_line(row.told_place)
    events, events_date, events_place = (
        one_line(row.events), _known(row.events_date, language), one_line(row.events_place),
    )  # fmt: skip
    authors = any(someone.role == "author" for someone in everybody)
    return Telling(
        sort=row.sort if row.sort in GENRES else "",
        people=everybody,
        voices=() if authors else tuple(someone.name for someone in everybody if someone.role == WITNESS),
        warnings=warnings_of(row),
        summary=one_line(entry.summary),
        told_date=told_date,
        told_place=told_place,
        events=events,
        events_date=events_date,
        events_place=events_place,
        told=_joined(told_place, told_date.text),
        tells_of=_joined(events, events_place, events_date.text),
        original="" if original in (UNKNOWN, language) else language_name(original, language),
        url=absolute(entry.address),
        text_url=href(f"{entry.address}{TEXT}"),
    )


@registry.page()
def testimony_text(entry_id: int) -> Page:
    """The whole entry as plain text, what readers should know before the rest."""
    row: EntryRow | None = facts.entry_row(entry_id)
    if row is None:
        raise LookupError(f"Entry {entry_id} is not public.")
    return Page(as_text(_telling(row), row.headline, blocks(row.body), row.language).encode())


class TestimonyKind(Kind):
    name = "testimony"
    plural = "Testimonies"
    files = (TEXT,)
    authors = ("author", WITNESS)

    def is_closed(self, row: EntryRow) -> bool:
        return bool(warnings_of(_row(row.entry_id)))

    def own(self, row: EntryRow, writing: Writing) -> Telling:
        return _telling(row)

    def brief(self, row: EntryRow) -> Telling:
        return _telling(row)

    def thing(self, row: EntryRow, thing: Thing) -> Thing:
        own = _row(row.entry_id)
        told, events = edtf.parse(own.told_date), edtf.parse(own.events_date)
        original = normalised_tag(own.original_language)
        witnesses = [somebody(someone) for someone in people(row.entry_id) if someone.role == WITNESS]
        about = {
            "@type": "Event",
            "name": one_line(own.events),
            "startDate": events.point.iso if events and events.point else "",
            "location": _place(own.events_place),
        }
        more: Thing = {
            "author": [*witnesses, *thing.get("author", ())],
            "genre": GENRES.get(own.sort, ""),
            "dateCreated": told.iso if told else "",
            "locationCreated": _place(own.told_place),
            "about": filled(about) if about["name"] else None,
            "temporalCoverage": events.iso if events else "",
            "spatialCoverage": _place(own.events_place),
            "contentRating": ", ".join(warnings_of(own)),
            "translationOfWork": None
            if original in (UNKNOWN, row.language)
            else {"@type": "CreativeWork", "inLanguage": original},
        }
        return {**thing, **filled(more)}

    def further(self, row: DayRow) -> Group:
        return Group((Claim(f"{row.address}{TEXT}", testimony_text.ref(row.entry_id)),))

    def answers(self, entry: Entry) -> Answers:
        version: Any = entry
        row = TestimonyRow(**{name: getattr(version, name) for name in TestimonyRow._fields})
        return [(testimony, (entry.pk or 0,), row)]

    def facts(self) -> tuple[str, ...]:
        return ("testimony",)


def _place(name: str) -> Thing | None:
    words = one_line(name)
    return {"@type": "Place", "name": words} if words else None


declare(TestimonyKind())
