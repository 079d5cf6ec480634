"""A source as BibTeX (https://ctan.org/pkg/bibtex), with the fields of biblatex that say what BibTeX has none for.

The file is UTF-8, as biber and every reference manager reads it. What TeX would take for a command is written so that
it is shown; braces come in pairs, as BibTeX counts them even behind a backslash.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from masthead.kinds.passage.sources import Name, Source

_TEX: Final = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", **{sign: rf"\{sign}" for sign in "&%$#_"},
}  # fmt: skip
_CONTAINERS: Final = {"article": "journal", "incollection": "booktitle", "misc": "howpublished"}
_PUBLISHERS: Final = {"techreport": "institution", "booklet": "howpublished", "misc": "publisher"}
# Two words that part one name from the next stand between spaces; within a name braces keep them.
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
_PLAIN: Final = re.compile(r"(?:[^\W_]+[.'’\u200c-]*\s?)+")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def written(source: Source, key: str) -> str:
    """The file: one entry."""
    kind = source.sorted.bibtex
    fields = {
        "author": _names(source.authors),
        "editor": _names(source.editors),
        "title": _title(source.title),
        _CONTAINERS.get(kind, "booktitle"): escaped(source.container),
        "volume": escaped(source.volume),
        "number": escaped(source.issue),
        "edition": escaped(source.edition),
        _PUBLISHERS.get(kind, "publisher"): escaped(source.publisher),
        "address": escaped(source.place),
        **_dated(source),
        "pages": escaped(re.sub(r"\s*[-–—]+\s*", "--", source.pages)),
        "library": escaped(", ".join(filter(None, (source.archive, source.shelf_mark)))),
        "url": _address(source.link or source.archived),
        "urldate": source.seen,
        "note": rf"Archived copy: \url{{{_address(source.archived)}}}" if source.archived and source.link else "",
        "language": escaped(source.language),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    month = source.known.point.month if source.known and source.known.point else 0
    if 0 < month <= 12:
        lines.append(f"  month = {_MONTHS[month - 1]}")
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def escaped(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)


def _title(title: str) -> str:
    """In a second pair of braces: styles shall not change its capitals."""
    return f"{{{escaped(title)}}}" if title else ""


def _names(names: tuple[Name, ...]) -> str:
    return " and ".join(_name(name) for name in names)


def _name(name: Name) -> str:
    """What a whole name, a sign or an “and” would be taken for otherwise is kept together by braces."""
    if not name.given:
        return f"{{{escaped(name.family)}}}"
    return f"{_part(name.family)}, {_part(name.given)}"


def _part(part: str) -> str:
    plain = _PLAIN.fullmatch(part) is not None and _AND.search(f" {part} ") is None
    return escaped(part) if plain else f"{{{escaped(part)}}}"


def _dated(source: Source) -> dict[str, str]:
    """`date` is EDTF, as biblatex reads it; `year` is for everybody else."""
    known = source.known
    if known is None:
        return {"year": escaped(source.date_as_given)}
    return {"date": source.date, "year": known.year}


def _address(url: str) -> str:
    """biblatex and the package url take addresses as they are, but for what would end the field or begin a comment."""
    return quote(url, safe="/?&=;,:@!$'()*+~-._#[]%") if url else ""
