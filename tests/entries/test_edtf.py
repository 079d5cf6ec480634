from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.entries.edtf import in_words, normalised, parse


@pytest.mark.parametrize(
    ("written", "english", "persian"),
    [
        ("1911-03-14", "14 March 1911", "۲۲ اسفند ۱۲۸۹"),
        ("1911-03", "March 1911", "مارس ۱۹۱۱ میلادی"),
        ("1911-03-XX", "March 1911", "مارس ۱۹۱۱ میلادی"),
        ("1911", "1911", "۱۹۱۱ میلادی"),
        ("1984-23", "autumn 1984", "پاییز ۱۹۸۴ میلادی"),
        ("198X", "1980s", "دههٔ ۱۹۸۰ میلادی"),
        ("19XX", "1900\u2009–\u20091999", "۱۹۰۰ میلادی تا ۱۹۹۹ میلادی"),
        ("1984~", "about 1984", "حدود ۱۹۸۴ میلادی"),
        ("1984-06?", "probably June 1984", "احتمالاً ژوئن ۱۹۸۴ میلادی"),
        ("1984%", "probably about 1984", "احتمالاً حدود ۱۹۸۴ میلادی"),
        ("1911-05/1911-07", "May 1911\u2009–\u2009July 1911", "مهٔ ۱۹۱۱ میلادی تا ژوئیهٔ ۱۹۱۱ میلادی"),
        ("1984/..", "since 1984", "از ۱۹۸۴ میلادی به بعد"),
        ("/1984", "1984 or earlier", "۱۹۸۴ میلادی یا پیش از آن"),
        ("0300-01-01", "1 January 300", "ژانویهٔ ۳۰۰ میلادی"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(written: str, english: str, persian: str) -> None:
    assert in_words(written, "en") == english
    assert in_words(written, "fa") == persian


@pytest.mark.parametrize(
    "written",
    ["", "84", "1984-13", "1984-00", "1984-02-30", "1984-XX-03", "1984-23-01", "1986/1984", "/", "../..", "1984-1-1",
     "yesterday", "1984 ", "19XX-", "1984/1985/1986", "X984"],
)  # fmt: skip
def test_what_is_no_date_stays_as_it_is(written: str) -> None:
    assert parse(written) is None
    assert in_words(written, "en") == written


def test_machines_get_what_they_have_a_spelling_for() -> None:
    written = ("1911", "1911-03", "1911-03-14~", "1911/1912-05", "1984-23", "198X", "1984/")
    found = [parse(each) for each in written]
    assert [each.iso for each in found if each] == ["1911", "1911-03", "1911-03-14", "1911/1912-05", "", "", ""]
    assert [each.year for each in found if each] == ["1911", "1911", "1911", "1911", "1984", "", "1984"]


def test_digits_may_be_typed_in_persian() -> None:
    assert normalised(" ۱۹۸۴-۱۰ / 1985 ") == "1984-10/1985"


@given(st.text(alphabet="0123456789X-/.?~% ۴", max_size=45), st.sampled_from(["en", "fa", "de", "und", "fa-AF"]))
def test_whatever_stands_there_is_said_without_an_error(written: str, language: str) -> None:
    assert isinstance(in_words(written, language), str)
