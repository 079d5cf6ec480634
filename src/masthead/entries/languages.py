"""Languages: direction, dates, numbers and lists by CLDR, and the interface's own words.

Pure functions of their arguments. A language that CLDR does not know is written about in English; its tag and
direction are kept. Dates are in the calendar that the language's readers count by.

CLDR's data of a language is read from Babel's files at its first use. The files are Babel's own, and its version is
in the press's stamp, so reading them is no read that a query would have to ask for.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from types import MappingProxyType
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from masthead import kind_folders
from masthead.entries.calendars import is_persian, persian, persian_month
from masthead.press.guard import opened

Direction = Literal["ltr", "rtl"]
Day = datetime.date | tuple[int, int, int]

UNKNOWN = "und"  # BCP 47's tag for "not determined"
ENGLISH = "en"
# "en" alone is CLDR's for the United States; a site that means those says en-US.
WORLD_ENGLISH = "en_001"

RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
# Written from right to left, but unknown to Babel.
RTL_LANGUAGES = frozenset({"arc", "bal", "bqi", "dv", "glk", "khw", "luz", "lki", "nqo", "skr", "syr", "yi"})

# The digit zero of CLDR's positional numbering systems; Babel names the system but writes 0 to 9.
ZEROS = MappingProxyType(
    {"arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966, "mymr": 0x1040, "nkoo": 0x7C0,
     "adlm": 0x1E950, "cakm": 0x11136, "olck": 0x1C50, "tibt": 0xF20}
)  # fmt: skip


@lru_cache(maxsize=1024)
def normalised_tag(language: str) -> str:
    """Write a language tag as BCP 47 likes it (`fa_ir` is `fa-IR`); `und` for what is no tag."""
    parts = language.strip().replace("_", "-").split("-")
    if not re.fullmatch(r"[A-Za-z]{2,3}", parts[0]):
        return UNKNOWN
    if not all(re.fullmatch(r"[A-Za-z0-9]{1,8}", part) for part in parts):
        return UNKNOWN
    return "-".join([parts[0].lower(), *map(_normalised_subtag, parts[1:])])


def _normalised_subtag(subtag: str) -> str:
    if len(subtag) == 4 and subtag.isalpha():
        return subtag.title()
    return subtag.upper() if len(subtag) == 2 else subtag.lower()


@lru_cache(maxsize=1024)
def direction(language: str) -> Direction:
    """Tell which way a language is written, also of languages without CLDR data."""
    tag = normalised_tag(language)
    scripts = [part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in RTL_SCRIPTS else "ltr"
    if tag.split("-")[0] in RTL_LANGUAGES:
        return "rtl"
    return "rtl" if _locale(tag).text_direction == "rtl" else "ltr"


def prepare(languages: Iterable[str]) -> None:
    """Read what CLDR says of these languages now, so that later calls open no file."""
    for language in languages:
        format_date((2000, 1, 1), language)
        format_number(1, language)
        join_list(["", "", ""], language)


def format_date(day: Day, language: str) -> str:
    """Write a day in full, `3 May 2019`. A datetime counts with its own zone's day."""
    locale = _locale(language)
    date = day if isinstance(day, datetime.date) else datetime.date(*day)
    if is_persian(language):
        own = persian(date)
        text = f"{own.day} {persian_month(own.month, str(locale).replace('_', '-'))} {own.year}"
        return _with_own_digits(text, locale)
    return _with_own_digits(babel_date(date, "long", locale=locale), locale)


def format_moment(moment: datetime.datetime, language: str) -> str:
    """Write a moment in its own zone, which is named: `3 May 2019, 14:05 CEST`."""
    return f"{format_date(moment, language)}, {format_time(moment, language)} {moment:%Z}"


def format_time(moment: datetime.datetime, language: str) -> str:
    """Write the hour and minute of a moment in its own zone: `14:05`, `۱۴:۰۵`."""
    return _with_own_digits(f"{moment:%H:%M}", _locale(language))


