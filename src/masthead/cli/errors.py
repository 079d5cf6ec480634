"""Errors as people meet them: one sentence that says what to do, and an exit code that means something."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

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
        if not _speaks_to_users(error):
            raise
        click.echo(f"Error: {error}", err=True)
        sys.exit(FAILED)


def _speaks_to_users(error: Exception) -> bool:
    # An error of a module that was never imported cannot have been raised.
    named = (
        ("masthead.site.options", "SettingsError"),
        ("masthead.site.accounts", "AccountError"),
        ("masthead.press.errors", "PressError"),
        ("masthead.importers.errors", "ImportRefused"),
        ("masthead.importers.errors", "LoadRefused"),
    )
    kinds = [getattr(sys.modules.get(module), name, None) for module, name in named]
    return any(isinstance(error, kind) for kind in kinds if kind is not None)
