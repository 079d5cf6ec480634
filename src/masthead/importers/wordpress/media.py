"""Values of picture, player and file blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from masthead.importers.wordpress.inline import is_visible, plain
from masthead.importers.wordpress.links import find_file, ref, safe

if TYPE_CHECKING:
    from lxml import etree

    from masthead.importers.records import Block
    from masthead.importers.wordpress.links import Archive

MAX_ALT: Final = 500
MAX_TITLE: Final = 250
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
        if block["type"] == "embed" and not block["value"]["title"] and len(plain(caption)) <= MAX_TITLE:
            block["value"]["title"] = plain(caption)
            return blocks
        if block["type"] == "table" and not block["value"]["caption"]:
            block["value"]["caption"] = plain(caption)
            return blocks
    return [*blocks, {"type": "text", "value": f"<p>{caption}</p>"}]


def media_url(element: etree._Element, archive: Archive) -> str:
    """The address behind a frame, object, film or sound, as people open it."""
    names = ("src", "data-src", "data")
    sources = [element, *element.iter("source"), *element.iter("embed")]
    found = next((value for part in sources for name in names if (value := part.get(name))), "")
    if not found:
        movie = element.find(".//param[@name='movie']")
        found = (movie.get("value") or "") if movie is not None else ""
    url = safe(f"https:{found}" if found.startswith("//") else found, archive.site)
    return people_url(url) if url.startswith("http") else ""


def people_url(url: str) -> str:
    """The page that people visit, for the players that pages frame."""
    if match := _YOUTUBE.match(url):
        return f"https://www.youtube.com/watch?v={match[1]}"
    if match := _VIMEO.match(url):
        return f"https://vimeo.com/{match[1]}"
    return url


def embed_or_file(url: str, title: str, archive: Archive) -> Block:
    """A file of the archive as a file, everything else as a link to it."""
    seq = find_file(url, archive)
    if seq is None:
        return embed(url, title)
    return {"type": "files", "value": {"title": "", "files": [file_value(seq, title)]}}


def embed(url: str, title: str) -> Block:
    """Something elsewhere."""
    return {"type": "embed", "value": {"url": url, "title": title[:MAX_TITLE]}}


def file_value(seq: int, title: str) -> dict[str, Any]:
    """One file of a list of files."""
    return {"type": "item", "value": {"document": ref(seq), "title": title[:MAX_TITLE]}}