def format_month(month: int, language: str) -> str:
    """Write a month of the language's own calendar, given as six digits: `October 2024`, `مهر ۱۴۰۳`."""
    locale = _locale(language)
    if is_persian(language):
        name = persian_month(month % 100, str(locale).replace("_", "-"))
        return _with_own_digits(f"{name} {month // 100}", locale)
    date = datetime.date(month // 100, month % 100, 1)
    return _with_own_digits(format_skeleton("yMMMM", date, locale=locale), locale)


def format_year(year: int, language: str) -> str:
    """Write a year of the language's own calendar: a number without separators."""
    return _with_own_digits(str(year), _locale(language))


def gregorian_year(year: int, language: str) -> str:
    """Write a year of the Gregorian calendar; where readers count by another one, it is named: `۱۹۸۴ میلادی`."""
    return _named(_with_own_digits(str(year), _locale(language)), language)


def gregorian_month(year: int, month: int, language: str) -> str:
    """Write a month of the Gregorian calendar, in the same way: `October 1984`, `اکتبر ۱۹۸۴ میلادی`."""
    locale = _locale(language)
    # A month need not lie within one of another calendar, so it keeps its own name.
    text = format_skeleton("yMMMM", datetime.date(year, month, 1), locale=locale)
    return _named(_with_own_digits(text, locale), language)


def _named(text: str, language: str) -> str:
    return f"{text} میلادی" if is_persian(language) else text


@lru_cache(maxsize=1024)
def language_name(language: str, reader: str = "") -> str:
    """Name a language as the readers of another do, by default its own; its tag, where CLDR has no name for it."""
    tag = normalised_tag(language)
    if tag == UNKNOWN:
        return tag
    said_in = _locale(reader or tag)
    try:
        with opened():
            name: str | None = Locale.parse(tag, sep="-").get_display_name(said_in)
    except (UnknownLocaleError, ValueError):
        name = said_in.languages.get(tag.split("-")[0])
    return name or tag


def date_span(first: Day, last: Day, language: str) -> str:
    """Write the days that a sheet covers, `3 May 2019 – 8 June 2019`; a single day stands alone. A line may end between
    the two, and not within either."""
    one, other = (format_date(day, language).replace(" ", "\u00a0") for day in (first, last))
    return join_span(one, other, language)


def join_span(one: str, other: str, language: str) -> str:
    """Join the two ends of a span; twice the same stands alone."""
    if one == other:
        return one
    pattern: str = _locale(language).interval_formats[None]
    return pattern.format(one, other)


@lru_cache(maxsize=1024)
def territorial(language: str) -> str:
    """A language with the territory that CLDR thinks of first, as Open Graph wants it: `fa` is `fa_IR`."""
    tag = normalised_tag(language)
    if tag == UNKNOWN:
        return tag
    own = re.search(r"-([A-Z]{2})\b", tag)
    if own:
        return f"{tag.split('-')[0]}_{own[1]}"
    with opened():
        likely = str(get_global("likely_subtags").get(tag.split("-")[0], ""))
    found = re.search(r"_([A-Z]{2})$", likely)
    return f"{tag.split('-')[0]}_{found[1]}" if found else tag


def format_number(number: int | float, language: str) -> str:
    """Write a number with the language's digits and separators."""
    locale = _locale(language)
    return _with_own_digits(format_decimal(number, locale=locale, numbering_system="default"), locale)


def join_list(items: Sequence[str], language: str) -> str:
    """Join names as the language does: `Ada, Ben and Cleo`."""
    return format_list(list(items), locale=_locale(language))


@lru_cache(maxsize=1024)
def strings(language: str) -> NullTranslations:
    """Give the interface's words in a language; in English where there is no catalogue."""
    return CATALOGUES.get(spoken(language), NO_TRANSLATIONS)


def spoken(language: str) -> str:
    """Which language the interface's words are in where this one is wanted."""
    tag = normalised_tag(language)
    while tag not in CATALOGUES and "-" in tag:
        tag = tag.rpartition("-")[0]
    return tag if tag in CATALOGUES else ENGLISH


@lru_cache(maxsize=512)
def _locale(language: str) -> Locale:
    with opened():
        found = _parsed(normalised_tag(language))
        _ = found.text_direction  # reads the data of this language, whole
    return found


def _parsed(tag: str) -> Locale:
    while tag not in (UNKNOWN, ENGLISH):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            tag = tag.rpartition("-")[0] or ENGLISH
    return Locale.parse(WORLD_ENGLISH)


def _with_own_digits(text: str, locale: Locale) -> str:
    zero = ZEROS.get(locale.default_numbering_system or "")
    return text.translate({48 + digit: zero + digit for digit in range(10)}) if zero else text


def read_catalogues(folder: Traversable) -> dict[str, Translations]:
    catalogues = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".po"):
            catalogues[normalised_tag(file.name.removesuffix(".po"))] = _read_catalogue(file)
    return catalogues


def _all_catalogues() -> dict[str, Translations]:
    """The themes' words, and those that each kind brings."""
    found = read_catalogues(files("masthead.themes") / "locale")
    for folder in kind_folders.having("locale"):
        for tag, words in read_catalogues(folder / "locale").items():
            found[tag] = found[tag].merge(words) if tag in found else words
    return found


def _read_catalogue(file: Traversable) -> Translations:
    compiled = BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return Translations(compiled)


NO_TRANSLATIONS = NullTranslations()
CATALOGUES = MappingProxyType(_all_catalogues())
