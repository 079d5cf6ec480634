"""What readers get of an interview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from masthead.entries.contents import AUDIO, VIDEO
from masthead.entries.languages import direction, format_number
from masthead.entries.rendering import stored_blocks
from masthead.entries.rendering.stored import struct
from masthead.entries.richtext import absolute as with_site
from masthead.entries.richtext import key_of, one_line, plain
from masthead.kinds.interview import dialogue
from masthead.kinds.interview.cast import INTERVIEWEE, INTERVIEWER, Cast, Participant
from masthead.kinds.interview.dialogue import HEADING, TURN, Addresses, named, turn_of
from masthead.kinds.interview.moments import written
from masthead.pages.facts import registry
from masthead.pages.files import document
from masthead.pages.frame import absolute, frame
from masthead.pages.kinds import Answers, Kind, Writing, blocks, declare, stored
from masthead.pages.metadata import somebody
from masthead.pages.records import PersonLink
from masthead.pages.teasers import people
from masthead.press.facts import Join

if TYPE_CHECKING:
    from masthead.entries.models import Entry
    from masthead.entries.rendering import Blocks
    from masthead.pages.facts import EntryRow
    from masthead.pages.metadata import Thing

_COLUMNS = (Join("masthead_interview", "entry_ptr_id", "entry_id"),)
# Two, since lists only ask whether there is something to hear.
interview_turns = registry.fact(
    "interview_turns", "masthead_public_entry", where=("entry_id",), joins=_COLUMNS,
    select=("masthead_interview.turns:json",), one=True,
)  # fmt: skip
interview_recording = registry.fact(
    "interview_recording", "masthead_public_entry", where=("entry_id",), joins=_COLUMNS,
    select=("masthead_interview.recording:json",), one=True,
)  # fmt: skip

PLAYED = {"audio": AUDIO, "video": VIDEO}


class Moment(NamedTuple):
    """Where in the recording a turn begins."""

    url: str  # "" where there is no recording to lead into
    text: str  # in the entry's language: "1:15"
    duration: str  # for <time datetime>


class Part(NamedTuple):
    """A turn; or what stands between turns, which nobody speaks."""

    id: str
    html: Markup
    heading: str = ""
    level: int = 2
    speaker: str = ""
    role: str = ""  # the speaker's in the byline; "" for somebody who does not stand there
    number: str = ""  # which turn it is, in the entry's language
    lang: str = ""  # if it is not the entry's
    dir: str = ""
    moment: Moment | None = None


class Conversation(NamedTuple):
    """What the templates get as `own`."""

    people: tuple[PersonLink, ...]
    sort: str  # of the recording: "audio", "video", or ""
    recording: Markup
    parts: tuple[Part, ...]


class _Recording(NamedTuple):
    sort: str
    block: Mapping[str, Any]
    document_id: int
    title: str


def _recording(entry_id: int) -> _Recording | None:
    """The recording, if it is public."""
    for block in stored_blocks(blocks(interview_recording(entry_id) or "")):
        value = struct(block.get("value"))
        number = key_of(value.get("file"))
        if block["type"] in PLAYED and number is not None and (kept := document(number)) is not None:
            return _Recording(block["type"], block, number, one_line(value.get("title")) or one_line(kept.text))
    return None


class _Laying:
    """Lays out the parts of one conversation."""

    def __init__(self, writing: Writing, everybody: tuple[PersonLink, ...], media: str) -> None:
        self._writing = writing
        self._cast = _cast(everybody)
        self._media = media
        self._addresses = Addresses()
        self._turns = 0

    def part(self, block: Mapping[str, Any]) -> Part:
        address = self._addresses.of(block)
        if block["type"] == TURN:
            return self._turn(address, block)
        if block["type"] == HEADING:
            value = struct(block.get("value"))
            level = {"3": 3, "4": 4}.get(str(value.get("level")), 2)
            return Part(address, Markup(), one_line(value.get("text")), level)
        return Part(address, self._writing.html([block]))

    def _turn(self, address: str, block: Mapping[str, Any]) -> Part:
        turn = turn_of(block.get("value"))
        foreign = turn.language if turn.language != self._writing.language else ""
        writing = self._writing._replace(language=turn.language) if foreign else self._writing
        known = self._cast.find(turn.speaker)
        moment = None if turn.seconds is None else self._moment(turn.seconds)
        self._turns += 1
        return Part(
            address,
            self._said(writing.rich(turn.text), turn.speaker, moment),
            speaker=turn.speaker,
            role=known.role if known else "",
            number=format_number(self._turns, self._writing.language),
            lang=foreign,
            dir=direction(foreign) if foreign else "",
            moment=moment,
        )

    def _said(self, words: Markup, speaker: str, moment: Moment | None) -> Markup:
        """The words; in feeds, which know no style, their first paragraph begins with the name and the moment."""
        if not self._writing.for_feed or not speaker or not words:
            return words
        name = f"<b><bdi>{escape(speaker, quote=False)}</bdi>:</b>"
        if moment and moment.url:
            name += f' <a href="{escape(moment.url)}">{escape(moment.text)}</a>'
        return Markup(named(str(words), name))  # noqa: S704  # both are clean

    def _moment(self, seconds: int) -> Moment:
        url = f"{self._media}#t={seconds}" if self._media else ""
        return Moment(url, _digits(written(seconds), self._writing.language), f"PT{seconds}S")


def _cast(everybody: tuple[PersonLink, ...]) -> Cast:
    return Cast(Participant(one_line(someone.name), someone.role) for someone in everybody)


def _digits(text: str, language: str) -> str:
    return "".join(format_number(int(each), language) if each.isdigit() else each for each in text)


class InterviewKind(Kind):
    name = "interview"
    plural = "Interviews"

    def told(self, row: EntryRow) -> Blocks:
        return dialogue.told(blocks(row.body), _turns(row))

    def own(self, row: EntryRow, writing: Writing) -> Conversation:
        found, everybody = _recording(row.entry_id), people(row.entry_id)
        player = writing.html([found.block]) if found else Markup()
        laying = _Laying(writing, everybody, _media(found, writing) if found else "")
        parts = (laying.part(block) for block in _turns(row))
        shown = tuple(part for part in parts if part.html or part.heading)
        return Conversation(everybody, found.sort if found else "", player, shown)

    def brief(self, row: EntryRow) -> str:
        """The sort of the recording."""
        found = _recording(row.entry_id)
        return found.sort if found else ""

    def thing(self, row: EntryRow, thing: Thing) -> Thing:
        everybody = people(row.entry_id)
        by_role = {role: [somebody(someone) for someone in everybody if someone.role == role]
                   for role in (INTERVIEWER, INTERVIEWEE)}  # fmt: skip
        more = {
            "author": thing.get("author") or by_role[INTERVIEWER],
            "contributor": [person for people_ in by_role.values() for person in people_],
            "hasPart": list(_quotations(row, everybody)),
            **_played(row),
        }
        return {
            **thing,
            "@type": ["BlogPosting", "Conversation"],
            **{name: value for name, value in more.items() if value},
        }

    def answers(self, entry: Entry) -> Answers:
        version: Any = entry
        number = entry.pk or 0
        return [
            (interview_turns, (number,), stored(version.turns)),
            (interview_recording, (number,), stored(version.recording)),
        ]

    def facts(self) -> tuple[str, ...]:
        return ("interview_turns", "interview_recording")


def _turns(row: EntryRow) -> Blocks:
    return stored_blocks(blocks(interview_turns(row.entry_id) or ""))


def _media(found: _Recording, writing: Writing) -> str:
    """Where the recording's file stands; "" for what browsers do not play."""
    kept = writing.links.document(found.document_id)
    if kept is None or kept.extension not in PLAYED[found.sort]:
        return ""
    return with_site(kept.url, frame().url) if writing.for_feed else kept.url


