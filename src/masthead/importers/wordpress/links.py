"""Where a link of an old body leads, and what a body's conversion may ask of the rest of the archive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from masthead.importers.records import REF_CLOSE, REF_OPEN
from masthead.importers.wordpress.names import split, unquoted

if TYPE_CHECKING:
    from masthead.importers.staging import Site

MAX_URL = 2000
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_PHOTON = re.compile(r"^i[0-3]\.wp\.com$")
_SIZED = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{9,})(?=\.\w+$)")
_WHOLE = re.compile(r"https?://[^/?#]")
_SPACES = re.compile(r"[\x00-\x20\x7f]+")
# WordPress's own query addresses; anything else in a query says nothing about the page.
_NUMBERED = ("p", "page_id", "attachment_id")


class Picture(NamedTuple):
    """What the archive says of an attachment."""

    seq: int
    alt: str
    caption: str
    title: str = ""
    number: int = 0
    date: str = ""
    # Of the file, below the uploads folder.
    path: str = ""


class Archive(Protocol):
    """The rest of the archive, as one body sees it."""

    site: Site

    def item_at(self, path: str) -> int | None:
        """The item whose old address this is."""

    def file_at(self, path: str) -> int | None:
        """The attachment whose file lies here."""

    def attachment(self, number: int) -> int | None:
        """The attachment of this number."""

    def picture(self, seq: int) -> Picture:
        """What is known of an attachment."""

    def children(self, kind: str, of: int = 0) -> list[int]:
        """The files of one kind ("image", "audio", "video") that belong to the item of this number, in their order.

        With 0 to the item at hand.
        """

    def pattern(self, number: int) -> str:
        """The markup of a shared block; empty if there is none."""


def ref(seq: int) -> str:
    """A place to be filled with a database id."""
    return f"{REF_OPEN}{seq}{REF_CLOSE}"


def address(path: str, query: str = "") -> str:
    """The form in which old addresses are compared: decoded, NFC, without slash at the end."""
    decoded = unquoted(path).rstrip("/") or "/"
    if query:
        numbered = [f"{name}={value}" for name, value in parse_qsl(query) if name in _NUMBERED and value.isdigit()]
        return f"{decoded}?{numbered[0]}" if numbered else decoded
    return decoded


def file_path(url: str) -> str:
    """The path of a file below the uploads folder: what stands behind `uploads/`, else the whole path."""
    path = unquoted(split(url).path)
    _, mark, below = path.rpartition("/uploads/")
    return (below if mark else path).lstrip("/")


def safe(url: str, site: Site) -> str:
    """The absolute address of a link, or "" for one that may not be followed (scripts, anchors, nonsense)."""
    url = _SPACES.sub("", url) if ":" in url[:20] else url.strip()
    if not url or url.startswith("#"):
        return ""
    try:
        # Most are whole, and joining takes the longest.
        base = site.url if site.url.startswith("http") else f"http://{site.key}/"
        whole = url if _WHOLE.match(url) else urljoin(base, url)
        scheme = urlsplit(whole).scheme
    except ValueError:
        return ""
    return whole if scheme in _SCHEMES and len(whole) <= MAX_URL else ""


def inside(url: str, site: Site) -> str | None:
    """The comparable address of a link into the old site, None for a link elsewhere."""
    parts = split(url)
    return address(parts.path, parts.query) if is_inside(parts, site) else None


def is_inside(parts: SplitResult, site: Site) -> bool:
    """Whether an absolute address is one of the old site's."""
    return parts.scheme in {"http", "https"} and parts.netloc.lower().removeprefix("www.") in site.hosts


def file_candidates(url: str) -> list[str]:
    """The paths where the original of a picture may lie: itself, and without the marks of size and editing."""
    parts = split(url)
    path = file_path(url)
    if _PHOTON.match(parts.netloc):
        path = file_path("/" + path.partition("/")[2])
    bare = _SIZED.sub("", path)
    found = [path]
    if bare != path:
        stem, dot, extension = bare.rpartition(".")
        found += [bare, f"{stem}-scaled{dot}{extension}"]
    return found


def find_file(url: str, archive: Archive) -> int | None:
    """The attachment behind an address, whatever size was linked."""
    return next((seq for path in file_candidates(url) if (seq := archive.file_at(path)) is not None), None)
