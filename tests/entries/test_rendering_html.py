"""HTML of an administrator's: text and tables, and nothing that runs, loads, sends or disguises itself."""

from __future__ import annotations

import pytest

from entries.readers import block, feed, page
from masthead.entries.rendering import plain_text


def html(source: str) -> str:
    shown = page(block("raw_html", {"source": source}))
    return shown.removeprefix('<div class="html">').removesuffix("</div>") if shown else ""


@pytest.mark.parametrize(
    "source",
    [
        '<details open=""><summary>More</summary><p>Less</p></details>',
        '<ol start="3" reversed=""><li value="9">x</li></ol>',
        '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><time datetime="2019-05-03">then</time>',
        '<p lang="fa" dir="rtl">سلام</p>',
        '<abbr title="World &amp; more">W</abbr>',
    ],
)
def test_what_is_allowed_stays_as_it_is(source: str) -> None:
    assert html(source) == source


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("<script>alert(1)</script><p onclick='x' style='color:red' class='a' id='b'>a</p>", "<p>a</p>"),
        ("<iframe src='https://a.example/'>x</iframe><img src='/media/a.jpg'>", ""),
        ("<form action='/x'><input name=a><button>Go</button></form>", "Go"),
        ("<style>p{}</style><link rel=stylesheet href=x><meta http-equiv=refresh>a", "a"),
        ("<svg><a href='javascript:x'>a</a></svg>", ""),
        ("<a href='javascript:alert(1)'>a</a>", '<a rel="noopener">a</a>'),
        ("<a href='//a.example/' target=_top>a</a>", '<a href="https://a.example/" rel="noopener">a</a>'),
        ("<table><tr><td colspan=x rowspan=99999>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("</div></article><h1>a</h1>", "a"),
        ("<details open=x>a", '<details open="">a</details>'),
        ("a<!-- b -->\x00\ufffe", "a"),
        ("<base href=https://a.example/><title>x</title>", ""),
    ],
)
def test_what_is_not_allowed_is_left_out(source: str, left: str) -> None:
    assert html(source).removeprefix('<div class="html" tabindex="0">') == left


@pytest.mark.parametrize("value", [None, "x", {}, {"source": 1}, {"source": " "}, {"source": "<script>x</script>"}])
def test_what_shows_nothing_is_nothing(value: object) -> None:
    assert page(block("raw_html", value)) == ""


def test_wide_things_scroll_in_their_own_frame() -> None:
    assert page(block("raw_html", {"source": "<table><tr><td>a"})).startswith('<div class="html" tabindex="0">')


def test_feeds_and_plain_text_have_it_too() -> None:
    blocks = block("raw_html", {"source": "<p>One <a href='/x/'>two</a></p><p>three</p><script>x</script>"})
    assert feed(blocks) == (
        '<div><p>One <a href="https://news.example/x/" rel="noopener">two</a></p><p>three</p></div>'
    )
    assert plain_text([blocks]) == "One two\nthree"
