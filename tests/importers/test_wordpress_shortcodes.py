from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.importers.wordpress.shortcodes import Shortcode, attributes, replace


def found(text: str) -> list[Shortcode]:
    codes: list[Shortcode] = []
    replace(text, lambda code: codes.append(code) or "")  # type: ignore[func-returns-value]
    return codes


def test_attributes_in_every_spelling() -> None:
    assert attributes(""" a="1 2" B='3' c=4 "five six" seven""") == {
        "a": "1 2", "b": "3", "c": "4", "0": "five six", "1": "seven",
    }  # fmt: skip


def test_an_enclosing_form_has_content_and_nesting_stays_inside() -> None:
    (code,) = found('[outer a="b"]x [inner_one /] y[/outer]')
    assert (code.name, code.content) == ("outer", "x [inner_one /] y")
    assert code.source == '[outer a="b"]x [inner_one /] y[/outer]'


@pytest.mark.parametrize("text", [
    '[membership level="gold" fallback="[login_form]"]secret[/membership]', "[скрыть]secret[/скрыть]",
    "[18plus]secret[/18plus]", '[restrict msg="a [b"]secret[/restrict]', "[mepr.active]secret[/mepr.active]",
    "[a:b]secret[/a:b]", "[پنهان x=1]secret[/پنهان]",
])  # fmt: skip
def test_what_a_closing_tag_ends_is_enclosed_whatever_it_is_called(text: str) -> None:
    assert replace(f"before {text} after", lambda _: "!") == "before ! after"
    assert replace(f"[{text}]", lambda _: "!") == text, "escaped"


def test_double_brackets_escape() -> None:
    assert replace('see [[gallery ids="1"]] here', lambda _: "!") == 'see [gallery ids="1"] here'


@pytest.mark.parametrize(
    "text", ["[sic]", "[3]", "[…]", "arr[i]", "[see page 4]", "[نقل]", "[citation needed]", "[/b]"]
)
def test_brackets_in_prose_are_no_shortcodes(text: str) -> None:
    assert replace(text, lambda _: "!") == text


@pytest.mark.parametrize(
    "text", ["[gallery]", "[contact-form-7 id=4]", "[my_plugin]", "[x y='z']", "[members]secret[/members]", "[x /]"]
)
def test_what_looks_like_a_shortcode_is_one(text: str) -> None:
    assert replace(text, lambda _: "!") == "!"


@given(st.text(alphabet="[]/ab_=\"' ", max_size=60))
def test_any_text_parses_and_what_is_no_shortcode_is_kept(text: str) -> None:
    sources: list[str] = []
    rest = replace(text, lambda code: sources.append(code.source) or "", frozenset({"nothing"}))  # type: ignore[func-returns-value]
    assert rest == text
    replace(text, lambda code: code.source)
