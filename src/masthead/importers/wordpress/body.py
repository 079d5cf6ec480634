"""A WordPress body, classic or of blocks, as the StreamField blocks of an entry.

The order matters: marks, shortcodes and lines that are nothing but an address are taken out first and leave tokens, so
that neither typography, nor paragraph rules, nor the HTML parser can tear them; then typography, then paragraphs, then
one walk over the tree.
What cannot be shown is kept for editors. An unknown shortcode is kept with all that it encloses: it may have
been there to hide it.
"""

from __future__ import annotations

import re
from collections import deque
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from masthead.importers.wordpress import blocks as grammar
from masthead.importers.wordpress import shortcodes
from masthead.importers.wordpress.autop import autop
from masthead.importers.wordpress.codes import Codes
from masthead.importers.wordpress.elements import parse, plain_text, pull_quote, words_of
from masthead.importers.wordpress.footnotes import Footnotes
from masthead.importers.wordpress.inline import Notes
from masthead.importers.wordpress.links import find_file, safe
from masthead.importers.wordpress.media import (
    embed,
    embed_or_file,
    file_value,
    gallery,
    image_value,
    item,
    people_url,
    with_caption,
)
from masthead.importers.wordpress.spans import elements
from masthead.importers.wordpress.texturize import signs_of, texturize

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.importers.records import Block
    from masthead.importers.wordpress.flow import Flow
    from masthead.importers.wordpress.links import Archive

MAX_NESTED: Final = 20
MAX_MORE: Final = 100

