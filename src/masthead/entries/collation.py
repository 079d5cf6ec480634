"""Sorting words as the readers of a language do.

A key of hexadecimal digits, so that every database and Python sort alike. Letters count first, then accents, then
case, as the Unicode Collation Algorithm has it (https://www.unicode.org/reports/tr10/); numbers in a text count as
numbers; what is neither letter nor digit parts words. Letters that a language has at another place than Unicode's
order, or as letters of their own, are listed here after CLDR's tailorings
(https://github.com/unicode-org/cldr/tree/main/common/collation).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

VERSION: Final = 1
"""A new one means: keys that were stored are to be made again."""
LETTERS: Final = 30
"""That count of a text: who begins alike for so long stands in any order."""
LAST: Final = "ff"
"""Behind every key: for what has no words."""

_ROOM: Final = 64
_ARABIC: Final = "ء ا ب ة ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي"
_PERSIAN: Final = "ء آ ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ی"
_SORANI: Final = "ئ ا ب پ ت ج چ ح خ د ر ڕ ز ژ س ش ع غ ف ڤ ق ک گ ل ڵ م ن ه ە و ۆ ی ێ"
_URDU: Final = "آ ا ب پ ت ٹ ث ج چ ح خ د ڈ ذ ر ڑ ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن ں و ہ ھ ء ی ے"

ALPHABETS: Final[Mapping[str, str]] = MappingProxyType(
    {"": _ARABIC, "ar": _ARABIC, "fa": _PERSIAN, "ckb": _SORANI, "ur": _URDU}
)
"""Alphabets of the Arabic script; that of Arabic in all languages that are not here."""
SAME: Final = str.maketrans({"ك": "ک", "ى": "ی", "ي": "ی", "ۀ": "ه", "ة": "ه", "ە": "ه", "ہ": "ه"})
"""Letters that are one to readers of Persian, however a keyboard writes them."""
INSERTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sv": "z<å<ä<ö", "fi": "z<å<ä<ö", "da": "z<æ<ø<å", "nb": "z<æ<ø<å", "nn": "z<æ<ø<å", "no": "z<æ<ø<å",
        "is": "d<ð z<þ<æ<ö<å", "et": "w<õ<ä<ö<ü", "es": "n<ñ", "tr": "c<ç g<ğ h<ı o<ö s<ş u<ü",
        "az": "c<ç e<ə g<ğ h<ı o<ö s<ş u<ü", "ku": "c<ç e<ê i<î s<ş u<û", "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
        "cs": "c<č r<ř s<š z<ž", "sk": "a<ä c<č o<ô s<š z<ž", "hu": "o<ö u<ü", "ro": "a<ă<â i<î s<ș t<ț",
        "hr": "c<č<ć d<đ s<š z<ž", "bs": "c<č<ć d<đ s<š z<ž", "sl": "c<č<ć d<đ s<š z<ž", "lt": "c<č s<š z<ž",
        "lv": "c<č g<ģ k<ķ l<ļ n<ņ s<š z<ž", "uk": "г<ґ е<є и<і<ї",
    }
)  # fmt: skip
"""Letters of their own, behind another one."""

_TOKEN: Final = re.compile(r"\d+|\w", re.DOTALL)


@lru_cache(maxsize=64)
def _tailoring(language: str) -> Mapping[str, int]:
    """The weights of letters that do not stand where their number says."""
    first = language.replace("_", "-").split("-")[0].lower()
    alphabet = ALPHABETS.get(first, ALPHABETS[""]).split()
    found = {letter: ord("ء") * _ROOM + place for place, letter in enumerate(alphabet)}
    for chain in INSERTED.get(first, "").split():
        base, *letters = chain.split("<")
        found |= {letter: ord(base) * _ROOM + place for place, letter in enumerate(letters, 1)}
    return found


@lru_cache(maxsize=4096)
def sort_key(text: str, language: str) -> str:
    """Where a text stands among others; `LAST` if it has neither letter nor digit."""
    tailored = _tailoring(language)
    is_persian = language.lower().startswith("fa")
    letters: list[str] = []
    accents: list[str] = []
    cases: list[str] = []
    end = 0
    for token in _TOKEN.finditer(unicodedata.normalize("NFC", text.translate(SAME) if is_persian else text)):
        if len(letters) >= LETTERS:
            break
        if letters and token.start() > end and any(not _is_silent(c) for c in token.string[end : token.start()]):
            letters.append("00000001")
        end = token.end()
        if token[0].isdecimal():
            letters.append(_number(token[0]))
            continue
        base, accent = _letter(token[0].lower(), tailored)
        letters += [f"{tailored.get(each, ord(each) * _ROOM):08x}" for each in base]
        accents.append(f"{accent:04x}")
        cases.append("1" if token[0] != token[0].lower() else "0")
    if not letters:
        return LAST
    return "00000000".join(("".join(letters), "".join(accents).rstrip("0"), "".join(cases).rstrip("0")))


def by_name(language: str) -> Callable[[tuple[Any, ...]], tuple[str, tuple[Any, ...]]]:
    """To sort tuples whose first field is a name, as the `key` of `sorted`; the other fields part equal names."""
    return lambda named: (sort_key(named[0], language), named)


def _is_silent(character: str) -> bool:
    """What stands between letters without parting words: marks, joiners."""
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def _number(digits: str) -> str:
    """A number by its size, before all letters."""
    plain = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0")[:99]
    return f"000002{len(plain):02x}{plain}"


def _letter(letter: str, tailored: Mapping[str, int]) -> tuple[str, int]:
    """The letters that one is made of, and a number for what is on it."""
    if letter in tailored:
        return letter, 0
    whole = unicodedata.normalize("NFKD", letter)
    base = "".join(each for each in whole if not unicodedata.combining(each)) or letter
    marks = [ord(each) for each in whole if unicodedata.combining(each)]
    return base, sum(marks) & 0xFFFF if marks else 0
