"""What readers get of a note besides its words: the link that it answers to, or comments on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from masthead.entries.richtext import one_line, website_of
from masthead.pages.facts import registry
from masthead.pages.kinds import Answers, Kind, Writing, declare
from masthead.press.answers import record
from masthead.press.facts import Join

if TYPE_CHECKING:
    from masthead.entries.models import Entry
    from masthead.pages.facts import EntryRow
    from masthead.pages.metadata import Thing

TABLE: Final = "masthead_note"
REPLY: Final = "reply"


@record
class LinkRow(NamedTuple):
    """The columns that no other kind has."""

    link: str
    link_title: str
    link_sort: str


note_link = registry.fact(
    "note_link",
    "masthead_public_entry",
    where=("entry_id",),
    joins=(Join(TABLE, "entry_ptr_id", "entry_id"),),
    select=tuple(f"{TABLE}.{column}:text" for column in LinkRow._fields),
    one=True,
    record=LinkRow,
)


class Cited(NamedTuple):
    """A page elsewhere."""

    url: str
    title: str  # as an editor wrote it, else the address without its scheme
    host: str  # "" where the title says it
    is_reply: bool


def cited(row: LinkRow | None) -> Cited | None:
    url = website_of(row.link) if row else None
    if row is None or url is None:
        return None
    title, host = one_line(row.link_title), urlsplit(url).netloc.removeprefix("www.")
    return Cited(url, title or url.partition("://")[2].rstrip("/"), host if title else "", row.link_sort == REPLY)


class NoteKind(Kind):
    name = "note"
    plural = "Notes"

    def own(self, row: EntryRow, writing: Writing) -> Cited | None:
        return cited(note_link(row.entry_id))

    def brief(self, row: EntryRow) -> Cited | None:
        return cited(note_link(row.entry_id))

    def thing(self, row: EntryRow, thing: Thing) -> Thing:
        found = cited(note_link(row.entry_id))
        if found is None:
            return thing
        page = {"@type": "WebPage", "url": found.url, "name": found.title}
        return {**thing, "citation" if found.is_reply else "sharedContent": page}

    def answers(self, entry: Entry) -> Answers:
        version: Any = entry
        return [(note_link, (entry.pk or 0,), LinkRow(version.link, version.link_title, version.link_sort))]

    def facts(self) -> tuple[str, ...]:
        return ("note_link",)


declare(NoteKind())
