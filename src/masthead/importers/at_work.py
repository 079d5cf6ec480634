"""While an import works: alone on its site, and with a full disk as a sentence."""

from __future__ import annotations

import errno
import fcntl
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from masthead.collecting import seldom_collecting
from masthead.importers.errors import LoadRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_ROOM = (
    "There is no room left on the disk of this site; make room and run the same command again: "
    "it goes on where it stopped."
)
_BUSY = "Another import is at work on this site; run this again when it has ended."
# The locks of this process by folder, each an open file.
_held: dict[Path, int] = {}


@contextmanager
def at_work(staging_dir: Path) -> Iterator[int]:
    """Hold the site's import lock, an open file; a block within such a block has it already.

    Raises `LoadRefused` if another process has it, or if the disk is full.
    """
    if staging_dir in _held:
        yield _held[staging_dir]
        return
    try:
        staging_dir.mkdir(parents=True, exist_ok=True)
        with (staging_dir / "import.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LoadRefused(_BUSY) from None
            with seldom_collecting():
                _held[staging_dir] = lock.fileno()
                try:
                    yield lock.fileno()
                finally:
                    del _held[staging_dir]
    except Exception as error:
        if not _is_full(error):
            raise
        raise LoadRefused(_NO_ROOM) from error


def lent(staging_dir: Path, lock: int) -> None:
    """The process that started this one holds the lock, and has left the file open for it: it lasts as long as both."""
    _held[staging_dir] = lock


def _is_full(error: BaseException | None) -> bool:
    """Whether this, or what it came from, says that nothing more can be written. Django's errors wrap the driver's."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if isinstance(error, sqlite3.OperationalError) and "disk is full" in str(error):
            return True
        if getattr(error, "sqlstate", None) == "53100":  # PostgreSQL's disk_full
            return True
        error = error.__cause__
    return False
