"""What stands on other people's sites: told of with what is kept here, and left to the reader to open.

Nothing is asked of anybody else before a reader follows the link: the still picture is one of the site's own.
"""

from __future__ import annotations

from html import escape
from typing import Any

from masthead.entries.rendering.context import Rendering, text
from masthead.entries.rendering.pictures import drawn
from masthead.entries.rendering.stored import struct
from masthead.entries.rendering.words import Words
from masthead.entries.rendering.writing import host
from masthead.entries.richtext import address_elsewhere, one_line


def embed(value: Any, rendering: Rendering) -> str:
    block = struct(value)
    url = address_elsewhere(block.get("url"), base_url=rendering.base_url)
    title = one_line(block.get("title"))
    if not url and not title:
        return ""
    picture = rendering.picture(block.get("image"), "aside")
    by = [one_line(block.get(key)) for key in ("author", "provider")]
    lines = [
        _link(url, title or url, rendering) if url else f"<bdi>{text(title)}</bdi>",
        " · ".join(f"<bdi>{text(words)}</bdi>" for words in by if words),
        text(one_line(block.get("description"))),
    ]
    # The picture repeats what the title says.
    shown = drawn(picture, "", rendering) if picture else ""
    return f"<div{rendering.css('embed')}>{shown}{''.join(f'<p>{line}</p>' for line in lines if line)}</div>"


def embed_words(value: Any, words: Words) -> list[str]:
    return [one_line(struct(value).get(key)) for key in ("title", "description")]


def _link(url: str, title: str, rendering: Rendering) -> str:
    leads = "" if title == url else rendering.say("leads to %(host)s", host=host(url).removeprefix("www."))
    away = f" <small>{text(leads)}</small>" if leads else ""
    return f'<a href="{escape(url)}" rel="noopener"><bdi>{text(title)}</bdi>{away}</a>'
