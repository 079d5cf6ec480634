"""What readers see: of a page that WordPress made, and of the entry that the importer makes of the same source.

The golden files hold what WordPress showed of the posts of three exports. They were made without running shortcodes,
and of posts of blocks they hold the source alone. So `Golden.html` adds what is missing, by means that share nothing
with the importer but the typography, which has tests of its own.
"""

from __future__ import annotations

import json
import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from test_wordpress_body import Archive

from masthead.entries.rendering import Document, Picture, page_html
from masthead.importers.filling import filled
from masthead.importers.records import Item
from masthead.importers.wordpress import read
from masthead.importers.wordpress.body import convert
from masthead.importers.wordpress.texturize import texturize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The golden files, and where the exports lie that they were made from.
EXPORTS: Final = {
    "64-block-test-data": "theme-test-data",
    "themeunittestdata.wordpress": "theme-test-data",
    "wordpressexport": "pelican",
}

# The name of every document, where a block gives none.
FILE: Final = "a file"

# Between these and their neighbours a reader sees a gap.
_APART: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "audio",
        "blockquote",
        "br",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "iframe",
        "img",
        "input",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "object",
        "ol",
        "option",
        "p",
        "picture",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
    ]
)
_UNSEEN: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "title",
        "head",
        "object",
        "video",
        "audio",
        "iframe",
        "textarea",
        "select",
        "svg",
    ]
)


class _Reader(HTMLParser):
    """Collects what stands between tags, with a blank where elements stand apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _APART:
            self.seen.append(" ")
        elif tag == "q":
            # Every browser writes quotation marks around it.
            self.seen.append("“")
        if tag in _UNSEEN:
            self.unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _APART:
            self.seen.append(" ")
        elif tag == "q":
            self.seen.append("”")
        if tag in self.unseen:
            del self.unseen[self.unseen.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.seen.append(data)


def visible(html: str) -> str:
    """The words of a page, with one blank between them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.seen).split())


class Everything:
    """A site that holds every page and every file."""

    def page(self, seq: int) -> int | None:
        return seq

    image = document = page

    def name(self, seq: int) -> str:
        return FILE

    def url_of(self, page_id: int) -> str | None:
        return f"/{page_id}/"


class Site(Everything):
    """The same, for the renderer; files have no names but those that blocks give them."""

    def picture(self, image_id: int, shape: str = "whole") -> Picture | None:
        return Picture(f"/{image_id}.jpg", 4, 3, "")

    def document(self, document_id: int) -> Any:
        return Document(f"/{document_id}.pdf", FILE, "", "")


def shown(body: list[dict[str, Any]]) -> str:
    """The page that readers get of a staged body, on a site that holds everything."""
    return str(page_html(json.loads(filled(body, Everything())), Site(), language="en"))


class Golden(NamedTuple):
    """What WordPress showed, and the body that the importer made of the same source."""

    name: str
    html: str
    body: list[dict[str, Any]]
    case: dict[str, Any]
    headline: str = ""


def golden(shared_data: Path, staging: Path) -> Iterator[Golden]:
    """Every post of every golden file."""
    for export, folder in EXPORTS.items():
        with read([shared_data / f"wxr/{folder}/{export}.xml"], staging) as opened:
            rows = opened.db.execute(
                "SELECT number, record, fields FROM item JOIN record USING (seq) JOIN raw USING (seq)"
            ).fetchall()
        items = {(str(number), json.loads(fields)["title"]): record for number, record, fields in rows}
        captions = _captions(rows)
        notes = {str(number): dict(json.loads(fields)["meta"]).get("footnotes", "") for number, _, fields in rows}
        for case in json.loads((shared_data / f"html/wordpress-golden/{export}.json").read_text()):
            item = Item.from_json(items[case["post_id"], case["title"]])
            name = f"{export} {case['post_id']} {case['title']}"
            yield Golden(name, _whole(case, captions, notes.get(case["post_id"], "")), item.body, case, item.headline)


class Fixtures(Archive):
    """The site of Gutenberg's fixtures: it holds attachments and shared blocks by number, and files by no address."""

    def attachment(self, number: int) -> int | None:
        return number

    def pattern(self, number: int) -> str:
        return ""


def fixtures(shared_data: Path) -> Iterator[Golden]:
    """Every block of WordPress's core, of today and of former days, as its server showed it."""
    for server in sorted((shared_data / "gutenberg/blocks").glob("*.server.html")):
        source = server.with_name(server.name.replace(".server.html", ".html")).read_text()
        body = convert(source, Fixtures()).blocks
        yield Golden(server.name.removesuffix(".server.html"), texturize(server.read_text()), body, {})


_Captions = dict[str, list[tuple[int, str]]]


def _captions(rows: list[tuple[int, str, str]]) -> _Captions:
    """The captions of pictures, by their own number and by that of the post they belong to."""
    found: _Captions = {}
    for number, _, text in rows:
        fields = json.loads(text)
        if re.search(r"\.(?:jpe?g|png|gif)$", fields["wp:attachment_url"]):
            value = (int(fields["wp:menu_order"]), texturize(fields["excerpt:encoded"]))
            found.setdefault(f"picture {number}", []).append(value)
            found.setdefault(f"of {fields['wp:post_parent']}", []).append(value)
    return found


def _whole(case: dict[str, Any], captions: _Captions, footnotes: str) -> str:
    def expanded(html: str) -> str:
        html = re.sub(r"\[gallery([^\]]*)\]", lambda m: _gallery(m[1], case["post_id"], captions), html)
        html = re.sub(r'\[caption[^\]]*caption="([^"]*)"[^\]]*\](.*?)\[/caption\]', r"<p>\2</p><p>\1</p>", html)
        html = re.sub(r"\[caption[^\]]*\](.*?)\[/caption\]", r"<p>\1</p>", html, flags=re.DOTALL)
        return re.sub(r'\[audio (?:src=")?([^\]"]*)"?\]', r'<audio src="\1"></audio>', html)

    if not case["has_blocks"]:
        return expanded(case["classic_display"])
    notes = "".join(f"<li>{note['content']}</li>" for note in json.loads(footnotes or "[]"))
    return texturize(expanded(case["content"]).replace("<!-- wp:footnotes /-->", f'<ol class="notes">{notes}</ol>'))


def _gallery(attributes: str, number: str, captions: _Captions) -> str:
    ids = re.search(r'ids="([0-9,]*)"', attributes)
    if ids:
        chosen = [caption for one in ids[1].split(",") for caption in captions.get(f"picture {one}", [])]
    else:
        chosen = sorted(captions.get(f"of {number}", []), key=lambda pair: pair[0])
    return "".join(f"<p>{escape(text, quote=False)}</p>" for _, text in chosen)
