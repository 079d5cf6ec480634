"""Importing WordPress export files (WXR). `read` is the whole of it for callers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.importers.at_work import at_work
from masthead.importers.staging import building, digest_of, existing
from masthead.importers.wordpress.converting import persons_and_terms
from masthead.importers.wordpress.fronts import front, pinned
from masthead.importers.wordpress.menus import menu
from masthead.importers.wordpress.reader import FileReader
from masthead.importers.wordpress.working import convert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from masthead.importers.staging import Staging

    Progress = Callable[[str, int, int], None]


def _silent(_step: str, _done: int, _total: int) -> None:
    pass


def read(
    paths: Sequence[Path],
    staging_dir: Path,
    progress: Progress = _silent,
    *,
    repair_text: bool = False,
    convert_later: bool = False,
) -> Staging:
    """Read WordPress exports whole into a staging file and open it; the same files are read only once.

    Several files are parts of one export, in their order. Texts that look damaged are listed, and with `repair_text`
    changed. With `convert_later` the loader has the items converted while it loads: what could be refused is found by
    then. `progress` is told the step ("reading", in bytes; "converting", in items), how much is done, and how much
    there is. Raises `ImportRefused` with the sentence to show if any file cannot be read; then nothing at all has
    changed. Raises `LoadRefused` while another import works.
    """
    digest = digest_of(paths, *(["repair"] if repair_text else []))
    with at_work(staging_dir):
        staging = existing(staging_dir, digest) or _staged(
            paths, staging_dir, digest, progress, repair_text=repair_text
        )
        # Others read what one process writes.
        staging.db.execute("PRAGMA journal_mode = WAL")
        staging.convert = convert
        if not convert_later:
            items = int(staging.meta("items"))
            for part in ("files", "items"):
                for done in convert(staging, part):
                    progress("converting", done, items)
    return staging


def _staged(paths: Sequence[Path], staging_dir: Path, digest: str, progress: Progress, *, repair_text: bool) -> Staging:
    with building(staging_dir, digest) as new:
        new.set_meta("repair", "yes" if repair_text else "")
        _read_all(paths, new, progress)
        persons_and_terms(new)
        new.add_indexes()
        front(new)
        menu(new)
        pinned(new)
    finished = existing(staging_dir, digest)
    assert finished is not None, "a staging file is under its name once it is built"  # noqa: S101
    return finished


def _read_all(paths: Sequence[Path], staging: Staging, progress: Progress) -> None:
    total = sum(path.stat().st_size for path in paths)
    before = 0
    for path in paths:
        FileReader(path, staging, lambda done, before=before: progress("reading", before + done, total)).read()  # type: ignore[misc]
        before += path.stat().st_size
