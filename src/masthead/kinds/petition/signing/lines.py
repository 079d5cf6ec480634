"""What people wrote, made tidy: the same for a form, a list on paper and a table."""

from __future__ import annotations

import unicodedata
from typing import Final

import regex  # type: ignore[import-untyped]

_JOINERS: Final = "\u200c\u200d\ufe0f"
"""Of the invisible characters, those that words and pictures are written with."""
# Controls, marks that turn the direction of what follows, what no font shows: fillers, selectors, the blank of Braille.
_UNSEEN: Final = regex.compile(rf"[\p{{C}}\p{{Zl}}\p{{Zp}}\p{{DI}}\u2800--[\n\t{_JOINERS}]]", regex.V1)
# No language sets so many on one letter; and to put thousands in order takes Unicode's way of spelling seconds.
_TOWER: Final = regex.compile(r"(\p{M}{6})\p{M}+")
_MARKS: Final = regex.compile(r"(\w?[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip  # noqa: E501
# By `str.strip`: a pattern for the end of a line tries at each of thousands of spaces.
_ENDS: Final = _JOINERS + "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())


def line(text: str) -> str:
    return " ".join(lines(text).split())


def lines(text: str) -> str:
    """Text in one spelling, without what cannot be seen."""
    seen = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    spelled = unicodedata.normalize("NFC", _TOWER.sub(r"\1", seen))
    return str(_MARKS.sub(r"\1", spelled)).strip(_ENDS)
