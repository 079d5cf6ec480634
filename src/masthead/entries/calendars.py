"""Calendars: years and months as a blog's language counts them. Persian has the Solar Hijri one, all others Gregorian.

The rule is that of a cycle of 33 years, as in ICU (`i18n/persncal.cpp`): equal to the calendar of Iran and Afghanistan
until 1501, our 2122. The projection says the same in SQL: `masthead.entries.projection.definitions`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

PERSIAN: Final = ("fa",)
"""The languages, by their first subtag, whose readers count by this calendar."""

EPOCH: Final = 1948320
"""The Julian day number of 1 Farvardin 1."""
BEFORE_ORDINALS: Final = 1721425
"""The Julian day number of the day before Python's ordinal 1."""

# Babel has no months of this calendar. CLDR 48, calendar "persian": fa (Iran), fa-AF.
MONTHS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "fa": ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
        "fa-AF": ("حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"),
    }
)


class Day(NamedTuple):
    year: int
    month: int
    day: int


def is_persian(language: str) -> bool:
    """Whether readers of this language count years and months by the Persian calendar."""
    return language.replace("_", "-").split("-")[0].lower() in PERSIAN


def persian(date: datetime.date) -> Day:
    """A day in the Persian calendar: 3 May 2019 is 13 Ordibehesht 1398."""
    days = date.toordinal() + BEFORE_ORDINALS - EPOCH
    year = 1 + (33 * days + 3) // 12053
    of_year = days - (365 * (year - 1) + (8 * year + 21) // 33)
    month = of_year // 31 if of_year < 216 else (of_year - 6) // 30
    first = month * 31 if month < 7 else month * 30 + 6
    return Day(year, month + 1, of_year - first + 1)


def persian_month(month: int, language: str) -> str:
    """The name of a month, 1 to 12."""
    return MONTHS.get(language, MONTHS["fa"])[month - 1]
