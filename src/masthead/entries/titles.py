"""Titles: the document's title, and labels for what has no title of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from masthead.entries.cutting import cut_words
from masthead.entries.excerpts import beginning
from masthead.entries.languages import Direction, direction
from masthead.entries.rendering import Blocks
from masthead.entries.richtext import one_line

LABEL_WORDS: Final = 10

SEPARATOR: Final = " – "
# A full-width bar is what Chinese and Japanese sites part titles with.
SEPARATORS: Final = {"ja": "｜", "zh": "｜", "yue": "｜"}

FSI, PDI, LRM, RLM = "\u2068", "\u2069", "\u200e", "\u200f"

# Left by a template or a plugin that nobody filled in, and WordPress's names for what has no name.
_PLACEHOLDER: Final = re.compile(
    r"\{\{.*\}\}|\{%.*%\}|\$?\{[^{}]*\}|%\([^()]*\)[sd]|%[sd]|%%?[a-z_]+%%?|\[[a-z]+_[a-z_]+\]"
    r"|\(no title\)|\(untitled\)|auto draft",
    re.IGNORECASE,
)
# Within a title these would reach out of their part and turn the next one round.
_BIDI_CONTROLS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OF_DIRECTION: Final[dict[Direction, frozenset[str]]] = {
    "ltr": frozenset({"L"}),
    "rtl": frozenset({"R", "AL"}),
}


def document_title(parts: Sequence[str], language: str) -> str:
    """Join the parts of a document's title, from the page outwards: page, blog, site.

    Parts that are empty, unfilled placeholders or said before are left out. The order in memory is the same in
    every language: the text's direction turns it round for the eye. Where a part holds letters of the other
    direction it is isolated (FSI … PDI), and a mark of the language's direction goes first, because browsers
    take a title's direction from its first strong letter and no `dir` reaches a tab.
    """
    shown = _distinct(filter(None, map(_cleaned, parts)))
    own = direction(language)
    isolated = [_isolated(part, own) for part in shown]
    joined = _separator(language).join(isolated)
    if isolated == shown:
        return joined
    return (RLM if own == "rtl" else LRM) + joined


def first_words(text: str, limit: int = LABEL_WORDS, *, language: str = "") -> str:
    """Give the first words of a text on one line, with an ellipsis if any are left out."""
    return cut_words(one_line(text), words=limit, language=language).text


def list_label(headline: str, blocks: Blocks, *, language: str, limit: int = LABEL_WORDS) -> str:
    """Give what names an entry in lists: its headline, else its first words; "" if it has neither."""
    own = _cleaned(headline)
    if own:
        return own
    text, goes_on = beginning(blocks, reach=limit * 12)
    return cut_words(text, words=limit, language=language, goes_on=goes_on).text


def _cleaned(part: str) -> str:
    text = _BIDI_CONTROLS.sub("", one_line(part)).strip()
    if _PLACEHOLDER.fullmatch(text) or not any(map(_is_seen, text)):
        return ""
    return text


def _is_seen(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) != "Cf"


def _distinct(parts: Iterable[str]) -> list[str]:
    seen: dict[str, str] = {}
    for part in parts:
        seen.setdefault(part.casefold(), part)
    return list(seen.values())


def _isolated(part: str, own: Direction) -> str:
    if own == "ltr" and part.isascii():
        return part
    other = _OF_DIRECTION["ltr" if own == "rtl" else "rtl"]
    differs = any(unicodedata.bidirectional(character) in other for character in part)
    return f"{FSI}{part}{PDI}" if differs else part


def _separator(language: str) -> str:
    return SEPARATORS.get(language.replace("_", "-").split("-")[0].lower(), SEPARATOR)
