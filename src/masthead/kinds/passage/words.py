"""The words of a passage: all of them, and those that stand for it in lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from masthead.entries.rendering import Blocks, pictures_of, stored_blocks
from masthead.entries.rendering.stored import struct
from masthead.entries.richtext import key_of
from masthead.kinds.passage.omissions import with_marks


def told(
    passage: Blocks, translation: Blocks, body: Blocks, facsimiles: Blocks, *, before: bool, after: bool
) -> list[Any]:
    """What readers of the entry's language can read comes first. Facsimiles say nothing, but stand for the page on
    other sites."""
    original = with_marks(passage, before=before, after=after)
    translated = with_marks(translation, before=before, after=after)
    words = [*translated, *stored_blocks(body), *original] if translated else [*original, *stored_blocks(body)]
    return [*words, *_pictures(numbers_of(facsimiles))]


def outside(quoted: Blocks, body: Blocks, facsimiles: Blocks) -> list[Any]:
    """What stands for a passage in lists: `quoted` alone. What editors say of it would be taken for words of the source
    there, with no heading between the two. Pictures of both are for cards."""
    return [*stored_blocks(quoted), *_pictures([*pictures_of(body), *numbers_of(facsimiles)])]


def _pictures(numbers: list[int]) -> Iterator[dict[str, Any]]:
    for number in numbers:
        yield {"type": "image", "value": {"image": number}}


def numbers_of(facsimiles: Blocks) -> list[int]:
    """The numbers of the pictures."""
    stored = (struct(block.get("value")).get("image") for block in stored_blocks(facsimiles))
    return [number for number in map(key_of, stored) if number is not None]
