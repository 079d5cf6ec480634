"""Bodies become blocks. Everything here is asked through `convert`, with a small archive around it."""

from __future__ import annotations

import json
import re
from typing import Any

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from masthead.importers.filling import filled
from masthead.importers.staging import Site
from masthead.importers.wordpress.body import convert, summary
from masthead.importers.wordpress.links import Picture, ref

SITE = Site("wordpress", "old.example", "Old", "", "en", "http://old.example", ("old.example",))


class Archive:
    """Two items and three pictures, the second of which belongs to the item at hand with the third."""

    site = SITE

    def item_at(self, path: str) -> int | None:
        return {"/2015/03/other": 11, "/?p=12": 12}.get(path)

    def file_at(self, path: str) -> int | None:
        return {"2015/03/cat.jpg": 21, "2015/03/report.pdf": 24}.get(path)

    def attachment(self, number: int) -> int | None:
        return number if number in {21, 22, 23} else None

    def picture(self, seq: int) -> Picture:
        return Picture(seq, f"alt {seq}", f"<em>caption</em> {seq}")

    def children(self, kind: str, of: int = 0) -> list[int]:
        return {"image": [22, 23], "audio": [23]}.get(kind, [])

    def pattern(self, number: int) -> str:
        return {5: "<!-- wp:paragraph --><p>shared</p><!-- /wp:paragraph -->", 6: '<!-- wp:block {"ref":6} /-->'}.get(
            number, ""
        )


class Alone(Archive):
    """An item without pictures of its own."""

    def attachment(self, number: int) -> int | None:
        return None

    def children(self, kind: str, of: int = 0) -> list[int]:
        return []


def blocks(text: str) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in convert(text, Archive()).blocks]


def text(html: str) -> str:
    """The one text block that a body becomes."""
    ((kind, value),) = blocks(html)
    assert kind == "text"
    return str(value)


def codes(html: str) -> list[str]:
    return [code for code, _ in convert(html, Archive()).notes]


# Classic text


def test_paragraphs_and_lists_are_one_text() -> None:
    assert text("one\ntwo\n\n<ul>\n<li>a</li>\n<li>b <strong>c</strong></li>\n</ul>\n\nthree") == (
        "<p>one<br/>two</p><ul><li>a</li><li>b <b>c</b></li></ul><p>three</p>"
    )


def test_marks_become_those_of_the_desk() -> None:
    assert text("<strong>a</strong><em>b</em><del>c</del><kbd>d</kbd><u>e</u><q>f</q><sup>2</sup>") == (
        "<p><b>a</b><i>b</i><s>c</s><code>d</code>e“f”<sup>2</sup></p>"
    )


def test_nested_lists_stay_nested() -> None:
    assert (
        text("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>") == "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"
    )


def test_headings_keep_their_words_and_a_level_the_desk_has() -> None:
    assert blocks("<h1>One</h1><h3>Two <em>x</em></h3><h6>Three</h6>") == [
        ("heading", {"text": "One", "level": "2"}),
        ("heading", {"text": "Two x", "level": "3"}),
        ("heading", {"text": "Three", "level": "4"}),
    ]


def test_a_quotation_gives_up_its_source() -> None:
    assert blocks('<blockquote>words<cite>— <a href="http://x.example/p">Ann</a></cite></blockquote>') == [
        ("quotation", {"quote": "<p>words</p>", "source": "Ann", "url": "http://x.example/p"})
    ]


def test_code_keeps_its_lines_and_its_language() -> None:
    assert blocks('<pre><code class="language-python">if a &lt; b:\n\n    pass</code></pre>') == [
        ("code", {"language": "python", "code": "if a < b:\n\n    pass"})
    ]


def test_a_table_keeps_headings_cells_and_caption() -> None:
    html = "<table><caption>C</caption><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><b>2</b></td></tr></table>"
    assert blocks(html) == [
        (
            "table",
            {
                "columns": [{"type": "text", "heading": "A"}, {"type": "text", "heading": "B"}],
                "rows": [{"values": ["<p>1</p>", "<p><b>2</b></p>"]}],
                "caption": "C",
            },
        )
    ]


