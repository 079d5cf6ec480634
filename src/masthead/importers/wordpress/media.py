"""Values of picture, gallery, player and file blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from masthead.entries.contents import AUDIO, CAPTIONS, TRACK_KINDS, VIDEO, ending_of
from masthead.importers.wordpress.inline import is_visible, plain
from masthead.importers.wordpress.links import find_file, ref, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from masthead.importers.records import Block
    from masthead.importers.wordpress.links import Archive

MAX_ALT: Final = 500
MAX_TITLE: Final = 250
MAX_LABEL: Final = 100
_KINDS: Final = {
    "image": re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)$", re.IGNORECASE),
    "audio": re.compile(r"\.(?:mp3|m4a|ogg|oga|wav|flac|wma)$", re.IGNORECASE),
    "video": re.compile(r"\.(?:mp4|m4v|mov|webm|ogv|wmv|flv)$", re.IGNORECASE),
}
_YOUTUBE = re.compile(r"^https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,})")
_VIMEO = re.compile(r"^https?://player\.vimeo\.com/video/(\d+)")


def is_of(kind: str, url: str) -> bool:
    """Whether the file at an address is of a kind, by its name."""
    return kind in _KINDS and bool(_KINDS[kind].search(url))


def image_value(archive: Archive, seq: int, alt: str, caption: str) -> dict[str, Any]:
    """The value of an image block for an attachment."""
    known = archive.picture(seq)
    return {"image": ref(seq), "alt": (alt or known.alt)[:MAX_ALT], "caption": caption, "credit": ""}


def gallery(blocks: list[Block]) -> list[Block]:
    """The pictures among the blocks as one gallery, and behind it what else was among them. One alone is none."""
    pictures = [block for block in blocks if block["type"] == "image"]
    if len(pictures) < 2:
        return blocks
    value = {"pictures": [item(block["value"]) for block in pictures]}
    return [{"type": "gallery", "value": value}, *(block for block in blocks if block["type"] != "image")]


def pictures_in(blocks: Iterable[Block]) -> set[str]:
    """The places of the pictures that blocks show, alone or in galleries."""
    shown: set[str] = set()
    for block in blocks:
        if block["type"] == "image":
            shown.add(block["value"]["image"])
        elif block["type"] == "gallery":
            shown |= {picture["value"]["image"] for picture in block["value"]["pictures"]}
    return shown


def with_caption(blocks: list[Block], caption: str) -> list[Block]:
    """The blocks of a figure with its caption: given to its only picture, player or table, else below.

    Readers see no picture that the archive does not hold, but they did see its caption: that stands below too.
    """
    if not is_visible(caption):
        return blocks
    several = sum(block["type"] == "image" for block in blocks) > 1
    for block in () if several else reversed(blocks):
        if block["type"] == "image" and block["value"]["image"] and not block["value"]["caption"]:
            block["value"]["caption"] = caption
            return blocks
        if block["type"] in {"audio", "video"} and not block["value"]["caption"]:
            block["value"]["caption"] = caption
            return blocks
        if block["type"] == "embed" and not block["value"]["title"] and len(plain(caption)) <= MAX_TITLE:
            block["value"]["title"] = plain(caption)
            return blocks
        if block["type"] == "table" and not block["value"]["caption"]:
            block["value"]["caption"] = plain(caption)
            return blocks
    return [*blocks, {"type": "text", "value": f"<p>{caption}</p>"}]


def player(element: etree._Element, archive: Archive) -> Block | None:
    """What a frame, an object, a film or a sound becomes; None for one without an address."""
    urls = _sources(element, archive)
    if not urls:
        return None
    title = " ".join((element.get("title") or "").split())
    block = best(urls, title, archive)
    if block["type"] == "video":
        block["value"]["poster"] = poster(element.get("poster") or "", archive)
        block["value"]["tracks"] = tracks(element, archive)
    return block


def _sources(element: etree._Element, archive: Archive) -> list[str]:
    """All addresses behind an element, as people open them."""
    names = ("src", "data-src", "data")
    parts = [element, *element.iter("source"), *element.iter("embed")]
    found = [value for part in parts for name in names if (value := part.get(name))]
    movie = element.find(".//param[@name='movie']")
    found += [movie.get("value") or ""] if movie is not None else []
    urls = (safe(f"https:{url}" if url.startswith("//") else url, archive.site) for url in found)
    return [people_url(url) for url in urls if url.startswith("http")]


def poster(url: str, archive: Archive) -> str | None:
    """The place of the still picture of a film."""
    seq = find_file(url, archive) if url else None
    return None if seq is None else ref(seq)


def tracks(element: etree._Element, archive: Archive) -> list[dict[str, Any]]:
    """The captions of a film, as far as the archive holds them."""
    found = []
    for track in element.iter("track"):
        seq = find_file(track.get("src") or "", archive)
        if seq is not None and ending_of(archive.picture(seq).path) == CAPTIONS:
            kind = track.get("kind") or "subtitles"  # as HTML has it
            value = {
                "file": ref(seq), "language": (track.get("srclang") or "")[:40],
                "label": " ".join((track.get("label") or "").split())[:MAX_LABEL],
                "kind": kind if kind in TRACK_KINDS else TRACK_KINDS[0],
            }  # fmt: skip
            found.append(item(value))
    return found


def people_url(url: str) -> str:
    """The page that people visit, for the players that pages frame."""
    if match := _YOUTUBE.match(url):
        return f"https://www.youtube.com/watch?v={match[1]}"
    if match := _VIMEO.match(url):
        return f"https://vimeo.com/{match[1]}"
    return url


def best(urls: list[str], title: str, archive: Archive) -> Block:
    """Of several forms of one recording, the first that can be played here, else the first."""
    made = [embed_or_file(url, title, archive) for url in urls]
    return next((block for block in made if block["type"] in {"audio", "video"}), made[0])


def embed_or_file(url: str, title: str, archive: Archive) -> Block:
    """A file of the archive as a recording or a file, everything else as a card that leads to it."""
    seq = find_file(url, archive)
    return embed(url, title) if seq is None else recording(seq, title, "", archive)


def recording(seq: int, title: str, caption: str, archive: Archive) -> Block:
    """A file of the archive to be played, or to be kept if no browser plays it."""
    ending = ending_of(archive.picture(seq).path)
    value = {"file": ref(seq), "title": title[:MAX_TITLE], "caption": caption, "transcript": ""}
    if ending in AUDIO:
        return {"type": "audio", "value": value}
    if ending in VIDEO:
        return {"type": "video", "value": value | {"poster": None, "tracks": []}}
    return {"type": "files", "value": {"title": "", "files": [file_value(seq, title)]}}


def playlist(files: list[tuple[int, str]], archive: Archive) -> list[Block]:
    """Files of the archive, each with its caption: those that can be played, and a list of the others."""
    made = [recording(seq, "", caption, archive) for seq, caption in files]
    others = [file for block in made if block["type"] == "files" for file in block["value"]["files"]]
    played = [block for block in made if block["type"] != "files"]
    return [*played, *([{"type": "files", "value": {"title": "", "files": others}}] if others else [])]


def embed(url: str, title: str) -> Block:
    """Something elsewhere."""
    return {"type": "embed", "value": {"url": url, "title": title[:MAX_TITLE]}}


def file_value(seq: int, title: str) -> dict[str, Any]:
    """One file of a list of files."""
    return item({"document": ref(seq), "title": title[:MAX_TITLE]})


def item(value: dict[str, Any]) -> dict[str, Any]:
    """One of a list within a block."""
    return {"type": "item", "value": value}
