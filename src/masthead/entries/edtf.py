"""Dates as exact as they are known: EDTF, ISO 8601-2, as https://www.loc.gov/standards/datetime/ has it.

Of its levels 0 and 1 what people know of a source or a memory: a day, a month, a season or a year of the Gregorian
calendar; a year whose last digits nobody knows (`198X`); each of them uncertain (`?`), approximate (`~`) or both (`%`);
and spans of two of them, also without an end (`1984/..`) or with an end that nobody knows (`1984/`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from masthead.entries.calendars import is_persian
from masthead.entries.languages import (
    format_date,
    gregorian_month,
    gregorian_year,
    join_span,
    strings,
)

LONGEST: Final = 40
_POINT: Final = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)")
_DIGITS: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_SEASONS: Final[Mapping[int, str]] = MappingProxyType({21: "spring", 22: "summer", 23: "autumn", 24: "winter"})
_SOLAR_HIJRI: Final = 622
"""The Gregorian year in which the years of the Persian calendar begin."""

Doubt = Literal["", "?", "~", "%"]
End = Literal["", ".."]
"""An end that nobody knows, or that there is not."""


class Point(NamedTuple):
    """A date; what nobody knows of it is 0."""

    year: str  # four characters; the last one or two may be X
    month: int = 0  # 21 to 24 is a season
    day: int = 0
    doubt: Doubt = ""

    @property
    def iso(self) -> str:
        """As `<time datetime>` and schema.org have it; empty for what they have no spelling for."""
        if "X" in self.year or self.month > 12 or self.year == "0000":
            return ""
        return "-".join((self.year, *(f"{part:02}" for part in (self.month, self.day) if part)))


class Known(NamedTuple):
    """A date, or a span of two."""

    start: Point | End
    end: Point | End | None = None  # None: no span

    @property
    def point(self) -> Point | None:
        """The one date that this is; None for a span."""
        return self.start if self.end is None and isinstance(self.start, Point) else None

    @property
    def year(self) -> str:
        """The year that lists sort by and citations begin with; empty if no digit of it may be relied on."""
        first = next((point for point in (self.start, self.end) if isinstance(point, Point)), None)
        return first.year if first and "X" not in first.year else ""

    @property
    def iso(self) -> str:
        """As machines have a date; of a span as ISO 8601 has one."""
        if self.end is None:
            return self.point.iso if self.point else ""
        ends = [each.iso if isinstance(each, Point) else each for each in (self.start, self.end)]
        return "/".join(ends) if all(ends) else ""


def normalised(text: str) -> str:
    """What somebody typed, with plain digits and no spaces."""
    return "".join(text.translate(_DIGITS).upper().split())


def parse(text: object) -> Known | None:
    """Read a date; None for what is none, or no day of any year."""
    if not isinstance(text, str) or not text or len(text) > LONGEST:
        return None
    first, slash, second = text.partition("/")
    if not slash:
        point = _point(first)
        return Known(point) if point else None
    ends = [_end(first), _end(second)]
    if None in ends or not any(isinstance(end, Point) for end in ends):
        return None
    start, end = ends
    if isinstance(start, Point) and isinstance(end, Point) and _earliest(end) < _earliest(start):
        return None
    return Known(start or "", end or "")


def _end(text: str) -> Point | End | None:
    if text == "":
        return ""
    return ".." if text == ".." else _point(text)


def _point(text: str) -> Point | None:
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    year, month, day, doubt = found.groups()
    known = Point(year, _number(month), _number(day), doubt)  # type: ignore[arg-type]  # as the pattern says
    if known.month == 0 and known.day:
        return None
    if known.month > 12 and (known.month not in _SEASONS or day):
        return None
    return known if known.month > 12 or _is_day(known, month, day) else None


def _number(part: str | None) -> int:
    return 0 if part in (None, "XX") else int(part or 0)


def _is_day(known: Point, month: str | None, day: str | None) -> bool:
    if month == "00" or day == "00":
        return False
    # Of an unknown year: a leap year, so that 29 February may be.
    year = int(known.year) if "X" not in known.year else 2000
    try:
        datetime.date(year or 2000, known.month or 1, known.day or 1)
    except ValueError:
        return False
    return True


def _earliest(point: Point) -> tuple[int, int, int]:
    season = {21: 3, 22: 6, 23: 9, 24: 12}
    return int(point.year.replace("X", "0")), season.get(point.month, point.month), point.day


# ---- in words -----------------------------------------------------------------------------------


class _Said:
    """Says a date in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, message: str, **values: str) -> str:
        return strings(self.language).gettext(message) % values

    def known(self, known: Known) -> str:
        if known.end is None:
            return self.point(known.start) if isinstance(known.start, Point) else ""
        if isinstance(known.start, Point) and isinstance(known.end, Point):
            return join_span(self.point(known.start), self.point(known.end), self.language)
        if isinstance(known.start, Point):
            date = self.point(known.start)
            open_end = known.end == ".."
            return self.say("since %(date)s", date=date) if open_end else self.say("%(date)s or later", date=date)
        if isinstance(known.end, Point):
            date = self.point(known.end)
            open_start = known.start == ".."
            return self.say("until %(date)s", date=date) if open_start else self.say("%(date)s or earlier", date=date)
        return ""

    def point(self, point: Point) -> str:
        date = self.plain(point)
        if point.doubt == "?":
            return self.say("probably %(date)s", date=date)
        if point.doubt == "~":
            return self.say("about %(date)s", date=date)
        return self.say("probably about %(date)s", date=date) if point.doubt else date

    def plain(self, point: Point) -> str:
        if "X" in point.year:
            return self.unknown_year(point.year)
        year = int(point.year)
        if point.month > 12:
            return self.season(point.month, gregorian_year(year, self.language))
        if not point.month or not year:
            return gregorian_year(year, self.language)
        if not point.day or (is_persian(self.language) and year < _SOLAR_HIJRI):
            return gregorian_month(year, point.month, self.language)
        return format_date((year, point.month, point.day), self.language)

    def season(self, month: int, year: str) -> str:
        if month == 21:
            return self.say("spring %(year)s", year=year)
        if month == 22:
            return self.say("summer %(year)s", year=year)
        return self.say("autumn %(year)s", year=year) if month == 23 else self.say("winter %(year)s", year=year)

    def unknown_year(self, year: str) -> str:
        first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
        if last - first == 9:
            return self.say("%(year)ss", year=gregorian_year(first, self.language))
        return join_span(gregorian_year(first, self.language), gregorian_year(last, self.language), self.language)


def in_words(text: str, language: str) -> str:
    """Say a date as readers do, days in the calendar of their language: `autumn 1984`. What is no date stays."""
    known = parse(text)
    return _Said(language).known(known) if known else text
