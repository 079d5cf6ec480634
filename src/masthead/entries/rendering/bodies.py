"""The blocks of a body, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from masthead.entries.rendering import elsewhere, figures, markup, media, notes, pictures, writing
from masthead.entries.rendering.context import Rendering
from masthead.entries.rendering.links import Links
from masthead.entries.rendering.stored import Blocks, stored_blocks
from masthead.entries.rendering.words import Words

# `html` and `more` are missing on purpose: no reader sees them. Footnotes wait for the marks of all other blocks.
RENDERERS: Final[Mapping[str, Callable[[Any, Rendering], str]]] = {
    "text": writing.prose,
    "heading": writing.heading,
    "quotation": writing.quotation,
    "pull_quote": writing.pull_quote,
    "image": pictures.image,
    "gallery": pictures.gallery,
    "audio": media.audio,
    "video": media.video,
    "files": media.files,
    "embed": elsewhere.embed,
    "table": figures.table,
    "code": figures.code,
    "raw_html": markup.shown_html,
}
FOOTNOTES: Final = "footnotes"

TEXTS: Final[Mapping[str, Callable[[Any, Words], Iterable[str]]]] = {
    "text": writing.prose_words,
    "heading": writing.heading_words,
    "quotation": writing.quotation_words,
    "pull_quote": writing.pull_quote_words,
    "image": pictures.image_words,
    "gallery": pictures.gallery_words,
    "audio": media.recording_words,
    "video": media.recording_words,
    "files": media.files_words,
    "embed": elsewhere.embed_words,
    "table": figures.table_words,
    "code": figures.code_words,
    "raw_html": markup.shown_html_words,
    FOOTNOTES: notes.footnotes_words,
}


def page_html(blocks: Blocks, links: Links, *, language: str) -> Markup:
    """Render a body for its own page."""
    return _html(Rendering(stored_blocks(blocks), links, language))


def feed_html(blocks: Blocks, links: Links, *, base_url: str, language: str) -> Markup:
    """Render a body for feeds: absolute addresses, and nothing that only the site's own pages use."""
    return _html(Rendering(stored_blocks(blocks), links, language, base_url=base_url, for_feed=True))


def _html(rendering: Rendering) -> Markup:
    parts: list[str] = []
    end: int | None = None
    for block in rendering.blocks:
        renderer = RENDERERS.get(block["type"])
        parts.append(renderer(block.get("value"), rendering) if renderer else "")
        if block["type"] == FOOTNOTES:
            end = len(parts) - 1
    if end is not None:
        parts[end] = notes.footnotes(rendering)
    return Markup("\n".join(filter(None, parts)))  # noqa: S704  # every renderer escapes or cleans what it is given


def plain_text(blocks: Blocks) -> str:
    """Give the words of a body: a line a paragraph, an empty line between blocks.

    What readers are not shown is not in it; nor are a picture's description and credit, which are no part of
    the text.
    """
    words = Words(blocks, numbered=True)
    return "\n\n".join(filter(None, (block_text(block, words) for block in words.blocks)))


def block_text(block: Mapping[str, Any], words: Words) -> str:
    """Give the words of one block; "" for one that has none or is kept from readers."""
    texts = TEXTS.get(block["type"])
    lines = texts(block.get("value"), words) if texts else ()
    return "\n".join(filter(None, lines))


class LooseEnds(NamedTuple):
    """Labels of footnotes that lead nowhere."""

    marks: tuple[str, ...]  # without a note: they stay text
    notes: tuple[str, ...]  # without a mark: they come last


def loose_ends(blocks: Blocks) -> LooseEnds:
    """Look for marks without a note, and notes without a mark."""
    words = Words(blocks)
    for block in words.blocks:
        block_text(block, words)
    return LooseEnds(
        tuple(words.notes.missing), tuple(label for label in words.notes.texts if label not in words.notes.marks)
    )
