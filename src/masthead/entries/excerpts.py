"""Excerpts: the short text that stands for an entry in lists and feeds.

It is what the author wrote as the summary, else what stands before the "more" mark, else the first words. Only
the last is cut and bears an ellipsis: the other two end where a person ended them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from masthead.entries.cutting import Cut, cut_words
from masthead.entries.rendering import Blocks, block_text, lead_blocks, stored_blocks
from masthead.entries.richtext import key_of, one_line

Excerpt = Cut
"""`text`, one line, without markup; `cut`: the entry's page shows more than this."""

WORDS: Final = 55

# What is written to be read on. A heading or a table among it would read as part of the sentence.
PROSE: Final = frozenset({"text", "quotation"})

# Texts are read no further than any excerpt could reach.
_REACH: Final = 12


def excerpt(summary: str, blocks: Blocks, *, language: str, limit: int = WORDS) -> Excerpt:
    """Make the excerpt of an entry, of at most `limit` words unless its author says otherwise."""
    stored = stored_blocks(blocks)
    own = one_line(summary)
    if own:
        return Excerpt(own, cut=any(map(_shows, stored)))
    lead = lead_blocks(stored)
    if len(lead) < len(stored):
        text = one_line("\n".join(_texts(lead)))
        if text:
            return Excerpt(text, cut=any(map(_shows, chain(_not_prose(lead), stored[len(lead) :]))))
    return _first_words(stored, language, limit)


def beginning(blocks: Blocks, *, reach: int) -> tuple[str, bool]:
    """Give the beginning of a body's text on one line, at least `reach` characters if it has them.

    The second value tells that the text goes on.
    """
    texts: list[str] = []
    size = 0
    for text in _texts(stored_blocks(blocks)):
        if size > reach:
            return one_line("\n".join(texts)), True
        texts.append(text)
        size += len(text)
    return one_line("\n".join(texts)), False


def _first_words(stored: Sequence[Mapping[str, Any]], language: str, limit: int) -> Excerpt:
    text, goes_on = beginning(stored, reach=limit * _REACH)
    first = cut_words(text, words=limit, language=language, goes_on=goes_on)
    return Excerpt(first.text, cut=first.cut or any(map(_shows, _not_prose(stored))))


def _texts(blocks: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """Give the texts of prose; of everything else where there is no prose at all."""
    prose = filter(None, (block_text(block) for block in blocks if block["type"] in PROSE))
    first = next(prose, None)
    if first is not None:
        return chain([first], prose)
    return filter(None, map(block_text, blocks))


def _not_prose(blocks: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return (block for block in blocks if block["type"] not in PROSE)


def _shows(block: Mapping[str, Any]) -> bool:
    """Tell whether readers may find something in a block; only its page knows whether a picture is public."""
    if block_text(block):
        return True
    value = block.get("value")
    if not isinstance(value, Mapping):
        return False
    if block["type"] == "image":
        return key_of(value.get("image")) is not None
    return block["type"] in ("files", "embed") and bool(value.get("files") or value.get("url"))
