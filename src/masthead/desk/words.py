"""The desk's own words in other languages: `locale/*.po` beside this module, compiled to what Django reads.

English, in code and templates, is the source. Django wants a folder of `.mo` files; a package that is not built by us
(an editable installation) has none, and GNU's tools are on no editor's machine. So they are made in the site's folder
when a process starts and finds none of these catalogues.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES: Final = Path(__file__).parent / "locale"


def compiled(folder: Path) -> Path:
    """The folder for Django's `LOCALE_PATHS`, made if it is not there. Where nothing can be written, the desk speaks
    Django's and Wagtail's own words: no reason to refuse a command.
    """
    sources = {path.stem: path.read_bytes() for path in sorted(SOURCES.glob("*.po"))}
    made = folder / hashlib.sha256(repr(sources).encode()).hexdigest()[:16]
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
    for source in sorted(SOURCES.glob("*.po")):
        target = _draft(made) / source.stem / "LC_MESSAGES"
        target.mkdir(parents=True)
        with source.open("rb") as text, (target / "django.mo").open("wb") as out:
            write_mo(out, read_po(text))
    _draft(made).rename(made)
    for path in before:
        shutil.rmtree(path, ignore_errors=True)


def _draft(made: Path) -> Path:
    return made.with_name(f".{made.name}-{os.getpid()}")
