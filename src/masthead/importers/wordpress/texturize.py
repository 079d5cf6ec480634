"""WordPress's typography: the quotation marks, dashes and ellipses that readers of the old site saw.

WordPress stores what was typed and changes it each time a page is shown; what was stored is not what anybody read. So
the import applies the same rules once, in the language of the text. They are those that
https://developer.wordpress.org/reference/functions/wptexturize/ describes and its unit tests show:

* text between two tags is looked at alone; nothing changes within pre, code, kbd, tt, script and style;
* a quotation mark opens at the start, after a blank or an opening bracket; after a digit it may be a prime; else it
  closes; a single one within a word, or before a year's two digits, is an apostrophe;
* `--` is an en dash, an em dash between blanks; `---` an em dash; `-` between blanks an en dash; `...` an ellipsis;
  `9x9` a multiplication.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple


class Signs(NamedTuple):
    """What a language writes for each mark."""

    opening: str = "“"
    closing: str = "”"
    single_opening: str = "‘"
    single_closing: str = "’"
    apostrophe: str = "’"
    prime: str = "′"
    double_prime: str = "″"
    en_dash: str = "–"
    em_dash: str = "—"


ENGLISH: Final = Signs()

# Quotation marks by CLDR's delimiters, where they differ from the English; French with the blanks that it wants.
_GUILLEMETS: Final = Signs("«", "»", "“", "”")
_LOW_HIGH: Final = Signs("„", "“", "‚", "‘")
_SIGNS: Final[dict[str, Signs]] = {
    **dict.fromkeys(("ca", "el", "es", "hy", "it", "pt-pt"), _GUILLEMETS),
    **dict.fromkeys(("bg", "cs", "de", "is", "ka", "mk", "sk", "sl", "sr"), _LOW_HIGH),
    **dict.fromkeys(("be", "ru", "uk"), Signs("«", "»", "„", "“")),
    **dict.fromkeys(("ckb", "fa", "ps"), Signs("«", "»", "‹", "›")),
    **dict.fromkeys(("nb", "nn", "no"), Signs("«", "»", "‘", "’")),
    **dict.fromkeys(("fi", "sv"), Signs("”", "”", "’", "’")),
    **dict.fromkeys(("hu", "pl", "ro"), Signs("„", "”", "‚", "’")),
    "fr": Signs("«\u00a0", "\u00a0»", "“", "”"),
    "de-ch": Signs("«", "»", "‹", "›"),
    "ja": Signs("「", "」", "『", "』"),
}

_UNTOUCHED: Final = frozenset({"pre", "code", "kbd", "style", "script", "tt"})
# Marks of comments, of elements (to the next ">", quoted or not), and of blocks that were taken out of the text.
_PART = re.compile("(<!--.*?(?:-->|\\Z)|<[^>]*>?|\ufdd0\\d+\ufdd1)", re.DOTALL)
_NAME = re.compile(r"</?([^\s>/]*)")
_BEGINS_UNTOUCHED = re.compile(f"<(?:{'|'.join(sorted(_UNTOUCHED))})", re.IGNORECASE)

# Stand for marks that are decided, and for one that may close or be a prime.
_OPEN, _APOSTROPHE, _MAYBE = "\ufdd7", "\ufdd8", "\ufdd9"

_BLANK: Final = r"[\r\n\t \u00a0]|&nbsp;"
_AFTER_BLANK: Final = r"(?:(?<=[\r\n\t \u00a0])|(?<=&nbsp;))"
_CLOSES: Final = rf"(?=\Z|[.,:;!?)}}\-\]]|&gt;|{_BLANK})"

_ELISIONS: Final = "tain't twere twas tis twill til bout nuff round cause em"
_ELIDED = re.compile(rf"'({'|'.join(_ELISIONS.split())})")
_YEAR_CLOSES = re.compile(rf"'([0-9][0-9])(['\"]){_CLOSES}")
_YEAR = re.compile(r"'(?=[0-9][0-9](?:\Z|(?![%0-9]|[.,][0-9])))")
_SINGLE_NUMBER = re.compile(rf"(?:\A|{_AFTER_BLANK})'([0-9][.,0-9]*)'")
_SINGLE_OPENS = re.compile(rf"(?:\A|(?<=[(\[{{\"-])|(?<=&lt;)|{_AFTER_BLANK})'")
_IN_WORD = re.compile(
    rf"(?<![\r\n\t \u00a0])(?<!&nbsp;)'(?!\Z|[.,:;!?\"'(){{}}\[\]-]|&[lg]t;|{_BLANK})"
)  # fmt: skip
_DOUBLE_NUMBER = re.compile(rf"(?:\A|{_AFTER_BLANK})\"([0-9][.,0-9]*)\"")
_DOUBLE_OPENS = re.compile(rf"(?:\A|(?<=[(\[{{-])|(?<=&lt;)|{_AFTER_BLANK})\"(?!{_BLANK})")
_CLOSING: Final = {quote: re.compile(quote + _CLOSES) for quote in "'\""}
_PRIME: Final = {quote: re.compile(f"(?<=[0-9]){quote}") for quote in "'\""}
_MAYBE_PRIME = re.compile(f"(?<=[0-9]){_MAYBE}")
_NO_PRIME = re.compile(f"(?<![0-9]){_MAYBE}")

_EM_DASH = re.compile(rf"---|(?:\A|{_AFTER_BLANK})--(?=\Z|{_BLANK})")
_EN_DASH = re.compile(rf"(?<!xn)--|(?:\A|{_AFTER_BLANK})-(?=\Z|{_BLANK})")
# Takes every number whole, so that none is looked at twice.
_TIMES = re.compile(r"([0-9][0-9.,]*+)(?:x([0-9][0-9.,]*+))?")


@cache
def signs_of(language: str) -> Signs:
    """The marks of a language tag (`de_CH`, `fa-IR`): its own, else those of its first part, else the English."""
    tag = language.strip().lower().replace("_", "-")
    return _SIGNS.get(tag) or _SIGNS.get(tag.partition("-")[0]) or ENGLISH


def texturize(html: str, signs: Signs = ENGLISH) -> str:
    """The HTML with its text as WordPress shows it. Tags, comments and code stay letter by letter."""
    parts = _PART.split(html)
    if not _BEGINS_UNTOUCHED.search(html):
        parts[::2] = [_shown(text, signs) for text in parts[::2]]
        return "".join(parts)
    untouched: list[str] = []
    for i, part in enumerate(parts):
        if i % 2:
            _follow(part, untouched)
        elif not untouched:
            parts[i] = _shown(part, signs)
    return "".join(parts)


def _follow(tag: str, untouched: list[str]) -> None:
    """Keep the stack of elements whose text stays: only the innermost can be closed."""
    if tag.startswith("<!--") or not tag.startswith("<"):
        return
    match = _NAME.match(tag)
    name = match[1].lower() if match else ""
    if name not in _UNTOUCHED:
        return
    if not tag.startswith("</"):
        untouched.append(name)
    elif untouched and untouched[-1] == name:
        untouched.pop()


def _shown(text: str, signs: Signs) -> str:
    """One stretch of text between two tags."""
    text = text.replace("...", "…").replace("``", signs.opening).replace("''", signs.closing)
    text = text.replace(" (tm)", " ™")
    if "'" in text:
        text = _singles(text, signs)
    if '"' in text:
        text = _doubles(text, signs)
    if "-" in text:
        text = _EM_DASH.sub(signs.em_dash, text)
        text = _EN_DASH.sub(signs.en_dash, text)
    return _TIMES.sub(_times, text) if "x" in text else text


def _singles(text: str, signs: Signs) -> str:
    text = _ELIDED.sub(lambda m: signs.apostrophe + m[1].replace("'", signs.apostrophe), text)
    closing = {"'": signs.single_closing, '"': signs.closing}
    text = _YEAR_CLOSES.sub(lambda m: _APOSTROPHE + m[1] + closing[m[2]], text)
    text = _YEAR.sub(_APOSTROPHE, text)
    text = _SINGLE_NUMBER.sub(lambda m: _OPEN + m[1] + signs.single_closing, text)
    text = _SINGLE_OPENS.sub(_OPEN, text)
    text = _IN_WORD.sub(_APOSTROPHE, text)
    text = _quoted(text, "'", signs.prime, signs.single_closing)
    return text.replace(_APOSTROPHE, signs.apostrophe).replace(_OPEN, signs.single_opening)


def _doubles(text: str, signs: Signs) -> str:
    text = _DOUBLE_NUMBER.sub(lambda m: _OPEN + m[1] + signs.closing, text)
    text = _DOUBLE_OPENS.sub(_OPEN, text)
    text = _quoted(text, '"', signs.double_prime, signs.closing)
    # What stands beside no blank on either side closes.
    return text.replace('"', signs.closing).replace(_OPEN, signs.opening)


def _quoted(text: str, quote: str, prime: str, closing: str) -> str:
    """Decide between closing marks and primes, opening mark by opening mark."""
    before, *quotations = text.split(_OPEN)
    decided = [_CLOSING[quote].sub(closing, _PRIME[quote].sub(prime, before))]
    decided += [_decided(quotation, quote, prime, closing) for quotation in quotations]
    return _OPEN.join(decided)


def _decided(text: str, quote: str, prime: str, closing: str) -> str:
    """The text behind an opening mark, up to the next: one mark should close, the rest may be primes."""
    if quote not in text:
        return text
    if closing in text:
        return _CLOSING[quote].sub(closing, _PRIME[quote].sub(prime, text))
    text, candidates = _CLOSING[quote].subn(_MAYBE, text)
    if candidates > 1:
        text, plain = _NO_PRIME.subn(closing, text)
        if not plain:
            last = text.rfind(f"{_MAYBE}.")
            last = last if last >= 0 else text.rfind(_MAYBE)
            text = text[:last] + closing + text[last + 1 :]
        text = _MAYBE_PRIME.sub(prime, text)
    return _PRIME[quote].sub(prime, text.replace(_MAYBE, closing))


def _times(match: re.Match[str]) -> str:
    """A number times a number; `0x` begins a number of another sort."""
    first, second, text = match[1], match[2], match.string
    before, behind = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
    if not second or first == "0" or _is_word(before) or not first[-1].isdigit():
        return match[0]
    if _is_word(behind) and second[-1].isdigit():
        return match[0]
    return f"{first}×{second}"


def _is_word(character: str) -> bool:
    return character == "_" or (character.isascii() and character.isalnum())
