"""Bodies for readers: stored JSON in; a page's HTML, a feed's HTML or plain text out.

Pure functions. What lies outside the body (addresses, pictures, documents) is asked of `Links`, in the
order of the text, and only for what the text names. Whatever JSON the database holds, nothing here raises: a
block that is unknown, broken or points to something not public shows less, never an error and never somebody
else's markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from markupsafe import Markup

from masthead.entries import richtext
from masthead.entries.languages import Direction, direction
from masthead.entries.richtext import absolute, address_elsewhere, key_of, one_line, visible
from masthead.entries.slugs import slugify

Blocks = Sequence[Mapping[str, Any]]
"""A body as it is stored: `[{"type": …, "value": …, "id": …}, …]`; what is not so is passed over."""


class Picture(NamedTuple):
    src: str
    width: int
    height: int
    alt: str  # the picture's own description, for blocks that give none


class Document(NamedTuple):
    url: str
    title: str
    size: str  # for readers, in the entry's language: "2 MB"
    extension: str  # "pdf"


class Links(Protocol):
    """What a body may ask of the world; each answers None for what is not public."""

    def url_of(self, page_id: int) -> str | None: ...
    def picture(self, image_id: int) -> Picture | None: ...
    def document(self, document_id: int) -> Document | None: ...


def page_html(blocks: Blocks, links: Links, *, language: str) -> Markup:
    """Render a body for its own page."""
    return _html(blocks, _Rendering(links, direction(language)))


def feed_html(blocks: Blocks, links: Links, *, base_url: str, language: str) -> Markup:
    """Render a body for feeds: absolute addresses, and nothing that only the site's own pages use."""
    return _html(blocks, _Rendering(links, direction(language), base_url=base_url, for_feed=True))


def lead_blocks(blocks: Blocks) -> list[Mapping[str, Any]]:
    """Give the blocks that stand before the "more" mark, all of them where there is none."""
    lead = []
    for block in stored_blocks(blocks):
        if block["type"] == "more":
            break
        lead.append(block)
    return lead


@dataclass(slots=True)
class _Rendering:
    links: Links
    direction: Direction
    base_url: str = ""
    for_feed: bool = False
    heading_ids: set[str] = field(default_factory=set)

    def rich(self, value: object) -> str:
        markup = richtext.linked(value, self.target, base_url=self.base_url)
        return richtext.with_directions(markup, self.direction)

    def target(self, kind: str, number: int) -> str | None:
        if kind == "page":
            return self.links.url_of(number)
        document = self.links.document(number) if kind == "document" else None
        return document.url if document else None

    def css(self, name: str) -> str:
        return "" if self.for_feed else f' class="{name}"'

    def scrolls(self, name: str = "") -> str:
        """What a frame needs that may be wider than the screen, so that a keyboard can scroll it (WCAG 2.1.1)."""
        if self.for_feed:
            return ""
        named = f' role="region" aria-label="{escape(name)}"' if name else ""
        return f' tabindex="0"{named}'

    def dir_of(self, text: str) -> str:
        foreign = richtext.foreign_direction(text, self.direction)
        return f' dir="{foreign}"' if foreign else ""


Renderer = Callable[[Any, _Rendering], str]


def _html(blocks: object, rendering: _Rendering) -> Markup:
    parts = []
    for block in stored_blocks(blocks):
        renderer = RENDERERS.get(block["type"])
        part = renderer(block.get("value"), rendering) if renderer else ""
        if part:
            parts.append(part)
    return Markup("\n".join(parts))  # noqa: S704  # every renderer escapes or cleans what it is given


def stored_blocks(blocks: object) -> list[Mapping[str, Any]]:
    """Give the blocks of a stored body that have a type; what else the column holds is passed over."""
    return [block for block in _list(blocks) if isinstance(_struct(block).get("type"), str)]


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else ()


