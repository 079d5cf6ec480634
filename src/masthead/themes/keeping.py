"""A site's theme as it last could be used, kept beside the ledger.

A press that starts while somebody's change to the theme is faulty takes this one: what is withdrawn meanwhile goes, and
what is new comes, in the looks of before.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from masthead.themes.layers import Layer, ThemeError, is_own, layers_of, read, themes_of


def keep(files: Mapping[str, bytes], folder: Path) -> None:
    """Keep a site's own files of its theme, laid out as in the site."""
    if folder.is_dir() and contents(kept(folder)) == files:
        return
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, body in files.items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_bytes(body)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def kept(folder: Path) -> tuple[Layer, ...]:
    """The layers that were kept, with Masthead's own below them. Raises ThemeError where none were."""
    if not folder.is_dir():
        raise ThemeError("No theme has been kept.")
    *_, chosen = themes_of(folder)
    return layers_of(folder, chosen)


def contents(layers: Sequence[Layer]) -> dict[str, bytes]:
    """What the site's own layers hold, by path. Raises ThemeError."""
    own = (layer for layer in layers if not is_own(layer))
    return {f"{layer.name}/{name}": body for layer in own for name, body in read(layer).items()}
