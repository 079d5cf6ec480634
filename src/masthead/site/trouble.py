"""What to tell of a database that cannot be reached or used: one sentence with what to check."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

# The beginnings of SQLite's names of its results, https://sqlite.org/rescode.html. A plain SQLITE_ERROR is a fault
# in a statement, so ours.
_SQLITE: Final = MappingProxyType(
    {
        "SQLITE_CANTOPEN": "Check that it is there and that you may read it and write in its folder.",
        "SQLITE_PERM": "Check that you may read it and write in its folder.",
        "SQLITE_READONLY": "Check that you may write it and in its folder.",
        "SQLITE_BUSY": "Another program holds it; try again when that one has ended.",
        "SQLITE_LOCKED": "Another program holds it; try again when that one has ended.",
        "SQLITE_FULL": "Make room on the disk.",
        "SQLITE_IOERR": "Check the disk, and the room on it.",
        "SQLITE_CORRUPT": "Put a backup in its place.",
        "SQLITE_NOTADB": "Put a backup in its place.",
    }
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html: without a code (no connection came about),
# connection, authorization, no such database, resources, shut-down, the system.
_POSTGRESQL: Final = ("08", "28", "3D", "53", "57P", "58")
_NO_TABLE: Final = "The database lacks tables of this version of Masthead. `masthead upgrade` makes them."


def database_trouble(error: BaseException) -> str | None:
    """The sentence for an error that is the database's; None for any other, also for a faulty statement of ours."""
    for each in _chain(error):
        if isinstance(each, sqlite3.Error):
            return _of_sqlite(each)
        # A driver that was never imported has raised nothing.
        if (psycopg := sys.modules.get("psycopg")) and isinstance(each, psycopg.Error):
            return _of_postgresql(each)
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Django and the press raise errors of their own from those of the drivers."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__


def _of_sqlite(error: sqlite3.Error) -> str | None:
    if str(error).startswith("no such table"):
        return _NO_TABLE
    name = getattr(error, "sqlite_errorname", "")
    advice = next((advice for begin, advice in _SQLITE.items() if name.startswith(begin)), None)
    return f"The database file cannot be used: {error}. {advice}" if advice else None


def _of_postgresql(error: BaseException) -> str | None:
    state = str(getattr(error, "sqlstate", None) or "")
    if state == "42P01":
        return _NO_TABLE
    is_operational = isinstance(error, sys.modules["psycopg"].OperationalError)
    if not (state.startswith(_POSTGRESQL) if state else is_operational):
        return None
    return (
        f"The database cannot be reached: {_reason(str(error))}. "
        "Check that PostgreSQL runs there, and the address in the option “database”."
    )


def _reason(message: str) -> str:
    """The first reason that the driver gives, in our punctuation. It names the server, never the password."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    # Several attempts (a name with several addresses) are a heading and a list.
    line = next((line for line in lines if line.startswith("- ")), lines[0] if lines else "no answer")
    line = re.sub(r"^- [^:]*host.*?: (?=connection )", "", line)
    line = re.sub(r"\[Errno -?\d+\] |^connection failed: |FATAL: +", "", line)
    return re.sub(r"""["']([^"']*)["']""", r"“\1”", line).rstrip(".?! ")
