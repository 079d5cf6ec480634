"""Facsimiles: pictures of the source, with the place marked where the passage stands.

A place is given in hundredths of the picture's width and height, from its upper left corner in every language, and
drawn as SVG over the picture: attributes of an element, which the pages' policy allows, and no style.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from masthead.entries.rendering import Blocks, stored_blocks
from masthead.entries.rendering.context import Rendering
from masthead.entries.rendering.pictures import drawn
from masthead.entries.rendering.stored import items, struct
from masthead.entries.richtext import absolute, key_of, one_line
from masthead.pages.frame import frame
from masthead.pages.kinds import Writing


class Place(NamedTuple):
    """A part of a picture, in hundredths of its sides."""

    left: str
    top: str
    width: str
    height: str


class Facsimile(NamedTuple):
    """One picture of the source."""

    picture: Markup
    whole: str  # the address of the picture in full size
    name: str  # "Page 3"
    caption: Markup
    credit: str
    places: tuple[Place, ...]
    sha256: str  # of the file as it was sent, empty if that is not known
    named: bool  # the picture says what it shows


def facsimiles(blocks: Blocks, writing: Writing, digest_of: Callable[[int], str | None]) -> tuple[Facsimile, ...]:
    """Those of the stored pictures that readers may see."""
    base_url = frame().url if writing.for_feed else ""
    rendering = Rendering([], writing.links, writing.language, base_url=base_url, for_feed=writing.for_feed)
    values = (struct(block.get("value")) for block in stored_blocks(blocks) if block["type"] == "facsimile")
    return tuple(found for value in values for found in _facsimile(value, rendering, digest_of))


def _facsimile(
    value: Mapping[str, Any], rendering: Rendering, digest_of: Callable[[int], str | None]
) -> Iterator[Facsimile]:
    number = key_of(value.get("image"))
    picture = rendering.picture(number)
    whole = picture and rendering.picture(number, "full")
    if number is None or picture is None or whole is None:
        return
    name = one_line(value.get("name"))
    alt = one_line(value.get("alt")) or one_line(picture.alt) or name
    yield Facsimile(
        Markup(drawn(picture, alt, rendering)),  # noqa: S704  # the renderer escapes
        absolute(whole.src, rendering.base_url),
        name,
        Markup(rendering.inline(value.get("caption"))),  # noqa: S704  # cleaned
        one_line(value.get("credit")),
        tuple(place for item in items(value.get("places")) if (place := place_of(item))),
        digest_of(number) or "",
        bool(alt),
    )


def place_of(value: Mapping[str, Any]) -> Place | None:
    """A stored place, within the picture; None for what is none."""
    sides = [_hundredths(value.get(name)) for name in Place._fields]
    if None in sides:
        return None
    left, top, width, height = (side or 0.0 for side in sides)
    width, height = min(width, 100 - left), min(height, 100 - top)
    return Place(*(f"{side:g}" for side in (left, top, width, height))) if width > 0 and height > 0 else None


def _hundredths(value: object) -> float | None:
    """Decimals are stored as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return round(number, 3) if math.isfinite(number) and 0 <= number <= 100 else None
