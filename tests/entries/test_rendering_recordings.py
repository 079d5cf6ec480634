"""Pictures side by side, sound, film, and what stands elsewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest

from entries.readers import block, feed, page
from masthead.entries.rendering import plain_text


def item(**value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": "x"}


# ---- galleries


PICTURES = [item(image=5, alt="One", caption="<p>By <b>night</b></p>", credit="Ada"), item(image=6), item(image=5)]


def test_a_gallery_is_a_list_of_figures_that_lead_to_the_pictures() -> None:
    img = 'decoding="async" src="/media/a.jpg" width="800" height="600"'
    assert page(block("gallery", {"pictures": PICTURES})) == (
        f'<ul class="gallery"><li><figure><a href="/media/a.jpg"><img {img} alt="One"></a>'
        '<figcaption>By <b>night</b> <small class="credit">Ada</small></figcaption></figure></li>'
        f'<li><figure><a href="/media/a.jpg"><img loading="lazy" {img} alt="The picture&#x27;s own"></a></figure>'
        "</li></ul>"
    )


def test_a_gallery_of_one_is_a_picture_and_of_none_is_nothing() -> None:
    assert page(block("gallery", {"pictures": PICTURES[:2]})).startswith("<figure>")
    assert page(block("gallery", {"pictures": PICTURES[1:2]})) == ""


def test_feeds_get_a_gallery_as_figures_without_links() -> None:
    shown = feed(block("gallery", {"pictures": PICTURES}))
    assert shown.count("<figure><img src=") == 2
    assert "<ul" not in shown
    assert "<a " not in shown


# ---- sound and film


AUDIO = {"file": 8, "title": "Bells", "caption": "<p>At <i>six</i></p>", "transcript": "<p>Bim. Bam.</p>"}
TRACK = {"file": 10, "language": "fa", "label": "", "kind": "subtitles"}
VIDEO = {**AUDIO, "file": 9, "poster": 5, "tracks": [item(**TRACK)]}


def test_sound_is_played_by_the_browser_alone() -> None:
    assert page(block("audio", AUDIO)) == (
        '<figure class="audio"><audio controls preload="none" aria-label="Bells">'
        '<source src="/media/bells.mp3" type="audio/mpeg"><a href="/media/bells.mp3" download>Bells</a></audio>'
        "<figcaption><b>Bells</b> At <i>six</i>"
        ' <small><a href="/media/bells.mp3" download>Download</a> MP3 · 3 MB</small></figcaption></figure>\n'
        '<details class="transcript"><summary>Transcript: <bdi>Bells</bdi></summary><p>Bim. Bam.</p></details>'
    )


def test_film_has_a_still_picture_and_tracks() -> None:
    shown = page(block("video", VIDEO))
    assert '<video controls preload="none" poster="/media/a.jpg" width="800" height="600" aria-label="Bells">' in shown
    assert '<source src="/media/harbour.mp4" type="video/mp4">' in shown
    assert '<track kind="subtitles" src="/media/harbour.vtt" srclang="fa" label="فارسی">' in shown


@pytest.mark.parametrize(
    ("track", "shown"),
    [
        ({**TRACK, "kind": "chapters", "language": "", "label": "X"}, 'kind="captions" src="/media/harbour.vtt"'),
        ({**TRACK, "language": "", "label": "X"}, 'srclang="en" label="X"'),
        ({**TRACK, "language": '"><script>'}, 'srclang="en" label="English"'),
        ({**TRACK, "file": 7}, None),
        ({**TRACK, "file": 6}, None),
        (None, None),
    ],
)
def test_a_track_is_whole_or_left_out(track: Any, shown: str | None) -> None:
    made = page(block("video", {**VIDEO, "tracks": [{"value": track}]}))
    assert "<video" in made
    assert shown in made if shown else "<track" not in made


def test_the_same_track_twice_is_there_once() -> None:
    assert page(block("video", {**VIDEO, "tracks": [item(**TRACK)] * 2})).count("<track") == 1


def test_the_documents_own_title_names_what_has_none() -> None:
    shown = page(block("audio", {"file": 8}))
    assert 'aria-label="Bells &amp; horns"' in shown
    assert "<details" not in shown


def test_what_no_browser_plays_is_offered_for_keeping() -> None:
    shown = page(block("video", {**VIDEO, "file": 7}))
    assert "<video" not in shown
    assert '<a href="/media/r.pdf" download>Download</a> PDF · 2 MB' in shown


def test_a_transcript_outlives_its_recording() -> None:
    shown = page(block("audio", {**AUDIO, "file": 6}))
    assert shown.startswith("<details")
    assert "Bim. Bam." in shown
    assert page(block("audio", {"file": 6, "title": "x"})) == ""


def test_feeds_play_recordings_from_absolute_addresses_without_tracks() -> None:
    shown = feed(block("video", VIDEO))
    assert '<source src="https://news.example/media/harbour.mp4" type="video/mp4">' in shown
    assert 'poster="https://news.example/media/a.jpg"' in shown
    assert "<track" not in shown
    assert not re.search(r"\b(id|class|loading)=", shown)


def test_words_around_a_recording_are_in_its_language() -> None:
    shown = page(block("audio", AUDIO), language="fa")
    assert "متن گفته‌ها" in shown
    assert '<b dir="ltr">Bells</b>' in shown


def test_the_words_of_recordings_are_their_transcripts_too() -> None:
    assert plain_text([block("audio", AUDIO)]) == "Bells\nAt six\nBim. Bam."


# ---- elsewhere


EMBED = {
    "url": "https://www.video.example/1",
    "title": "A <film>",
    "author": "Ada",
    "provider": "Video & Co",
    "image": 5,
    "description": "Of the sea.",
}


def test_an_embed_is_a_card_of_what_is_kept_here() -> None:
    shown = page(block("embed", EMBED))
    assert shown == (
        '<div class="embed"><img decoding="async" src="/media/a.jpg" width="800" height="600" alt="">'
        '<p><a href="https://www.video.example/1" rel="noopener"><bdi>A &lt;film&gt;</bdi>'
        " <small>leads to video.example</small></a></p>"
        "<p><bdi>Ada</bdi> · <bdi>Video &amp; Co</bdi></p><p>Of the sea.</p></div>"
    )


def test_an_embed_with_title_and_address_alone_stays_a_link() -> None:
    link = '<a href="https://video.example/1" rel="noopener"><bdi>T</bdi> <small>leads to video.example</small></a>'
    assert page(block("embed", {"url": "https://video.example/1", "title": "T"})) == (
        f'<div class="embed"><p>{link}</p></div>'
    )
    bare = page(block("embed", {"url": "https://video.example/1"}))
    assert "<bdi>https://video.example/1</bdi></a>" in bare


def test_an_embed_that_may_lead_nowhere_keeps_its_words() -> None:
    shown = page(block("embed", {**EMBED, "url": "javascript:x"}))
    assert "<a " not in shown
    assert "A &lt;film&gt;" in shown
    assert page(block("embed", {"url": "javascript:x"})) == page(block("embed", {})) == ""


def test_nothing_of_an_embed_is_loaded_from_elsewhere() -> None:
    for shown in (page(block("embed", EMBED)), feed(block("embed", EMBED))):
        assert re.findall(r'(?:src|srcset|poster)="(?!/media|https://news\.example/media)', shown) == []


def test_the_words_of_an_embed() -> None:
    assert plain_text([block("embed", EMBED)]) == "A <film>\nOf the sea."


# ---- pull quotes


TEXT = block(
    "text", "<p>Nobody answered. Instead, on the evening before, somebody put a <b>chair</b> under the lamp.</p>"
)


@pytest.mark.parametrize(
    "quote", ["Somebody put a chair under the lamp", "“Nobody answered … somebody put a chair”", "NOBODY\nanswered"]
)
def test_a_pull_quote_that_repeats_the_text_is_heard_once(quote: str) -> None:
    shown = page(TEXT, block("pull_quote", {"quote": quote, "source": "Ada"}))
    assert '<aside class="pull-quote" aria-hidden="true"><blockquote><p>' in shown
    assert "<p><cite>Ada</cite></p></aside>" in shown
    assert "blockquote" not in feed(TEXT, block("pull_quote", {"quote": quote}))
    assert plain_text([TEXT, block("pull_quote", {"quote": quote})]) == plain_text([TEXT])


@pytest.mark.parametrize("quote", ["a chair under the table", "body put", "the lamp … nobody answered", "…"])
def test_a_pull_quote_that_is_nowhere_else_is_told_to_all(quote: str) -> None:
    value = {"quote": quote, "source": "A & B"}
    quoted = f"<blockquote><p>{quote}</p></blockquote>"
    cited = "<cite>A &amp; B</cite>"
    assert f'<aside class="pull-quote">{quoted}<p>{cited}</p></aside>' in page(TEXT, block("pull_quote", value))
    assert f"<figure>{quoted}<figcaption>{cited}</figcaption></figure>" in feed(TEXT, block("pull_quote", value))
    assert plain_text([block("pull_quote", value)]) == f"{quote}\nA & B"


def test_a_pull_quote_keeps_its_lines_and_directions() -> None:
    shown = page(block("pull_quote", {"quote": "One\n\nسلام"}))
    assert '<blockquote><p>One</p><p dir="rtl">سلام</p></blockquote>' in shown
    assert page(block("pull_quote", {"quote": " \n", "source": "x"})) == ""
