"""Quotation marks."""

from __future__ import annotations

from typing import Final

from masthead.entries.languages import direction

# CLDR's, which Babel does not carry, where they are not “ ” or, from right to left, « ».
MARKS: Final = {
    **dict.fromkeys(("bg", "cs", "da", "de", "et", "is", "lt", "sk", "sl"), ("„", "“")),
    **dict.fromkeys(("hr", "hu", "pl", "ro", "sr"), ("„", "”")),
    **dict.fromkeys(("be", "el", "es", "hy", "it", "no", "nb", "nn", "ru", "uk"), ("«", "»")),
    **dict.fromkeys(("fi", "sv"), ("”", "”")),
    **dict.fromkeys(("ja", "zh", "yue"), ("「", "」")),
    "fr": ("«\u202f", "\u202f»"),
    "he": ("”", "”"),
}


def in_marks(words: str, language: str) -> str:
    """In the quotation marks of the words' language."""
    main = language.split("-")[0]
    opening, closing = MARKS.get(main) or (("«", "»") if direction(language) == "rtl" else ("“", "”"))
    return f"{opening}{words}{closing}"