def _struct(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


# ---- one function a block ---------------------------------------------------------------------


def _text(value: Any, rendering: _Rendering) -> str:
    return rendering.rich(value).strip()


def _heading(value: Any, rendering: _Rendering) -> str:
    heading = _struct(value)
    text = one_line(heading.get("text"))
    if not text:
        return ""
    level = str(heading.get("level"))
    tag = f"h{level}" if level in ("2", "3", "4") else "h2"
    name = "" if rendering.for_feed else f' id="{_heading_id(text, rendering.heading_ids)}"'
    return f"<{tag}{name}{rendering.dir_of(text)}>{escape(text, quote=False)}</{tag}>"


def _heading_id(text: str, taken: set[str]) -> str:
    # The prefix keeps a heading "Main" apart from the theme's own ids.
    base = "h-" + (slugify(text) or "section")
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def _image(value: Any, rendering: _Rendering) -> str:
    block = _struct(value)
    number = key_of(block.get("image"))
    picture = rendering.links.picture(number) if number is not None else None
    if picture is None:
        return ""
    alt = one_line(block.get("alt")) or one_line(picture.alt)
    size = f' width="{picture.width:d}" height="{picture.height:d}"' if picture.width else ""
    lazy = "" if rendering.for_feed else ' loading="lazy" decoding="async"'
    source = escape(absolute(picture.src, rendering.base_url))
    caption = _caption(block, rendering)
    return f'<figure><img src="{source}"{size} alt="{escape(alt)}"{lazy}>{caption}</figure>'


def _caption(block: Mapping[str, Any], rendering: _Rendering) -> str:
    caption = _unwrapped(rendering.rich(block.get("caption")))
    credit = one_line(block.get("credit"))
    if credit:
        credit = f"<small{rendering.css('credit')}>{escape(credit, quote=False)}</small>"
    words = f"{caption} {credit}".strip()
    return f"<figcaption>{words}</figcaption>" if words else ""


def _quotation(value: Any, rendering: _Rendering) -> str:
    block = _struct(value)
    quote = rendering.rich(block.get("quote")).strip()
    if not quote:
        return ""
    url = address_elsewhere(block.get("url"), base_url=rendering.base_url)
    cite = f' cite="{escape(url)}"' if url else ""
    quoted = f"<blockquote{cite}>{quote}</blockquote>"
    source = _source(one_line(block.get("source")), url)
    if not source:
        return quoted
    marked = rendering.css("quotation")
    return f"<figure{marked}>{quoted}<figcaption>{source}</figcaption></figure>"


def _source(source: str, url: str | None) -> str:
    if not url:
        return f"<cite>{escape(source, quote=False)}</cite>" if source else ""
    words = f"<cite>{escape(source, quote=False)}</cite>" if source else escape(_host(url), quote=False)
    return f'<a href="{escape(url)}">{words}</a>'


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _code(value: Any, rendering: _Rendering) -> str:
    block = _struct(value)
    code = visible(block.get("code")).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not code.strip():
        return ""
    name = re.sub(r"[^a-z0-9+#-]", "", visible(block.get("language")).lower())
    marked = rendering.css(f"language-{name}") if name else ""
    # Code runs from left to right in every language.
    return f'<pre dir="ltr"{rendering.scrolls()}><code{marked}>{escape(code, quote=False)}</code></pre>'


def _table(value: Any, rendering: _Rendering) -> str:
    table = _struct(value)
    headings = [one_line(_struct(column).get("heading")) for column in _list(table.get("columns"))]
    rows = [_cells(row) for row in _list(table.get("rows"))]
    width = len(headings) or max(map(len, rows), default=0)
    body = "".join(_row(cells, width, rendering) for cells in rows)
    head = "".join(f'<th scope="col">{escape(heading, quote=False)}</th>' for heading in headings)
    if not any(headings):
        head = ""
    if not head and not body:
        return ""
    caption = one_line(table.get("caption"))
    named = f"<caption>{escape(caption, quote=False)}</caption>" if caption else ""
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    marked = rendering.css("table") + rendering.scrolls(caption)
    return f"<div{marked}><table>{named}{head}<tbody>{body}</tbody></table></div>"


def _cells(row: object) -> Sequence[Any]:
    return _list(_struct(row).get("values"))


def _row(cells: Sequence[Any], width: int, rendering: _Rendering) -> str:
    if not width:
        return ""
    shown = [_unwrapped(rendering.rich(cell)) for cell in cells[:width]]
    shown += [""] * (width - len(shown))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in shown) + "</tr>"


