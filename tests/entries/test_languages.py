from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from masthead.entries.languages import (
    ZEROS,
    date_span,
    direction,
    format_date,
    format_month,
    format_number,
    format_year,
    join_list,
    language_name,
    normalised_tag,
    prepare,
    strings,
    territorial,
)


@pytest.mark.parametrize(
    ("written", "tag"),
    [("en", "en"), ("fa_ir", "fa-IR"), (" FA ", "fa"), ("ZH-hant-tw", "zh-Hant-TW"), ("de-1996", "de-1996"),
     ("", "und"), ("klingon please", "und"), ("f\"a", "und"), ("e", "und"), ("en-", "und")],
)  # fmt: skip
def test_tags_are_written_one_way(written: str, tag: str) -> None:
    assert normalised_tag(written) == tag


@given(st.text())
def test_a_tag_is_safe_and_stays_as_it_is(written: str) -> None:
    tag = normalised_tag(written)
    assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag)
    assert normalised_tag(tag) == tag


@pytest.mark.parametrize(
    ("language", "way"),
    [("en", "ltr"), ("fa", "rtl"), ("fa-AF", "rtl"), ("ar", "rtl"), ("he", "rtl"), ("ur", "rtl"), ("ckb", "rtl"),
     ("ug", "rtl"), ("dv", "rtl"), ("az", "ltr"), ("az-Arab", "rtl"), ("fa-Latn", "ltr"), ("tlh", "ltr"), ("", "ltr")],
)  # fmt: skip
def test_direction_follows_script_and_language(language: str, way: str) -> None:
    assert direction(language) == way


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "3 May 2019"), ("en-GB", "3 May 2019"), ("en-US", "May 3, 2019"), ("fa", "۱۳ اردیبهشت ۱۳۹۸"),
     ("fa-IR", "۱۳ اردیبهشت ۱۳۹۸"), ("fa-AF", "۱۳ ثور ۱۳۹۸"),
     ("de", "3. Mai 2019"), ("fr", "3 mai 2019"), ("tlh", "3 May 2019"), ("", "3 May 2019")],
)  # fmt: skip
def test_dates_are_in_the_language_and_its_digits(language: str, text: str) -> None:
    assert format_date((2019, 5, 3), language) == text


def test_a_datetime_counts_with_the_day_of_its_own_zone() -> None:
    late = datetime.datetime(2019, 5, 3, 1, tzinfo=ZoneInfo("Asia/Tehran"))
    assert format_date(late, "en") == "3 May 2019"
    assert format_date(late.astimezone(datetime.UTC), "en") == "2 May 2019"


def test_a_span_names_both_days_or_one() -> None:
    assert date_span((2019, 5, 3), (2019, 6, 8), "en") == "3\xa0May\xa02019\u2009–\u20098\xa0June\xa02019"
    assert date_span((2019, 5, 3), (2019, 6, 8), "fa") == "۱۳\xa0اردیبهشت\xa0۱۳۹۸ تا ۱۸\xa0خرداد\xa0۱۳۹۸"
    assert date_span((2019, 5, 3), (2019, 5, 3), "fa") == "۱۳\xa0اردیبهشت\xa0۱۳۹۸"


def test_numbers_and_lists_follow_the_language() -> None:
    assert format_number(12345.5, "fa") == "۱۲٬۳۴۵٫۵"
    assert format_number(12345, "de") == "12.345"
    assert join_list(["Ada", "Ben", "Cleo"], "en") == "Ada, Ben and Cleo"
    assert join_list(["آوا", "بهمن"], "fa") == "آوا و بهمن"
    assert join_list(["{0}", "{1}"], "en") == "{0} and {1}"
    assert join_list([], "en") == ""


def test_months_and_years_are_of_the_calendar_of_the_language() -> None:
    assert format_month(202410, "en") == "October 2024"
    assert format_month(202410, "de") == "Oktober 2024"
    assert format_month(140307, "fa") == "مهر ۱۴۰۳"
    assert format_month(140307, "fa-AF") == "میزان ۱۴۰۳"
    assert format_year(1403, "fa") == "۱۴۰۳"
    assert format_year(2024, "en") == "2024"


def test_languages_are_named_in_themselves_or_for_a_reader() -> None:
    assert [language_name(tag) for tag in ("fa", "de", "en-GB", "tlh", "no tag")] == [
        "فارسی", "Deutsch", "English (United Kingdom)", "Klingon", "und",
    ]  # fmt: skip
    assert language_name("fa", "de") == "Persisch"
    assert language_name("en", "fa") == "انگلیسی"


def test_a_language_has_a_territory_where_one_is_wanted() -> None:
    written = ("fa", "en-GB", "zh-Hant-TW", "de", "tlh", "", "sr-Latn")
    assert [territorial(tag) for tag in written] == ["fa_IR", "en_GB", "zh_TW", "de_DE", "tlh", "und", "sr_RS"]


def test_every_digit_table_starts_at_zero() -> None:
    assert all(chr(zero + digit).isdecimal() and int(chr(zero + digit)) == digit
               for zero in ZEROS.values() for digit in range(10))  # fmt: skip


def test_every_language_of_cldr_can_say_a_span() -> None:
    for language in sorted(locale_identifiers())[::12]:
        assert date_span((2019, 5, 3), (2019, 6, 8), language)


def test_a_prepared_language_opens_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(["sw"])

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("builtins.open", refuse)
    assert date_span((2019, 5, 3), (2019, 6, 8), "sw") == "3\xa0Mei\xa02019\u2009–\u20098\xa0Juni\xa02019"
    assert format_number(3.5, "sw")
    assert join_list(["a", "b", "c"], "sw")


def test_interface_words_fall_back_to_english() -> None:
    assert strings("fa").gettext("Read more") == "ادامهٔ مطلب"
    assert strings("fa-AF").gettext("Read more") == "ادامهٔ مطلب"
    assert strings("nn").gettext("Read more") == "Read more"
    assert strings("no tag").gettext("Read more") == "Read more"
