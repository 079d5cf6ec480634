"""Titles: one function for all documents, and labels for what has no title."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.entries.titles import FSI, LRM, PDI, RLM, document_title, first_words, list_label


@pytest.mark.parametrize(
    ("parts", "language", "title"),
    [
        (["Page", "Blog", "Site"], "en", "Page – Blog – Site"),
        (["", "Blog", "  "], "en", "Blog"),
        ([], "en", ""),
        (["News", "news", "Site"], "en", "News – Site"),
        (["Site", "Blog", "Site"], "en", "Site – Blog"),
        ([" two\n lines ", "Site"], "en", "two lines – Site"),
        (["{{ title }}", "%title%", "%%sitename%%", "{page}", "${x}", "(no title)", "Site"], "en", "Site"),
        (["%(name)s", "%s", "[site_name]", "Auto Draft", "\u200c\u200f", "Site"], "en", "Site"),
        (["100% cotton", "[draft]", "None", "{x} and y"], "en", "100% cotton – [draft] – None – {x} and y"),
        (["خبر", "وبلاگ"], "fa", "خبر – وبلاگ"),
        (["۱۴۰۳", "2024 (!)", "وبلاگ"], "fa", "۱۴۰۳ – 2024 (!) – وبلاگ"),
        (["GNU", "وبلاگ"], "fa", f"{RLM}{FSI}GNU{PDI} – وبلاگ"),
        (["درباره GNU", "وبلاگ"], "fa", f"{RLM}{FSI}درباره GNU{PDI} – وبلاگ"),
        (["Café", "وبلاگ"], "en", f"{LRM}Café – {FSI}وبلاگ{PDI}"),
        (["\u202eevil\u2069", "Site"], "en", "evil – Site"),
        (["記事", "サイト"], "ja", "記事｜サイト"),
        (["文章", "网站"], "zh-Hans", "文章｜网站"),
    ],
)
def test_document_titles_are_joined_for_the_language(parts: list[str], language: str, title: str) -> None:
    assert document_title(parts, language) == title


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))), st.sampled_from(["en", "fa", "ja", "?"]))
def test_every_isolate_is_closed_and_nothing_is_torn(parts: list[str], language: str) -> None:
    title = document_title(parts, language)
    assert title.count(FSI) == title.count(PDI)
    assert "\n" not in title
    assert document_title(parts, language) == title


def test_a_label_is_the_headline_or_the_first_words() -> None:
    body: list[dict[str, Any]] = [
        {"type": "heading", "value": {"text": "Head", "level": "2"}},
        {"type": "text", "value": "<p>One two</p><p>three four</p>"},
    ]
    assert list_label(" The  headline ", body, language="en") == "The headline"
    assert list_label("", body, language="en", limit=3) == "One two three\u00a0…"
    assert list_label("(no title)", body, language="en") == "One two three four"
    assert list_label("", body[:1], language="en") == "Head"
    assert list_label("", [], language="en") == ""


def test_first_words_say_when_there_are_more() -> None:
    assert first_words("one  two\nthree", 2) == "one two\u00a0…"
    assert first_words("one two", 2) == "one two"
    assert first_words("日本語です", 2, language="ja") == "日本語で…"
