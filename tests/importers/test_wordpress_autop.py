from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.importers.wordpress.autop import BLOCKS, autop

EDGES = re.compile(rf"\s*(</?(?:{'|'.join(sorted(BLOCKS))}|object)\b[^>]*>)\s*")


def loose(html: str) -> str:
    """Without the blanks beside blocks, where a browser sees none."""
    return re.sub(r"\s+", " ", EDGES.sub(r"\1", html)).strip()


def test_blank_lines_part_paragraphs_and_line_ends_break_lines() -> None:
    assert autop("one\ntwo\n\nthree") == "<p>one<br />\ntwo</p>\n<p>three</p>\n"


def test_text_around_a_block_is_wrapped_and_the_block_is_not() -> None:
    assert autop("a<div>b</div>c") == "<p>a</p>\n<div>b</div>\n<p>c</p>\n"


def test_pre_keeps_its_lines() -> None:
    assert autop("a\n\n<pre>x\n\n<br>\ny</pre>") == "<p>a</p>\n<pre>x\n\n<br>\ny</pre>\n"


def test_blanks_make_nothing() -> None:
    assert autop(" \n\n\t") == ""


@pytest.mark.parametrize("number", range(19))
def test_it_agrees_with_wordpress_own_unit_tests(shared_data: Path, number: int) -> None:
    cases = json.loads((shared_data / "html/wordpress-functions/wpautop.json").read_text())
    assert len(cases) == 19
    case = cases[number]
    ours = autop(case["args"][0])
    # Two cases differ in blanks beside tags, which show nowhere.
    if ours != case["result"] and ours.rstrip() != case["result"].rstrip():
        assert loose(ours) == loose(case["result"])
        assert "<object" in ours or "<figure" in ours


@pytest.mark.parametrize("name", ["themeunittestdata.wordpress", "64-block-test-data", "wordpressexport"])
def test_it_agrees_with_what_wordpress_shows_of_real_classic_posts(shared_data: Path, name: str) -> None:
    cases = json.loads((shared_data / f"html/wordpress-golden/{name}.json").read_text())
    classic = [case for case in cases if not case["has_blocks"] and case.get("wpautop")]
    assert classic
    for case in classic:
        assert loose(autop(case["content"])) == loose(case["wpautop"]), case["title"]


@given(st.lists(st.sampled_from(["a", " ", "\n", "\n\n", "<p>", "</p>", "<div>", "<br>", "<pre>", "</pre>", "<", '"'])))
def test_no_letter_is_lost(parts: list[str]) -> None:
    assert autop("".join(parts)).count("a") >= "".join(parts).count("a")