_MARK = re.compile(r"<!--(more(?P<more>.*?)|nextpage|noteaser)-->", re.DOTALL)
_URL_LINE = re.compile(r"^[ \t]*+(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
_VERBATIM: Final = frozenset({"pre", "script", "style", "textarea", "code"})
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
_TAG = re.compile(r"<[^<>]*>")

_CONTAINERS: Final = frozenset(
    f"core/{name}"
    for name in (
        *("group", "columns", "column", "cover", "media-text", "buttons", "row", "stack", "details", "text-columns"),
        *("accordion", "accordion-item", "accordion-panel", "post-content"),
        # Lists of posts and comments are made anew each time, but what stands around them was written.
        *("query", "comments", "comments-query-loop"),
    )
)
# Their markup holds all there is to show.
_STATIC: Final = frozenset(
    f"core/{name}"
    for name in (
        *("paragraph", "heading", "list", "list-item", "quote", "pullquote", "table", "image", "gallery", "separator"),
        *("button", "cover-image", "subhead", "preformatted", "code", "accordion-heading", "missing-text"),
        # What paragraphs were called at first.
        "text",
    )
)
_PROSE: Final = frozenset(f"core/{name}" for name in ("paragraph", "text", "heading", "list", "list-item", "separator"))
_NOTHING_TO_SHOW: Final = frozenset({"core/spacer"})


class Body(NamedTuple):
    """What became of a body."""

    blocks: list[Block]
    notes: Notes
    # How many pages WordPress cut it into: each had an address.
    pages: int


def convert(text: str, archive: Archive, footnotes: str = "") -> Body:
    """The blocks of a body. Every string converts; nothing raises but for want of memory.

    `footnotes` is the field of the post that holds them: a JSON list of objects with a `content`.
    """
    body = _Body(archive, Notes(), footnotes)
    text = _NONCHARACTERS.sub("", text)
    try:
        flow = body.flow()
        body.whole(text, flow)
        blocks = flow.finish()
    except RecursionError:
        body.notes.add("too deeply nested, kept for editors")
        note = "This text is nested too deeply to be shown."
        blocks = [{"type": "html", "value": {"source": text, "note": note}}]
    if body.pages > 1:
        body.notes.add("page breaks dropped", str(body.pages - 1))
    return Body(_first_more_only(blocks, body.notes), body.notes, body.pages)


def summary(html: str, language: str = "") -> str:
    """An excerpt that an author wrote, as plain text."""
    text = shortcodes.replace(_NONCHARACTERS.sub("", html), lambda _: "")
    return plain_text(texturize(text, signs_of(language)))


def _first_more_only(blocks: list[Block], notes: Notes) -> list[Block]:
    seen = False
    kept: list[Block] = []
    for block in blocks:
        if block["type"] == "more" and seen:
            notes.add("further “more” mark dropped")
            continue
        seen = seen or block["type"] == "more"
        kept.append(block)
    return kept


class _Body:
    """One conversion: tokens, notes and the depth of shared blocks."""

    def __init__(self, archive: Archive, notes: Notes, footnotes: str) -> None:
        self.archive = archive
        self.notes = notes
        self.footnotes = Footnotes(footnotes)
        self.pages = 1
        self.codes = Codes(archive, notes)
        self.depth = 0

    def flow(self) -> Flow:
        return self.codes.flow()

    def whole(self, text: str, flow: Flow) -> None:
        """Block markup or classic text."""
        if not grammar.has_blocks(text):
            self.classic(text, flow)
            return
        self._blocks(grammar.parse(self.codes.hidden(self.footnotes.marked(text))), flow)

    def _blocks(self, blocks: list[grammar.Block], flow: Flow) -> None:
        """Blocks in order; the markup of prose in a row is parsed in one go, which takes half the time."""
        prose: list[str] = []
        for block in blocks:
            if block.is_only(_PROSE):
                prose.append(_markup(block))
            elif block.name or block.html.strip():
                self.show("".join(prose), flow)
                prose = []
                self.block(block, flow)
        self.show("".join(prose), flow)

    def show(self, html: str, flow: Flow) -> None:
        """Markup that is shown as it stands."""
        flow.add_html(self.codes.shown(html))

    # Classic text

    def classic(self, text: str, flow: Flow) -> None:
        """Text without block markup."""
        if not text.strip():
            return
        text = _MARK.sub(self._mark, text)
        text = self._lines(text)
        flow.add_html(autop(self.codes.shown(text)))

    def _mark(self, mark: re.Match[str]) -> str:
        if mark["more"] is not None:
            return self.codes.tokens.token([self._more(mark["more"])], mark[0])
        if mark[1] == "nextpage":
            self.pages += 1
            return "\n\n"
        return ""

    def _more(self, text: str) -> Block:
        return {"type": "more", "value": plain_text(text)[:MAX_MORE]}

    def _lines(self, text: str) -> str:
        """Lines that are nothing but an address, outside of verbatim elements."""
        if "://" not in text or not _URL_LINE.search(text):
            return text
        spans = deque(elements(text, _VERBATIM))

        def taken(match: re.Match[str]) -> str:
            while spans and spans[0][1] <= match.start():
                spans.popleft()
            if spans and spans[0][0] < match.start():
                return match[0]
            return self._embed_token(match[1], match[0])

        return _URL_LINE.sub(taken, text)

    def _embed_token(self, url: str, source: str) -> str:
        whole = safe(url.replace("&amp;", "&"), self.archive.site)
        if not whole:
            return source
        seq = find_file(whole, self.archive)
        if seq is not None and re.search(r"\.(?:jpe?g|png|gif|webp|avif)$", whole, re.IGNORECASE):
            return self.codes.tokens.token([{"type": "image", "value": image_value(self.archive, seq, "", "")}], source)
        return self.codes.tokens.token([embed_or_file(people_url(whole), "", self.archive)], source)

    # Block markup

    def block(self, block: grammar.Block, flow: Flow) -> None:
        """One block and what it holds."""
        name = block.name.replace("core-embed/", "core/embed/")
        if block.hidden:
            self._hidden(block, flow)
        elif not name or name in {"core/freeform", "core/classic"}:
            self.classic(block.html, flow)
        elif name in _STATIC:
            self._static(block, flow)
        elif name in _CONTAINERS or (block.inner and (name in _BLOCKS or name.startswith("core/embed"))):
            # A block that holds none by rights, but was never closed, swallows those behind it.
            self._container(block, flow)
        elif name.startswith("core/embed"):
            self._embed(block, flow)
        elif handler := _BLOCKS.get(name):
            handler(self, block, flow)
        elif name not in _NOTHING_TO_SHOW:
            self._unknown(block, flow)

    def _hidden(self, block: grammar.Block, flow: Flow) -> None:
        name = block.name.removeprefix("core/")
        flow.keep(grammar.source(block), f"The WordPress block “{name}”, which was hidden.", "hidden block kept", name)

    def _unknown(self, block: grammar.Block, flow: Flow) -> None:
        name = block.name.removeprefix("core/")
        flow.keep(grammar.source(block), f"The WordPress block “{name}”.", "block kept for editors", name)

    def _static(self, block: grammar.Block, flow: Flow) -> None:
        """A block whose whole markup, inner blocks included, says what it shows."""
        if not block.is_only(_STATIC):
            self._container(block, flow)
            return
        html = _markup(block)
        number = block.attributes.get("id")
        if block.name == "core/image" and isinstance(number, int) and "wp-image-" not in html:
            html = html.replace("<img ", f'<img class="wp-image-{number}" ', 1)
        if made := _MADE.get(block.name):
            made(self, block, flow)
        else:
            self.show(html, flow)

    def _gallery(self, block: grammar.Block, flow: Flow) -> None:
        flow.extend(gallery(self._shown(block)))

    def _pull_quote(self, block: grammar.Block, flow: Flow) -> None:
        """Words without markup, as the desk has them; others are a quotation."""
        flow.extend(pull_quote(self._shown(block)))

    def _shown(self, block: grammar.Block) -> list[Block]:
        """What a block's markup alone becomes."""
        inner = self.flow()
        self.show(_markup(block), inner)
        return inner.finish()

    def _container(self, block: grammar.Block, flow: Flow) -> None:
        """Columns, groups and the like are layout: what they hold follows in order."""
        self.depth += 1
        if self.depth > MAX_NESTED:
            self._unknown(block, flow)
        else:
            self._background(block, flow)
            for part in block.content:
                if isinstance(part, str):
                    self.show(_TAG.sub(_only_media, part) if part.lstrip().startswith("<") else part, flow)
                else:
                    self.block(part, flow)
        self.depth -= 1

    def _background(self, block: grammar.Block, flow: Flow) -> None:
        url = block.attributes.get("url")
        if block.name != "core/cover" or not isinstance(url, str) or "<img" in block.html or "<video" in block.html:
            return
        number = block.attributes.get("id")
        flow.add_html(f'<img src="{escape(url)}" alt="" class="wp-image-{number}">')

    def _embed(self, block: grammar.Block, flow: Flow) -> None:
        tree = parse(self.codes.shown(block.html))
        figcaption = tree.find(".//figcaption") if tree is not None else None
        caption = flow.caption(figcaption) if figcaption is not None else ""
        url = block.attributes.get("url") or _first_url(block.html)
        whole = safe(url, self.archive.site) if isinstance(url, str) else ""
        if whole.startswith("http"):
            flow.extend(with_caption([embed(people_url(whole), "")], caption))
        else:
            self._unknown(block, flow)

    def _shortcode_block(self, block: grammar.Block, flow: Flow) -> None:
        self.classic(block.html, flow)

    def _html_block(self, block: grammar.Block, flow: Flow) -> None:
        """Free HTML is shown as far as all of it can be, else kept whole."""
        known = len(self.notes)
        inner = self.flow()
        self.show(block.html, inner)
        blocks = inner.finish()
        if any(found["type"] == "html" for found in blocks):
            del self.notes[known:]
            flow.keep(block.html, "HTML that pages do not show.", "markup kept for editors", "html")
        else:
            flow.extend(blocks)

    def _more_block(self, block: grammar.Block, flow: Flow) -> None:
        text = block.attributes.get("customText")
        if not isinstance(text, str):
            match = _MARK.search(block.html)
            text = match["more"] or "" if match else ""
        flow.extend([self._more(text)])

    def _nextpage(self, block: grammar.Block, flow: Flow) -> None:
        self.pages += 1

    def _verse(self, block: grammar.Block, flow: Flow) -> None:
        html = re.sub(r"</?pre\b[^>]*>", "", block.html).strip().replace("\n", "<br />")
        self.show(f"<p>{html}</p>", flow)

    def _media(self, block: grammar.Block, flow: Flow) -> None:
        self.show(_markup(block), flow)

    def _file(self, block: grammar.Block, flow: Flow) -> None:
        tree = parse(self.codes.shown(block.html))
        anchors = tree.findall(".//a") if tree is not None else []
        title = next((text for a in anchors if (text := " ".join(words_of(a).split()))), "")
        href = block.attributes.get("href") or next((a.get("href") for a in anchors if a.get("href")), "")
        url = safe(href, self.archive.site) if isinstance(href, str) else ""
        number = block.attributes.get("id")
        seq = find_file(url, self.archive) if url else None
        if seq is None and isinstance(number, int):
            seq = self.archive.attachment(number)
        if seq is not None:
            flow.add("files", {"title": "", "files": [file_value(seq, title)]})
        elif url.startswith("http"):
            flow.extend([embed(url, title)])
        else:
            self._unknown(block, flow)

    def _footnotes(self, block: grammar.Block, flow: Flow) -> None:
        """The notes; what none can hold follows them. Their marks were written before."""
        notes, later = [], []
        for label, note in self.footnotes.pop_all():
            inner = self.flow()
            inner.add_html(self.codes.shown(note))
            blocks = inner.finish()
            text = "".join(found["value"] for found in blocks if found["type"] == "text")
            notes.append(item({"label": label, "text": text}))
            later += [found for found in blocks if found["type"] != "text"]
        if notes:
            flow.add("footnotes", {"notes": notes})
        flow.extend(later)

    def _pattern(self, block: grammar.Block, flow: Flow) -> None:
        number = block.attributes.get("ref")
        text = self.archive.pattern(number) if isinstance(number, int) else ""
        self.depth += 1
        if text and self.depth <= MAX_NESTED:
            self.notes.add("shared block written out", str(number))
            self.whole(text, flow)
        else:
            self._unknown(block, flow)
        self.depth -= 1


_BLOCKS: Final[dict[str, Callable[[_Body, grammar.Block, Flow], None]]] = {
    "core/shortcode": _Body._shortcode_block,
    "core/html": _Body._html_block,
    "core/more": _Body._more_block,
    "core/nextpage": _Body._nextpage,
    "core/verse": _Body._verse,
    "core/video": _Body._media,
    "core/audio": _Body._media,
    "core/file": _Body._file,
    "core/block": _Body._pattern,
    "core/footnotes": _Body._footnotes,
    # Of Jetpack.
    "jetpack/tiled-gallery": _Body._gallery,
    "jetpack/slideshow": _Body._gallery,
}
_MADE: Final[dict[str, Callable[[_Body, grammar.Block, Flow], None]]] = {
    "core/gallery": _Body._gallery,
    "core/pullquote": _Body._pull_quote,
}

_LAYOUT = re.compile(r"</?(?:div|section|main|article|aside|header|footer|nav|span)\b[^>]*>", re.IGNORECASE)


def _only_media(tag: re.Match[str]) -> str:
    """Containers' own markup is opened and closed in different pieces: only what shows something stays."""
    return "" if _LAYOUT.match(tag[0]) else tag[0]


def _markup(block: grammar.Block) -> str:
    return "".join(part if isinstance(part, str) else _markup(part) for part in block.content)


def _first_url(html: str) -> str:
    match = re.search(r"https?://[^\s<>\"]+", html)
    return match[0].replace("&amp;", "&") if match else ""