def _files(value: Any, rendering: _Rendering) -> str:
    block = _struct(value)
    items = "".join(_file(item, rendering) for item in _list(block.get("files")))
    if not items:
        return ""
    title = one_line(block.get("title"))
    named = f"<figcaption>{escape(title, quote=False)}</figcaption>" if title else ""
    return f"<figure{rendering.css('files')}>{named}<ul>{items}</ul></figure>"


def _file(item: object, rendering: _Rendering) -> str:
    file = _file_value(item)
    number = key_of(file.get("document"))
    document = rendering.links.document(number) if number is not None else None
    if document is None:
        return ""
    title = one_line(file.get("title")) or one_line(document.title) or document.url
    facts = " · ".join(filter(None, (document.extension.upper(), document.size)))
    told = f" <small>{escape(facts, quote=False)}</small>" if facts else ""
    url = escape(absolute(document.url, rendering.base_url))
    return f'<li><a href="{url}"><bdi>{escape(title, quote=False)}</bdi></a>{told}</li>'


def _file_value(item: object) -> Mapping[str, Any]:
    return _struct(_struct(item).get("value"))


def _embed(value: Any, rendering: _Rendering) -> str:
    block = _struct(value)
    url = address_elsewhere(block.get("url"), base_url=rendering.base_url)
    words = escape(one_line(block.get("title")) or url or "", quote=False)
    if not words:
        return ""
    linked = f'<a href="{escape(url)}">{words}</a>' if url else words
    return f"<p{rendering.css('embed')}>{linked}</p>"


def _unwrapped(markup: str) -> str:
    """Take the only paragraph of a caption or cell out of its `<p>`, which the editor always writes."""
    markup = markup.strip()
    if markup.startswith("<p>") and markup.endswith("</p>") and "<p" not in markup[3:]:
        return markup[3:-4]
    return markup


# `html` and `more` are missing on purpose: no reader sees them.
RENDERERS: Final[Mapping[str, Renderer]] = {
    "text": _text,
    "heading": _heading,
    "image": _image,
    "quotation": _quotation,
    "code": _code,
    "table": _table,
    "files": _files,
    "embed": _embed,
}


# ---- plain text -------------------------------------------------------------------------------


def plain_text(blocks: Blocks) -> str:
    """Give the words of a body: a line a paragraph, an empty line between blocks.

    What readers are not shown is not in it; nor are a picture's description and credit, which are no part of
    the text.
    """
    return "\n\n".join(filter(None, map(block_text, stored_blocks(blocks))))


def block_text(block: Mapping[str, Any]) -> str:
    """Give the words of one block; "" for one that has none or is kept from readers."""
    texts = TEXTS.get(block["type"])
    lines = texts(block.get("value")) if texts else ()
    return "\n".join(filter(None, lines))


def _heading_text(value: Any) -> list[str]:
    return [one_line(_struct(value).get("text"))]


def _image_text(value: Any) -> list[str]:
    return [richtext.plain(_struct(value).get("caption"))]


def _quotation_text(value: Any) -> list[str]:
    block = _struct(value)
    quote = richtext.plain(block.get("quote"))
    return [quote, one_line(block.get("source"))] if quote else []


def _code_text(value: Any) -> list[str]:
    return [visible(_struct(value).get("code")).strip()]


def _table_text(value: Any) -> list[str]:
    table = _struct(value)
    headings = [one_line(_struct(column).get("heading")) for column in _list(table.get("columns"))]
    rows = [[one_line(richtext.plain(cell)) for cell in _cells(row)] for row in _list(table.get("rows"))]
    width = len(headings) or None
    return [
        one_line(table.get("caption")),
        *("\t".join(line[:width]).strip("\t") for line in [headings, *rows]),
    ]


def _files_text(value: Any) -> list[str]:
    block = _struct(value)
    titles = [one_line(_file_value(item).get("title")) for item in _list(block.get("files"))]
    return [one_line(block.get("title")), *titles]


def _embed_text(value: Any) -> list[str]:
    return [one_line(_struct(value).get("title"))]


TEXTS: Final[Mapping[str, Callable[[Any], Iterable[str]]]] = {
    "text": lambda value: [richtext.plain(value)],
    "heading": _heading_text,
    "image": _image_text,
    "quotation": _quotation_text,
    "code": _code_text,
    "table": _table_text,
    "files": _files_text,
    "embed": _embed_text,
}
