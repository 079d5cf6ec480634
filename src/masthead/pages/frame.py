"""What every page is laid out with and no row of the database says: fixed when the press starts, in its stamp."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from masthead.entries.languages import prepare
from masthead.entries.slugs import ReservedSlugError, is_reserved
from masthead.themes.theme import Theme, load_theme


@dataclass(frozen=True)
class Frame:
    """The site's public address (no slash behind), its language and its theme."""

    url: str
    language: str
    theme: Theme


_frames: list[Frame] = []


def set_frame(url: str, language: str, languages: tuple[str, ...] = ()) -> Frame:
    """Settles the frame for this process, and reads all that laying out will need from files."""
    prepare({language, "en", "fa", *languages})
    _frames[:] = [Frame(url.rstrip("/"), language, load_theme())]
    return _frames[0]


def frame() -> Frame:
    """The frame of this process."""
    return _frames[0]


@lru_cache(maxsize=16_384)
def href(address: str) -> str:
    """An address as it stands in a link: percent-encoded (RFC 3986), so that feeds and sitemaps may have it."""
    return quote(address, safe="/?&=;,:@!$'()*+~-._")


def refuse_reserved(address: str) -> None:
    """Raises ReservedSlugError for an address below one that Masthead needs itself.

    The desk refuses such slugs; raw SQL, an import or an older version may have written one.
    """
    first = address.split("/")[1]
    if is_reserved(first, place="site"):
        raise ReservedSlugError(f"/{first}/ is an address that Masthead needs itself: give the page another slug.")


def absolute(address: str) -> str:
    """An address with the site's public address in front."""
    return frame().url + href(address)