def test_joined_cells_are_filled_up_and_said() -> None:
    html = '<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>'
    ((_, table),) = blocks(html)
    assert [row["values"] for row in table["rows"]] == [["<p>a</p>", ""], ["<p>b</p>", "<p>c</p>"]]
    assert codes(html) == ["joined table cells parted"]


def test_words_between_items_are_an_item() -> None:
    assert text("<ul>a<li>b</li>c [sic]<ul><li>d</li></ul></ul>") == (
        "<ul><li>a</li><li>b</li><li>c [sic]<ul><li>d</li></ul></li></ul>"
    )


def test_what_stands_in_a_table_outside_of_cells_stands_above_it() -> None:
    shown, (kind, table) = blocks("<table>a<tr>b<td>c</td></tr><tr><p>d</p><td>e</td></tr></table>")
    assert shown == ("text", "<p>a b</p><p>d</p>")
    assert (kind, [row["values"] for row in table["rows"]]) == ("table", [["<p>c</p>"], ["<p>e</p>"]])


def test_what_no_cell_can_hold_stands_behind_the_table() -> None:
    html = '<table><tr><td>a <img class="wp-image-21" src="x"></td><td>b</td></tr></table>'
    assert [kind for kind, _ in blocks(html)] == ["table", "image"]
    assert codes(html) == ["put behind its table"]


def test_a_source_without_a_quotation_is_a_paragraph_and_a_long_one_part_of_the_quotation() -> None:
    assert text("<blockquote><cite>Ann</cite></blockquote>") == "<p>Ann</p>"
    ((_, quotation),) = blocks(f"<blockquote>words<cite>{'long ' * 200}</cite></blockquote>")
    assert (quotation["quote"].count("long"), quotation["source"]) == (200, "")


def test_a_block_that_is_never_closed_hides_nothing_behind_it() -> None:
    source = "<!-- wp:verse --><pre>a</pre><!-- wp:paragraph --><p>b</p><!-- /wp:paragraph -->"
    assert blocks(source)[-1] == ("text", "<p>b</p>")


def test_the_more_mark_keeps_its_words_even_inside_a_paragraph() -> None:
    assert blocks("a <!--more Go on--> b") == [
        ("text", "<p>a</p>"), ("more", "Go on"), ("text", "<p>b</p>"),
    ]  # fmt: skip
    assert blocks("a<!--more-->b<!--more-->c")[1] == ("more", "")
    assert codes("a<!--more-->b<!--more-->c") == ["further “more” mark dropped"]


def test_page_breaks_go_and_are_counted() -> None:
    body = convert("a\n<!--nextpage-->\nb<!--nextpage-->c", Archive())
    assert (body.pages, [code for code, _ in body.notes]) == (3, ["page breaks dropped"])
    assert [block["value"] for block in body.blocks] == ["<p>a</p><p>b</p><p>c</p>"]


# Pictures


def test_a_picture_of_any_size_is_found_again() -> None:
    html = '<img class="alignleft" src="http://old.example/wp-content/uploads/2015/03/cat-300x200.jpg" alt="Cat">'
    assert blocks(html) == [("image", {"image": ref(21), "alt": "Cat", "caption": "", "credit": ""})]


def test_a_picture_parts_the_paragraph_it_stands_in() -> None:
    html = 'before <b>bold <img src="/wp-content/uploads/2015/03/cat.jpg"> more</b> after'
    assert [kind for kind, _ in blocks(html)] == ["text", "image", "text"]
    assert blocks(html)[0][1] == "<p>before <b>bold</b></p>"
    assert blocks(html)[2][1] == "<p><b>more</b> after</p>"


@pytest.mark.parametrize(
    "html",
    [
        '[caption id="a" width="9" caption="A <em>cat</em>"]<img class="wp-image-21" src="x.jpg">[/caption]',
        '[caption id="a" width="9"]<a href="x"><img class="wp-image-21" src="x.jpg"></a> A <em>cat</em>[/caption]',
        '<figure><img class="wp-image-21" src="x.jpg"><figcaption>A <em>cat</em></figcaption></figure>',
        '<!-- wp:image {"id":21} --><figure><img src="x.jpg"/><figcaption>A <em>cat</em></figcaption></figure>\n',
    ],
)
def test_every_form_of_caption_is_the_pictures_caption(html: str) -> None:
    assert blocks(html) == [("image", {"image": ref(21), "alt": "alt 21", "caption": "A <i>cat</i>", "credit": ""})]


