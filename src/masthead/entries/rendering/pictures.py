"""Pictures, alone and several together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from masthead.entries.rendering.context import Rendering, text
from masthead.entries.rendering.links import Picture
from masthead.entries.rendering.stored import items, struct
from masthead.entries.rendering.words import Words
from masthead.entries.richtext import one_line


def image(value: Any, rendering: Rendering) -> str:
    block = struct(value)
    picture = rendering.picture(block.get("image"))
    if picture is None:
        return ""
    return f"<figure>{drawn(picture, _alt(block, picture), rendering)}{_caption(block, rendering)}</figure>"


def image_words(value: Any, words: Words) -> list[str]:
    return [words.rich(struct(value).get("caption"))]


def gallery(value: Any, rendering: Rendering) -> str:
    """A list of figures, each of which leads to the picture in full size."""
    figures = list(_figures(value, rendering))
    if rendering.for_feed or len(figures) < 2:
        return "\n".join(figures)
    return f'<ul class="gallery">{"".join(f"<li>{figure}</li>" for figure in figures)}</ul>'


def gallery_words(value: Any, words: Words) -> list[str]:
    return [words.rich(item.get("caption")) for item in items(struct(value).get("pictures"))]


def _figures(value: Any, rendering: Rendering) -> Iterator[str]:
    number = 0
    for item in items(struct(value).get("pictures")):
        picture = rendering.picture(item.get("image"))
        if picture is None:
            continue
        number += 1
        alt = _alt(item, picture)
        shown, caption = drawn(picture, alt, rendering), _caption(item, rendering)
        if not rendering.for_feed:
            # A link needs a name even where the picture says nothing.
            name = rendering.say("Picture %(number)s", number=rendering.number(number))
            named = "" if alt else f' aria-label="{escape(name)}"'
            shown = f'<a href="{rendering.address(picture.src)}"{named}>{shown}</a>'
        yield f"<figure>{shown}{caption}</figure>"


def drawn(picture: Picture, alt: str, rendering: Rendering) -> str:
    """Give the element that shows a picture."""
    size = f' width="{picture.width:d}" height="{picture.height:d}"' if picture.width else ""
    lazy = "" if rendering.for_feed else ' loading="lazy" decoding="async"'
    return f'<img src="{rendering.address(picture.src)}"{size} alt="{escape(alt)}"{lazy}>'


def _alt(block: Mapping[str, Any], picture: Picture) -> str:
    return one_line(block.get("alt")) or one_line(picture.alt)


def _caption(block: Mapping[str, Any], rendering: Rendering) -> str:
    caption = rendering.inline(block.get("caption"))
    credit = one_line(block.get("credit"))
    if credit:
        credit = f"<small{rendering.css('credit')}>{text(credit)}</small>"
    words = f"{caption} {credit}".strip()
    return f"<figcaption>{words}</figcaption>" if words else ""
