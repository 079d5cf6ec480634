"""Dates in the calendar that a source is written in.

A cell holds a date as EDTF has it (`masthead.entries.edtf`); one of another calendar names it behind, as RFC 9557 does:
`1367-05-06[u-ca=persian]`. What nobody understands stays in the words of the source.
"""

from __future__ import annotations

import datetime
import re
from typing import Final, NamedTuple

from masthead.entries import edtf
from masthead.entries.calendars import BEFORE_ORDINALS, EPOCH, is_persian, persian
from masthead.entries.languages import (
    date_span,
    format_date,
    format_month,
    format_year,
    gregorian_year,
    join_span,
    strings,
)

BEGINNING: Final = 623
"""The first whole year of ours that the Persian calendar reaches."""
CALENDARS: Final = ("gregorian", "persian", "islamic-civil", "julian")
_CELL: Final = re.compile(r"(.+)\[u-ca=([a-z-]+)\]")
_POINT: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_YEAR_FIRST: Final = re.compile(r"([0-9]{3,4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?([?~%]?)")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})([?~%]?)")
_TIME: Final = re.compile(r"T?00:00(:00)?(\.0+)?$")


class Point(NamedTuple):
    """A date of a calendar that is not the Gregorian one; 0 for what nobody knows of it."""

    year: int
    month: int
    day: int
    doubt: str


def read(text: str, calendar: str) -> str | None:
    """What somebody wrote as a cell holds it; None if it is not understood."""
    plain = _TIME.sub("", edtf.normalised(text))
    known = _CELL.fullmatch(text.strip())
    if known and known[2] in CALENDARS:
        plain, calendar = edtf.normalised(known[1]), known[2]
    if found := _DAY_FIRST.fullmatch(plain):
        plain = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}{found[4]}"
    elif found := _YEAR_FIRST.fullmatch(plain):
        plain = (
            "-".join(filter(None, (f"{found[1]:0>4}", f"{found[2]:0>2}", found[3] and f"{found[3]:0>2}"))) + found[4]
        )
    if calendar == "gregorian":
        return plain if edtf.parse(plain) else None
    cell = f"{plain}[u-ca={calendar}]"
    return cell if calendar in CALENDARS and _own(cell) else None


def _own(cell: str) -> tuple[str, tuple[Point, ...]] | None:
    """The calendar of a cell that names one, and the one or two dates."""
    known = _CELL.fullmatch(cell)
    if known is None or known[2] not in CALENDARS[1:]:
        return None
    ends = [_point(part, known[2]) for part in known[1].split("/")]
    points = tuple(point for point in ends if point)
    return (known[2], points) if len(points) == len(ends) <= 2 else None


def _point(text: str, calendar: str) -> Point | None:
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    point = Point(int(found[1]), int(found[2] or 0), int(found[3] or 0), found[4])
    if found[2] and not 1 <= point.month <= 12:
        return None
    if found[3] and not 1 <= point.day <= _days(calendar, point.year, point.month):
        return None
    return point if point.year else None


def _julian_day(calendar: str, year: int, month: int, day: int) -> int:
    if calendar == "persian":
        before = (month - 1) * 31 if month < 7 else (month - 1) * 30 + 6
        return EPOCH + 365 * (year - 1) + (8 * year + 21) // 33 + before + day - 1
    if calendar == "islamic-civil":
        return (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day + 1948440 - 385
    march, shifted = (month + 9) % 12, year + 4800 - (14 - month) // 12
    return day + (153 * march + 2) // 5 + 365 * shifted + shifted // 4 - 32083


def _first(calendar: str, point: Point) -> datetime.date:
    number = _julian_day(calendar, point.year, point.month or 1, point.day or 1)
    return datetime.date.fromordinal(min(max(number - BEFORE_ORDINALS, 1), datetime.date.max.toordinal()))


def _last(calendar: str, point: Point) -> datetime.date:
    if point.day:
        return _first(calendar, point)
    year, month = (point.year, point.month + 1) if 0 < point.month < 12 else (point.year + 1, 1)
    return _first(calendar, Point(year, month, 1, "")) - datetime.timedelta(days=1)


def _days(calendar: str, year: int, month: int) -> int:
    return (
        _last(calendar, Point(year, month, 0, "")).toordinal()
        - _first(calendar, Point(year, month, 1, "")).toordinal()
        + 1
    )


def first_day(cell: str) -> str:
    """The first day that a date may mean, of eight digits, for sorting; empty for what is no date."""
    if own := _own(cell):
        return f"{_first(own[0], own[1][0]):%Y%m%d}".rjust(8, "0")
    known = edtf.parse(cell)
    point = next((each for each in (known.start, known.end) if isinstance(each, edtf.Point)), None) if known else None
    if point is None:
        return ""
    month = {21: 3, 22: 6, 23: 9, 24: 12}.get(point.month, point.month)
    return f"{point.year.replace('X', '0')}{month:02}{point.day:02}"


def iso(cell: str) -> str:
    """As `<time datetime>` and schema.org have it: a day, month or year of the Gregorian calendar; else empty."""
    if own := _own(cell):
        calendar, points = own
        return _first(calendar, points[0]).isoformat() if len(points) == 1 and points[0].day else ""
    known = edtf.parse(cell)
    return known.point.iso if known and known.point else ""


def year(cell: str, language: str) -> int:
    """The year as the readers of a language count; 0 if nobody knows it."""
    if own := _own(cell):
        if own[0] == "persian" and is_persian(language):
            return own[1][0].year
        return _year_of(_first(*_whole(own)), language)
    known, digits = edtf.parse(cell), first_day(cell)
    if known is None or not known.year:
        return 0
    month, day = int(digits[4:6]), int(digits[6:])
    if not is_persian(language) or int(known.year) < BEGINNING:
        return int(known.year)
    # A year alone lies in two of theirs; the one that most of it lies in stands for it.
    return persian(datetime.date(int(known.year), month or 7, day or 1)).year


def _whole(own: tuple[str, tuple[Point, ...]]) -> tuple[str, Point]:
    calendar, (point, *_) = own
    return calendar, point if point.month else point._replace(month=7)


def _year_of(date: datetime.date, language: str) -> int:
    return persian(date).year if is_persian(language) and date.year >= BEGINNING else date.year


def in_words(cell: str, language: str) -> str:
    """A date as readers say it, days in the calendar of their language; what is none stays as it is."""
    own = _own(cell)
    if own is None:
        return edtf.in_words(cell, language)
    calendar, points = own
    said = [_said(calendar, point, language) for point in points]
    return said[0] if len(said) == 1 else join_span(said[0], said[1], language)


def _said(calendar: str, point: Point, language: str) -> str:
    say = strings(language).gettext
    doubts = {"?": say("probably %(date)s"), "~": say("about %(date)s"), "%": say("probably about %(date)s")}
    return doubts.get(point.doubt, "%(date)s") % {"date": _plain(calendar, point, language)}


def _plain(calendar: str, point: Point, language: str) -> str:
    first, last = _first(calendar, point), _last(calendar, point)
    if calendar == "persian" and is_persian(language) and not point.day:
        return (
            format_month(point.year * 100 + point.month, language) if point.month else format_year(point.year, language)
        )
    if is_persian(language) and first.year < BEGINNING:
        return gregorian_year(first.year, language)
    if point.day:
        return format_date(first, language)
    if point.month:
        return date_span(first, last, language)
    return join_span(
        format_year(_year_of(first, language), language), format_year(_year_of(last, language), language), language
    )