def test_a_picture_from_elsewhere_leaves_a_gap_and_its_address_for_editors() -> None:
    (kind, value), (kept, source) = blocks('<img src="http://far.example/x.png" alt="X">')
    assert (kind, value["image"], value["alt"]) == ("image", None, "X")
    assert kept == "html"
    assert "http://far.example/x.png" in source["note"]


def test_the_caption_of_several_pictures_stands_below_them() -> None:
    html = '<figure><img class="wp-image-21" src="a"><img class="wp-image-22" src="b"><figcaption>Both</figcaption>'
    assert [kind for kind, _ in blocks(html)] == ["image", "image", "text"]
    assert blocks(html)[2] == ("text", "<p>Both</p>")


def test_the_caption_of_a_picture_from_elsewhere_is_still_read() -> None:
    html = '[caption width="1" caption="Said of it"]<img src="http://far.example/x.png">[/caption]'
    assert blocks(html)[-1] == ("text", "<p>Said of it</p>")


# Links


def test_links_inside_the_site_wait_for_the_items_id() -> None:
    assert text('<a href="https://www.old.example/2015/03/other/#more-3">x</a>') == (
        f'<p><a linktype="page" id="{ref(11)}" href="https://www.old.example/2015/03/other/#more-3">x</a></p>'
    )
    assert f'id="{ref(12)}"' in text('<a href="/?p=12">x</a>')
    assert f'linktype="document" id="{ref(24)}"' in text('<a href="/wp-content/uploads/2015/03/report.pdf">x</a>')


class Places:
    """Where item 11 and document 12 came to stand; no other file was carried."""

    def page(self, seq: int) -> int | None:
        return {11: 5}.get(seq)

    def image(self, seq: int) -> int | None:
        return None

    def document(self, seq: int) -> int | None:
        return {12: 6}.get(seq)

    def name(self, seq: int) -> str:
        return f"a “{seq}”.mp3"


def test_a_file_that_was_not_carried_leaves_its_name() -> None:
    (block,) = json.loads(filled(convert('[playlist ids="21,22"]', Archive()).blocks, Places()))
    assert [file["value"] for file in block["value"]["files"]] == [
        {"document": None, "title": "a “21”.mp3"}, {"document": None, "title": "a “22”.mp3"},
    ]  # fmt: skip


def test_a_link_to_a_files_own_page_leads_to_the_file() -> None:
    html = '<a href="/?p=12">x</a> <a href="/2015/03/other/">y</a>'
    (block,) = json.loads(filled(convert(html, Archive()).blocks, Places()))
    assert block["value"] == '<p><a linktype="document" id="6">x</a> <a linktype="page" id="5">y</a></p>'


def test_other_links_are_whole_and_harmless() -> None:
    assert text('<a href="/about/" onclick="x()">x</a>') == '<p><a href="http://old.example/about/">x</a></p>'
    assert text('<a href="java\tscript:alert(1)">x</a>') == "<p>x</p>"
    assert text('<a href="#note">x</a>') == "<p>x</p>"
    assert text('<a href="mailto:a@b.example">x</a>') == '<p><a href="mailto:a@b.example">x</a></p>'


# What cannot be shown


def test_an_unknown_shortcode_is_kept_whole_and_never_shown() -> None:
    (before, kept, after) = blocks("a\n\n[members_only]secret[/members_only]\n\nb")
    assert (before, after) == (("text", "<p>a</p>"), ("text", "<p>b</p>"))
    assert kept[0] == "html"
    assert kept[1]["source"] == "[members_only]secret[/members_only]"
    assert codes("[members_only]secret[/members_only]") == ["shortcode kept for editors"]


@pytest.mark.parametrize(
    "html", ["<script>steal()</script>", "<form><input></form>", "<style>p{}</style>", "<svg></svg>"]
)
def test_active_markup_is_kept_for_editors(html: str) -> None:
    ((kind, _),) = blocks(html)
    assert kind == "html"


