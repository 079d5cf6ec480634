"""An HTML tree as the blocks of a body: one pass in document order.

Text, lists and rules that follow each other make one text block; everything else is a block of its own, containers
are opened, and what no block can hold is kept as an `html` block, which editors see and readers do not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from masthead.importers.wordpress.elements import as_text, parse, take_source, words_of
from masthead.importers.wordpress.inline import APART, Inline, Notes, collapsed, escaped, is_element, is_visible, plain
from masthead.importers.wordpress.links import find_file, safe
from masthead.importers.wordpress.media import MAX_ALT, image_value, player, with_caption
from masthead.importers.wordpress.tables import table_value, take_strays
from masthead.importers.wordpress.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.importers.records import Block
    from masthead.importers.wordpress.links import Archive
    from masthead.importers.wordpress.tokens import Tokens

MAX_HEADING: Final = 250
MAX_LISTS: Final = 6

_CONTAINERS: Final = frozenset(
    (
        *("div", "section", "article", "main", "aside", "header", "footer", "nav", "center", "address", "details"),
        *(
            "figure",
            "body",
            "html",
            "fieldset",
            "hgroup",
            "dl",
            "li",
            "dd",
            "summary",
            "legend",
            "dt",
            "tr",
            "td",
            "th",
        ),
        *("tbody", "thead", "tfoot", "caption", "figcaption", "search"),
    )
)
_HEADINGS: Final = {"h1": "2", "h2": "2", "h3": "3", "h4": "4", "h5": "4", "h6": "4"}
_MEDIA: Final = frozenset({"iframe", "embed", "object", "video", "audio"})
_WP_IMAGE = re.compile(r"\bwp-image-([0-9]{1,18})\b")
_LANGUAGE = re.compile(r"\b(?:language-|lang-|lang:|brush:\s*)([\w+#-]+)")


class Flow:
    """Turns trees into blocks. `tokens` are blocks made beforehand, named in the text."""

    def __init__(self, archive: Archive, notes: Notes, tokens: Tokens) -> None:
        self.archive = archive
        self.notes = notes
        self.tokens = tokens
        self.blocks: list[Block] = []
        self._text: list[str] = []

    def finish(self) -> list[Block]:
        """The blocks."""
        self._flush()
        return self.blocks

    def add_html(self, html: str) -> None:
        """Take a fragment of HTML."""
        body = parse(html)
        if body is not None:
            self.container(body)

    def add_text(self, html: str) -> None:
        """Take rich text as it is."""
        self._text.append(html)

    def add(self, kind: str, value: Any) -> None:
        """Take one block."""
        self._flush()
        self.blocks.append({"type": kind, "value": value})

    def extend(self, blocks: Iterable[Block]) -> None:
        """Take blocks; text joins the text before it."""
        for block in blocks:
            if block["type"] == "text":
                self._text.append(block["value"])
            else:
                self.add(block["type"], block["value"])

    def keep(self, source: str, note: str, code: str, detail: str = "") -> None:
        """Keep what cannot be shown, for the editors."""
        self.notes.add(code, detail or source)
        self.add("html", {"source": self.tokens.restored(source).strip(), "note": note[:500]})

    def _flush(self) -> None:
        if self._text:
            self.blocks.append({"type": "text", "value": "".join(self._text)})
            self._text = []

    def fresh(self) -> Flow:
        """Another flow over the same archive, for the inside of something."""
        return Flow(self.archive, self.notes, self.tokens)

    # Elements

    def container(self, element: etree._Element) -> None:
        """The content of an element that means nothing by itself; loose text becomes paragraphs."""
        loose = self._loose(None, element.text)
        for child in element:
            if not is_element(child):
                continue
            if self._is_block(child):
                if loose is not None:
                    self._segments(loose)
                self.block(child)
                loose = None
            else:
                loose = loose or self._inline()
                loose.element(child)
            loose = self._loose(loose, child.tail)
        if loose is not None:
            self._segments(loose)

    def _loose(self, inline: Inline | None, text: str | None) -> Inline | None:
        """Text between blocks; most of it is line ends, which are nothing."""
        if not text or (inline is None and text.isspace()):
            return inline
        inline = inline or self._inline()
        inline.text(text)
        return inline

    def _is_block(self, element: etree._Element) -> bool:
        tag = element.tag
        if tag in _CONTAINERS or tag in _HEADINGS or tag == "p":
            return True
        if tag in APART:
            return tag != "img" or "wp-smiley" not in (element.get("class") or "")
        # A link or mark around blocks.
        return tag in {"a", "span", "b", "strong", "em", "i", "font", "ins", "u"} and any(
            isinstance(inner.tag, str) and (inner.tag in _HEADINGS or inner.tag in {"p", "div"}) for inner in element
        )

    def _inline(self) -> Inline:
        return Inline(self.archive, self.tokens, self.notes)

    def _segments(self, inline: Inline, wrap: str = "<p>{}</p>") -> None:
        for segment in inline.finish():
            if isinstance(segment, str):
                self.add_text(wrap.format(segment))
            elif isinstance(segment, list):
                self.extend(segment)
            else:
                self.block(segment)

    def block(self, element: etree._Element) -> None:
        """One element that stands by itself."""
        tag = str(element.tag)
        if tag == "p" and not len(element) and "\ufdd0" not in (element.text or ""):
            words = (element.text or "").strip(" \t\r\n\f")
            if is_visible(words):
                self.add_text(f"<p>{escaped(collapsed(words))}</p>")
        elif tag == "p":
            inline = self._inline()
            inline.children(element)
            self._segments(inline)
        elif tag in _HEADINGS:
            self._heading(element, _HEADINGS[tag])
        elif tag in {"ul", "ol"}:
            self._list(element)
        elif tag == "hr":
            self.add_text("<hr/>")
        elif tag in {"img", "picture"}:
            self._image(element, "")
        elif tag == "figure":
            self._figure(element)
        elif tag == "blockquote":
            self._quotation(element)
        elif tag == "pre":
            self._code(element)
        elif tag == "table":
            self.container(take_strays(element))
            later: list[Block] = []
            value = table_value(self, element, later)
            if value is not None:
                self.add("table", value)
                self.extend(later)
            else:
                self.container(element)
        elif tag in _MEDIA:
            self._media(element)
        elif tag in APART:
            self._leftover(element)
        elif tag in {"dt", "summary"}:
            self._bold_paragraph(element)
        else:
            self.container(element)

    def _leftover(self, element: etree._Element) -> None:
        tail, element.tail = element.tail, None
        source = etree.tostring(element, encoding="unicode", method="html")
        element.tail = tail
        self.keep(
            source, f"HTML <{element.tag}>, which pages do not show.", "markup kept for editors", f"<{element.tag}>"
        )

    def _bold_paragraph(self, element: etree._Element) -> None:
        inline = self._inline()
        inline.children(element)
        self._segments(inline, "<p><b>{}</b></p>")

    def _heading(self, element: etree._Element, level: str) -> None:
        inline = self._inline()
        inline.children(element)
        segments = inline.finish()
        html = " ".join(segment for segment in segments if isinstance(segment, str))
        text = plain(html)
        if len(text) > MAX_HEADING:
            self.notes.add("heading made a paragraph", text[:80])
            self.add_text(f"<p>{html}</p>")
        elif text:
            if "<a " in html:
                self.notes.add("link in a heading dropped", text)
            self.add("heading", {"text": text, "level": level})
        for segment in segments:
            if not isinstance(segment, str):
                self.extend(segment) if isinstance(segment, list) else self.block(segment)

    def _list(self, element: etree._Element) -> None:
        """A list. What no list can hold parts it, and an ordered one goes on counting behind that."""
        number = _start(element)
        items: list[str] = []
        later: list[Any] = []
        self._add_loose(items, element.text, later)
        for child in element:
            self._add_item(items, child, later, 1)
            if later:
                self._add_list(str(element.tag), items, number)
                number += len(items)
                for thing in later:
                    self.extend(thing) if isinstance(thing, list) else self.block(thing)
                items, later = [], []
        self._add_list(str(element.tag), items, number)
        for thing in later:
            self.extend(thing) if isinstance(thing, list) else self.block(thing)

    def _add_list(self, tag: str, items: list[str], number: int) -> None:
        if items:
            start = f' start="{number}"' if tag == "ol" and number != 1 else ""
            self.add_text(f"<{tag}{start}>{''.join(items)}</{tag}>")

    def _list_html(self, element: etree._Element, later: list[Any], depth: int) -> str:
        """A list within a list; what cannot stand in it is left for `later`."""
        items: list[str] = []
        self._add_loose(items, element.text, later)
        for child in element:
            self._add_item(items, child, later, depth)
        return f"<{element.tag}>{''.join(items)}</{element.tag}>" if items else ""

    def _add_item(self, items: list[str], child: etree._Element, later: list[Any], depth: int) -> None:
        if not is_element(child):
            return
        if child.tag in {"ul", "ol"} and depth < MAX_LISTS:
            # Some write a list directly in a list: it belongs to the item before it.
            nested = self._list_html(child, later, depth + 1)
            before = items.pop().removesuffix("</li>") if items and nested else "<li>"
            items += [f"{before}{nested}</li>"] if nested else []
        elif item := self._item_html(child, later, depth):
            items.append(f"<li>{item}</li>")
        self._add_loose(items, child.tail, later)

    def _add_loose(self, items: list[str], text: str | None, later: list[Any]) -> None:
        """Words that stand between items are an item, as they look."""
        if text and not text.isspace():
            inline = self._inline()
            inline.text(text)
            items += [f"<li>{words}</li>" for words in self._strings(inline, later)]

    def _item_html(self, element: etree._Element, later: list[Any], depth: int) -> str:
        lines: list[str] = []
        nested: list[str] = []
        loose = self._inline()
        loose.text(element.text)
        for child in element:
            if not is_element(child):
                continue
            if child.tag in {"ul", "ol"} and depth < MAX_LISTS:
                nested.append(self._list_html(child, later, depth + 1))
            elif child.tag in {"p", "div"}:
                lines += self._strings(loose, later)
                loose = self._inline()
                lines.append(self._item_html(child, later, depth + 1))
            else:
                loose.element(child)
            loose.text(child.tail)
        lines += self._strings(loose, later)
        return "<br/>".join(line for line in lines if line) + "".join(nested)

    def _strings(self, inline: Inline, later: list[Any]) -> list[str]:
        segments = inline.finish()
        later += [segment for segment in segments if not isinstance(segment, str)]
        return [segment for segment in segments if isinstance(segment, str)]

    def _quotation(self, element: etree._Element) -> None:
        source, url = take_source(element, self.archive.site)
        inner = self.fresh()
        inner.container(element)
        blocks = inner.finish()
        quote = "".join(as_text(block) for block in blocks)
        if is_visible(quote):
            url = url or safe(element.get("cite") or "", self.archive.site)
            self.add("quotation", {"quote": quote.replace("<hr/>", ""), "source": source, "url": url})
        elif source:
            self.add_text(f"<p>{escaped(source)}</p>")
        self.extend(block for block in blocks if block["type"] not in {"text", "heading", "quotation"})

    def _code(self, element: etree._Element) -> None:
        for br in element.iter("br"):
            br.tail = "\n" + (br.tail or "")
        code, blocks = self._code_text(words_of(element))
        inner = element.find("code")
        marks = f"{element.get('class') or ''} {inner.get('class') or '' if inner is not None else ''}"
        language = _LANGUAGE.search(marks)
        if code.strip():
            self.add("code", {"language": language[1][:40] if language else "", "code": code})
        self.extend(blocks)
        for picture in element.iter("img"):
            self._image(picture, "")

    def _code_text(self, text: str) -> tuple[str, list[Block]]:
        """Code as it was typed, and the blocks of what it may not show."""
        parts = TOKEN.split(text)
        sources = [self.tokens.as_code(number) for number in parts[1::2]]
        hidden = [number for number, source in zip(parts[1::2], sources, strict=True) if source is None]
        parts[1::2] = [source or "" for source in sources]
        return "".join(parts).strip("\n"), [block for number in hidden for block in self.tokens.blocks(number)]

    def _figure(self, element: etree._Element) -> None:
        captions = element.findall("figcaption")
        caption = " ".join(self.caption(part) for part in captions)
        for part in captions:
            element.remove(part)
        inner = self.fresh()
        inner.container(element)
        blocks = inner.finish()
        self.extend(with_caption(blocks, caption))

    def caption(self, element: etree._Element) -> str:
        """A caption as one line of rich text."""
        inline = self._inline()
        for i, paragraph in enumerate(element.iter("p")):
            paragraph.text = (" " if i else "") + (paragraph.text or "")
        inline.children(element)
        segments = inline.finish()
        return " ".join(segment for segment in segments if isinstance(segment, str))

    def _image(self, element: etree._Element, caption: str) -> None:
        image = element if element.tag == "img" else element.find(".//img")
        if image is None:
            return
        alt = " ".join((image.get("alt") or "").split())[:MAX_ALT]
        src = next((value for name in ("data-src", "data-lazy-src", "src") if (value := image.get(name))), "")
        if src.startswith("data:"):
            src = image.get("src") or "" if not (image.get("src") or "").startswith("data:") else ""
        # Galleries of the first block editor say the number apart.
        number = _WP_IMAGE.search(f"{image.get('class') or ''} wp-image-{image.get('data-id') or ''}")
        seq = find_file(src, self.archive) if src else None
        if seq is None and number:
            seq = self.archive.attachment(int(number[1]))
        if seq is not None:
            self.add("image", image_value(self.archive, seq, alt, caption))
            return
        self.add("image", {"image": None, "alt": alt, "caption": caption, "credit": ""})
        tail, image.tail = image.tail, None
        source = etree.tostring(image, encoding="unicode", method="html")
        image.tail = tail
        self.keep(source, f"A picture that the export does not hold: {src}", "picture from elsewhere", src)

    def _media(self, element: etree._Element) -> None:
        made = player(element, self.archive)
        if made is None:
            self._leftover(element)
        else:
            self.extend([made])


def _start(element: etree._Element) -> int:
    """The number of a list's first item."""
    text = (element.get("start") or "1").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else 1
