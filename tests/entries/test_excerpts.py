"""Excerpts: the author's words first, then the lead, then first words cut where a reader would cut."""

from __future__ import annotations

from typing import Any

import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from masthead.entries import cutting
from masthead.entries.cutting import cut_words, length
from masthead.entries.excerpts import Excerpt, excerpt
from masthead.entries.richtext import one_line

NBSP = "\N{NO-BREAK SPACE}"


def text(*paragraphs: str) -> dict[str, Any]:
    return {"type": "text", "value": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


MORE = {"type": "more", "value": ""}
HEADING = {"type": "heading", "value": {"text": "A heading", "level": "2"}}
PICTURE = {"type": "image", "value": {"image": 4, "caption": "", "credit": "", "alt": ""}}
KEPT = {"type": "html", "value": {"source": "<b>x</b>", "note": "x"}}
FA, EN = "fa", "en"


@pytest.mark.parametrize(
    ("summary", "blocks", "expected"),
    [
        ("The author’s\n own", [text("body")], Excerpt("The author’s own", True)),
        ("The author’s own", [KEPT], Excerpt("The author’s own", False)),
        ("  ", [text("body")], Excerpt("body", False)),
        ("", [text("Lead."), MORE, text("Rest.")], Excerpt("Lead.", True)),
        ("", [text("Lead."), MORE], Excerpt("Lead.", False)),
        ("", [text("Lead."), MORE, KEPT], Excerpt("Lead.", False)),
        ("", [MORE, text("All of it.")], Excerpt("All of it.", False)),
        ("", [PICTURE, MORE, text("All of it.")], Excerpt("All of it.", True)),
        ("", [text("One", "two"), HEADING, text("three")], Excerpt("One two three", True)),
        ("", [HEADING], Excerpt("A heading", True)),
        ("", [text("Short."), PICTURE], Excerpt("Short.", True)),
        ("", [text("Tom &amp; <b>J</b>erry &lt;3")], Excerpt("Tom & Jerry <3", False)),
        ("", [], Excerpt("", False)),
        ("", [KEPT], Excerpt("", False)),
    ],
)
def test_whose_words_an_excerpt_takes(summary: str, blocks: list[Any], expected: Excerpt) -> None:
    assert excerpt(summary, blocks, language=EN, limit=4) == expected


def test_a_lead_is_kept_however_long() -> None:
    lead = "word " * 200
    assert excerpt("", [text(lead), MORE, text("x")], language=EN) == Excerpt(lead.strip(), True)


@pytest.mark.parametrize(
    ("whole", "language", "words", "cut"),
    [
        ("one two three four", EN, 3, f"one two three{NBSP}…"),
        ("one two, three", EN, 2, f"one two{NBSP}…"),
        ("one two – three", EN, 2, f"one two{NBSP}…"),
        ("one two (three)", EN, 2, f"one two{NBSP}…"),
        ("one two. Three", EN, 2, f"one two.{NBSP}…"),
        ("one two… three", EN, 2, "one two…"),
        ("10\u00a0km away", EN, 1, f"10\u00a0km{NBSP}…"),
        ("می‌خواهم گفت‌وگو کنم", FA, 2, f"می‌خواهم گفت‌وگو{NBSP}…"),
        ("سلام، دنیا", FA, 1, f"سلام{NBSP}…"),
        ("日本語のとても長い文章です。", "ja", 3, "日本語のとて…"),
        ("中文，也很长", "zh-Hans", 1, "中文…"),
        ("中文 也很长", "zh", 1, "中文…"),
        ("新しいiPhoneです", "ja", 2, "新しい…"),
        ("ภาษาไทยยาวมาก", "th", 2, "ภาษา…"),
        ("👩‍👩‍👧‍👦 👩‍👩‍👧‍👦 👩‍👩‍👧‍👦", EN, 2, f"👩‍👩‍👧‍👦 👩‍👩‍👧‍👦{NBSP}…"),
        ("x" * 30, EN, 2, "x" * 16 + "…"),
        ("e\u0301" * 30, EN, 1, "e\u0301" * 8 + "…"),
        ("one " + "x" * 30, EN, 2, f"one{NBSP}…"),
    ],
)
def test_a_cut_falls_where_a_reader_would_cut(whole: str, language: str, words: int, cut: str) -> None:
    assert cut_words(whole, words=words, language=language) == (cut, True)


def test_what_fits_is_not_touched() -> None:
    assert cut_words("one two, (", words=3, language=EN) == ("one two, (", False)


ANY = st.text(
    st.sampled_from("ab  ,،(「」。中のไม้गि‌é\u0301👩‍🇩🇪🇮🇷\u0600\u00a0") | st.characters(exclude_categories=("Cs", "Cc")),
    max_size=300,
)


@given(ANY, st.integers(1, 12), st.sampled_from(["en", "fa", "ja", "zh", "", "x"]))
def test_an_excerpt_is_the_beginning_of_the_text(whole: str, words: int, language: str) -> None:
    whole = one_line(whole)
    shown, cut = cut_words(whole, words=words, language=language)
    if not cut:
        assert shown == whole.strip()
        return
    kept = shown.removesuffix("…").removesuffix(NBSP) if not whole.startswith(shown) else shown
    assert whole.strip().startswith(kept)
    assert length(kept) <= words * 8
    boundaries = {0, *(match.end() for match in regex.finditer(r"\X", whole.strip()))}
    assert len(kept) in boundaries


@given(ANY, st.integers(1, 12))
def test_the_short_way_cuts_where_the_long_way_does(whole: str, words: int) -> None:
    whole = one_line(whole).strip()
    assert cutting._end(whole, words) == cutting._end_of_graphemes(whole, words)


@given(st.lists(ANY, max_size=4), st.integers(1, 12))
def test_an_excerpt_of_any_body_stays_within_its_limit(texts: list[str], words: int) -> None:
    blocks = [{"type": "text", "value": text} for text in texts]
    made = excerpt("", blocks, language="en", limit=words)
    assert length(made.text) <= words * 8 + 2
    assert "\n" not in made.text
    assert excerpt("", blocks, language="en", limit=words) == made


def test_a_long_body_is_read_no_further_than_needed() -> None:
    blocks = [text("word " * 100)] * 3 + [{"type": "text", "value": object()}]
    assert excerpt("", blocks, language=EN, limit=3).text == f"word word word{NBSP}…"
