"""What every page is laid out with and no row of the database says: fixed when the press starts, in its stamp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from masthead.entries.languages import prepare
from masthead.entries.slugs import ReservedSlugError, is_reserved
from masthead.themes.keeping import contents, keep, kept
from masthead.themes.layers import Fingerprint, Layer, ThemeError, fingerprint, layers_of, moved
from masthead.themes.theme import Theme
from masthead.themes.trying import settled

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder
    from masthead.site.options import Options


@dataclass(frozen=True)
class Frame:
    """The site's public address (no slash behind), its language and its theme."""

    url: str
    language: str
    has_desk: bool  # below /desk/ of the same address
    theme: Theme
    fingerprint: Fingerprint  # of the theme's files when they were read
    mistake: ThemeError | None = None  # in these files, so that `theme` is the one that was kept


_frames: list[Frame] = []
_tried: list[tuple[Fingerprint, ThemeError | None]] = []
"""The last state of a theme's files that was looked at, and what is wrong with it."""


def set_frame(folder: SiteFolder, options: Options) -> Frame:
    """Settles the frame for this process, and reads all that laying out will need from files.

    Raises ThemeError if neither the site's theme can be used nor the one that was kept; the frame of before stays.
    """
    prepare({options.language, "en", "fa"})
    layers: Sequence[Layer] = ()
    mistake: ThemeError | None = None
    try:
        layers = layers_of(folder.path, options.theme)
        before = fingerprint(layers)
        theme = settled(layers)
    except ThemeError as error:
        before, mistake = fingerprint(layers), error
        theme = _kept(folder, error)
    url = options.url.rstrip("/")
    _frames[:] = [Frame(url, options.language, not options.desk_is_apart, theme, before, mistake)]
    return _frames[0]


def _kept(folder: SiteFolder, mistake: ThemeError) -> Theme:
    try:
        return settled(kept(folder.kept_theme))
    except ThemeError:
        raise mistake from None


def keep_theme(folder: SiteFolder, options: Options) -> None:
    """Keeps the theme of this process's frame for a start at which the site's cannot be used."""
    if frame().mistake is None:
        layers = layers_of(folder.path, options.theme)
        files = contents(layers)
        if fingerprint(layers) == frame().fingerprint:  # nobody has touched them since they were tried
            keep(files, folder.kept_theme)


def is_settled(folder: SiteFolder, options: Options) -> bool:
    """Whether the frame of this process is still that of these settings and this theme."""
    wanted = (options.url.rstrip("/"), options.language, not options.desk_is_apart)
    if not _frames or (frame().url, frame().language, frame().has_desk) != wanted:
        return False
    return not theme_moves(folder, options)


def theme_moves(folder: SiteFolder, options: Options) -> Sequence[str]:
    """What happened to the theme's files since they were read: `theme/entry.html (new)`."""
    try:
        layers: Sequence[Layer] = layers_of(folder.path, options.theme)
    except ThemeError:  # whoever reads it next will say what is missing
        layers = ()
    return moved(frame().fingerprint, fingerprint(layers))


def theme_refused(folder: SiteFolder, options: Options) -> ThemeError | None:
    """Why the theme cannot be used as its files are now; None if it can. Looks at each state of the files once."""
    try:
        layers = layers_of(folder.path, options.theme)
    except ThemeError as error:
        return error
    now = fingerprint(layers)
    if not _tried or _tried[0][0] != now:
        _tried[:] = [(now, _refusal(layers))]
    return _tried[0][1]


def _refusal(layers: Sequence[Layer]) -> ThemeError | None:
    try:
        settled(layers)
    except ThemeError as error:
        return error
    return None


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
