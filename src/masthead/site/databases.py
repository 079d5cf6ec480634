"""Django's DATABASES from the option `database`."""

from __future__ import annotations

from typing import Any

from masthead.site.folder import SiteFolder
from masthead.site.options import SettingsError

# `recursive_triggers` is for the triggers that follow the changes of other triggers; NORMAL is safe with WAL:
# a power cut may lose the last commits, never the file. https://sqlite.org/pragma.html#pragma_synchronous
# `secure_delete`: who is erased does not go on lying in the file; only some builds of SQLite do so unasked.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "mmap_size=268435456",
    "cache_size=-32000",
)

PATIENCE = 10  # seconds for PostgreSQL to take a connection


def databases(url: str, folder: SiteFolder | None) -> dict[str, dict[str, Any]]:
    """No folder: a database in memory, for tools that only look at the models."""
    if url:
        return {"default": postgresql(url)}
    return {"default": sqlite(str(folder.database) if folder else ":memory:")}


def sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            # A transaction that reads first and writes later would fail at once when another has written
            # between: SQLite cannot wait there. So each transaction takes the writer's place at its start.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in PRAGMAS),
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Raises SettingsError; its sentence never repeats the address, which may hold a password."""
    # Imported here: a site on SQLite starts without the driver.
    from psycopg import ProgrammingError, conninfo

    try:
        parts = conninfo.conninfo_to_dict(url)
    except ProgrammingError:
        raise SettingsError("The option “database” is not an address that PostgreSQL understands.") from None
    if not parts.get("dbname"):
        raise SettingsError("The option “database” must name a database, as in postgresql://host/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
        # A server that does not even refuse would be waited for by the minute.
        "OPTIONS": {"connect_timeout": PATIENCE} | parts,
    }


def check_reachable(url: str, folder: SiteFolder) -> None:
    """Raises what the driver raises when the database does not answer, or SettingsError when its file is missing."""
    if not url:
        check_file(folder)
        return
    import psycopg

    postgresql(url)
    psycopg.connect(url, connect_timeout=PATIENCE).close()


def check_file(folder: SiteFolder) -> None:
    """SQLite would make an empty database without a word."""
    if not folder.database.is_file():
        raise SettingsError(f"The database {folder.database} is missing. Put a backup in its place.")
