"""The desk's label of an entry: Wagtail demands a title of each page, readers do not."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from masthead.entries.models.entry import Entry

LONGEST: Final = 120
_MARKUP: Final = re.compile(r"<[^>]*>")


def label_of(entry: Entry) -> str:
    """The headline, else the first words, else the kind and the day. Never empty."""
    words = " ".join(entry.headline.split()) or " ".join(_first_text(entry).split())
    return _shortened(words) or f"{entry.kind or 'entry'} {entry.date:%Y-%m-%d}"


def _first_text(entry: Entry) -> str:
    for block in entry.body:
        if block.block_type == "text":
            return html.unescape(_MARKUP.sub(" ", str(block.value.source)))
        if block.block_type == "heading":
            return str(block.value.get("text", ""))
    return ""


def _shortened(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rsplit(" ", 1)[0] + " …"
