from __future__ import annotations

import datetime as dt

import pytest

from masthead.entries.calendars import Day, is_persian, persian

# The first day of spring as Iran's calendar centre announced it.
NOWRUZ = {
    1358: (1979, 3, 21), 1375: (1996, 3, 20), 1376: (1997, 3, 21), 1391: (2012, 3, 20), 1396: (2017, 3, 21),
    1399: (2020, 3, 20), 1400: (2021, 3, 21), 1403: (2024, 3, 20), 1404: (2025, 3, 21), 1408: (2029, 3, 20),
}  # fmt: skip


@pytest.mark.parametrize("year", NOWRUZ)
def test_a_year_begins_on_its_nowruz(year: int) -> None:
    first = dt.date(*NOWRUZ[year])
    assert persian(first) == Day(year, 1, 1)
    assert persian(first - dt.timedelta(days=1))[:2] == (year - 1, 12)


def test_months_have_31_days_then_30_and_the_last_what_is_left() -> None:
    first, days = dt.date(2020, 3, 20), [persian(dt.date(2020, 3, 20) + dt.timedelta(days=n)) for n in range(366)]
    lengths = [sum(day.month == month for day in days) for month in range(1, 13)]
    assert lengths == [31] * 6 + [30] * 6
    assert {day.year for day in days} == {1399}
    assert persian(first + dt.timedelta(days=366)) == Day(1400, 1, 1)


def test_only_persian_counts_so() -> None:
    assert all(map(is_persian, ("fa", "fa-IR", "FA_af")))
    assert not any(map(is_persian, ("far", "en", "", "ps")))


def test_sql_says_the_same(site_database: str) -> None:
    """Each day of two centuries, in the words of the projection."""
    from django.db import connection

    from masthead.entries.projection.definitions import month_of

    start = dt.date(1900, 1, 1)
    days = [start + dt.timedelta(days=n) for n in range(0, 73_000, 3)]
    with connection.cursor() as cursor:
        cursor.execute("create table a_day (day integer, language text)")
        cursor.executemany(
            "insert into a_day values (%s, 'fa-IR')", [(d.year * 10000 + d.month * 100 + d.day,) for d in days]
        )
        months = f"{month_of('d.day', 'd.language')}, {month_of('d.day', 'null')}"
        cursor.execute(f"select {months} from a_day d order by day")
        found = cursor.fetchall()
    assert [row[0] for row in found] == [persian(day).year * 100 + persian(day).month for day in days]
    assert [row[1] for row in found] == [day.year * 100 + day.month for day in days]
