"""Files to keep, and sound and film to play, with nothing but what browsers bring."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from masthead.entries.contents import AUDIO, CAPTIONS, TRACK_KINDS, VIDEO
from masthead.entries.languages import UNKNOWN, language_name, normalised_tag
from masthead.entries.rendering.context import Rendering, text
from masthead.entries.rendering.links import Document
from masthead.entries.rendering.stored import items, struct
from masthead.entries.rendering.words import Words
from masthead.entries.richtext import one_line


def files(value: Any, rendering: Rendering) -> str:
    block = struct(value)
    shown = "".join(_file(item, rendering) for item in items(block.get("files")))
    if not shown:
        return ""
    title = one_line(block.get("title"))
    named = f"<figcaption>{text(title)}</figcaption>" if title else ""
    return f"<figure{rendering.css('files')}>{named}<ul>{shown}</ul></figure>"


def files_words(value: Any, words: Words) -> list[str]:
    block = struct(value)
    return [one_line(block.get("title")), *(one_line(item.get("title")) for item in items(block.get("files")))]


def _file(item: Mapping[str, Any], rendering: Rendering) -> str:
    document = rendering.document(item.get("document"))
    if document is None:
        return ""
    title = one_line(item.get("title")) or one_line(document.title) or document.url
    told = f" <small>{text(_measures(document))}</small>" if _measures(document) else ""
    return f'<li><a href="{rendering.address(document.url)}"><bdi>{text(title)}</bdi></a>{told}</li>'


def _measures(document: Document) -> str:
    return " · ".join(filter(None, (document.extension.upper(), document.size)))


def audio(value: Any, rendering: Rendering) -> str:
    return _recording("audio", AUDIO, struct(value), rendering)


def video(value: Any, rendering: Rendering) -> str:
    return _recording("video", VIDEO, struct(value), rendering)


def recording_words(value: Any, words: Words) -> list[str]:
    block = struct(value)
    return [one_line(block.get("title")), words.rich(block.get("caption")), words.rich(block.get("transcript"))]


def _recording(tag: str, types: Mapping[str, str], block: Mapping[str, Any], rendering: Rendering) -> str:
    document = rendering.document(block.get("file"))
    figure = _figure(tag, types, block, document, rendering) if document else ""
    return "\n".join(filter(None, (figure, _transcript(block, rendering))))


def _figure(
    tag: str, types: Mapping[str, str], block: Mapping[str, Any], document: Document, rendering: Rendering
) -> str:
    title = one_line(block.get("title")) or one_line(document.title)
    player = ""
    # What no browser plays is offered for keeping.
    if document.extension in types:
        name = f' aria-label="{escape(title)}"' if title else ""
        poster, tracks = (_poster(block, rendering), _tracks(block, rendering)) if tag == "video" else ("", "")
        source = f'<source src="{rendering.address(document.url)}" type="{types[document.extension]}">'
        inside = source + tracks + _link(document, title or document.url, rendering)
        player = f'<{tag} controls preload="none"{poster}{name}>{inside}</{tag}>'
    return f"<figure{rendering.css(tag)}>{player}{_about(block, title, document, rendering)}</figure>"


def _about(block: Mapping[str, Any], title: str, document: Document, rendering: Rendering) -> str:
    named = f"<b{rendering.dir_of(title)}>{text(title)}</b>" if title else ""
    caption = rendering.inline(block.get("caption"))
    link = _link(document, rendering.say("Download"), rendering)
    told = f"<small>{link} {text(_measures(document))}</small>"
    return f"<figcaption>{' '.join(filter(None, (named, caption, told)))}</figcaption>"


def _link(document: Document, words: str, rendering: Rendering) -> str:
    return f'<a href="{rendering.address(document.url)}" download>{text(words)}</a>'


def _poster(block: Mapping[str, Any], rendering: Rendering) -> str:
    picture = rendering.picture(block.get("poster"), "plain")
    if picture is None:
        return ""
    size = f' width="{picture.width:d}" height="{picture.height:d}"' if picture.width else ""
    return f' poster="{rendering.address(picture.src)}"{size}'


def _tracks(block: Mapping[str, Any], rendering: Rendering) -> str:
    if rendering.for_feed:  # browsers fetch tracks from the page's own site only
        return ""
    return "".join(dict.fromkeys(_track(item, rendering) for item in items(block.get("tracks"))))


def _track(item: Mapping[str, Any], rendering: Rendering) -> str:
    document = rendering.document(item.get("file"))
    if document is None or document.extension != CAPTIONS:
        return ""
    kind = item.get("kind")
    kind = kind if kind in TRACK_KINDS else TRACK_KINDS[0]
    given = normalised_tag(one_line(item.get("language")))
    language = normalised_tag(rendering.language) if given == UNKNOWN else given
    label = one_line(item.get("label")) or language_name(language)
    return (
        f'<track kind="{kind}" src="{rendering.address(document.url)}" srclang="{escape(language)}"'
        f' label="{escape(label)}">'
    )


def _transcript(block: Mapping[str, Any], rendering: Rendering) -> str:
    said = rendering.rich(block.get("transcript")).strip()
    if not said:
        return ""
    title = one_line(block.get("title"))
    named = text(rendering.say("Transcript")) + (f": <bdi>{text(title)}</bdi>" if title else "")
    return f"<details{rendering.css('transcript')}><summary>{named}</summary>{said}</details>"
