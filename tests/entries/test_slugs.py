"""Slugs pass Wagtail's validator, fit a file name, and never take an address of Masthead's own."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from hypothesis import given
from hypothesis import strategies as st

from masthead.entries.slugs import (
    MAX_BYTES,
    RESERVED_FIRST,
    RESERVED_IN_BLOG,
    MalformedSlugError,
    ReservedSlugError,
    check_slug,
    is_reserved,
    slugify,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=400)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("  It’s  a -- test__ ", "its-a-test"),
        ("snake_case stays", "snake_case-stays"),
        ("گفت‌وگو با مریم", "گفت-وگو-با-مریم"),
        ("می‌خواهم", "می-خواهم"),
        ("سلامٌ", "سلام"),
        ("Ångström", "ångström"),
        ("A\u030angstro\u0308m", "ångström"),
        ("ＦＵＬＬ　width", "full-width"),
        ("İstanbul", "istanbul"),
        ("ΟΔΟΣ", "οδος"),
        ("１２ ۱۲ 12", "12-۱۲-12"),
        ("version 1.5/2", "version-1-5-2"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("🙂 …!", ""),
        ("", ""),
        ("_-_", ""),
        ("soft\u00adhyphen and \u202bmarks\u202c", "softhyphen-and-marks"),
    ],
)
def test_slugs_are_made_of_words(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_long_slugs_are_cut_between_words() -> None:
    slug = slugify("واژه " * 100)
    assert len(slug.encode()) <= MAX_BYTES
    assert slug.replace("-", "").replace("واژه", "") == ""


def test_one_endless_word_is_cut_to_the_last_letter_that_fits() -> None:
    assert slugify("ن" * 500) == "ن" * 90
    assert slugify("𐍈" * 500) == "𐍈" * 45


@given(ANY_TEXT)
def test_slugs_are_valid_short_and_stable(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    slug = slugify(text)
    assert slugify(slug) == slug
    assert len(slug.encode()) <= MAX_BYTES
    assert unicodedata.is_normalized("NFC", slug)
    if slug:
        validate_unicode_slug(slug)
        check_slug(slug, place="below")


@given(ANY_TEXT)
def test_a_lone_surrogate_is_no_reason_to_fail(text: str) -> None:
    slugify(text).encode()


@given(ANY_TEXT)
def test_what_is_accepted_passes_wagtails_validator(text: str) -> None:
    try:
        check_slug(text, place="below")
    except MalformedSlugError:
        return
    validate_unicode_slug(text)


@pytest.mark.parametrize("name", sorted(RESERVED_FIRST))
def test_first_segments_of_our_own_are_kept(name: str) -> None:
    assert is_reserved(name, place="site")
    assert is_reserved(name.upper(), place="site")
    assert not is_reserved(name, place="below")


@pytest.mark.parametrize("name", [*sorted(RESERVED_IN_BLOG), "1999", "0000"])
def test_segments_of_a_blog_are_kept(name: str) -> None:
    assert is_reserved(name, place="blog")
    assert not is_reserved(name, place="below")


@pytest.mark.parametrize("name", ["199", "20199", "1999-2", "۱۳۹۸", "desk"])
def test_other_numbers_are_free_in_a_blog(name: str) -> None:
    check_slug(name, place="blog")


def test_refusals_say_what_to_do() -> None:
    with pytest.raises(ReservedSlugError, match=r"^“desk” is an address that Masthead needs itself: choose another\.$"):
        check_slug("desk", place="site")
    with pytest.raises(MalformedSlugError, match=r"use letters, digits, hyphens and underscores\.$"):
        check_slug("a b", place="blog")
    with pytest.raises(MalformedSlugError, match="use letters"):
        check_slug("می‌خواهم", place="blog")
    with pytest.raises(MalformedSlugError, match="keep it within 180 bytes"):
        check_slug("ن" * 91, place="blog")
    with pytest.raises(MalformedSlugError, match="composed form"):
        check_slug("\u1100\u1161", place="blog")  # two jamo, which compose


def test_naughty_strings_give_good_slugs_or_none(shared_data: Path) -> None:
    for text in json.loads((shared_data / "i18n/blns.json").read_text("utf-8")):
        slug = slugify(text)
        if slug:
            try:
                validate_unicode_slug(slug)
            except ValidationError:  # pragma: no cover
                pytest.fail(f"{text!r} gave {slug!r}")
