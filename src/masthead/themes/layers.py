"""A theme's files, from the folders that lie over one another: a file in a later one takes the place of its namesake.

    kinds/NAME     what a kind of entry brings: templates for it alone, and what it adds to the style
    default        what Masthead brings: every template, the style, the icon
    themes/NAME    the theme that the site has chosen, if it has
    theme          what the site alone does otherwise

Only the folder itself is looked into, never what lies below it, and a link in it is refused: what is in a theme cannot
name a file outside.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from masthead import kind_folders
from masthead.themes.contexts import ICON

ENDINGS: Final = (".html", ".xml", ".css", ICON)
LARGEST_FILE: Final = 512 << 10
DEFAULT: Final = "default"
DEFAULT_FOLDER: Final = Path(__file__).parent / DEFAULT
KINDS: Final = "kinds"

Fingerprint = tuple[tuple[str, int, int, int], ...]


class ThemeError(Exception):
    """A theme cannot be used; the message says which file and line to mend."""


class Layer(NamedTuple):
    """A folder of a theme: the name by which templates and people know it."""

    name: str
    folder: Path


def default_layer() -> Layer:
    return Layer(DEFAULT, DEFAULT_FOLDER)


def kind_layers() -> tuple[Layer, ...]:
    """The templates of the kinds that bring some."""
    return tuple(Layer(f"{KINDS}/{path.name}", path / "templates") for path in kind_folders.having("templates"))


def is_own(layer: Layer) -> bool:
    """Whether this is a part of Masthead itself."""
    return layer.folder.is_relative_to(kind_folders.FOLDER.parent)


def layers_of(site: Path, chosen: str = DEFAULT) -> tuple[Layer, ...]:
    """The folders of a site's theme, the undermost first. Raises ThemeError if there is no theme of that name."""
    found = [*kind_layers(), default_layer()]
    if chosen != DEFAULT:
        folder = site / "themes" / chosen
        if not folder.is_dir():
            raise ThemeError(f"There is no theme “{chosen}”: {folder} is no folder. `masthead theme list` names all.")
        found.append(Layer(f"themes/{chosen}", folder))
    own = site / "theme"
    return (*found, Layer("theme", own)) if own.is_dir() else tuple(found)


def themes_of(site: Path) -> tuple[str, ...]:
    """The names of the themes that a site may choose from."""
    folder = site / "themes"
    below = sorted(each.name for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []
    return (DEFAULT, *below)


def files_of(layer: Layer) -> Iterator[Path]:
    """The files of a layer that a theme is made of."""
    if layer.folder.is_dir():
        yield from sorted(path for path in layer.folder.iterdir() if path.name.endswith(ENDINGS))


def read(layer: Layer) -> dict[str, bytes]:
    """What the files of a layer hold, by name. Raises ThemeError."""
    return {path.name: _read(path, f"{layer.name}/{path.name}") for path in files_of(layer)}


def _read(path: Path, shown: str) -> bytes:
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise ThemeError(f"{shown} is a link to another file: put the file itself in its place.")
        if not stat.S_ISREG(found.st_mode):
            raise ThemeError(f"{shown} is no file: take it away.")
        if found.st_size > LARGEST_FILE:
            raise ThemeError(f"{shown} is larger than {LARGEST_FILE >> 10} kB: make it smaller.")
        return path.read_bytes()
    except OSError as error:
        raise ThemeError(f"{shown} cannot be read: {error.strerror}.") from None


def fingerprint(layers: Iterable[Layer]) -> Fingerprint:
    """What differs once a file of the theme was changed, added or taken away; reads none of them."""
    found = []
    for layer in layers:
        for path in files_of(layer):
            try:
                seen = path.lstat()
            except OSError:
                continue  # taken away just now
            found.append((f"{layer.name}/{path.name}", seen.st_mtime_ns, seen.st_size, seen.st_ino))
    return tuple(found)


def moved(before: Fingerprint, after: Fingerprint) -> Sequence[str]:
    """What happened between two fingerprints, in words: `theme/entry.html (new)`."""
    old, new = {name: rest for name, *rest in before}, {name: rest for name, *rest in after}
    said = []
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            said.append(f"{name} (new)")
        elif name not in new:
            said.append(f"{name} (gone)")
        elif old[name] != new[name]:
            said.append(name)
    return said
