"""Galleries, recordings, footnotes, pull quotes and cards, of shortcodes, blocks and bare markup alike."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_wordpress_body import Archive

from masthead.importers.filling import filled
from masthead.importers.wordpress.body import convert
from masthead.importers.wordpress.embedded import tell
from masthead.importers.wordpress.links import Picture, ref

FILES = {
    31: ("2015/03/bell.mp3", "Bell", "2015-03-09"),
    32: ("2015/03/fair.mp4", "Fair", "2015-03-01"),
    33: ("2015/03/fair.jpg", "A still", "2015-03-05"),
    34: ("2015/03/fair.vtt", "Captions", ""),
    35: ("2015/03/fair.mov", "Old form", ""),
    36: ("2015/03/anna.jpg", "anna", "2015-03-02"),
}


class Files(Archive):
    """An item with two pictures, a sound and a film of its own."""

    def file_at(self, path: str) -> int | None:
        return next((seq for seq, (name, _, _) in FILES.items() if name == path), None)

    def attachment(self, number: int) -> int | None:
        return number if number in FILES else None

    def picture(self, seq: int) -> Picture:
        path, title, date = FILES[seq]
        return Picture(seq, "", "<em>Struck</em>" if seq == 31 else "", title, seq, date, path)

    def children(self, kind: str, of: int = 0) -> list[int]:
        mine = {"image": [33, 36], "audio": [31], "video": [32]}
        return mine.get(kind, []) if of == 0 else {"image": [36]}.get(kind, [])


def made(html: str, footnotes: str = "") -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in convert(html, Files(), footnotes).blocks]


def pictures(html: str) -> list[str]:
    """Those of the one gallery that a body becomes."""
    ((kind, value),) = made(html)
    assert kind == "gallery"
    return [picture["value"]["image"] for picture in value["pictures"]]


def sound(title: str = "", caption: str = "") -> tuple[str, Any]:
    return "audio", {"file": ref(31), "title": title, "caption": caption, "transcript": ""}


def film(**other: Any) -> tuple[str, Any]:
    value = {"file": ref(32), "title": "", "caption": "", "transcript": "", "poster": None, "tracks": []}
    return "video", value | other


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('[gallery ids="36,33"]', [36, 33]),
        ("[gallery]", [33, 36]),
        ('[gallery order="DESC" columns=9]', [36, 33]),
        ('[gallery orderby="title"]', [33, 36]),
        ('[gallery orderby="post_date"]', [36, 33]),
        ('[gallery include="33,36" orderby="ID" order="desc"]', [36, 33]),
    ],
)
def test_a_gallery_shows_what_wordpress_showed_in_its_order(html: str, shown: list[int]) -> None:
    assert pictures(html) == [ref(seq) for seq in shown]
    assert not convert(html, Files()).notes


def test_a_gallery_of_one_picture_is_that_picture_and_one_of_none_is_kept_for_editors() -> None:
    assert [(kind, value["image"]) for kind, value in made('[gallery exclude="33"]')] == [("image", ref(36))]
    assert [(kind, value["image"]) for kind, value in made("[gallery id=12]")] == [("image", ref(36))]
    assert [kind for kind, _ in made('[gallery ids="99"]')] == ["html"]


@pytest.mark.parametrize(
    "html",
    [
        (
            '<!-- wp:gallery {"ids":[33,36]} --><figure><ul class="blocks-gallery-grid">'
            '<li><figure><img src="x.jpg" data-id="33"/><figcaption>A <em>cat</em></figcaption></figure></li>'
            '<li><figure><img src="http://old.example/wp-content/uploads/2015/03/anna-300x200.jpg"/></figure></li>'
            "</ul><figcaption>Both</figcaption></figure><!-- /wp:gallery -->"
        ),
        (
            "<!-- wp:gallery --><figure>"
            '<!-- wp:image {"id":33} --><figure><img src="x.jpg" class="wp-image-33"/><figcaption>A <em>cat</em>'
            "</figcaption></figure><!-- /wp:image -->"
            '<!-- wp:image {"id":36} --><figure><img src="x.jpg" class="wp-image-36"/></figure><!-- /wp:image -->'
            "<figcaption>Both</figcaption></figure><!-- /wp:gallery -->"
        ),
        (
            '<!-- wp:jetpack/tiled-gallery {"ids":[33,36]} --><div><div>'
            '<figure><img data-id="33" src="https://i0.wp.com/x.jpg"/><figcaption>A <em>cat</em></figcaption></figure>'
            '<figure><img data-id="36" src="https://i0.wp.com/x/y.jpg"/></figure></div></div>'
            "<p>Both</p><!-- /wp:jetpack/tiled-gallery -->"
        ),
    ],
)
def test_gallery_blocks_of_every_age_keep_their_captions(html: str) -> None:
    gallery, caption = made(html)
    assert [(p["type"], p["value"]["image"], p["value"]["caption"]) for p in gallery[1]["pictures"]] == [
        ("item", ref(33), "A <i>cat</i>"), ("item", ref(36), ""),
    ]  # fmt: skip
    assert caption == ("text", "<p>Both</p>")


@pytest.mark.parametrize(
    ("html", "block"),
    [
        ('[audio src="http://old.example/wp-content/uploads/2015/03/bell.mp3"]', sound()),
        ("[audio]", sound()),
        ("http://old.example/wp-content/uploads/2015/03/bell.mp3", sound()),
        (
            (
                "<!-- wp:audio --><figure><audio controls src='/wp-content/uploads/2015/03/bell.mp3'></audio>"
                "<figcaption>At <b>noon</b></figcaption></figure><!-- /wp:audio -->"
            ),
            sound(caption="At <b>noon</b>"),
        ),
        ("[playlist ids=31]", sound(caption="<i>Struck</i>")),
        ("[playlist]", sound(caption="<i>Struck</i>")),
        ('[playlist type="video"]', film()),
        ("[video]", film()),
        # Of several forms the one that browsers play.
        ('[video src="/wp-content/uploads/2015/03/fair.mov" mp4="/wp-content/uploads/2015/03/fair.mp4"]', film()),
        (
            (
                '<video poster="/wp-content/uploads/2015/03/fair.jpg" title="The fair">'
                '<source src="/wp-content/uploads/2015/03/fair.mp4">'
                '<track src="/wp-content/uploads/2015/03/fair.vtt" kind="captions" srclang="de" label="Deutsch">'
                '<track src="https://example.org/other.vtt"></video>'
            ),
            film(
                title="The fair",
                poster=ref(33),
                tracks=[
                    {
                        "type": "item",
                        "value": {"file": ref(34), "language": "de", "label": "Deutsch", "kind": "captions"},
                    }
                ],
            ),
        ),
    ],
)
def test_recordings_of_the_old_site_are_played_here(html: str, block: tuple[str, Any]) -> None:
    assert made(html) == [block]


def test_what_no_browser_plays_is_a_list_of_files() -> None:
    (first, (kind, value)) = made("[playlist ids=35,31,35]")
    assert (first, kind) == (sound(caption="<i>Struck</i>"), "files")
    assert [file["value"]["document"] for file in value["files"]] == [ref(35), ref(35)]


class Nothing:
    """A site to which no file was carried."""

    def page(self, seq: int) -> int | None:
        return None

    image = document = page

    def name(self, seq: int) -> str:
        return f"file {seq}"


def test_files_that_were_not_carried_leave_their_names() -> None:
    bodies = convert('[playlist ids="31,35"][gallery]', Files()).blocks
    sound, files, gallery = (block["value"] for block in json.loads(filled(bodies, Nothing())))
    assert (sound["file"], sound["title"]) == (None, "file 31")
    assert files["files"][0]["value"] == {"document": None, "title": "file 35"}
    assert [picture["value"]["image"] for picture in gallery["pictures"]] == [None, None]


# Footnotes and pull quotes

MARKED = (
    '<!-- wp:paragraph --><p>a<sup data-fn="y" class="fn"><a href="#y" id="y-link">1</a></sup> '
    'b<sup data-fn="x" class="fn"><a href="#x" id="x-link">2</a></sup></p><!-- /wp:paragraph -->'
)
NOTES = json.dumps([{"content": 'See <em>it\'s</em> "b".', "id": "x"}, {"content": "Y", "id": "y"}, {"id": "z"}, 4])


def test_footnotes_have_marks_and_notes_that_belong_together() -> None:
    text, notes = made(f"{MARKED}<!-- wp:footnotes /--><!-- wp:footnotes /-->", NOTES)
    assert text == ("text", "<p>a[^2] b[^1]</p>")
    assert [item["value"] for item in notes[1]["notes"]] == [
        {"label": "1", "text": "<p>See <i>it’s</i> “b”.</p>"}, {"label": "2", "text": "<p>Y</p>"},
    ]  # fmt: skip


def test_what_looks_like_a_mark_already_becomes_none() -> None:
    text, notes = made(f"<!-- wp:paragraph --><p>[^1]</p><!-- /wp:paragraph -->{MARKED}<!-- wp:footnotes /-->", NOTES)
    assert text == ("text", "<p>[^1]</p><p>a[^note-2] b[^note-1]</p>")
    assert [item["value"]["label"] for item in notes[1]["notes"]] == ["note-1", "note-2"]


def test_marks_whose_notes_are_not_shown_stay_raised_numbers() -> None:
    assert made(MARKED, NOTES) == [("text", "<p>a<sup>1</sup> b<sup>2</sup></p>")]


@pytest.mark.parametrize("notes", ["", "nonsense", "{}", "[[[", '[{"content":4}]'])
def test_broken_footnotes_are_none(notes: str) -> None:
    assert made("<!-- wp:footnotes /-->", notes) == []


def test_a_pull_quote_is_one_unless_markup_would_be_lost() -> None:
    quote = "<!-- wp:pullquote --><figure><blockquote>{}<cite>Ann</cite></blockquote></figure><!-- /wp:pullquote -->"
    assert made(quote.format("<p>One &amp; two</p><p>three</p>")) == [
        ("pull_quote", {"quote": "One & two\nthree", "source": "Ann"})
    ]
    assert made(quote.format("<p>A <em>word</em></p>"))[0][0] == "quotation"


# Cards

TWEET = (
    '<blockquote class="twitter-tweet"><p lang="en">It rained &amp; <a href="https://t.co/x">rained</a></p>'
    '&mdash; Ann (@ann) <a href="https://twitter.com/ann/status/1?ref_src=x">May 1</a></blockquote><script></script>'
)
FILM = '<iframe title="The fair" src="https://www.youtube.com/embed/abcdefgh?feature=oembed"></iframe>'


@pytest.mark.parametrize(
    ("url", "answer", "told"),
    [
        ("https://twitter.com/ann/status/1", TWEET, {"author": "Ann", "description": "It rained & rained"}),
        ("https://x.com/ann/status/1?s=20", TWEET, {"author": "Ann", "description": "It rained & rained"}),
        ("https://twitter.com/ann/status/2", TWEET, {}),
        ("https://youtu.be/abcdefgh", FILM, {"title": "The fair"}),
        ("https://www.youtube.com/watch?v=abcdefgh&t=9", FILM, {"title": "The fair"}),
        ("https://youtu.be/abcdefgh", "{{unknown}}", {}),
        (
            "https://elsewhere.example/post/",
            (
                '<blockquote class="wp-embedded-content"><p><a href="https://elsewhere.example/post/">The post</a></p>'
                '</blockquote><iframe src="https://elsewhere.example/post/embed/"></iframe>'
            ),
            {"title": "The post"},
        ),
    ],
)
def test_cards_say_what_the_old_site_kept(url: str, answer: str, told: dict[str, str]) -> None:
    body = convert(url, Files()).blocks
    tell(body, [answer])
    assert [block["value"] for block in body] == [{"url": url, "title": ""} | told]


PARTS = [*"<>=\"' ", "iframe", "title", "src", "blockquote", "p", "//[", "http://[", "—", "("]


@given(st.lists(st.sampled_from(PARTS)))
def test_any_answer_is_read(parts: list[str]) -> None:
    body = convert("https://elsewhere.example/post/", Files()).blocks
    tell(body, ["".join(parts), f"<blockquote><p>{''.join(parts)}</p></blockquote>"])
    assert [block["type"] for block in body] == ["embed"]