def test_an_unknown_shortcode_takes_the_blocks_that_it_encloses_with_it() -> None:
    source = (
        "<!-- wp:shortcode -->[members]<!-- /wp:shortcode --><!-- wp:paragraph --><p>secret</p><!-- /wp:paragraph -->"
        "<!-- wp:shortcode -->[/members]<!-- /wp:shortcode --><!-- wp:paragraph --><p>open</p><!-- /wp:paragraph -->"
    )
    (kept, shown) = blocks(source)
    assert shown == ("text", "<p>open</p>")
    assert kept[0] == "html"
    assert "<p>secret</p>" in kept[1]["source"]


def test_a_shortcode_in_a_paragraph_block_is_one_too() -> None:
    (kept, shown) = blocks("<!-- wp:paragraph --><p>[my_form id=4] a</p><!-- /wp:paragraph -->")
    assert (kept[1]["source"], shown) == ("[my_form id=4]", ("text", "<p>a</p>"))


@pytest.mark.parametrize("html", ['<pre>[my_form id="4"]</pre>', '<p>a <code>[my_form id="4"]</code></p>'])
def test_code_shows_a_shortcode_as_it_was_typed(html: str) -> None:
    assert '[my_form id="4"]' in str(blocks(html)[0][1])


def test_code_hides_what_a_shortcode_encloses() -> None:
    assert [kind for kind, _ in blocks("<pre>a [members]secret[/members]</pre>")] == ["code", "html"]
    assert "secret" not in str(blocks("<pre>a [members]secret[/members]</pre>")[0])


def test_what_is_kept_for_editors_is_whole() -> None:
    html = '<form>[my_form id="4"]<!--more-->\nhttps://x.example/\n</form>[a_b]\nhttps://y.example/\n[/a_b]'
    sources = [value["source"] for kind, value in blocks(html) if kind == "html"]
    assert sources == [
        '<form>[my_form id="4"]<!--more--><br>\nhttps://x.example/</form>', "[a_b]\nhttps://y.example/\n[/a_b]"
    ]  # fmt: skip


def test_an_escaped_shortcode_is_shown_letter_by_letter() -> None:
    assert text('[[gallery ids="1"]]') == '<p>[gallery ids="1"]</p>'


def test_text_reads_as_wordpress_showed_it_and_code_does_not() -> None:
    assert text('"a" -- b <code>"c" -- d</code>...') == '<p>“a” — b <code>"c" -- d</code>…</p>'
    assert blocks("<h2>It's</h2><pre>it's</pre>") == [
        ("heading", {"text": "It’s", "level": "2"}), ("code", {"language": "", "code": "it's"}),
    ]  # fmt: skip
    assert text('<!-- wp:paragraph --><p>"a"</p><!-- /wp:paragraph -->') == "<p>“a”</p>"


def test_what_no_list_can_hold_parts_it_and_the_numbers_go_on() -> None:
    html = "<ol><li>a</li><li>b<pre>c</pre></li><li>d</li></ol>"
    assert blocks(html) == [
        ("text", "<ol><li>a</li><li>b</li></ol>"), ("code", {"language": "", "code": "c"}),
        ("text", '<ol start="3"><li>d</li></ol>'),
    ]  # fmt: skip
    assert text('<ol start="4"><li>a</li></ol>') == '<ol start="4"><li>a</li></ol>'


def test_what_stands_around_a_list_of_posts_is_read() -> None:
    source = (
        "<!-- wp:query --><div><!-- wp:heading --><h2>New</h2><!-- /wp:heading --><!-- wp:post-template -->"
        "<!-- wp:post-title /--><!-- /wp:post-template --></div><!-- /wp:query -->"
    )
    assert [kind for kind, _ in blocks(source)] == ["heading", "html"]


def test_an_unknown_block_is_kept_with_its_markup() -> None:
    source = '<!-- wp:shop/cart {"a":"x--y"} --><p>Cart</p><!-- /wp:shop/cart -->'
    ((kind, value),) = blocks(source)
    assert kind == "html"
    assert value["source"] == source.replace('{"a":"x--y"}', r'{"a": "x\u002d\u002dy"}')


# Embeds


