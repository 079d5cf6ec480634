"""Marks where words of a source were left out: at the start, in the middle, at the end.

Editors have a block for it and two boxes, and may type `[...]` in a line. Readers see what their language sets there,
and who listens hears what it means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from markupsafe import Markup

from masthead.entries.languages import normalised_tag, strings
from masthead.entries.rendering import Blocks, stored_blocks

OMISSION: Final = "omission"
"""The block's name."""
MARK: Final = "[…]"
# Chinese and Japanese set two ellipses, and no brackets.
MARKS: Final[Mapping[str, str]] = {"zh": "……", "yue": "……", "ja": "……"}
_TYPED: Final = re.compile(r"[\[［](?:…|\.\.\.|\. \. \.)[\]］]|\[……\]")
_TAGS: Final = re.compile(r"(<[^>]*>)")
_OPENING: Final = re.compile(r"<p(?: data-block-key=\"[A-Za-z0-9]*\")?>")


def with_marks(blocks: Blocks, *, before: bool = False, after: bool = False) -> list[dict[str, Any]]:
    """The stored blocks of a passage with its marks as text: what renderers and excerpts understand."""
    found = [_text(MARK) if block["type"] == OMISSION else dict(block) for block in stored_blocks(blocks)]
    if not found:
        return []
    if before and not _marked(found[0]):
        found = _at_start(found)
    return _at_end(found) if after and not _marked(found[-1]) else found


def _text(words: str) -> dict[str, Any]:
    return {"type": "text", "value": f"<p>{words}</p>"}


def _marked(block: Mapping[str, Any]) -> bool:
    return block.get("value") == f"<p>{MARK}</p>"


def _at_start(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    value = blocks[0].get("value")
    opening = _OPENING.match(value) if isinstance(value, str) and blocks[0]["type"] == "text" else None
    if opening is None or not isinstance(value, str):
        return [_text(MARK), *blocks]
    return [{**blocks[0], "value": f"{opening[0]}{MARK} {value[opening.end() :]}"}, *blocks[1:]]


def _at_end(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    value = blocks[-1].get("value")
    if not isinstance(value, str) or blocks[-1]["type"] != "text" or not value.rstrip().endswith("</p>"):
        return [*blocks, _text(MARK)]
    return [*blocks[:-1], {**blocks[-1], "value": f"{value.rstrip()[:-4]} {MARK}</p>"}]


def announced(html: Markup, language: str, reader: str) -> Markup:
    """HTML of a passage in `language`, for a page in the language `reader`: its marks look and sound as they should."""
    heard = escape(strings(reader).gettext("[words left out]"))
    mark = MARKS.get(normalised_tag(language).split("-")[0], MARK)
    span = (
        f'<span class="omission"><span aria-hidden="true">{mark}</span>'
        f'<span class="hidden" lang="{escape(normalised_tag(reader))}">{heard}</span></span>'
    )
    parts = _TAGS.split(str(html))
    parts[::2] = [_TYPED.sub(span, text) for text in parts[::2]]
    return Markup("".join(parts))  # noqa: S704  # as it was, and a span of ours
