"""Pictures, alone and several together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from masthead.entries.rendering.context import Rendering, text
from masthead.entries.rendering.links import Picture, Source
from masthead.entries.rendering.stored import Blocks, items, stored_blocks, struct
from masthead.entries.rendering.words import Words
from masthead.entries.richtext import key_of, one_line
from masthead.media.renditions import Shape


def image(value: Any, rendering: Rendering) -> str:
    block = struct(value)
    picture = rendering.picture(block.get("image"))
    if picture is None:
        return ""
    return f"<figure>{drawn(picture, _alt(block, picture), rendering)}{_caption(block, rendering)}</figure>"


def image_words(value: Any, words: Words) -> list[str]:
    return [words.rich(struct(value).get("caption"))]


def gallery(value: Any, rendering: Rendering) -> str:
    """A list of figures of one shape, each of which leads to the whole picture."""
    figures = list(_figures(value, rendering))
    if rendering.for_feed or len(figures) < 2:
        return "\n".join(figures)
    return f'<ul class="gallery">{"".join(f"<li>{figure}</li>" for figure in figures)}</ul>'


def gallery_words(value: Any, words: Words) -> list[str]:
    return [words.rich(item.get("caption")) for item in items(struct(value).get("pictures"))]


def pictures_of(blocks: Blocks) -> list[int]:
    """Give the numbers of the pictures of a body, alone or in galleries, in the order of the text."""
    stored: list[object] = []
    for block in stored_blocks(blocks):
        value = struct(block.get("value"))
        if block["type"] == "image":
            stored.append(value.get("image"))
        elif block["type"] == "gallery":
            stored += [item.get("image") for item in items(value.get("pictures"))]
    return [number for number in map(key_of, stored) if number is not None]


def _figures(value: Any, rendering: Rendering) -> Iterator[str]:
    asked = [(item, rendering.picture(item.get("image"), "full")) for item in items(struct(value).get("pictures"))]
    found = [(item, whole) for item, whole in asked if whole is not None]
    shape: Shape = "card" if len(found) > 1 and not rendering.for_feed else "whole"
    for number, (item, whole) in enumerate(found, 1):
        picture = rendering.picture(item.get("image"), shape) or whole
        alt = _alt(item, picture)
        shown, caption = drawn(picture, alt, rendering), _caption(item, rendering)
        if not rendering.for_feed:
            # A link needs a name even where the picture says nothing.
            name = rendering.say("Picture %(number)s", number=rendering.number(number))
            named = "" if alt else f' aria-label="{escape(name)}"'
            shown = f'<a href="{rendering.address(whole.src)}"{named}>{shown}</a>'
        yield f"<figure>{shown}{caption}</figure>"


def drawn(picture: Picture, alt: str, rendering: Rendering) -> str:
    """Give the element that shows a picture. A page's first is wanted at once, the others when they come into view."""
    size = f' width="{picture.width:d}" height="{picture.height:d}"' if picture.width else ""
    shown = f'src="{rendering.address(picture.src)}"{size} alt="{escape(alt)}"'
    if rendering.for_feed:
        return f"<img {shown}>"
    lazy = ' loading="lazy"' if rendering.drawn else ""
    rendering.drawn += 1
    # Before `src`, at which older browsers begin to fetch.
    image = f'<img{lazy} decoding="async" {shown}>'
    sources = _still(picture) + "".join(_source_set(source, picture.sizes) for source in picture.sources)
    return f"<picture>{sources}{image}</picture>" if sources else image


def _still(picture: Picture) -> str:
    query = "(prefers-reduced-motion: reduce)"
    return f'<source media="{query}" srcset="{escape(picture.still)}">' if picture.still else ""


def _source_set(source: Source, sizes: str) -> str:
    files = ", ".join(f"{escape(address)} {width:d}w" for address, width in source.files)
    return f'<source type="{escape(source.type)}" srcset="{files}" sizes="{escape(sizes)}">'


def _alt(block: Mapping[str, Any], picture: Picture) -> str:
    return one_line(block.get("alt")) or one_line(picture.alt)


def _caption(block: Mapping[str, Any], rendering: Rendering) -> str:
    caption = rendering.inline(block.get("caption"))
    credit = one_line(block.get("credit"))
    if credit:
        credit = f"<small{rendering.css('credit')}>{text(credit)}</small>"
    words = f"{caption} {credit}".strip()
    return f"<figcaption>{words}</figcaption>" if words else ""
