"""Slugs: the part of an address that is made from words.

A slug is letters, digits, hyphens and underscores in Unicode's NFC form, at most 180 bytes of
UTF-8, so that it passes Django's `validate_unicode_slug` and fits, with room for `.html.gz`, a file name of
255 bytes.

    SlugError
    ├── MalformedSlugError  empty, too long, or with characters that no slug has
    └── ReservedSlugError   the address belongs to Masthead itself
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

import regex  # type: ignore[import-untyped]

MAX_BYTES: Final = 180

Place = Literal["site", "blog", "below"]
"""Where a slug stands: first in an address, directly below a blog, or deeper."""

RESERVED_FIRST: Final = frozenset(
    {
        "desk", "health", "media", "theme", "people", "respond", "static",
        "robots.txt", "sitemap.xml", "sitemaps", "favicon.ico", "apple-touch-icon.png",
        "manifest.webmanifest",
        "index.html", "404.html", "410.html", ".answers", ".well-known",
    }
)  # fmt: skip

RESERVED_IN_BLOG: Final = frozenset(
    {
        "older", "topics", "tags", "series", "kinds", "languages", "archive",
        "rss.xml", "atom.xml", "feed.json", "index.html",
    }
)  # fmt: skip
"""Besides these, numbers of four digits are reserved below a blog: they are years."""

YEAR: Final = re.compile(r"[0-9]{4}")

# Joined to a word rather than parting words: apostrophes, and what has no width but ZWNJ.
_SILENT: Final = regex.compile(r"['’‘ʼʹ`´\p{M}\p{Cf}]+")
_ZWNJ: Final = "\u200c"
_PARTING: Final = re.compile(r"[^\w-]+")
_HYPHENS: Final = re.compile(r"-[-_]*|_+-[-_]*")
_GRAPHEME: Final = regex.compile(r"\X")
_SLUG: Final = re.compile(r"[\w-]+")


class SlugError(ValueError):
    """A slug that cannot be used; the text is a sentence that says what to do."""


class MalformedSlugError(SlugError):
    pass


class ReservedSlugError(SlugError):
    pass


def slugify(text: str) -> str:
    """Make a slug from any text: `گفت‌وگو با مریم` becomes `گفت-وگو-با-مریم`.

    Empty when the text holds no letter and no digit ("🙂"); the caller then takes the code. Vowel signs
    and accents that have no composed letter are left out, since Django's validator refuses combining marks.
    """
    words = _PARTING.sub("-", _letters(text).replace(_ZWNJ, "-"))
    slug = _HYPHENS.sub("-", words).strip("-_")
    return _shortened(slug)


def _letters(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.replace(_ZWNJ, "-"))
    text = unicodedata.normalize("NFKC", text.lower())
    # Leaving out a mark can bring two jamo together, hence once more.
    return unicodedata.normalize("NFC", _SILENT.sub("", text))


def _shortened(slug: str) -> str:
    if len(slug.encode()) <= MAX_BYTES:
        return slug
    ends = [match.end() for match in _GRAPHEME.finditer(slug[: MAX_BYTES + 1])]
    kept = slug[: max((end for end in ends if len(slug[:end].encode()) <= MAX_BYTES), default=0)]
    whole = kept.rpartition("-")[0]
    # Between words, unless that would throw away more than half.
    return (whole if len(whole) * 2 > len(kept) else kept).rstrip("-_")


def check_slug(slug: str, *, place: Place) -> None:
    """Raise `SlugError` unless the slug can stand at this place of an address."""
    if not _SLUG.fullmatch(slug):
        raise MalformedSlugError(f"“{slug}” is no address: use letters, digits, hyphens and underscores.")
    if slug != unicodedata.normalize("NFC", slug):
        raise MalformedSlugError(f"“{slug}” is not in Unicode's composed form (NFC): type it anew.")
    if len(slug.encode()) > MAX_BYTES:
        raise MalformedSlugError(f"“{slug}” is too long: keep it within {MAX_BYTES} bytes, 90 Persian letters.")
    if is_reserved(slug, place=place):
        raise ReservedSlugError(f"“{slug}” is an address that Masthead needs itself: choose another.")


def is_reserved(slug: str, *, place: Place) -> bool:
    """Tell whether Masthead keeps this part of an address for itself, in whatever case it is written."""
    if place == "site":
        return slug.lower() in RESERVED_FIRST
    if place == "blog":
        return slug.lower() in RESERVED_IN_BLOG or YEAR.fullmatch(slug) is not None
    return False
