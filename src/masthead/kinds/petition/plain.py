"""A petition as plain text: who calls, to whom, the text, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from masthead.entries.languages import format_date, join_list, strings
from masthead.entries.rendering import plain_text
from masthead.entries.richtext import plain
from masthead.kinds.petition.words import ORGANISER, Addressee, addressees_of, updates_of
from masthead.pages.kinds import blocks

if TYPE_CHECKING:
    from masthead.kinds.petition.facts import PetitionRow
    from masthead.kinds.petition.pages import Appeal
    from masthead.pages.facts import EntryRow


def as_text(own: Appeal, row: PetitionRow, entry: EntryRow) -> str:
    parts = [
        entry.headline.strip(),
        "\n".join(_head(own, row, entry.language)),
        plain_text(blocks(entry.body)),
        "\n".join(_outcome(row, entry.language)),
        *_updates(row, entry.language),
        own.url,
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _head(own: Appeal, row: PetitionRow, language: str) -> Iterator[str]:
    callers = [someone.name for someone in own.people if someone.role in (ORGANISER, "author")]
    yield from who_and_to_whom(callers, addressees_of(blocks(row.addressees)), language)
    yield own.standing


def who_and_to_whom(callers: Sequence[str], addressees: Iterable[Addressee], language: str) -> Iterator[str]:
    """Who calls, and to whom: a line each."""
    gettext = strings(language).gettext
    if callers:
        yield gettext("Called for by %(names)s") % {"names": join_list(callers, language)}
    for each in addressees:
        yield f"{gettext('To')}: {', '.join(filter(None, (each.name, each.line)))}"


def _outcome(row: PetitionRow, language: str) -> Iterator[str]:
    if words := plain(row.delivery_note):
        yield words
    if words := plain(row.answer):
        yield f"{strings(language).gettext('Answer')}: {words}"


def _updates(row: PetitionRow, language: str) -> Iterator[str]:
    for each in updates_of(blocks(row.updates)):
        yield "\n".join(
            filter(None, (format_date(each.day, language) if each.day else "", each.heading, plain(each.text)))
        )