def _quotations(row: EntryRow, everybody: tuple[PersonLink, ...]) -> Iterator[Thing]:
    """What each says, to be quoted by its address."""
    cast, addresses = _cast(everybody), Addresses()
    by_name = {one_line(someone.name): someone for someone in reversed(everybody)}
    for block in _turns(row):
        address = addresses.of(block)
        if block["type"] != TURN:
            continue
        turn = turn_of(block.get("value"))
        known = cast.find(turn.speaker)
        words = plain(turn.text)
        if words:
            speaker = somebody(by_name[known.name]) if known else {"@type": "Person", "name": turn.speaker}
            yield {
                "@type": "Quotation",
                "url": f"{absolute(row.address)}#{address}",
                **({"creator": speaker} if turn.speaker else {}),
                "text": words,
                **({"inLanguage": turn.language} if turn.language else {}),
            }


def _played(row: EntryRow) -> Thing:
    found = _recording(row.entry_id)
    kept = document(found.document_id) if found else None
    if found is None or kept is None:
        return {}
    ending = kept.address.rpartition(".")[2].lower()
    return {
        found.sort: {
            "@type": "AudioObject" if found.sort == "audio" else "VideoObject",
            "name": found.title,
            "contentUrl": absolute(kept.address),
            **({"encodingFormat": PLAYED[found.sort][ending]} if ending in PLAYED[found.sort] else {}),
        }
    }


declare(InterviewKind())
