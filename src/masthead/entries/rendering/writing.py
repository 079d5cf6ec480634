"""Text, headings, quotations."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlsplit

from masthead.entries.rendering.context import Rendering, text
from masthead.entries.rendering.stored import struct
from masthead.entries.rendering.words import Words
from masthead.entries.richtext import address_elsewhere, one_line, visible
from masthead.entries.slugs import slugify


def prose(value: Any, rendering: Rendering) -> str:
    return rendering.rich(value).strip()


def prose_words(value: Any, words: Words) -> list[str]:
    return [words.rich(value)]


def heading(value: Any, rendering: Rendering) -> str:
    block = struct(value)
    words = one_line(block.get("text"))
    if not words:
        return ""
    level = str(block.get("level"))
    tag = f"h{level}" if level in ("2", "3", "4") else "h2"
    name = "" if rendering.for_feed else f' id="{_heading_id(words, rendering.heading_ids)}"'
    return f"<{tag}{name}{rendering.dir_of(words)}>{text(words)}</{tag}>"


def heading_words(value: Any, words: Words) -> list[str]:
    return [one_line(struct(value).get("text"))]


def _heading_id(words: str, taken: set[str]) -> str:
    # The prefix keeps a heading "Main" apart from the theme's own ids.
    base = "h-" + (slugify(words) or "section")
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def quotation(value: Any, rendering: Rendering) -> str:
    block = struct(value)
    quote = rendering.rich(block.get("quote")).strip()
    if not quote:
        return ""
    url = address_elsewhere(block.get("url"), base_url=rendering.base_url)
    cite = f' cite="{escape(url)}"' if url else ""
    return _quoted(f"<blockquote{cite}>{quote}</blockquote>", _source(one_line(block.get("source")), url), rendering)


def quotation_words(value: Any, words: Words) -> list[str]:
    block = struct(value)
    quote = words.rich(block.get("quote"))
    return [quote, one_line(block.get("source"))] if quote else []


def _quoted(quote: str, source: str, rendering: Rendering) -> str:
    if not source:
        return quote
    return f"<figure{rendering.css('quotation')}>{quote}<figcaption>{source}</figcaption></figure>"


def _source(source: str, url: str | None) -> str:
    if not url:
        return f"<cite>{text(source)}</cite>" if source else ""
    words = f"<cite>{text(source)}</cite>" if source else text(host(url))
    return f'<a href="{escape(url)}">{words}</a>'


def host(url: str) -> str:
    """Name the machine that an address leads to; the address itself, if it names none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def pull_quote(value: Any, rendering: Rendering) -> str:
    """Words of the text, repeated large. Who listens, or reads in a feed, has them in the text, and hears them once."""
    lines, source = _pulled(value, rendering.words)
    if not lines:
        return ""
    repeats = rendering.words.repeats(" ".join(lines))
    if repeats and rendering.for_feed:
        return ""
    paragraphs = "".join(f"<p{rendering.dir_of(line)}>{text(line)}</p>" for line in lines)
    cited = f"<cite>{text(source)}</cite>" if source else ""
    if rendering.for_feed:
        return _quoted(f"<blockquote>{paragraphs}</blockquote>", cited, rendering)
    hidden = ' aria-hidden="true"' if repeats else ""
    below = f"<p>{cited}</p>" if cited else ""
    return f'<aside class="pull-quote"{hidden}><blockquote>{paragraphs}</blockquote>{below}</aside>'


def pull_quote_words(value: Any, words: Words) -> list[str]:
    lines, source = _pulled(value, words)
    return [] if not lines or words.repeats(" ".join(lines)) else [*lines, source]


def _pulled(value: Any, words: Words) -> tuple[list[str], str]:
    block = struct(value)
    lines = [words.line(line) for line in visible(block.get("quote")).splitlines()]
    return [line for line in lines if line], one_line(block.get("source"))
