"""Bodies: what readers get of each block, and that no stored value can do harm or raise."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from entries.readers import BASE, World, block, feed, page
from masthead.entries import richtext
from masthead.entries.rendering import (
    RENDERERS,
    Picture,
    Source,
    feed_html,
    lead_blocks,
    markup,
    page_html,
    plain_text,
)  # fmt: skip


def text(value: Any) -> str:
    return page(block("text", value))


# ---- rich text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ('<p data-block-key="a1b2c">Hello <b>you</b></p>', "<p>Hello <b>you</b></p>"),
        ('<ul><li data-block-key="a">One</li><li>Two</li></ul><hr/>', "<ul><li>One</li><li>Two</li></ul><hr>"),
        ("<p>a<br/>b</p>", "<p>a<br>b</p>"),
        ("<p>R&amp;D &lt; 3</p>", "<p>R&amp;D &lt; 3</p>"),
        ("<p>unclosed <b>bold", "<p>unclosed <b>bold</b></p>"),
        ("<p>a</p></div></body><p>b</p>", "<p>a</p><p>b</p>"),
        ("<script>alert(1)</script><p onclick=x>a</p>", "<p>a</p>"),
        ("<p>a\x00\x08b\ud800</p>", "<p>ab</p>"),
        ("<p></p>", ""),
        ("", ""),
        ('<p lang="fa" dir="rtl" style="color:red">سلام</p>', '<p lang="fa" dir="rtl">سلام</p>'),
        ("<p lang='\"><script>'>a</p>", "<p>a</p>"),
    ],
)
def test_rich_text_is_clean_and_balanced(stored: str, shown: str) -> None:
    assert text(stored) == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ('<a linktype="page" id="3">x</a>', '<a href="/blog/spring &amp; summer/">x</a>'),
        ('<a id="3" linktype="page">x</a>', '<a href="/blog/spring &amp; summer/">x</a>'),
        ('<a linktype="page" id="4">x <b>y</b></a>', "x <b>y</b>"),
        ('<a linktype="page" id="99999999999999999999">x</a>', "x"),
        ('<a linktype="page" id="-3">x</a>', "x"),
        ('<a linktype="page">x</a>', "x"),
        ('<a linktype="document" id="7">x</a>', '<a href="/media/r.pdf">x</a>'),
        ('<a linktype="document" id="6">x</a>', "x"),
        ('<a linktype="secret" id="3" href="https://a.example/">x</a>', "x"),
        ('<a href="https://a.example/?b=1&amp;c">x</a>', '<a href="https://a.example/?b=1&amp;c">x</a>'),
        (
            '<a href="https://a.example/" target="_blank" rel="x">x</a>',
            '<a href="https://a.example/">x</a>',
        ),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<a href="tel:+49123">x</a>', '<a href="tel:+49123">x</a>'),
        ('<a href="/old/">x</a>', '<a href="/old/">x</a>'),
        ('<a href="//a.example/">x</a>', '<a href="https://a.example/">x</a>'),
        ('<a href="#h-x">x</a>', '<a href="#h-x">x</a>'),
        ('<a href="https://a.example/a b">x</a>', '<a href="https://a.example/a%20b">x</a>'),
        ('<a href="page.html">x</a>', "x"),
        ('<a href="">x</a>', "x"),
        ("<a>x</a>", "x"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href=" java&#10;script:alert(1)">x</a>', "x"),
        ('<a href="data:text/html,x">x</a>', "x"),
        ('<a href="ftp://a.example/">x</a>', "x"),
    ],
)
def test_links_lead_to_public_and_harmless_places_only(stored: str, shown: str) -> None:
    assert text(f"<p>{stored}</p>") == f"<p>{shown}</p>"


def test_only_what_the_text_names_is_asked_in_its_order() -> None:
    world = World()
    blocks = [
        block("text", '<p><a linktype="document" id="6">x</a></p>'),
        block("html", {"source": '<a linktype="page" id="1">', "note": ""}),
        block("image", {"image": 5}),
        block("text", '<p><a linktype="page" id="4">x</a></p>'),
    ]
    page_html(blocks, world, language="en")
    assert world.asked == [("document", 6), ("picture", 5), ("page", 4)]


INLINE = st.recursive(
    st.text(st.sampled_from("ab <>&\"'گ‌و🙂é\u00a0\r\n\t\x00"), max_size=8).map(
        lambda s: s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    | st.sampled_from(["<br/>", "<br>", "&amp;", "&nbsp;", "&quot;", "<b>", "</i>", "<x>"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{re.split(' ', tag)[0]}>",
        st.sampled_from(
            [
                *richtext.MARKS,
                'a id="3" linktype="page"',
                'a linktype="document" id="7"',
                'a href="https://a.example/x?y=1&amp;z#f"',
                'a href="http://a.b"',
            ]
        ),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)
PARAGRAPHS = st.lists(
    st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split(' ')[0]}>",
        st.sampled_from(["p", 'p data-block-key="ab1"', "p", "ul", "ol"]),
        st.lists(INLINE | st.builds("<li>{}</li>".format, INLINE), max_size=3),
    )
    | st.sampled_from(["<hr/>", "<hr>", "<p></p>"]),
    max_size=4,
).map("".join)


@given(PARAGRAPHS)
def test_the_short_way_gives_what_the_sanitizer_gives(stored: str) -> None:
    grammar, richtext._GRAMMAR = richtext._GRAMMAR, re.compile("(?!)")  # type: ignore[misc]
    try:
        by_sanitizer = richtext.linked(stored, lambda kind, key: f"/{kind}/{key}/")
    finally:
        richtext._GRAMMAR = grammar  # type: ignore[misc]
    assert richtext.linked(stored, lambda kind, key: f"/{kind}/{key}/") == by_sanitizer


def test_the_desks_own_html_goes_the_short_way() -> None:
    stored = (
        '<p data-block-key="x1y2z">Plain, <b>bold</b> and <a id="3" linktype="page">a link</a>.<br/>“گفت‌وگو”</p>'
        '<ul><li data-block-key="x1y2w">One</li></ul><hr/>'
    )
    assert richtext._GRAMMAR.fullmatch(stored)
    assert not richtext._GRAMMAR.fullmatch("<p><script>alert(1)</script></p>")
    assert not richtext._GRAMMAR.fullmatch('<p onclick="x">a</p>')


@given(st.text(st.sampled_from("aگ \u00a0\u200c\u3000\u2028\u2029\t\n\r\x0b\x0c\x85\x00🙂")))
def test_one_line_has_one_space_for_each_run_of_white_space(text: str) -> None:
    held = re.sub("[\x00\x0b\x0c\x85]", "", text)
    assert richtext.one_line(text) == re.sub("[ \t\n\r\u2028\u2029\u3000]+", " ", held).strip(" ")


# ---- blocks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"text": "Where & <when>", "level": "3"}, '<h3 id="h-where-when">Where &amp; &lt;when&gt;</h3>'),
        ({"text": "  A\n b ", "level": "9"}, '<h2 id="h-a-b">A b</h2>'),
        ({"text": "گفت‌وگو", "level": 4}, '<h4 id="h-گفت-وگو" dir="rtl">گفت‌وگو</h4>'),
        ({"text": "🙂", "level": "2"}, '<h2 id="h-section">🙂</h2>'),
        ({"text": " ", "level": "2"}, ""),
        ({}, ""),
    ],
)
def test_headings_have_names_to_link_to(value: dict[str, Any], shown: str) -> None:
    assert page(block("heading", value)) == shown


def test_the_names_of_headings_are_unique_on_a_page() -> None:
    shown = page(*(block("heading", {"text": text, "level": "2"}) for text in ("A", "A 2", "a", "A")))
    assert re.findall('id="([^"]+)"', shown) == ["h-a", "h-a-2", "h-a-3", "h-a-4"]


def test_a_picture_is_a_figure_with_caption_and_credit() -> None:
    value = {"image": 5, "alt": 'A "view"', "caption": "<p>By <b>night</b></p>", "credit": "Ada & Co"}
    assert page(block("image", value)) == (
        '<figure><img decoding="async" src="/media/a.jpg" width="800" height="600" alt="A &quot;view&quot;">'
        '<figcaption>By <b>night</b> <small class="credit">Ada &amp; Co</small></figcaption>'
        "</figure>"
    )
    assert feed(block("image", value)) == (
        '<figure><img src="https://news.example/media/a.jpg" width="800" height="600"'
        ' alt="A &quot;view&quot;"><figcaption>By <b>night</b> <small>Ada &amp; Co</small></figcaption></figure>'
    )


def test_a_picture_comes_in_every_form_and_width_that_there_is() -> None:
    class Rich(World):
        def picture(self, image_id: int, shape: str = "whole") -> Picture:
            avif = Source("image/avif", (("/media/a-480.avif", 480), ("/media/a-960.avif", 960)))
            webp = Source("image/webp", (("/media/a-960.webp", 960),))
            return Picture("/media/a.gif", 960, 640, "A", (avif, webp), "(min-width: 9em) 9em, 100vw", "/media/a.png")

    blocks = [block("image", {"image": 5})] * 2
    first, second = str(page_html(blocks, Rich(), language="en")).split("\n")
    assert first == (
        '<figure><picture><source media="(prefers-reduced-motion: reduce)" srcset="/media/a.png">'
        '<source type="image/avif" srcset="/media/a-480.avif 480w, /media/a-960.avif 960w"'
        ' sizes="(min-width: 9em) 9em, 100vw">'
        '<source type="image/webp" srcset="/media/a-960.webp 960w" sizes="(min-width: 9em) 9em, 100vw">'
        '<img decoding="async" src="/media/a.gif" width="960" height="640" alt="A"></picture></figure>'
    )
    assert second == first.replace("<img ", '<img loading="lazy" '), "only a page's first is wanted at once"
    in_feed = '<figure><img src="https://news.example/media/a.gif" width="960" height="640" alt="A"></figure>'
    assert str(feed_html(blocks[:1], Rich(), base_url=BASE, language="en")) == in_feed


def test_a_picture_without_words_of_its_own_takes_the_pictures() -> None:
    assert 'alt="The picture&#x27;s own"' in page(block("image", {"image": 5}))


@pytest.mark.parametrize("number", [6, None, True, "x", -5, 2**70, [5], 5.0])
def test_a_picture_that_is_not_public_is_no_figure(number: Any) -> None:
    assert page(block("image", {"image": number, "caption": "<p>x</p>", "credit": "y"})) == ""


def test_a_quotation_names_its_source() -> None:
    value = {"quote": "<p>So it goes.</p>", "source": "A & B", "url": "https://a.example/q"}
    assert page(block("quotation", value)) == (
        '<figure class="quotation"><blockquote cite="https://a.example/q"><p>So it goes.</p></blockquote>'
        '<figcaption><a href="https://a.example/q"><cite>A &amp; B</cite></a></figcaption></figure>'
    )
    assert page(block("quotation", {**value, "url": "javascript:x"})) == (
        '<figure class="quotation"><blockquote><p>So it goes.</p></blockquote>'
        "<figcaption><cite>A &amp; B</cite></figcaption></figure>"
    )
    assert '<a href="https://a.example/q">a.example</a>' in page(block("quotation", {**value, "source": ""}))
    assert page(block("quotation", {"quote": "<p>x</p>"})) == "<blockquote><p>x</p></blockquote>"
    assert page(block("quotation", {"quote": "", "source": "A"})) == ""


def test_code_is_shown_as_written() -> None:
    value = {"language": 'Py"thon 3', "code": "\r\nif a < b:\r\n    x &= 1\r\n"}
    shown = '<pre dir="ltr" tabindex="0"><code class="language-python3">if a &lt; b:\n    x &amp;= 1</code></pre>'
    assert page(block("code", value)) == shown
    assert feed(block("code", value)) == shown.replace(' class="language-python3"', "").replace(' tabindex="0"', "")
    assert page(block("code", {"language": "x", "code": " \n"})) == ""


def test_a_table_has_caption_and_headings() -> None:
    value = {
        "columns": [{"type": "text", "heading": "Year"}, {"type": "text", "heading": "<b>"}],
        "rows": [{"values": ["<p>1999</p>", '<p><a linktype="page" id="4">x</a></p>']}, {"values": ["<p>a</p>"]}],
        "caption": "Years & more",
    }
    assert page(block("table", value)) == (
        '<div class="table" tabindex="0" role="region" aria-label="Years &amp; more">'
        "<table><caption>Years &amp; more</caption>"
        '<thead><tr><th scope="col">Year</th><th scope="col">&lt;b&gt;</th></tr></thead>'
        "<tbody><tr><td>1999</td><td>x</td></tr><tr><td>a</td><td></td></tr></tbody></table></div>"
    )
    assert "<thead>" not in page(block("table", {**value, "columns": [{"heading": ""}, {"heading": ""}]}))
    assert page(block("table", {"columns": [], "rows": [], "caption": "x"})) == ""


def test_files_say_their_kind_and_size() -> None:
    files = [
        {"type": "item", "id": "1", "value": {"document": 7, "title": ""}},
        {"type": "item", "id": "2", "value": {"document": 6, "title": "not public"}},
        {"type": "item", "id": "3", "value": {"document": 7, "title": "My & title"}},
    ]
    assert page(block("files", {"title": "Read on", "files": files})) == (
        '<figure class="files"><figcaption>Read on</figcaption><ul>'
        '<li><a href="/media/r.pdf"><bdi>Report &lt;1&gt;</bdi></a> <small>PDF · 2 MB</small></li>'
        '<li><a href="/media/r.pdf"><bdi>My &amp; title</bdi></a> <small>PDF · 2 MB</small></li></ul></figure>'
    )
    assert page(block("files", {"title": "x", "files": files[1:2]})) == ""


KEPT = [block("html", {"source": "<b>canary</b>", "note": "canary"}), block("more", "canary"), block("new", "canary")]


def test_kept_html_marks_and_unknown_blocks_are_shown_to_no_reader() -> None:
    assert page(*KEPT) == feed(*KEPT) == plain_text(KEPT) == ""


def test_feeds_get_absolute_addresses_and_nothing_of_the_pages_own() -> None:
    shown = feed(
        block("heading", {"text": "A", "level": "2"}),
        block("text", '<p><a linktype="page" id="3">x</a> <a href="/y/">y</a> <a href="#h-a">z</a></p>'),
        block("files", {"files": [{"value": {"document": 7}}]}),
    )
    assert 'href="https://news.example/blog/spring &amp; summer/"' in shown
    assert 'href="https://news.example/y/"' in shown
    assert 'href="https://news.example/media/r.pdf"' in shown
    assert "> z</p>" in shown
    assert not re.search(r"\b(id|class|loading)=", shown)


def test_paragraphs_wholly_in_the_other_direction_say_so() -> None:
    persian, english = "<p>سلام Facebook</p>", "<p>All of it “English”.</p>"
    mixed = "<p>Facebook گفت</p><ul><li>one</li><li>دو</li></ul>"
    assert page(block("text", persian + english + mixed), language="fa") == (
        persian + english.replace("<p>", '<p dir="ltr">') + mixed.replace("<li>one", '<li dir="ltr">one')
    )
    assert page(block("text", "<p>سلام</p>" + english + mixed)) == (
        '<p dir="rtl">سلام</p>' + english + mixed.replace("<li>دو", '<li dir="rtl">دو')
    )
    assert page(block("text", "<p>12 – 13 🙂</p>"), language="fa") == "<p>12 – 13 🙂</p>"


# ---- plain text -------------------------------------------------------------------------------


def test_plain_text_keeps_words_apart() -> None:
    blocks = [
        block("heading", {"text": "Head", "level": "2"}),
        block("text", "<p>One<br/>two&nbsp;&amp;\n<b>thr</b>ee</p><ul><li>four</li><li>five</li></ul><p>six</p>"),
        block("image", {"image": 1, "alt": "unsaid", "caption": "<p>cap</p>", "credit": "unsaid"}),
        block("table", {"columns": [{"heading": "a"}, {}], "rows": [{"values": ["<p>b</p>", "<p>c</p>"]}]}),
        block("quotation", {"quote": "<p>q</p>", "source": "s"}),
        block("files", {"title": "t", "files": [{"value": {"title": "f"}}]}),
        block("code", {"code": "x  = 1\n"}),
    ]
    assert plain_text(blocks) == (
        "Head\n\nOne\ntwo\u00a0& three\nfour\nfive\nsix\n\ncap\n\na\nb\tc\n\nq\ns\n\nt\nf\n\nx  = 1"
    )


def test_the_lead_stands_before_the_mark() -> None:
    one, two = block("text", "<p>1</p>"), block("text", "<p>2</p>")
    assert lead_blocks([one, block("more", ""), two]) == [one]
    assert lead_blocks([one, two]) == [one, two]
    assert lead_blocks([block("more", ""), two]) == []


# ---- anything at all --------------------------------------------------------------------------

NAMES = [*RENDERERS, "footnotes", "html", "more", "?"]
KEYS = ["text", "level", "image", "alt", "caption", "credit", "quote", "source", "url", "language", "code"]
KEYS += ["columns", "rows", "values", "heading", "title", "files", "document", "type", "value", "id", "note"]
KEYS += ["pictures", "file", "transcript", "poster", "tracks", "kind", "notes", "label", "author", "provider"]
TEXTS = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    [
        "<p>a",
        '<a linktype="page" id="3">',
        "<b></i>",
        "https://[",
        "http://a.example",
        "&#xD800;",
        "<!--",
        "]]>",
        "[^a]",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | TEXTS, inner, max_size=6),
    max_leaves=20,
)
BODIES = JSON | st.lists(
    JSON | st.fixed_dictionaries({"type": st.sampled_from(NAMES) | JSON, "value": JSON}), max_size=6
)


class Balanced(HTMLParser):
    VOID = frozenset({"br", "hr", "img", "source", "track", "wbr", "col"})
    ATTRIBUTES = frozenset(
        {"href", "src", "alt", "width", "height", "loading", "decoding", "id", "class", "dir", "lang", "start"}
        | {"cite", "scope", "tabindex", "role", "aria-label", "aria-hidden", "aria-labelledby", "rel", "download"}
        | {"controls", "preload", "poster", "type", "kind", "srclang", "label"}
        | {name for names in markup._ATTRIBUTES.values() for name in names}
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in richtext.INLINE_TAGS | richtext.BLOCK_TAGS | {
            *("figure", "figcaption", "img", "table", "caption", "thead", "tbody", "tr", "th", "td"),
            *markup.TAGS,
            *("audio", "video", "source", "track", "details", "summary", "section", "aside"),
        }
        for name, value in attrs:
            assert name in self.ATTRIBUTES
            if name in ("href", "src", "cite", "poster"):
                assert re.match(r"https?:|mailto:|tel:|/(?![/\\])|#", value or "", re.IGNORECASE)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")


def assert_harmless(markup: str) -> None:
    markup.encode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", markup)
    parser = Balanced()
    parser.feed(markup)
    parser.close()
    assert parser.open == []


@given(BODIES, st.sampled_from(["en", "fa", "", "?", "xx-Arab"]))
def test_no_json_that_a_database_could_hold_raises_or_does_harm(body: Any, language: str) -> None:
    shown = page_html(body, World(), language=language)
    assert isinstance(shown, Markup)
    assert_harmless(shown)
    assert_harmless(feed_html(body, World(), base_url=BASE, language=language))
    plain_text(body).encode()
    assert page_html(body, World(), language=language) == shown


def hostile(folder: Path) -> list[str]:
    texts = [case["input"] for case in json.loads((folder / "html5lib-sanitizer-tests1.json").read_text("utf-8"))]
    # Thousands that hardly differ: a browser reads them all (browser/test_hostile_html.py), here some do.
    texts += (folder / "payloadbox-xss-payload-list.txt").read_text("utf-8").splitlines()[::5]
    for file in sorted((folder / "feedparser-sanitize").glob("*.xml")):
        source = file.read_bytes()
        try:
            texts += [text for text in ElementTree.fromstring(source).itertext() if "<" in text]
        except ElementTree.ParseError:
            texts.append(source.decode("utf-8", "replace"))
    return texts


def hostile_blocks(text: str) -> list[dict[str, Any]]:
    """The rest of the blocks, each with the text wherever it takes one."""
    words = dict.fromkeys(
        ("url", "title", "author", "provider", "description", "caption", "transcript", "credit"), text
    )
    track = {"file": 10, "language": text, "label": text, "kind": text}
    return [
        block("embed", {**words, "image": 5}),
        block("audio", {**words, "file": 8}),
        block("video", {**words, "file": 9, "poster": 5, "tracks": [{"value": track}]}),
        block("gallery", {"pictures": [{"value": {**words, "image": 5, "alt": text}}] * 2}),
        block("pull_quote", {"quote": text, "source": text}),
        block("raw_html", {"source": text}),
        block("text", f"<p>[^{text}] [^n]</p>"),
        block("footnotes", {"notes": [{"value": {"label": label, "text": text}} for label in (text, "n", "m")]}),
    ]


def test_hostile_html_is_harmless_wherever_it_stands(shared_data: Path) -> None:
    texts = hostile(shared_data / "html/sanitizer")
    texts += json.loads((shared_data / "i18n/blns.json").read_text("utf-8"))
    assert len(texts) > 1000
    for text in texts:
        blocks = [
            block("text", text),
            block("text", f"<p>{text}</p>"),
            block("text", f'<p><a href="{text}">x</a></p>'),
            block("heading", {"text": text, "level": text}),
            block("image", {"image": 5, "alt": text, "caption": text, "credit": text}),
            block("quotation", {"quote": text + "x", "source": text, "url": text}),
            block("code", {"language": text, "code": text}),
            block("table", {"columns": [{"heading": text}], "rows": [{"values": [text]}], "caption": text}),
            block("files", {"title": text, "files": [{"value": {"document": 7, "title": text}}]}),
            *hostile_blocks(text),
        ]
        assert_harmless(page(*blocks))
        assert_harmless(feed(*blocks, language="fa"))
        plain_text(blocks).encode()