@pytest.mark.parametrize("html", [
    '<!-- wp:paragraph HIDE --><p>secret</p><!-- /wp:paragraph -->',
    '<!-- wp:group HIDE --><div><!-- wp:paragraph --><p>secret</p><!-- /wp:paragraph --></div><!-- /wp:group -->',
    ('<!-- wp:quote --><blockquote><!-- wp:list --><ul><!-- wp:list-item HIDE --><li>secret</li><!-- /wp:list-item -->'
    "</ul><!-- /wp:list --></blockquote><!-- /wp:quote -->"),
    ('<!-- wp:list --><ul><!-- wp:list-item --><li>open<!-- wp:list --><ul><!-- wp:list-item HIDE --><li>secret</li>'
    "<!-- /wp:list-item --></ul><!-- /wp:list --></li><!-- /wp:list-item --></ul><!-- /wp:list -->"),
    ('<!-- wp:list --><ul><!-- wp:list-item --><li>open<!-- wp:member/only --><p>secret</p><!-- /wp:member/only -->'
    "</li><!-- /wp:list-item --></ul><!-- /wp:list -->"),
    '<!-- wp:image HIDE --><figure><img class="wp-image-21" src="x.jpg" alt="secret"/></figure><!-- /wp:image -->',
])  # fmt: skip
@pytest.mark.parametrize("hide", ['{"metadata":{"blockVisibility":false}}', '{"blockVisibility":{"hideBlock":true}}'])
def test_what_was_hidden_is_kept_for_editors(html: str, hide: str) -> None:
    found = blocks(html.replace("HIDE", hide))
    assert [kind for kind, value in found if "secret" in json.dumps(value)] == ["html"]
    assert "image" not in [kind for kind, _ in found]


def test_an_address_on_a_line_of_its_own_is_an_embed_but_not_in_code() -> None:
    assert blocks("a\n\nhttps://www.youtube.com/watch?v=abcdefgh\n\nb")[1] == (
        "embed", {"url": "https://www.youtube.com/watch?v=abcdefgh", "title": ""},
    )  # fmt: skip
    assert blocks("<pre>\nhttps://x.example/\n</pre>") == [("code", {"language": "", "code": "https://x.example/"})]


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<iframe src="//www.youtube.com/embed/abcdefgh?rel=0"></iframe>', "https://www.youtube.com/watch?v=abcdefgh"),
        ("[embed]https://vimeo.com/1[/embed]", "https://vimeo.com/1"),
        ("[vimeo 12]", "https://vimeo.com/12"),
        ('[audio src="http://a.example/b.mp3"]', "http://a.example/b.mp3"),
        ("[youtube=http://youtu.be/abc]", "http://youtu.be/abc"),
        (
            '<!-- wp:embed {"url":"https://x.example/1"} --><figure><div>x</div></figure><!-- /wp:embed -->',
            "https://x.example/1",
        ),
        (
            "<!-- wp:core-embed/x --><figure><div>\nhttps://y.example/2\n</div></figure><!-- /wp:core-embed/x -->",
            "https://y.example/2",
        ),
    ],
)
def test_every_player_of_elsewhere_is_a_card(html: str, url: str) -> None:
    assert blocks(html) == [("embed", {"url": url, "title": ""})]


# Block markup


def test_layout_is_opened_and_its_content_follows_in_order() -> None:
    html = (
        '<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div><!-- wp:paragraph --><p>a</p>'
        "<!-- /wp:paragraph --></div><!-- /wp:column --><!-- wp:column --><div><!-- wp:heading --><h2>b</h2>"
        "<!-- /wp:heading --></div><!-- /wp:column --></div><!-- /wp:columns -->"
    )
    assert blocks(html) == [("text", "<p>a</p>"), ("heading", {"text": "b", "level": "2"})]


def test_lists_of_list_items_quotations_and_files() -> None:
    assert text(
        "<!-- wp:list --><ul><!-- wp:list-item --><li>a</li><!-- /wp:list-item --></ul><!-- /wp:list -->"
        "<!-- wp:separator --><hr/><!-- /wp:separator -->"
    ) == "<ul><li>a</li></ul><hr/>"  # fmt: skip
    assert blocks(
        "<!-- wp:quote --><blockquote><!-- wp:paragraph --><p>a</p><!-- /wp:paragraph --><cite>B</cite></blockquote>"
        "<!-- /wp:quote -->"
    ) == [("quotation", {"quote": "<p>a</p>", "source": "B", "url": ""})]
    ((kind, value),) = blocks(
        '<!-- wp:file {"href":"/wp-content/uploads/2015/03/report.pdf"} --><div><a href="#">Report</a></div>'
        "<!-- /wp:file -->"
    )
    assert (kind, value["files"][0]["value"]) == ("files", {"document": ref(24), "title": "Report"})


