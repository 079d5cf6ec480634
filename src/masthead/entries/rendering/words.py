"""The words of a body: what its blocks say, without markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from masthead.entries import richtext
from masthead.entries.rendering.marks import Notes, marked
from masthead.entries.rendering.stored import Blocks, stored_blocks, struct

# What a pull quote may have been taken from.
_QUOTED_FROM: Final = {"text": "", "quotation": "quote", "heading": "text"}
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_LEFT_OUT: Final = re.compile(r"\[?(?:…|\.\.\.)\]?")


class Words:
    """Makes plain text of one body's rich texts. Marks of notes become `[1]`; without `numbered` they are left out."""

    def __init__(self, blocks: Blocks, *, numbered: bool = False) -> None:
        self.blocks = stored_blocks(blocks)
        self.numbered = numbered

    @cached_property
    def notes(self) -> Notes:
        return Notes(self.blocks)

    def rich(self, value: object) -> str:
        """Give rich text as plain text, a line for each paragraph, item and break."""
        if isinstance(value, str) and "[^" in value:
            return richtext.plain_of(marked(richtext.clean(value), self._mark))
        return richtext.plain(value)

    def _mark(self, label: str) -> str | None:
        number = self.notes.meet(label)
        return None if number is None else f"[{number}]" if self.numbered else ""

    def line(self, value: object) -> str:
        """Give text that is not rich on one line, without marks."""
        text = richtext.one_line(value)
        return marked(text, lambda label: "" if label in self.notes.texts else None)

    def repeats(self, quote: str) -> bool:
        """Tell whether the body itself says this already, apart from punctuation and what an ellipsis leaves out."""
        parts = [part for part in map(_folded, _LEFT_OUT.split(quote)) if part.strip()]
        place = 0
        for part in parts:
            place = self._said.find(part, place) + 1
            if not place:
                return False
        return bool(parts)

    @cached_property
    def _said(self) -> str:
        unmarked = Words(self.blocks)
        return _folded("\n".join(unmarked.rich(_prose(block)) for block in self.blocks))


def _prose(block: Mapping[str, Any]) -> object:
    key = _QUOTED_FROM.get(block["type"])
    value = block.get("value")
    return value if key == "" else struct(value).get(key) if key else ""


def _folded(text: str) -> str:
    return f" {_NOT_WORDS.sub(' ', text.casefold()).strip()} "
