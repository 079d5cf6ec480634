"""What a passage is taken from, as it is stored: pure values, for pages, citations and exports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from masthead.entries.edtf import Known, in_words, parse
from masthead.entries.languages import direction, format_number, join_list
from masthead.entries.richtext import foreign_direction, one_line, visible, website_of
from masthead.kinds.passage.marks import in_marks

_NUMBERS: Final = re.compile(r"[0-9]+(?:\s*[–-]\s*[0-9]+)?")
_COMMA: Final = re.compile(r"\s*[,،]\s*")


class Sort(NamedTuple):
    """One type of source, in the words of those who read exports."""

    csl: str  # https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
    bibtex: str
    ris: str  # https://en.wikipedia.org/wiki/RIS_(file_format)#Type_of_reference
    schema: str  # https://schema.org
    whole: str  # of what it stands in, in schema.org's words; empty: it stands alone


SORTS: Final[Mapping[str, Sort]] = MappingProxyType(
    {
        "newspaper": Sort("article-newspaper", "article", "NEWS", "NewsArticle", "Newspaper"),
        "magazine": Sort("article-magazine", "article", "MGZN", "Article", "Periodical"),
        "journal": Sort("article-journal", "article", "JOUR", "ScholarlyArticle", "Periodical"),
        "book": Sort("book", "book", "BOOK", "Book", ""),
        "chapter": Sort("chapter", "incollection", "CHAP", "Chapter", "Book"),
        "report": Sort("report", "techreport", "RPRT", "Report", ""),
        "pamphlet": Sort("pamphlet", "booklet", "PAMP", "CreativeWork", ""),
        "letter": Sort("personal_communication", "misc", "PCOMM", "Message", ""),
        "manuscript": Sort("manuscript", "unpublished", "UNPB", "Manuscript", ""),
        "document": Sort("document", "misc", "GEN", "CreativeWork", "Collection"),
        "webpage": Sort("webpage", "misc", "ELEC", "WebPage", "WebSite"),
    }
)
OTHER: Final = "document"
"""What a source is whose type nobody knows."""


class Name(NamedTuple):
    """Somebody who made a source."""

    family: str
    given: str = ""  # empty: the name is one whole, as an organisation's

    @property
    def inverted(self) -> str:
        """As libraries sort it."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def spoken(self) -> str:
        return f"{self.given} {self.family}" if self.given else self.family


class Source(NamedTuple):
    """Where a passage stands."""

    sort: str
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    title: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    date: str = ""  # EDTF
    date_as_given: str = ""
    pages: str = ""
    archive: str = ""
    shelf_mark: str = ""
    link: str = ""  # of the web, or empty
    archived: str = ""
    seen: str = ""  # EDTF
    language: str = ""

    @property
    def sorted(self) -> Sort:
        return SORTS[self.sort]

    @property
    def known(self) -> Known | None:
        """When it was made, if that is a date."""
        return parse(self.date)

    def is_nothing(self) -> bool:
        """Whether nothing says what the source is."""
        return not (self.title or self.container or self.authors or self.archive)


def source_of(row: Mapping[str, object], language: str) -> Source:
    """Read the stored columns, whatever they hold. Addresses that no link may lead to are none."""
    sort = visible(row.get("sort"))
    lines: dict[str, Any] = {name: _line(row.get(name)) for name in Source._fields}
    return Source(**lines)._replace(
        sort=sort if sort in SORTS else OTHER,
        authors=tuple(names_in(visible(row.get("authors")))),
        editors=tuple(names_in(visible(row.get("editors")))),
        link=website_of(row.get("link")) or "",
        archived=website_of(row.get("archived")) or "",
        seen=lines["seen"] if parse(lines["seen"]) else "",
        language=language,
    )


def _line(value: object) -> str:
    """On one line; what is nothing but spaces of any sort is nothing."""
    return one_line(value).strip()


def names_in(text: str) -> Iterator[Name]:
    """Names, one a line: `Barrow, Ada`, or one whole without a comma."""
    for line in text.splitlines():
        family, *given = map(str.strip, _COMMA.split(_line(line), maxsplit=1))
        if family or any(given):
            yield Name(family or given[0], given[0] if family and given else "")


def names_said(names: tuple[Name, ...], language: str) -> str:
    """Names as a sentence has them: `Ada Barrow and Ben Cole`."""
    return join_list([name.spoken for name in names], language) if names else ""


def said(source: Source, language: str) -> str:
    """The source on one short line: `Josiah Pell, “The lamp tax”, The Ambrel Mercury, 14 March 1911`."""
    title = source.title
    if title and source.container:
        title = in_marks(title, language)
    date = in_words(source.date, language) or source.date_as_given
    kept = "" if source.container or source.publisher else source.archive
    parts = (names_said(source.authors, language), title, source.container, source.publisher, kept, date)
    return comma(language).join(_isolated(part, language) for part in parts if part)


def _isolated(text: str, language: str) -> str:
    """What runs against the line is set apart, so that what stands around it keeps its place (Unicode's FSI, PDI)."""
    return f"\u2068{text}\u2069" if runs_otherwise(text, language) else text


def runs_otherwise(text: str, language: str) -> bool:
    """Whether a text in a line of this language may turn what stands beside it round."""
    way = direction(language)
    words = [text] if way == "rtl" else text.split()
    return any(foreign_direction(word, way) for word in words)


def numerals(text: str, language: str) -> str:
    """A number, or a span of two, with the language's digits; anything else as it is."""
    if not _NUMBERS.fullmatch(text):
        return text
    return re.sub("[0-9]", lambda digit: format_number(int(digit[0]), language), text)


def comma(language: str) -> str:
    return "، " if direction(language) == "rtl" and language.split("-")[0] not in ("he", "yi") else ", "
