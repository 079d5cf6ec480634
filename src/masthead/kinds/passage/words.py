"""All words of a passage, in the order in which lists and plain text want them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from masthead.entries.rendering import Blocks, stored_blocks
from masthead.entries.rendering.stored import struct
from masthead.entries.richtext import key_of
from masthead.kinds.passage.omissions import with_marks


def told(
    passage: Blocks, translation: Blocks, body: Blocks, facsimiles: Blocks, *, before: bool, after: bool
) -> list[Any]:
    """What readers of the entry's language can read comes first: lists begin with it. Facsimiles say nothing, but stand
    for the page on other sites."""
    original = with_marks(passage, before=before, after=after)
    translated = with_marks(translation, before=before, after=after)
    words = [*translated, *stored_blocks(body), *original] if translated else [*original, *stored_blocks(body)]
    return [*words, *_pictures(facsimiles)]


def _pictures(facsimiles: Blocks) -> Iterator[dict[str, Any]]:
    for number in numbers_of(facsimiles):
        yield {"type": "image", "value": {"image": number}}


def numbers_of(facsimiles: Blocks) -> list[int]:
    """The numbers of the pictures."""
    stored = (struct(block.get("value")).get("image") for block in stored_blocks(facsimiles))
    return [number for number in map(key_of, stored) if number is not None]
