"""Cutting a text short: between words where there are words, never within a grapheme.

A grapheme is what a reader takes for one character (UAX 29, `\\X`): an emoji of five code points, a letter with
its marks. A zero-width non-joiner parts no words, so Persian words stay whole.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import regex  # type: ignore[import-untyped]

# Written without spaces: there, two graphemes count as a word, as in WordPress's 110 letters for 55 words.
_UNSPACED: Final = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
_TOKEN: Final = regex.compile(rf"(?=[{_UNSPACED}])\X|(?:(?![{_UNSPACED}\s])\X)+|\s+", regex.VERSION1)
_UNSPACED_START: Final = regex.compile(f"[{_UNSPACED}]")
_GRAPHEME: Final = regex.compile(r"\X")
_LETTER: Final = regex.compile(r"[\p{L}\p{N}\p{S}]")
# What would look lost before an ellipsis: commas, colons, dashes, opening brackets.
_DANGLING: Final = regex.compile(r"[\s,;:،؛、，；：\p{Ps}\p{Pd}]")

GRAPHEMES_A_WORD: Final = 8

# CLDR's <ellipsis> patterns, which Babel does not carry: "final" is {0}… in every language, "word-final" is
# {0} … but in these. The space is made a no-break one, so that no line begins with the dots.
CLOSE_ELLIPSIS: Final = frozenset({"zh", "yue", "ja"})


class Cut(NamedTuple):
    text: str
    cut: bool  # something was left out


def cut_words(text: str, *, words: int, language: str, goes_on: bool = False) -> Cut:
    """Give the first words of a text of one line, with the language's ellipsis if any are left out.

    Besides `words`, no more than eight graphemes for each of them are kept, so that a text of endless words
    is cut too. `goes_on` says that the text itself is already the beginning of a longer one.
    """
    text = text.strip()
    end = _end(text, words)
    if end == len(text) and not goes_on:
        return Cut(text, cut=False)
    kept = _without_dangling(text[:end].rstrip())
    between_words = end == len(text) or text[end].isspace()
    return Cut(kept + ellipsis(kept, language, between_words=between_words), cut=True)


def _end(text: str, words: int) -> int:
    end, cost, graphemes = 0, 0.0, 0
    for match in _TOKEN.finditer(text):
        token: str = match[0]
        if not token.isspace():
            cost += _cost(token)
            room = words * GRAPHEMES_A_WORD - graphemes
            if cost > words:
                return end
            if length(token) > room:
                # Only an endless word is cut in itself.
                return end or _index(token, room)
            end = match.end()
        graphemes += length(token)
    return len(text)


def _cost(token: str) -> float:
    if _UNSPACED_START.match(token):
        return 0.5
    return 1 if _LETTER.search(token) else 0


def length(text: str) -> int:
    """Count graphemes."""
    return len(text) if text.isascii() else len(_GRAPHEME.findall(text))


def _index(text: str, graphemes: int) -> int:
    ends = [match.end() for match in _GRAPHEME.finditer(text)]
    return ends[graphemes - 1] if graphemes > 0 else 0


def _without_dangling(text: str) -> str:
    if not _DANGLING.match(text[-1:]):
        return text
    graphemes = _GRAPHEME.findall(text)
    while graphemes and _DANGLING.fullmatch(graphemes[-1]):
        graphemes.pop()
    return "".join(graphemes)


def ellipsis(text: str, language: str, *, between_words: bool) -> str:
    """Give what a text that is cut at its end is followed by; nothing if it ends in dots already."""
    if text.endswith(("…", "...")):
        return ""
    close = not between_words or language.replace("_", "-").split("-")[0].lower() in CLOSE_ELLIPSIS
    return "…" if close or not text else "\N{NO-BREAK SPACE}…"
