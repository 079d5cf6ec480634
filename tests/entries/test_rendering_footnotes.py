"""Footnotes: marks in any rich text, notes in the order of their first marks, and a way there and back."""

from __future__ import annotations

from typing import Any

import pytest

from entries.readers import block, feed, page
from masthead.entries.excerpts import excerpt
from masthead.entries.rendering import plain_text
from masthead.entries.titles import list_label


def notes(**texts: str) -> dict[str, Any]:
    items = [{"type": "item", "value": {"label": label, "text": text}} for label, text in texts.items()]
    return block("footnotes", {"notes": items})


def text(words: str) -> dict[str, Any]:
    return block("text", f"<p>{words}</p>")


def mark(number: int, place: int = 1) -> str:
    name = f"mark-{number}" if place == 1 else f"mark-{number}-{place}"
    link = f'id="{name}" href="#note-{number}" role="doc-noteref" aria-label="Footnote {number}"'
    return f"<sup><a {link}>{number}</a></sup>"


def back(number: int) -> str:
    return f'<a href="#mark-{number}" role="doc-backlink" aria-label="Back to footnote {number} in the text">↑</a>'


def test_marks_lead_to_notes_and_notes_back() -> None:
    shown = page(text("One[^b] two [^a]."), notes(a="<p>A <b>note</b></p>", b="<p>Other</p>"))
    assert shown == (
        f"<p>One{mark(1)} two{mark(2)}.</p>\n"
        '<section class="notes" role="doc-endnotes" aria-labelledby="notes"><h2 id="notes">Footnotes</h2>'
        f'<ol><li id="note-1"><p>Other {back(1)}</p></li>'
        f'<li id="note-2"><p>A <b>note</b> {back(2)}</p></li></ol></section>'
    )


def test_a_mark_without_a_note_stays_text() -> None:
    assert page(text("One[^c] [^ a] [^] [a]."), notes(a="x")).startswith("<p>One[^c] [^ a] [^] [a].</p>")
    assert page(text("One[^a].")) == "<p>One[^a].</p>"


def test_a_note_that_is_marked_twice_has_two_ways_back() -> None:
    shown = page(text("One[^a] two[^a]"), notes(a="<p>x</p>"))
    assert f"<p>One{mark(1)} two{mark(1, 2)}</p>" in shown
    assert (
        'href="#mark-1-2" role="doc-backlink" aria-label="Back to footnote 1 (2) in the text">↑<sup>2</sup></a>'
        in shown
    )


def test_a_note_without_a_mark_comes_last_and_is_not_lost() -> None:
    shown = page(text("One[^b]"), notes(a="<p>A</p>", b="<p>B</p>"))
    assert shown.endswith(f'<li id="note-1"><p>B {back(1)}</p></li><li id="note-2"><p>A</p></li></ol></section>')


def test_notes_may_bear_marks_of_other_notes_and_of_themselves() -> None:
    shown = page(text("One[^a]"), notes(b="<p>B[^b]</p>", c="<p>C</p>", a="<p>A[^b]</p>"))
    assert [shown.index(f'id="note-{n}"') for n in (1, 2, 3)] == sorted(
        shown.index(f'id="note-{n}"') for n in (1, 2, 3)
    )
    assert f'<li id="note-1"><p>A{mark(2)} {back(1)}</p></li><li id="note-2"><p>B{mark(2, 2)} ' in shown


@pytest.mark.parametrize(
    "marked",
    [
        block("quotation", {"quote": "<p>x[^a]</p>"}),
        block("image", {"image": 5, "caption": "<p>x[^a]</p>"}),
        block("table", {"columns": [], "rows": [{"values": ["<p>x[^a]</p>"]}]}),
        block("audio", {"file": 8, "transcript": "<p>x[^a]</p>"}),
        block("gallery", {"pictures": [{"value": {"image": 5, "caption": "x[^a]"}}] * 2}),
    ],
)
def test_marks_stand_in_any_rich_text_also_behind_the_notes(marked: dict[str, Any]) -> None:
    shown = page(notes(a="<p>n</p>"), marked)
    assert mark(1) in shown
    assert shown.index("doc-endnotes") < shown.index("doc-noteref")


def test_in_code_a_mark_is_code_and_in_a_link_it_stands_behind() -> None:
    shown = page(text('<code>[^a]</code> <a href="https://a.example/">x[^a] <b>y</b></a> z'), notes(a="n"))
    assert f'<code>[^a]</code> <a href="https://a.example/">x <b>y</b></a>{mark(1)} z' in shown
    assert "[^a]" in page(block("code", {"code": "[^a]"}), notes(a="n"))


def test_numbers_are_those_of_the_language() -> None:
    shown = page(text("سلام[^1]"), text("All English[^1]"), notes(**{"1": "<p>یک</p>"}), language="fa")
    assert '<a id="mark-1" href="#note-1" role="doc-noteref" aria-label="پانوشت ۱">۱</a>' in shown
    assert '<p dir="ltr">All English<sup>' in shown


def test_feeds_have_numbers_and_no_ids() -> None:
    shown = feed(text("One[^a]"), notes(a="<p>A</p>", b="<ul><li>B</li></ul>"))
    assert shown == "<p>One<sup>[1]</sup></p>\n<p>[1] A</p>\n<p>[2] </p><ul><li>B</li></ul>"


def test_plain_text_has_numbers_and_excerpts_and_labels_have_none() -> None:
    blocks = [text("One[^b] two[^x]."), notes(a="<p>A</p>", b="<p>B</p>")]
    assert plain_text(blocks) == "One[1] two[^x].\n\n[2] A\n[1] B"
    assert excerpt("", blocks, language="en").text == "One two[^x]."
    assert list_label("", blocks, language="en") == "One two[^x]."
    assert excerpt("", [text("One[^a]."), block("more", ""), notes(a="x")], language="en").text == "One."


def test_several_blocks_of_notes_make_one_list_and_the_first_label_wins() -> None:
    shown = page(notes(a="<p>A</p>"), text("One[^a][^b]"), notes(a="<p>Z</p>", b="<p>B</p>"))
    assert shown.count("doc-endnotes") == 1
    assert shown.startswith("<p>One")
    assert "Z" not in shown


@pytest.mark.parametrize("label", ["[^a]", " a ", "^a"])
def test_a_label_may_be_written_as_it_stands_in_the_mark(label: str) -> None:
    assert mark(1) in page(text("One[^a]"), notes(**{label: "x"}))


@pytest.mark.parametrize("label", ["", "a b", "<b>", "x" * 41, "[^]"])
def test_a_label_that_no_mark_can_name_names_no_note(label: str) -> None:
    assert page(text("One[^a]"), notes(**{label: "canary"})) == "<p>One[^a]</p>"


def test_many_notes_take_no_longer_each() -> None:
    count = 3000
    many = notes(**{str(n): f"<p>[^{n + 1}]</p>" for n in range(count)})
    assert page(text("[^0]"), many).count("<li id=") == count
