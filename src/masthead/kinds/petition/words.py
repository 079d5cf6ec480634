"""What a petition says, in the order in which it is read; and its updates, of which each has an address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from masthead.entries.languages import format_number, strings
from masthead.entries.rendering import Blocks, stored_blocks
from masthead.entries.rendering.stored import struct
from masthead.entries.richtext import one_line, website_of

ORGANISER: Final = "organiser"
"""The role of those who call."""
UPDATE: Final = "update"
ADDRESSEE: Final = "addressee"
_KEY: Final = re.compile(r"[0-9a-f]{32}")


class Update(NamedTuple):
    id: str  # its address on the page; it stays when another is put before it
    day: dt.date | None
    heading: str
    text: str  # rich text as it is stored


class Addressee(NamedTuple):
    name: str
    line: str
    url: str  # "" for what is no address of a website


def signatures(number: int, language: str) -> str:
    """So many of them, in words."""
    words = strings(language).ngettext("%(number)s signature", "%(number)s signatures", number)
    return words % {"number": format_number(number, language)}


def told(body: Blocks, updates: Blocks, *rich: str) -> Blocks:
    """All words as blocks: the text, what came of it, and then the news, as they stand on the page."""
    found: list[Any] = [*body, *({"type": "text", "value": words} for words in rich if words)]
    for update in updates_of(updates):
        found += [{"type": "heading", "value": {"text": update.heading, "level": "2"}}] if update.heading else []
        found += [{"type": "text", "value": update.text}] if update.text else []
    return found


def updates_of(stored: Blocks) -> tuple[Update, ...]:
    """The newest first; of one day, the one that was written last."""
    taken: set[str] = set()
    found = [(place, _update(block, taken)) for place, block in enumerate(_of(stored, UPDATE))]
    return tuple(update for _, update in sorted(found, key=_by_day, reverse=True))


def addressees_of(stored: Blocks) -> tuple[Addressee, ...]:
    values = (struct(block.get("value")) for block in _of(stored, ADDRESSEE))
    found = (
        Addressee(one_line(value.get("name")), one_line(value.get("line")), website_of(value.get("link")) or "")
        for value in values
    )
    return tuple(each for each in found if each.name)


def day_of(value: object) -> dt.date | None:
    """A stored day; None for what is none."""
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _of(stored: Blocks, sort: str) -> Iterator[Any]:
    return (block for block in stored_blocks(stored) if block["type"] == sort)


def _by_day(found: tuple[int, Update]) -> tuple[dt.date, int]:
    place, update = found
    return update.day or dt.date.min, place


def _update(block: Any, taken: set[str]) -> Update:
    value = struct(block.get("value"))
    text = value.get("text")
    return Update(
        _address(block, taken), day_of(value.get("date")), one_line(value.get("heading")),
        text if isinstance(text, str) else "",
    )  # fmt: skip


def _address(block: Any, taken: set[str]) -> str:
    """Made of the block's own key, or of what it holds where SQL has left it none."""
    key = str(block.get("id")).replace("-", "").lower()
    if not _KEY.fullmatch(key):
        key = blake2b(repr(block.get("value")).encode("utf-8", "replace"), digest_size=16).hexdigest()
    name = f"{UPDATE}-{key[:8]}"
    while name in taken:
        name += "x"
    taken.add(name)
    return name
