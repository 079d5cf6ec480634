"""Readers of an imported entry see the words that readers of the old site saw.

Each exception is a rule with a name, the number of its cases, and a reason, which the manual gives. A number that
changes fails, and so does a manual that says something else.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest
from golden import FILE, Everything, Fixtures, Golden, fixtures, golden, shown, visible
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.entries.excerpts import excerpt
from masthead.importers.filling import filled
from masthead.importers.wordpress.body import convert

if TYPE_CHECKING:
    from collections.abc import Callable

MANUAL = Path(__file__).parents[2] / "docs/reference/import-wordpress-differences.md"


class Rule(NamedTuple):
    """A difference that is meant: what WordPress showed, rewritten as what is shown here."""

    name: str
    number: int
    pattern: str
    becomes: Callable[[re.Match[str]], str]


def _player(match: re.Match[str]) -> str:
    caption = match[2] or ""
    if "wpthemetestdata" in match[1]:
        return f"<p>{FILE}</p>{caption}" + ("" if match[1].endswith(".mov") else "<p>Download</p>")
    return f"<p>{escape(unescape(match[1]))}</p>{caption}"


def _notes(match: re.Match[str]) -> str:
    return "<h2>Footnotes</h2>" + match[1].replace("</li>", " ↑</li>")


_PLAYER = (
    r'<(?:audio|video)[^>]*?\ssrc="(https?://{}[^"]*)"[^>]*>(?:[^<]*</(?:audio|video)>(<figcaption.*?</figcaption>))?'
)

# What the exports hold of the answers that WordPress showed in frames.
_KEPT = {
    "https://twitter.com/nacin/status/319508408669708289": "Andrew Nacin Really cool to read through and find so much "
    "awesomeness added to WordPress 3.6 while I was gone. I should take three weeks off more often.",
    "leads to twitter.com": "WordPress WordPress 5.0 Beta 2 https://t.co/Bn5QRqAwLN",
    "https://www.facebook.com/6427302910/posts/10156380423617911/": "Many of the WordPress contribution teams have "
    "been working hard on the new WordPress editor, and the tools, services,...",
    "igshid=1hcxphic7p9e2": "Happy Halloween!! For "
    "this Halloween edition of #WapuuWednesday, we've chose Vampuu. Vampuu comes to us from WordCamp Philly 2017.",
}

RULES = [
    Rule("Recordings are named, and can be kept", 33, _PLAYER.format("wpthemetestdata"), _player),
    Rule("Players of elsewhere are links", 4, _PLAYER.format("(?!wpthemetestdata)"), _player),
    Rule("Footnotes have a heading, and ways back", 1, r'<ol class="notes">(.*?)</ol>', _notes),
    Rule(
        "Frames are links", 1,
        r'<iframe[^>]*src="[^"]*youtube.com/embed/([^"]*)"[^>]*>',
        lambda m: f"<p>https://www.youtube.com/watch?v={m[1]}</p>",
    ),
    Rule(
        "Captions of embeds are the words of their cards", 3,
        r'<div class="wp-block-embed__wrapper">\s*(https?://\S+)\s*</div>\s*<figcaption>(.*?)</figcaption>',
        lambda m: f"<p>{m[2]} leads to {(urlsplit(m[1]).hostname or '').removeprefix('www.')}</p>",
    ),
    Rule(
        "Cards tell what the old site kept", 4,
        f"(?:{'|'.join(map(re.escape, _KEPT))})(?=\\s*</)",
        lambda m: f"{m[0]} {_KEPT[m[0]]}",
    ),
    Rule(
        "Captions of tables stand above them", 34,
        r"(<figure[^>]*>)(<table(?:(?!</table>).)*</table>)(<figcaption.*?</figcaption>)",
        lambda m: m[1] + m[3] + m[2],
    ),
    Rule(
        "Buttons beside files are left out", 14,
        r'(</a>)<a [^>]*wp-block-file__button[^>]*>.*?</a>',
        lambda m: m[1],
    ),
    Rule(
        "Addresses of quotations are shown", 2,
        r'<blockquote cite="([^"]*)"[^>]*>(?:(?!<cite).)*?</blockquote>',
        lambda m: f"{m[0]}<p>{urlsplit(m[1]).hostname}</p>",
    ),
    Rule(
        "Lists made anew are left out", 1,
        r'<div class="[^"]*wp-block-latest-comments">.*?</div>',
        lambda m: "",
    ),
    Rule(
        "Blocks of plugins are kept for editors", 1,
        r'<p>Testing missing block.*',
        lambda m: "",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def posts(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Golden]:
    found = list(golden(shared_data, tmp_path_factory.mktemp("staging")))
    assert len(found) == 151
    return found


@pytest.fixture(scope="module")
def core_blocks(shared_data: Path) -> list[Golden]:
    found = list(fixtures(shared_data))
    assert len(found) == 34
    return found


def test_readers_see_the_words_that_wordpress_shows(posts: list[Golden], core_blocks: list[Golden]) -> None:
    numbers = dict.fromkeys((rule.name for rule in RULES), 0)
    wrong: list[str] = []
    for post in [*posts, *core_blocks]:
        theirs = post.html
        for rule in RULES:
            theirs, number = re.subn(rule.pattern, rule.becomes, theirs, flags=re.DOTALL)
            numbers[rule.name] += number
        if visible(theirs) != visible(shown(post.body)):
            wrong.append(post.name)
    assert not wrong
    assert numbers == {rule.name: rule.number for rule in RULES}


def test_titles_read_as_wordpress_shows_them(posts: list[Golden]) -> None:
    for post in posts:
        assert post.headline == visible(post.case["wptexturize_title"]), post.name


# What WordPress's typography changes, undone: the golden excerpts were made before it.
_FOLDED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "×": "x"})
MADE_OF_PROSE = ("Excerpts are made of prose", 77)


def test_first_words_are_those_of_wordpress_where_a_text_is_all_prose(posts: list[Golden]) -> None:
    """WordPress reads on headings and captions, leaves out buttons and footnotes, and passes the "more" mark."""
    others: list[str] = []
    for post in posts:
        body = json.loads(filled(post.body, Everything()))
        ours = _plain(excerpt("", body, language="en").text)
        theirs = _plain(unescape(post.case["excerpt_55"] or "").removesuffix("[…]"))
        if ours != theirs:
            others.append(post.name)
            left_out = re.search("wp:(?:button|footnotes)", post.case["content"])
            assert left_out or {block["type"] for block in body} != {"text"}, post.name
    assert len(others) == MADE_OF_PROSE[1]


def _plain(text: str) -> str:
    return re.sub(r"[\s.,:;…-]+", " ", text.translate(_FOLDED)).strip()


def test_the_manual_lists_every_difference_with_its_number() -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([0-9]+) \|$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    told = [(rule.name, rule.number) for rule in RULES] + [MADE_OF_PROSE]
    assert [(name, int(number)) for name, number in rows] == told


# Markup that shows all of its words, however it is nested, left open or closed twice.
_SHOWING = [
    "p",
    "b",
    "em",
    "code",
    "h2",
    "ul",
    "ol",
    "li",
    "blockquote",
    "cite",
    "div",
    "pre",
    "figure",
    "figcaption",
    "table",
    "tr",
    "td",
    "th",
    "caption",
    "dl",
    "dt",
    "dd",
    "details",
    "summary",
    "a",
    "span",
    "del",
    "q",
    "center",
]
_BLOCKS = ["paragraph", "quote", "group", "columns", "list", "table", "details", "verse", "pullquote", "query"]
_BETWEEN = ["\n", "\n\n", " ", "<br>", "<hr>", "<!--more-->", "<!--nextpage-->", "[sic]", "&amp;", "سلام", "'", '"']
_PIECES = st.one_of(
    st.just("w"),
    st.sampled_from(_BETWEEN),
    st.sampled_from([f"<{slash}{tag}>" for tag in _SHOWING for slash in ("", "/")]),
    st.sampled_from([f"<!-- {slash}wp:{name} -->" for name in _BLOCKS for slash in ("", "/")]),
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_no_word_is_lost_whatever_the_markup(pieces: list[str]) -> None:
    words = iter(range(len(pieces)))
    source = "".join(f" word{next(words)} " if piece == "w" else piece for piece in pieces)
    found = re.findall(r"word\d+", visible(shown(convert(source, Fixtures()).blocks)))
    assert sorted(found) == sorted(re.findall(r"word\d+", source))
