"""Inline markup of an HTML tree as the rich text that the desk stores, with what is no text set aside.

Only what the desk's rich text knows is ever written, letter by letter: bold, italic, strikethrough, code, sub and
superscript, links, line breaks. So nothing has to be cleaned away afterwards, and a test has nh3 confirm it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from masthead.importers.wordpress.links import find_file, inside, ref, safe
from masthead.importers.wordpress.tokens import TOKEN

if TYPE_CHECKING:
    from lxml import etree

    from masthead.importers.wordpress.links import Archive
    from masthead.importers.wordpress.tokens import Tokens

_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAGS = re.compile(r"<[^<>]*>")

_MARKS: Final = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "dfn": "i", "var": "i", "s": "s", "del": "s",
    "strike": "s", "code": "code", "kbd": "code", "samp": "code", "tt": "code", "sub": "sub", "sup": "sup",
}  # fmt: skip
# Elements that are blocks of their own wherever they stand.
APART: Final = frozenset(
    [
        "img",
        "picture",
        "iframe",
        "embed",
        "object",
        "video",
        "audio",
        "table",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "hr",
        "figure",
        "form",
        "script",
        "style",
        "svg",
        "canvas",
        "input",
        "select",
        "textarea",
        "button",
        "map",
        "math",
        "noscript",
        "template",
    ]
)
_SMILEY = re.compile(r"\bwp-smiley\b")

Segment = "str | etree._Element | list[Block]"


class Inline:
    """Collects segments: strings of rich text, elements that must become blocks, and blocks already made."""

    def __init__(self, archive: Archive, tokens: Tokens, notes: Notes) -> None:
        self.archive = archive
        self.tokens = tokens
        self.notes = notes
        self.segments: list[Any] = []
        self._out: list[str] = []
        self._open: list[tuple[str, str]] = []

    def finish(self) -> list[Any]:
        """The segments in order, without empty ones."""
        self._cut()
        return self.segments

    def text(self, text: str | None) -> None:
        """Text with tokens for blocks in it."""
        if not text:
            return
        parts = TOKEN.split(text) if "\ufdd0" in text else [text]
        for i, part in enumerate(parts):
            if i % 2:
                code = self.tokens.as_code(part) if ("<code>", "</code>") in self._open else None
                self.apart(self.tokens.blocks(part)) if code is None else self._out.append(escaped(code))
            elif part:
                self._out.append(escaped(collapsed(part)))

    def apart(self, thing: Any) -> None:
        """Something that is no text: the open marks are closed before it and opened again behind it."""
        self._cut()
        self.segments.append(thing)

    def _cut(self) -> None:
        if not self._out and not self._open:
            return
        html = "".join((*self._out, *(end for _, end in reversed(self._open))))
        if is_visible(html):
            html = html.replace("<br/> ", "<br/>") if "<br/>" in html else html
            self.segments.append(trimmed(html))
        self._out = [start for start, _ in self._open]

    def children(self, element: etree._Element) -> None:
        """What an element holds, its own text first."""
        self.text(element.text)
        for child in element:
            if is_element(child):
                self.element(child)
            self.text(child.tail)

    def element(self, element: etree._Element) -> None:
        """One inline element, or one that is set apart."""
        tag = str(element.tag)
        if tag in _MARKS:
            self._marked(f"<{_MARKS[tag]}>", f"</{_MARKS[tag]}>", element)
        elif tag == "br":
            self._out.append("<br/>")
        elif tag == "a":
            self._link(element)
        elif tag == "img" and _SMILEY.search(element.get("class") or ""):
            self.text(element.get("alt"))
        elif tag == "q":
            self._marked("“", "”", element)
        elif tag in APART:
            self.apart(element)
        else:
            self.children(element)

    def _marked(self, start: str, end: str, element: etree._Element) -> None:
        if (start, end) in self._open:
            self.children(element)
            return
        self._open.append((start, end))
        self._out.append(start)
        self.children(element)
        self._open.pop()
        self._out.append(end)

    def _link(self, element: etree._Element) -> None:
        start = link(element.get("href") or "", self.archive, self.notes)
        if start and not any(opening.startswith("<a ") for opening, _ in self._open):
            self._marked(start, "</a>", element)
        else:
            self.children(element)


def is_element(node: etree._Element) -> bool:
    """Whether it is an element, not an entity or instruction that the parser let through."""
    return isinstance(node.tag, str)


def collapsed(text: str) -> str:
    """Text with its runs of blanks made one."""
    is_odd = "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text
    return _SPACE.sub(" ", text) if is_odd else text


def escaped(text: str) -> str:
    """Text as HTML."""
    return escape(text, quote=False)


class Notes(list[tuple[str, str]]):
    """What was changed in an item or left out of it: code and detail."""

    def add(self, code: str, detail: str = "") -> None:
        """Note one thing."""
        self.append((code, detail[:200]))


def link(href: str, archive: Archive, notes: Notes) -> str:
    """The opening tag of a link; empty for one that leads nowhere a reader can go."""
    url = safe(href, archive.site)
    if not url:
        if href and not href.startswith("#"):
            notes.add("link dropped", href)
        elif href:
            notes.add("link within the page dropped", href)
        return ""
    fallback = escape(url)
    old = inside(url, archive.site)
    if old is not None and (seq := archive.item_at(old)) is not None:
        return f'<a linktype="page" id="{ref(seq)}" href="{fallback}">'
    if _is_file(url) and (seq := find_file(url, archive)) is not None:
        return f'<a linktype="document" id="{ref(seq)}" href="{fallback}">'
    return f'<a href="{fallback}">'


def _is_file(url: str) -> bool:
    try:
        return "." in urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        return False


def is_visible(html: str) -> bool:
    """Whether anything but marks and blanks is there."""
    if html and html[0] not in "< \t\n\u00a0\ufeff":
        return True
    return bool(_TAGS.sub("", html).replace("\u00a0", " ").replace("\ufeff", "").strip())


_LEADING = re.compile(r"((?:<(?!br)[^>]+>)*)((?:\s|<br/>)+)")
_EMPTY = re.compile(r"<(b|i|s|code|sub|sup|a)(?: [^>]*)?></\1>")


def trimmed(html: str) -> str:
    """Without blanks and breaks at either end, also within the outermost marks, and without empty marks."""
    previous = None
    while previous != html:
        previous = html
        if (leading := _LEADING.match(html)) is not None:
            html = leading[1] + html[leading.end() :]
        html = _without_trailing(html)
        if "></" in html:
            html = _EMPTY.sub("", html)
    return html


def _without_trailing(html: str) -> str:
    # By hand: a regular expression would try every blank of the text.
    end = len(html)
    while html.endswith(">", 0, end) and html.startswith("</", start := html.rfind("<", 0, end)):
        end = start
    text = html[:end].rstrip()
    while text.endswith("<br/>"):
        text = text.removesuffix("<br/>").rstrip()
    return text + html[end:]


def plain(html: str) -> str:
    """The words of rich text."""
    from html import unescape

    return _SPACE.sub(" ", unescape(_TAGS.sub("", html.replace("<br/>", " ")))).strip()
