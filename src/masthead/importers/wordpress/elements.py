"""Looking at HTML trees: their text, and the source that a quotation names at its end."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from lxml import etree

from masthead.importers.wordpress.links import safe
from masthead.importers.wordpress.tokens import TOKEN

if TYPE_CHECKING:
    from masthead.importers.records import Block
    from masthead.importers.staging import Site

MAX_SOURCE: Final = 500
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


def plain_text(html: str) -> str:
    """The words of a piece of HTML, on one line."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    tree = parse(re.sub(r"<br\s*/?>|</p>|</div>|</li>", " ", html))
    return " ".join(words_of(tree).split()) if tree is not None else ""


def take_source(element: etree._Element, site: Site) -> tuple[str, str]:
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
        text = TOKEN.sub("", _DASH.sub("", " ".join(words_of(cite).split())))
        if len(text) > MAX_SOURCE:
            continue
        anchor = cite.find(".//a")
        href = anchor.get("href") if anchor is not None else None
        parent.remove(cite)
        return text, safe(href or "", site)
    return "", ""


def _words(parent: etree._Element, cite: etree._Element) -> str:
    whole = words_of(parent)
    return _DASH.sub("", whole.replace(words_of(cite), "", 1)).strip()


def _dashed(cite: etree._Element) -> bool:
    """Whether it is set off from the words before it, as a source is and a title within a sentence is not."""
    before = cite.getprevious()
    return bool(re.match(r"\s*[\u2012-\u2015~-]", words_of(cite))) or (
        before is not None and before.tag == "br" and not (before.tail or "").strip()
    )


def as_text(block: Block) -> str:
    """Prose of a block within a quotation."""
    value = block["value"]
    if block["type"] == "text":
        return str(value)
    if block["type"] == "heading":
        return f"<p><b>{escape(value['text'], quote=False)}</b></p>"
    return str(value["quote"]) if block["type"] == "quotation" else ""


MAX_PULL_QUOTE: Final = 2000
_LINES = re.compile(r"(?:<p>[^<>]*</p>)+")


def pull_quote(blocks: list[Block]) -> list[Block]:
    """The blocks of a pull quote: its words, a line a paragraph, where they have no markup that would be lost."""
    value = blocks[0]["value"] if blocks else {}
    if [block["type"] for block in blocks] != ["quotation"] or value["url"]:
        return blocks
    quote = value["quote"].replace("<br/>", "</p><p>")
    words = unescape(quote.replace("</p><p>", "\n").removeprefix("<p>").removesuffix("</p>"))
    if not _LINES.fullmatch(quote) or len(words) > MAX_PULL_QUOTE:
        return blocks
    return [{"type": "pull_quote", "value": {"quote": words, "source": value["source"]}}]
