"""The press's own door to PostgreSQL. A site on SQLite never imports it: the driver takes its time to start."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from masthead.press import guard
from masthead.press.capture import MARK, OUTBOX
from masthead.press.database import Database, Snapshot, answering
from masthead.press.facts import Dialect

# Where nobody has imported the driver, no query can: that would be to open its files.
guard.tripwire(psycopg.Cursor, "execute", "a database")


class PostgresDatabase(Database):
    """A PostgreSQL database, named by a libpq connection string."""

    dialect: Dialect = "postgresql"

    def __init__(self, conninfo: str) -> None:
        self.conninfo = conninfo
        self._reader: psycopg.Connection[tuple[Any, ...]] | None = None
        self._watcher: psycopg.Connection[tuple[Any, ...]] | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with answering(psycopg.Error):
            if self._reader is None or self._reader.closed:
                self._reader = psycopg.connect(self.conninfo, autocommit=True)
            self._reader.execute("begin isolation level repeatable read read only")
        try:
            yield Snapshot(self._reader)
        finally:
            if not self._reader.closed:
                self._reader.execute("rollback")

    def strike_off(self, changes: Collection[int], token: str) -> None:
        with answering(psycopg.Error), psycopg.connect(self.conninfo) as writer:
            writer.execute(f"delete from {OUTBOX} where id = any(%s)", (list(changes),))
            writer.execute(f"update {MARK} set token = %s", (token,))

    def wait(self, seconds: float) -> bool:
        with answering(psycopg.Error):
            if self._watcher is None or self._watcher.closed:
                self._watcher = psycopg.connect(self.conninfo, autocommit=True)
                self._watcher.execute("listen press")
                return True
            return any(True for _ in self._watcher.notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        for connection in (self._reader, self._watcher):
            if connection is not None:
                connection.close()
        self._reader = self._watcher = None
