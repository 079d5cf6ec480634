from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.importers.wordpress.texturize import ENGLISH, Signs, signs_of, texturize

# What WordPress's unit tests let a translation say.
TRANSLATED = Signs(
    "!openq2!", "!closeq2!", "!openq1!", "!closeq1!", "!apos!", "!prime1!", "!prime2!", "!endash!", "!emdash!"
)
SAME = Signs("!q2!", "!q2!", "!q1!", "!q1!", "!apos!", "!prime1!", "!prime2!", "!endash!", "!emdash!")
# Shortcodes are taken out of a body before its text is looked at: `[gallery ...]` never comes here.
SHORTCODES = re.compile(r"^\[\[?/?gallery|\[audio\](?!$)")


def signs_for(test: str) -> Signs:
    if "test_primes_quotes_translation" in test:
        return SAME
    return TRANSLATED if "test_translate" in test else ENGLISH


def test_it_agrees_with_wordpress_own_unit_tests(shared_data: Path) -> None:
    cases = json.loads((shared_data / "html/wordpress-functions/wptexturize.json").read_text())
    assert len(cases) == 196
    told = [case for case in cases if not SHORTCODES.search(case["args"][0])]
    assert len(told) == 185
    for case in told:
        got = texturize(case["args"][0], signs_for(case["test"]))
        assert unescape(got) == unescape(case["result"]), case


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en-US", "“a” – b’s ‘c’"), ("fa-IR", "«a» – b’s ‹c›"), ("de", "„a“ – b’s ‚c‘"), ("de_CH", "«a» – b’s ‹c›"),
        ("fr-FR", "«\u00a0a\u00a0» – b’s “c”"), ("xx", "“a” – b’s ‘c’"), ("", "“a” – b’s ‘c’"),
    ],
)  # fmt: skip
def test_each_language_has_its_quotation_marks(language: str, shown: str) -> None:
    assert texturize("\"a\" - b's 'c'", signs_of(language)) == shown


@pytest.mark.parametrize("tag", ["pre", "code", "kbd", "tt", "script", "style"])
def test_code_stays_as_it_was_typed(tag: str) -> None:
    html = f"<{tag}>\"x\" -- 'y'...</{tag}>"
    assert texturize(html) == html


def test_what_stands_for_a_block_parts_the_text() -> None:
    assert texturize('"a \ufdd00\ufdd1"b') == "“a \ufdd00\ufdd1“b"


PIECES = ["a", "Z", "9", "0x9", "7x7", " ", "\n", "&nbsp;", '"', "'", "''", "-", "--", "...", "(tm)", "<b>", "</b>"]
PIECES += ["<code>", "</code>", "<!--", "-->", "&lt;", "[", "(", ".", "'tis", "xn--", "سلام"]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_nothing_but_marks_changes_and_what_is_shown_stays(parts: list[str]) -> None:
    text = "".join(parts)
    shown = texturize(text)
    letters = re.compile(r"[^\w\s<>/!&;]|x|tm")
    assert letters.sub("", shown.replace("™", "")) == letters.sub("", text)
    assert not re.search("[\ufdd0-\ufdef]", shown)


@given(st.text(alphabet="ab \n.,;()", max_size=60))
def test_text_without_marks_stays(text: str) -> None:
    plain = text.replace("...", "")
    assert texturize(plain) == plain
