"""What readers get of a petition: who calls, to whom, the text, how many signed, what came of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup

from masthead.entries.languages import format_date, format_number, strings
from masthead.entries.richtext import one_line, plain
from masthead.kinds.petition.facts import PetitionRow, TallyRow, petition, petition_sheets, petition_tally
from masthead.kinds.petition.names import Name, newest, sheet_address, sheet_groups, sheet_path
from masthead.kinds.petition.plain import as_text
from masthead.kinds.petition.standing import CLOSED, COMING, DELIVERED, OPEN
from masthead.kinds.petition.words import ORGANISER, Addressee, addressees_of, day_of, signatures, told, updates_of
from masthead.pages import facts
from masthead.pages.facts import registry
from masthead.pages.frame import absolute, frame, href
from masthead.pages.kinds import Answers, Kind, Writing, blocks, declare, stored
from masthead.pages.metadata import filled, somebody
from masthead.pages.records import Date, PersonLink
from masthead.pages.teasers import people
from masthead.press.manifest import Claim, Group, Page

if TYPE_CHECKING:
    from masthead.entries.models import Entry
    from masthead.entries.rendering import Blocks
    from masthead.pages.facts import DayRow, EntryRow
    from masthead.pages.metadata import Thing

TEXT: Final = "petition.txt"
NOTHING: Final = PetitionRow("", None, None, None, "", None, "", None, "", None, "", CLOSED)


class News(NamedTuple):
    """An update."""

    id: str
    date: Date | None
    heading: str
    html: Markup


class Delivery(NamedTuple):
    """That it was handed over."""

    date: Date
    to: str
    signatures: str
    html: Markup


class Reply(NamedTuple):
    """What the addressees answered."""

    date: Date | None
    html: Markup


class Count(NamedTuple):
    """How many signed: in words, and as numbers for who draws them."""

    words: str  # "1,234 signatures"
    goal_words: str  # "Goal: 5,000"; "" without a goal
    paper_words: str  # "120 of them on paper"; "" for none
    goal: int  # 0 without a goal
    reached: int  # of the goal, which is all that there is to reach
    names: tuple[Name, ...]  # the newest of those who may be shown
    names_url: str  # of the newest sheet of names; "" while there is none


class Appeal(NamedTuple):
    """What the templates get as `own`."""

    people: tuple[PersonLink, ...]
    voices: tuple[str, ...]  # whom programs take for the authors, where the byline names none
    addressees: tuple[Addressee, ...]
    to: tuple[str, ...]  # their names
    state: str  # coming, open, closed, delivered
    standing: str  # in words
    sign_url: str  # "" unless it is open
    counted: Count | None  # None in feeds and lists: they would be laid out again with every signature
    delivery: Delivery | None
    answer: Reply | None
    updates: tuple[News, ...]
    url: str  # of the entry, absolute
    text_url: str


def _row(entry_id: int) -> PetitionRow:
    """Empty where there is none: SQL may have said that an article is a petition."""
    found: PetitionRow | None = petition(entry_id)
    return found or NOTHING


def _date(day: dt.date | None, language: str) -> Date | None:
    return Date(day.isoformat(), format_date(day, language)) if day else None


def _state(row: PetitionRow) -> str:
    return row.state if row.state in (COMING, OPEN, DELIVERED) else CLOSED


def standing_words(row: PetitionRow, language: str) -> str:
    """How it stands: one line of the page and of lists."""
    gettext = strings(language).gettext
    state = _state(row)
    said, day = {
        COMING: (gettext("Opens for signatures on %(date)s"), row.opens),
        OPEN: (gettext("Open for signatures until %(date)s"), row.closes),
        CLOSED: (gettext("Closed since the end of %(date)s"), row.closes),
        DELIVERED: (gettext("Delivered on %(date)s"), row.delivered_on),
    }[state]
    bare = {
        COMING: gettext("Not open for signatures yet"), OPEN: gettext("Open for signatures"),
        CLOSED: gettext("Closed"), DELIVERED: gettext("Delivered"),
    }  # fmt: skip
    date = day_of(day)
    return said % {"date": format_date(date, language)} if date else bare[state]


def _count(entry: EntryRow, row: PetitionRow) -> Count:
    say, language = strings(entry.language), entry.language
    found: TallyRow = petition_tally(entry.entry_id) or TallyRow(0, 0, 0, 0)
    total, goal, paper = max(0, found.total), max(0, row.goal or 0), max(0, found.on_paper)
    goal_words, paper_words = say.gettext("Goal: %(number)s"), say.gettext("%(number)s of them on paper")
    return Count(
        words=signatures(total, language),
        goal_words=goal_words % {"number": format_number(goal, language)} if goal else "",
        paper_words=paper_words % {"number": format_number(paper, language)} if paper else "",
        goal=goal,
        reached=min(total, goal),
        names=newest(entry.entry_id, found.sheets, language),
        names_url=href(sheet_address(entry.address, found.sheets)) if found.sheets > 0 else "",
    )


def sign_url(permanent_id: str) -> str:
    """Where a petition is signed: an address that stays when the entry moves, and holds no token."""
    return f"/respond/petition/{permanent_id}/"


def _delivery(row: PetitionRow, writing: Writing) -> Delivery | None:
    date = _date(day_of(row.delivered_on), writing.language)
    if date is None:
        return None
    number = row.delivered_signatures
    counted = "" if number is None else signatures(max(0, number), writing.language)
    return Delivery(date, one_line(row.delivered_to), counted, writing.rich(row.delivery_note))


def _answer(row: PetitionRow, writing: Writing) -> Reply | None:
    if not plain(row.answer):
        return None
    return Reply(_date(day_of(row.answered_on), writing.language), writing.rich(row.answer))


def _appeal(entry: EntryRow, writing: Writing | None, *, counted: bool = False) -> Appeal:
    row, everybody = _row(entry.entry_id), people(entry.entry_id)
    addressees = addressees_of(blocks(row.addressees))
    authors = any(someone.role == "author" for someone in everybody)
    return Appeal(
        people=everybody,
        voices=() if authors else tuple(someone.name for someone in everybody if someone.role == ORGANISER),
        addressees=addressees,
        to=tuple(each.name for each in addressees),
        state=_state(row),
        standing=standing_words(row, entry.language),
        sign_url=sign_url(entry.permanent_id) if _state(row) == OPEN else "",
        counted=_count(entry, row) if counted else None,
        delivery=_delivery(row, writing) if writing else None,
        answer=_answer(row, writing) if writing else None,
        updates=_news(row, writing) if writing else (),
        url=absolute(entry.address),
        text_url=href(f"{entry.address}{TEXT}"),
    )


def _news(row: PetitionRow, writing: Writing) -> tuple[News, ...]:
    return tuple(
        News(each.id, _date(each.day, writing.language), each.heading, writing.rich(each.text))
        for each in updates_of(blocks(row.updates))
    )


@registry.page()
def petition_text(entry_id: int) -> Page:
    """The petition as plain text, to be printed and carried round. How many signed is no part of it."""
    entry: EntryRow | None = facts.entry_row(entry_id)
    if entry is None:
        raise LookupError(f"Entry {entry_id} is not public.")
    return Page(as_text(_appeal(entry, None), _row(entry_id), entry).encode())


class PetitionKind(Kind):
    name = "petition"
    plural = "Petitions"
    files = (TEXT,)
    authors = ("author", ORGANISER)

    def told(self, row: EntryRow) -> Blocks:
        own = _row(row.entry_id)
        return told(blocks(row.body), blocks(own.updates), own.delivery_note, own.answer)

    def own(self, row: EntryRow, writing: Writing) -> Appeal:
        return _appeal(row, writing, counted=not writing.for_feed)

    def brief(self, row: EntryRow) -> Appeal:
        return _appeal(row, None)

    def thing(self, row: EntryRow, thing: Thing) -> Thing:
        own, appeal = _row(row.entry_id), _appeal(row, None)
        tally: TallyRow | None = petition_tally(row.entry_id)
        callers = [somebody(someone) for someone in appeal.people if someone.role == ORGANISER]
        more: Thing = {
            "author": [*callers, *thing.get("author", ())],
            "audience": [filled({"@type": "Audience", "name": e.name, "url": e.url}) for e in appeal.addressees],
            "creativeWorkStatus": appeal.standing,
            "interactionStatistic": {
                "@type": "InteractionCounter",
                "interactionType": "https://schema.org/EndorseAction",
                "userInteractionCount": max(0, tally.total) if tally else 0,
            },
            "potentialAction": filled(
                {
                    "@type": "EndorseAction",
                    "target": frame().url + appeal.sign_url,
                    "startTime": own.opens if day_of(own.opens) else "",
                    "endTime": own.closes if day_of(own.closes) else "",
                }
            )
            if appeal.sign_url
            else None,
            "hasPart": [
                filled(
                    {
                        "@type": "BlogPosting",
                        "headline": each.heading,
                        "datePublished": each.day.isoformat() if each.day else "",
                        "url": f"{appeal.url}#{each.id}",
                    }
                )
                for each in updates_of(blocks(own.updates))
            ],
        }
        return {**thing, **filled(more)}

    def further(self, row: DayRow) -> Group:
        text = Claim(f"{row.address}{TEXT}", petition_text.ref(row.entry_id))
        return Group((text,), sheet_groups(row.entry_id))

    def files_below(self, entry_id: int) -> tuple[str, ...]:
        return (TEXT, *(sheet_path(number + 1) for number in range(petition_sheets(entry_id) or 0)))

    def answers(self, entry: Entry) -> Answers:
        version: Any = entry
        values = {name: stored(getattr(version, name)) for name in PetitionRow._fields}
        return [(petition, (entry.pk or 0,), PetitionRow(**values))]

    def facts(self) -> tuple[str, ...]:
        return ("petition", "petition_tally")


declare(PetitionKind())
