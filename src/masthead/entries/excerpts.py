"""Excerpts: the short text that stands for an entry in lists and feeds.

It is what the author wrote as the summary, else what stands before the "more" mark, else the first words. Only
the last is cut and bears an ellipsis: the other two end where a person ended them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from masthead.entries.cutting import Cut, cut_words
from masthead.entries.rendering import Blocks, Words, block_text, lead_blocks
from masthead.entries.richtext import key_of, one_line

Excerpt = Cut
"""`text`, one line, without markup; `cut`: the entry's page shows more than this."""

WORDS: Final = 55

# What is written to be read on. A heading or a table among it would read as part of the sentence.
PROSE: Final = frozenset({"text", "quotation"})

_SHOWN_WITHOUT_WORDS: Final = {
    "gallery": ("pictures",),
    "audio": ("file",),
    "video": ("file",),
    "files": ("files",),
    "embed": ("url",),
}

# Texts are read no further than any excerpt could reach.
_REACH: Final = 12


def excerpt(summary: str, blocks: Blocks, *, language: str, limit: int = WORDS) -> Excerpt:
    """Make the excerpt of an entry, of at most `limit` words unless its author says otherwise."""
    words = Words(blocks)
    stored = words.blocks
    own = one_line(summary)
    if own:
        return Excerpt(own, cut=_any_shows(stored, words))
    lead = lead_blocks(stored)
    if len(lead) < len(stored):
        text = one_line("\n".join(_texts(lead, words)))
        if text:
            return Excerpt(text, cut=_any_shows(chain(_not_prose(lead), stored[len(lead) :]), words))
    return _first_words(words, language, limit)


def beginning(blocks: Blocks, *, reach: int) -> tuple[str, bool]:
    """Give the beginning of a body's text on one line, at least `reach` characters if it has them.

    The second value tells that the text goes on.
    """
    return _beginning(Words(blocks), reach)


def _beginning(words: Words, reach: int) -> tuple[str, bool]:
    texts: list[str] = []
    size = 0
    for text in _texts(words.blocks, words):
        if size > reach:
            return one_line("\n".join(texts)), True
        texts.append(text)
        size += len(text)
    return one_line("\n".join(texts)), False


def has_content(blocks: Blocks) -> bool:
    """Tell whether readers may find anything at all in a body."""
    words = Words(blocks)
    return _any_shows(words.blocks, words)


def _first_words(words: Words, language: str, limit: int) -> Excerpt:
    text, goes_on = _beginning(words, limit * _REACH)
    first = cut_words(text, words=limit, language=language, goes_on=goes_on)
    return Excerpt(first.text, cut=first.cut or _any_shows(_not_prose(words.blocks), words))


def _texts(blocks: Sequence[Mapping[str, Any]], words: Words) -> Iterable[str]:
    """Give the texts of prose; of everything else where there is no prose at all."""
    prose = filter(None, (block_text(block, words) for block in blocks if block["type"] in PROSE))
    first = next(prose, None)
    if first is not None:
        return chain([first], prose)
    return filter(None, (block_text(block, words) for block in blocks))


def _not_prose(blocks: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return (block for block in blocks if block["type"] not in PROSE)


def _any_shows(blocks: Iterable[Mapping[str, Any]], words: Words) -> bool:
    return any(_shows(block, words) for block in blocks)


def _shows(block: Mapping[str, Any], words: Words) -> bool:
    """Tell whether readers may find something in a block; only its page knows whether a picture is public."""
    if block_text(block, words):
        return True
    value = block.get("value")
    if not isinstance(value, Mapping):
        return False
    if block["type"] == "image":
        return key_of(value.get("image")) is not None
    return any(value.get(key) for key in _SHOWN_WITHOUT_WORDS.get(block["type"], ()))
