"""Errors as people meet them: one sentence that says what to do, and an exit code that means something."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

from masthead.site.trouble import database_trouble

_OF_THE_DISK: Final = frozenset(
    {
        errno.EACCES, errno.EDQUOT, errno.EEXIST, errno.EFBIG, errno.EIO, errno.EISDIR, errno.ENOSPC, errno.ENOTDIR,
        errno.EPERM, errno.EROFS,
    }
)  # fmt: skip
FOUND: Final = 1  # the command did its work, and something is wrong
FAILED: Final = 3  # the command could not do its work; 2 is click's, for a command not understood


class CommandError(click.ClickException):
    """The command cannot be done; the message says why and what to do."""

    exit_code = FAILED


@contextmanager
def sentences() -> Iterator[None]:
    """Turns errors whose message is a sentence for users into that sentence. Others are faults of ours
    and keep their traceback."""
    try:
        yield
    except Exception as error:
        told = sentence_of(error)
        if told is None:
            raise
        click.echo(f"Error: {told}", err=True)
        sys.exit(FAILED)


def sentence_of(error: Exception) -> str | None:
    """What users are told of an error; None if it is a fault of ours."""
    return database_trouble(error) or _file_trouble(error) or (str(error) if _speaks_to_users(error) else None)


def _file_trouble(error: Exception) -> str | None:
    """The sentence for a disk that is full, or a file in the way; None for what only a fault of ours explains."""
    if not isinstance(error, OSError) or error.errno not in _OF_THE_DISK:
        return None
    # Of a renaming, the place that cannot be taken.
    place = error.filename2 or error.filename
    name = f"{place} cannot be written" if place else "A file cannot be written"
    return f"{name}: {error.strerror}. Make room on the disk, or look who owns what lies there."


def _speaks_to_users(error: Exception) -> bool:
    # An error of a module that was never imported cannot have been raised.
    named = (
        ("masthead.site.options", "SettingsError"),
        ("masthead.site.accounts", "AccountError"),
        ("masthead.press.errors", "PressError"),
        ("masthead.themes.layers", "ThemeError"),
        ("masthead.importers.errors", "ImportRefused"),
        ("masthead.importers.errors", "LoadRefused"),
    )
    kinds = [getattr(sys.modules.get(module), name, None) for module, name in named]
    return any(isinstance(error, kind) for kind in kinds if kind is not None)


class Interruption:
    """Tells what keeps a part of `serve` from its work: once, not at each new try."""

    def __init__(self, part: str, pause: int, *, doing: str = "tries again") -> None:
        self._beginning = f"The {part} {doing} every {pause} seconds."
        self._lasting = 3 * pause
        self._reason = ""
        self._at = 0.0

    def tell(self, error: Exception) -> None:
        reason, now = sentence_of(error) or str(error).strip(), time.monotonic()
        # A reason that was away for a while is news.
        if reason != self._reason or now - self._at > self._lasting:
            click.echo(f"{self._beginning} {reason}", err=True)
        self._reason, self._at = reason, now
