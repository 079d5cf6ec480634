"""An HTML tree as the blocks of a body: one pass in document order.

Text, lists and rules that follow each other make one text block; everything else is a block of its own, containers
are opened, and what no block can hold is kept as an `html` block, which editors see and readers do not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from masthead.importers.wordpress.inline import APART, Inline, Notes, collapsed, escaped, is_element, is_visible, plain
from masthead.importers.wordpress.links import find_file, ref, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.importers.records import Block
    from masthead.importers.wordpress.links import Archive

MAX_HEADING, MAX_ALT, MAX_SOURCE, MAX_TITLE = 250, 500, 500, 250

_CONTAINERS: Final = frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "aside",
        "header",
        "footer",
        "nav",
        "center",
        "address",
        "details",
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
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "figcaption",
        "search",
    ]
)
_HEADINGS: Final = {"h1": "2", "h2": "2", "h3": "3", "h4": "4", "h5": "4", "h6": "4"}
_MEDIA: Final = frozenset({"iframe", "embed", "object", "video", "audio"})
_WP_IMAGE = re.compile(r"\bwp-image-(\d+)\b")
_LANGUAGE = re.compile(r"\b(?:language-|lang-|lang:|brush:\s*)([\w+#-]+)")
_YOUTUBE = re.compile(r"^https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,})")
_VIMEO = re.compile(r"^https?://player\.vimeo\.com/video/(\d+)")
_DASH = re.compile(r"^[\s\u2012-\u2015~-]+")


def words_of(element: etree._Element) -> str:
    """The text of an element with everything in it."""
    return "".join(str(part) for part in element.itertext())


def parse(html: str) -> etree._Element | None:
    """The body of a fragment, by the rules of HTML; None if there is nothing in it."""
    if not html.strip():
        return None
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True, no_network=True)
    root = etree.fromstring(f"<html><body><div>{html}</div></body></html>".encode(), parser)
    return root.find("body") if root is not None else None


class Flow:
    """Turns trees into blocks. `tokens` are blocks made beforehand, named in the text."""

    def __init__(self, archive: Archive, notes: Notes, tokens: list[list[Block]]) -> None:
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
        self.add("html", {"source": source.strip(), "note": note[:500]})

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
            self._table(element)
        elif tag in _MEDIA:
            self._media(element, "")
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
        later: list[Any] = []
        html = self._list_html(element, later, 1)
        if html:
            self.add_text(html)
        for thing in later:
            self.extend(thing) if isinstance(thing, list) else self.block(thing)

    def _list_html(self, element: etree._Element, later: list[Any], depth: int) -> str:
        """A list as rich text; what cannot stand in it follows it."""
        items: list[str] = []
        for child in element:
            if not is_element(child):
                continue
            if child.tag in {"ul", "ol"} and depth < 6:
                # Some write a list directly in a list: it belongs to the item before it.
                nested = self._list_html(child, later, depth + 1)
                before = items.pop().removesuffix("</li>") if items and nested else "<li>"
                items += [f"{before}{nested}</li>"] if nested else []
            elif item := self._item_html(child, later, depth):
                items.append(f"<li>{item}</li>")
        return f"<{element.tag}>{''.join(items)}</{element.tag}>" if items else ""

    def _item_html(self, element: etree._Element, later: list[Any], depth: int) -> str:
        lines: list[str] = []
        nested: list[str] = []
        loose = self._inline()
        loose.text(element.text)
        for child in element:
            if not is_element(child):
                continue
            if child.tag in {"ul", "ol"} and depth < 6:
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
        source, url = self._source(element)
        inner = self.fresh()
        inner.container(element)
        blocks = inner.finish()
        quote = "".join(_as_text(block) for block in blocks)
        if is_visible(quote):
            url = url or safe(element.get("cite") or "", self.archive.site)
            self.add("quotation", {"quote": quote.replace("<hr/>", ""), "source": source, "url": url})
        self.extend(block for block in blocks if block["type"] not in {"text", "heading", "quotation"})

    def _source(self, element: etree._Element) -> tuple[str, str]:
        """The source named at the end of a quotation, taken out of it."""
        for cite in reversed(element.findall(".//cite")):
            parent = cite.getparent()
            if parent is None or (cite.tail or "").strip() or (len(cite) and cite.find(".//img") is not None):
                continue
            alone = parent is element or (
                parent.tag in {"footer", "p", "figure", "small"} and (not _words(parent, cite) or _dashed(cite))
            )
            if not alone:
                continue
            text = _DASH.sub("", " ".join(words_of(cite).split()))
            anchor = cite.find(".//a")
            href = anchor.get("href") if anchor is not None else None
            parent.remove(cite)
            return TOKENS.sub("", text)[:MAX_SOURCE], safe(href or "", self.archive.site)
        return "", ""

    def _code(self, element: etree._Element) -> None:
        for br in element.iter("br"):
            br.tail = "\n" + (br.tail or "")
        code = TOKENS.sub("", words_of(element)).strip("\n")
        inner = element.find("code")
        marks = f"{element.get('class') or ''} {inner.get('class') or '' if inner is not None else ''}"
        language = _LANGUAGE.search(marks)
        if code.strip():
            self.add("code", {"language": language[1][:40] if language else "", "code": code})
        for picture in element.iter("img"):
            self._image(picture, "")

    def _figure(self, element: etree._Element) -> None:
        captions = element.findall("figcaption")
        caption = " ".join(self._caption(part) for part in captions)
        for part in captions:
            element.remove(part)
        inner = self.fresh()
        inner.container(element)
        blocks = inner.finish()
        self.extend(with_caption(blocks, caption))

    def _caption(self, element: etree._Element) -> str:
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
        number = _WP_IMAGE.search(image.get("class") or "")
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

    def _media(self, element: etree._Element, title: str) -> None:
        url = media_url(element, self.archive)
        if not url:
            self._leftover(element)
            return
        title = title or " ".join((element.get("title") or "").split())
        self.extend([embed_or_file(url, title, self.archive)])

    def _table(self, element: etree._Element) -> None:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table"), None) is element]
        caption = element.find("caption")
        cells = [self._row(row) for row in rows]
        width = max((len(row) for row in cells), default=0)
        if not width:
            return
        header = _header(rows)
        headings = [plain(cell) for cell in cells[0]] if header else []
        columns = [{"type": "text", "heading": headings[i] if i < len(headings) else ""} for i in range(width)]
        body = cells[1:] if header else cells
        self.add("table", {
            "columns": columns,
            "rows": [{"values": [*row, *[""] * (width - len(row))]} for row in body],
            "caption": plain(self._caption(caption)) if caption is not None else "",
        })  # fmt: skip

    def _row(self, row: etree._Element) -> list[str]:
        values: list[str] = []
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            inner = self.fresh()
            inner.container(cell)
            blocks = inner.finish()
            values.append("".join(_as_cell(block) for block in blocks))
            extra = [
                block for block in blocks if block["type"] not in {"text", "heading", "quotation", "code", "table"}
            ]
            if extra:
                self.notes.add("left out of a table", ", ".join(block["type"] for block in extra))
            if any((cell.get(name) or "1") not in {"1", ""} for name in ("colspan", "rowspan")):
                self.notes.add("joined table cells parted")
            values += [""] * min(max(_number(cell.get("colspan")) - 1, 0), 100)
        return values


TOKENS = re.compile("[\ufdd0\ufdd1]")


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,3}", text) else 1


def _header(rows: list[etree._Element]) -> bool:
    cells = [cell for cell in rows[0] if cell.tag in {"td", "th"}]
    parent = rows[0].getparent()
    in_head = parent is not None and parent.tag == "thead"
    return len(rows) > 1 and (in_head or all(cell.tag == "th" for cell in cells))


def _words(parent: etree._Element, cite: etree._Element) -> str:
    whole = words_of(parent)
    return _DASH.sub("", whole.replace(words_of(cite), "", 1)).strip()


def _dashed(cite: etree._Element) -> bool:
    """Whether it is set off from the words before it, as a source is and a title within a sentence is not."""
    before = cite.getprevious()
    return bool(re.match(r"\s*[\u2012-\u2015~-]", words_of(cite))) or (
        before is not None and before.tag == "br" and not (before.tail or "").strip()
    )


def _as_text(block: Block) -> str:
    """Prose of a block within a quotation."""
    value = block["value"]
    if block["type"] == "text":
        return str(value)
    if block["type"] == "heading":
        from html import escape

        return f"<p><b>{escape(value['text'], quote=False)}</b></p>"
    return str(value["quote"]) if block["type"] == "quotation" else ""


def _as_cell(block: Block) -> str:
    """A cell holds marks and links, no paragraphs' structure beyond `<p>` and `<br/>`."""
    from html import escape

    if block["type"] == "code":
        return f"<p><code>{escape(block['value']['code'], quote=False)}</code></p>"
    if block["type"] == "table":
        rows = (value for row in block["value"]["rows"] for value in row["values"])
        return "".join(rows)
    text = _as_text(block)
    text = re.sub(r"</?(?:ul|ol)>|<hr/>", "", text)
    return text.replace("<li>", "<p>").replace("</li>", "</p>")


