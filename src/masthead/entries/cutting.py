"""Cutting a text short: between words where there are words, never within a grapheme.

A grapheme is what a reader takes for one character (UAX 29, `\\X`): an emoji of five code points, a letter with
its marks. A zero-width non-joiner parts no words, so Persian words stay whole.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import regex  # type: ignore[import-untyped]

# Thai, Lao, Tibetan, Burmese, Khmer, kana, bopomofo, Han: written without spaces. There two graphemes count as a
# word, as in WordPress's 110 letters for 55 words.
_UNSPACED: Final = (
    "\u0e01-\u0fff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00016fe0-\U00018dff\U0001aff0-\U0001b16f\U00020000-\U0003fffd"
)
# A no-break space parts no words: "10 km" is cut before or after.
_SPACE: Final = " \t-\r\x1c-\x1f\x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000"
_WORD: Final = re.compile(f"[^{_SPACE}]+")
_SPACE_START: Final = re.compile(f"[{_SPACE}]")
_UNSPACED_START: Final = re.compile(f"[{_UNSPACED}]")
_TOKEN: Final = regex.compile(rf"(?=[{_UNSPACED}])\X|(?:(?![{_UNSPACED}{_SPACE}])\X)+|(?P<space>[{_SPACE}]+)")
_GRAPHEME: Final = regex.compile(r"\X")
# Punctuation that stands alone, as French has it, is no word.
_COUNTS: Final = re.compile(r"[^!-/:-@\[-`{-~\xa1-\xbf\u2010-\u205e،؛؟٪-٭۔\u3001-\u3003\u3008-\u3020\uff01-\uff0f]")
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
    between_words = end == len(text) or bool(_SPACE_START.match(text[end]))
    return Cut(kept + ellipsis(kept, language, between_words=between_words), cut=True)


def _end(text: str, words: int) -> int:
    end = _end_of_words(text, words)
    if end <= words * GRAPHEMES_A_WORD and (text.isascii() or not _UNSPACED_START.search(text, 0, end)):
        return end
    return _end_of_graphemes(text, words)


def _end_of_words(text: str, words: int) -> int:
    end = counted = 0
    for match in _WORD.finditer(text):
        counted += 1 if _COUNTS.search(match[0]) else 0
        if counted > words:
            return end
        end = match.end()
    return len(text)


def _end_of_graphemes(text: str, words: int) -> int:
    end, cost, graphemes = 0, 0.0, 0
    for match in _TOKEN.finditer(text):
        token: str = match[0]
        size = length(token)
        if not match["space"]:
            cost += _cost(token)
            room = words * GRAPHEMES_A_WORD - graphemes
            if cost > words:
                return end
            if size > room:
                # Only an endless word is cut in itself.
                return end or _index(token, room)
            end = match.end()
        graphemes += size
    return len(text)


def _cost(token: str) -> float:
    if _UNSPACED_START.match(token):
        return 0.5
    return 1 if _COUNTS.search(token) else 0


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
