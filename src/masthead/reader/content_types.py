"""The Content-Type of a file by its name. Own tables only: the machine's must not change what readers get."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

BY_NAME: Final = MappingProxyType(
    {
        "rss.xml": "application/rss+xml; charset=utf-8",
        "atom.xml": "application/atom+xml; charset=utf-8",
        "feed.json": "application/feed+json; charset=utf-8",
        "cite.json": "application/vnd.citationstyles.csl+json; charset=utf-8",
    }
)
_BY_SUFFIX: Final = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".webmanifest": "application/manifest+json; charset=utf-8",
        ".avif": "image/avif",
        ".webp": "image/webp",
        ".ico": "image/x-icon",
        ".woff2": "font/woff2",
        ".epub": "application/epub+zip",
        ".vtt": "text/vtt; charset=utf-8",
        ".bib": "application/x-bibtex; charset=utf-8",
        ".ris": "application/x-research-info-systems; charset=utf-8",
        ".mp3": "audio/mpeg",
        ".m4a": "audio/mp4",
        ".ogg": "audio/ogg",
        ".oga": "audio/ogg",
        ".opus": "audio/ogg",
        ".flac": "audio/flac",
        ".wav": "audio/wav",
        ".mp4": "video/mp4",
        ".m4v": "video/mp4",
        ".webm": "video/webm",
    }
)
UNKNOWN: Final = "application/octet-stream"
_library = mimetypes.MimeTypes()

# What a browser may show by itself among the files that editors sent; the rest is offered for keeping.
# SVG and HTML could carry scripts.
_SHOWN: Final = ("image/", "audio/", "video/", "application/pdf", "text/plain", "text/vtt")


def content_type(name: str) -> str:
    path = PurePosixPath(name)
    if known := BY_NAME.get(path.name) or _BY_SUFFIX.get(path.suffix.lower()):
        return known
    return _library.guess_type(path.name, strict=True)[0] or UNKNOWN


def table() -> dict[str, str]:
    """What `content_type` says of each ending that it knows."""
    known = {**_library.types_map[True], **_BY_SUFFIX}
    return {ending: content_type(f"a{ending}") for ending in sorted(known)}


def may_be_shown(kind: str) -> bool:
    return kind.startswith(_SHOWN) and not kind.startswith("image/svg")