def test_free_text_between_blocks_gets_paragraphs() -> None:
    assert text("a\n\nb\n\n<!-- wp:paragraph --><p>c</p><!-- /wp:paragraph -->") == "<p>a</p><p>b</p><p>c</p>"


def test_a_shared_block_is_written_out_and_one_in_itself_ends() -> None:
    assert text('<!-- wp:block {"ref":5} /-->') == "<p>shared</p>"
    assert blocks('<!-- wp:block {"ref":6} /-->')[0][0] == "html"


def test_free_html_is_shown_if_all_of_it_can_be() -> None:
    assert text("<!-- wp:html --><p>a</p><!-- /wp:html -->") == "<p>a</p>"
    ((kind, value),) = blocks("<!-- wp:html --><p>a</p><script>x</script><!-- /wp:html -->")
    assert (kind, value["source"]) == ("html", "<p>a</p><script>x</script>")


def test_an_excerpt_is_plain_text() -> None:
    assert summary("<p>A &amp; <b>b</b></p>\n[gallery]") == "A & b"


@pytest.mark.parametrize("html", ["<div>" * 5000 + "x", "<!-- wp:group -->" * 5000 + "x", "[caption]" * 3000 + "x"])
def test_a_text_nested_beyond_all_sense_converts_and_loses_nothing(html: str) -> None:
    assert "x" in str(blocks(html)[-1][1])


# Always

MARKUP = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<a href='http://x.example'>",
                "<a href=javascript:x>",
                "</a>",
                "<li>",
                "<ul>",
                "<ol start=7>",
                "</ol>",
            ),
            *("</ul>", "w", "<img src=x onerror=y>", "<script>", "</script>", "\n\n", "\n", "<table>", "<tr>", "<td>"),
            *("<blockquote>", "</blockquote>", "[gallery]", "<!--more-->", "<!-- wp:paragraph -->", "[caption]", "'"),
            *("<!-- /wp:paragraph -->", "[/caption]", "<div", "<h2>", "</h2>", "&lt;", "&#0;", "\ufdd0", "0", "\ufdd1"),
            *("<svg onload=x>", "<math>", "<pre>", "</pre>", "<cite>", "— ", "<br>", "<figure>", "<figcaption>"),
        ]
    ),
    max_size=25,
)


def rich_texts(value: Any) -> list[str]:
    """Every rich text of a body."""
    found: list[str] = []
    for kind, content in value:
        if kind == "text":
            found.append(content)
        elif kind == "image":
            found.append(content["caption"])
        elif kind == "quotation":
            found.append(content["quote"])
        elif kind == "table":
            found += [cell for row in content["rows"] for cell in row["values"]]
    return found


ALLOWED = {"p", "ul", "ol", "li", "b", "i", "a", "code", "sub", "sup", "s", "hr", "br"}
ALLOWED_ATTRIBUTES = {"a": {"href", "linktype", "id"}, "ol": {"start"}}


@given(MARKUP)
def test_rich_text_holds_nothing_that_a_sanitizer_would_take_out(parts: list[str]) -> None:
    for html in rich_texts(blocks("".join(parts))):
        cleaned = nh3.clean(html, tags=ALLOWED, attributes=ALLOWED_ATTRIBUTES, link_rel=None)
        assert re.sub(r"<(br|hr)/>", r"<\1>", html).replace("\u00a0", "&nbsp;") == cleaned
        # And it is balanced, as the desk's editor demands.
        etree.fromstring(f"<x>{html}</x>")


@given(MARKUP)
def test_any_body_converts_and_twice_the_same(parts: list[str]) -> None:
    whole = "".join(parts)
    assert convert(whole, Archive()) == convert(whole, Archive())
