"""The desk's own words in other languages: `locale/*.po` beside this module and in the folder of each kind, compiled to
what Django reads; in `locale/wagtail/` those that Wagtail says and has not translated, its scripts' below them.

English, in code and templates, is the source. Django wants a folder of `.mo` files; a package that is not built by us
(an editable installation) has none, and GNU's tools are on no editor's machine. So they are made in the site's folder
when a process starts and finds none of these catalogues.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from masthead import kind_folders

SOURCES: Final = Path(__file__).parent / "locale"


def sources() -> dict[Path, list[Path]]:
    """What each compiled file is made of, the desk's own catalogues first."""
    found: dict[Path, list[Path]] = {}
    own = (*sorted(SOURCES.glob("*.po")), *sorted(SOURCES.glob("wagtail/*.po")))
    for path in (*own, *sorted(kind_folders.FOLDER.glob("*/locale/*.po"))):
        found.setdefault(Path(path.stem, "LC_MESSAGES", "django.mo"), []).append(path)
    for path in sorted(SOURCES.glob("wagtail/scripts/*.po")):
        found[Path(path.stem, "LC_MESSAGES", "djangojs.mo")] = [path]
    return found


def compiled(folder: Path) -> Path:
    """The folder for Django's `LOCALE_PATHS`, made if it is not there. Where nothing can be written, the desk speaks
    Django's and Wagtail's own words: no reason to refuse a command.
    """
    texts = [(str(file), path.read_bytes()) for file, paths in sources().items() for path in paths]
    made = folder / hashlib.sha256(repr(texts).encode()).hexdigest()[:16]
    if not made.is_dir() and folder.parent.is_dir():
        try:
            _make(folder, made)
        except OSError:
            shutil.rmtree(_draft(made), ignore_errors=True)
    return made


def _make(folder: Path, made: Path) -> None:
    """All at once: another process may do the same at this moment."""
    folder.mkdir(exist_ok=True)
    before = [path for path in folder.iterdir() if not path.name.startswith(".")]
    for file, paths in sources().items():
        target = _draft(made) / file
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            write_mo(out, _together(paths))
    _draft(made).rename(made)
    for path in before:
        shutil.rmtree(path, ignore_errors=True)


def _together(paths: list[Path]) -> Catalog:
    first, *others = (read_po(BytesIO(path.read_bytes())) for path in paths)
    for catalogue in others:
        for message in catalogue:
            if message.id:
                first.add(message.id, message.string, context=message.context)
    return first


def _draft(made: Path) -> Path:
    return made.with_name(f".{made.name}-{os.getpid()}")
