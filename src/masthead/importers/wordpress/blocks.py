"""The grammar of WordPress block markup: comments that open, close and stand alone, with JSON attributes.

    <!-- wp:name {"attribute":"value"} --> … <!-- /wp:name -->      <!-- wp:name {…} /-->

Source of the format: https://developer.wordpress.org/block-editor/reference-guides/block-api/block-grammar/
A name without a namespace belongs to `core`. Any text parses: what is not closed runs to the end, a closing mark
without an opening one ends the parse there and leaves the rest as free text, as WordPress does.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

# Attributes never hold the beginning of a comment: WordPress escapes "<" and "--" in them.
_MARK = re.compile(
    r"<!--\s+(?P<close>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s+"
    r"(?:(?P<attributes>\{(?:(?!\}\s+/?-->|<!--).)*+\})\s+)?(?P<void>/)?-->",
    re.DOTALL,
)


@dataclass(slots=True)
class Block:
    """One block; free text between blocks has no name. `content` holds markup and the inner blocks in order."""

    name: str
    attributes: dict[str, Any] = field(default_factory=dict)
    content: list[str | Block] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        """Whether readers did not see it, or not all of them: by WordPress's own switch ("Hide", since 6.9, for all
        or by the size of the screen), or by that of the plugin Block Visibility."""
        metadata = self.attributes.get("metadata")
        own = metadata.get("blockVisibility") if isinstance(metadata, dict) else None
        return own not in (None, True) or bool(self.attributes.get("blockVisibility"))

    def is_only(self, names: frozenset[str]) -> bool:
        """Whether it and all within it are blocks of these names that every reader saw."""
        return self.name in names and not self.hidden and all(inner.is_only(names) for inner in self.inner)

    @property
    def inner(self) -> list[Block]:
        """The inner blocks."""
        return [part for part in self.content if isinstance(part, Block)]

    @property
    def html(self) -> str:
        """The block's own markup, without that of its inner blocks."""
        return "".join(part for part in self.content if isinstance(part, str))


def has_blocks(text: str) -> bool:
    """Whether a text is block markup, by WordPress's own test."""
    return "<!-- wp:" in text


def parse(text: str) -> list[Block]:
    """The top-level blocks of a text."""
    top: list[Block] = []
    open_blocks: list[Block] = []
    position = 0
    for mark in _MARK.finditer(text):
        if mark["close"] and not open_blocks:
            break
        _add_text(top, open_blocks, text[position : mark.start()])
        position = mark.end()
        if mark["close"]:
            open_blocks.pop()
            continue
        block = Block(_full(mark["name"]), _attributes(mark["attributes"]))
        (open_blocks[-1].content if open_blocks else top).append(block)
        if not mark["void"]:
            open_blocks.append(block)
    _add_text(top, open_blocks, text[position:])
    return top


def _add_text(top: list[Block], open_blocks: list[Block], text: str) -> None:
    if not text:
        return
    if open_blocks:
        open_blocks[-1].content.append(text)
    else:
        top.append(Block("", content=[text]))


def _full(name: str) -> str:
    return name if "/" in name else f"core/{name}"


def _attributes(text: str | None) -> dict[str, Any]:
    try:
        value = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def source(block: Block) -> str:
    """The block's markup again, good enough to keep for editors."""
    body = "".join(part if isinstance(part, str) else source(part) for part in block.content)
    if not block.name:
        return body
    name = block.name.removeprefix("core/")
    # As the grammar demands: "--" would end the comment.
    attributes = json.dumps(block.attributes, ensure_ascii=False).replace("--", r"\u002d\u002d")
    space = f" {attributes}" if block.attributes else ""
    return f"<!-- wp:{name}{space} -->{body}<!-- /wp:{name} -->" if body else f"<!-- wp:{name}{space} /-->"