def image_value(archive: Archive, seq: int, alt: str, caption: str) -> dict[str, Any]:
    """The value of an image block for an attachment."""
    known = archive.picture(seq)
    return {"image": ref(seq), "alt": (alt or known.alt)[:MAX_ALT], "caption": caption, "credit": ""}


def with_caption(blocks: list[Block], caption: str) -> list[Block]:
    """The blocks of a figure with its caption given to the last picture, else to the quotation's source, else below."""
    if not is_visible(caption):
        return blocks
    for block in reversed(blocks):
        if block["type"] == "image" and not block["value"]["caption"]:
            block["value"]["caption"] = caption
            return blocks
        if block["type"] == "embed" and not block["value"]["title"]:
            block["value"]["title"] = plain(caption)[:MAX_TITLE]
            return blocks
        if block["type"] == "table" and not block["value"]["caption"]:
            block["value"]["caption"] = plain(caption)
            return blocks
    return [*blocks, {"type": "text", "value": f"<p>{caption}</p>"}]


def media_url(element: etree._Element, archive: Archive) -> str:
    """The address behind a frame, object, film or sound, as people open it."""
    names = ("src", "data-src", "data")
    sources = [element, *element.iter("source"), *element.iter("embed")]
    found = next((value for part in sources for name in names if (value := part.get(name))), "")
    if not found:
        movie = element.find(".//param[@name='movie']")
        found = (movie.get("value") or "") if movie is not None else ""
    url = safe(f"https:{found}" if found.startswith("//") else found, archive.site)
    return people_url(url) if url.startswith("http") else ""


def people_url(url: str) -> str:
    """The page that people visit, for the players that pages frame."""
    if match := _YOUTUBE.match(url):
        return f"https://www.youtube.com/watch?v={match[1]}"
    if match := _VIMEO.match(url):
        return f"https://vimeo.com/{match[1]}"
    return url


def embed_or_file(url: str, title: str, archive: Archive) -> Block:
    """A file of the archive as a file, everything else as a link to it."""
    seq = find_file(url, archive)
    if seq is None:
        return {"type": "embed", "value": {"url": url, "title": title[:MAX_TITLE]}}
    return {"type": "files", "value": {"title": "", "files": [file_value(seq, title)]}}


def file_value(seq: int, title: str) -> dict[str, Any]:
    """One file of a list of files."""
    return {"type": "item", "value": {"document": ref(seq), "title": title[:MAX_TITLE]}}
