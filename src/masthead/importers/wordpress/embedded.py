"""What the old site kept of things that stand elsewhere: WordPress stores the answers of their sites in fields of the
post (`_oembed_…`). So a card can say what a link leads to, also where that is gone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from masthead.importers.wordpress.elements import parse, words_of
from masthead.importers.wordpress.media import MAX_TITLE, people_url
from masthead.importers.wordpress.names import split

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from masthead.importers.records import Block

FIELD: Final = "_oembed_…"
MAX_DESCRIPTION: Final = 1000
_NAMES: Final = ("src", "href", "cite", "data-href", "data-instgrm-permalink")
_AUTHOR: Final = re.compile(r"\s*[\u2012-\u2015-]\s*([^()]{1,100}?)\s*(?:\(|$)")
_YOUTUBE: Final = re.compile(r"[?&]v=([\w-]{6,})")


class Told(NamedTuple):
    """What is known of something elsewhere."""

    title: str
    author: str
    description: str


def tell(blocks: Iterable[Block], answers: Iterable[str]) -> None:
    """Write what the answers say into the cards that say nothing themselves."""
    cards = [block["value"] for block in blocks if block["type"] == "embed"]
    known = {place: told for answer in answers for place, told in _read(answer)} if cards else {}
    for card in cards:
        told = known.get(_place(card["url"]))
        if told is not None:
            card["title"] = card["title"] or told.title
            card |= {name: value for name in ("author", "description") if (value := getattr(told, name))}


def _read(answer: str) -> list[tuple[str, Told]]:
    """What one answer tells, under every address that it names."""
    tree = parse(answer) if "<" in answer else None
    if tree is None:
        return []
    told = _told(tree)
    urls = {value for part in tree.iter() for name in _NAMES if (value := part.get(name)) and part.tag != "script"}
    return [(_place(url), told) for url in urls] if any(told) else []


def _told(tree: etree._Element) -> Told:
    frame, page = tree.find(".//iframe[@title]"), tree.find(".//blockquote[@class='wp-embedded-content']//a")
    title = (frame.get("title") or "") if frame is not None else words_of(page) if page is not None else ""
    words = next((part for part in tree.iterfind(".//blockquote//p") if _line(words_of(part))), None)
    if words is None or page is not None:
        return Told(_line(title)[:MAX_TITLE], "", "")
    author = _AUTHOR.match(words.tail or "")
    return Told(_line(title)[:MAX_TITLE], author[1] if author else "", _line(words_of(words))[:MAX_DESCRIPTION])


def _line(text: str) -> str:
    return " ".join(text.split())


def _place(url: str) -> str:
    """One spelling for the addresses of one thing."""
    url = people_url(f"https:{url}" if url.startswith("//") else url)
    parts = split(url)
    host = parts.netloc.lower().removeprefix("www.").removeprefix("mobile.").removeprefix("m.")
    if host == "youtu.be":
        return f"youtube.com {parts.path.strip('/')}"
    if host == "youtube.com" and (match := _YOUTUBE.search(url)):
        return f"youtube.com {match[1]}"
    return f"{'twitter.com' if host == 'x.com' else host}{parts.path.rstrip('/')}"
