"""Turns as they are stored, whoever stored them, and as plain paragraphs that begin with a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from html import escape
from typing import Any, Final, NamedTuple

from masthead.entries.languages import UNKNOWN, normalised_tag
from masthead.entries.rendering import Blocks, stored_blocks
from masthead.entries.rendering.stored import struct
from masthead.entries.richtext import one_line
from masthead.kinds.interview.moments import seconds_of

TURN, HEADING = "turn", "heading"
_A_KEY: Final = re.compile(r"[0-9a-f]{32}")
_SHORT: Final = 8


class Turn(NamedTuple):
    """What one person says until somebody else speaks."""

    speaker: str
    text: str  # rich text as it is stored
    seconds: int | None  # where in the recording
    language: str  # "" for the entry's own


def turn_of(value: object) -> Turn:
    """A stored turn; what is broken in it counts as not given."""
    block = struct(value)
    text = block.get("text")
    language = normalised_tag(one_line(block.get("language")))
    return Turn(
        one_line(block.get("speaker")),
        text if isinstance(text, str) else "",
        seconds_of(one_line(block.get("time"))),
        "" if language == UNKNOWN else language,
    )


def told(body: Blocks, turns: Blocks) -> list[Any]:
    """The introduction and the turns as blocks of an entry's body: each turn begins with its speaker's name."""
    return [*stored_blocks(body), *map(_as_prose, stored_blocks(turns))]


def _as_prose(block: Any) -> Any:
    if block["type"] != TURN:
        return block
    turn = turn_of(block.get("value"))
    return {
        "type": "text",
        "value": named(turn.text, f"{escape(turn.speaker, quote=False)}:") if turn.speaker else turn.text,
    }


def named(text: str, name: str) -> str:
    """Rich text whose first paragraph begins with a name. Both are markup."""
    found = re.match(r"<p(?: [^<>]*)?>", text)
    return f"{found[0]}{name} {text[found.end() :]}" if found else f"<p>{name}</p>{text}"


class Addresses:
    """Gives each part of one page an id that stays when another is put before it: it is made of the block's own key."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, block: Any) -> str:
        """The id of this block. One whose key is missing is known by what it holds."""
        key = str(block.get("id")).replace("-", "").lower()
        if not _A_KEY.fullmatch(key):
            key = blake2b(repr(block.get("value")).encode("utf-8", "replace"), digest_size=16).hexdigest()
        kind = TURN if block["type"] == TURN else "part"
        name = next(name for name in _names(f"{kind}-{key[:_SHORT]}", f"{kind}-{key}") if name not in self._taken)
        self._taken.add(name)
        return name


def _names(short: str, whole: str) -> Iterator[str]:
    yield short
    yield whole
    number = 2
    while True:
        yield f"{whole}-{number}"
        number += 1
