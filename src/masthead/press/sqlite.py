"""The press's own door to a SQLite file."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from masthead.press.capture import MARK, OUTBOX
from masthead.press.database import Database, Snapshot, answering
from masthead.press.errors import DatabaseFailed
from masthead.press.facts import Dialect

BUSY_SECONDS = 20


class SqliteDatabase(Database):
    """A SQLite file in WAL mode."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reader: sqlite3.Connection | None = None
        self._watcher: sqlite3.Connection | None = None
        self._seen = -1
        self._file: tuple[int, int] | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        self._let_go_of_what_was_replaced()
        if self._reader is None:
            self._reader = self._connect("ro")
        self._reader.execute("begin")
        try:
            with answering(sqlite3.Error):
                # A deferred transaction sees the database as of its first read.
                self._reader.execute("select 1 from sqlite_master limit 1").fetchone()
            yield Snapshot(self._reader)
        finally:
            self._reader.execute("rollback")

    def strike_off(self, changes: Collection[int], token: str) -> None:
        writer = self._connect("rw")
        try:
            with answering(sqlite3.Error):
                writer.execute("pragma secure_delete = on")  # images of rows that are no longer there
                writer.execute("begin immediate")
                writer.execute(
                    f"delete from {OUTBOX} where id in (select value from json_each(?))",
                    (json.dumps(list(changes)),),
                )
                writer.execute(f"update {MARK} set token = ?", (token,))
                writer.execute("commit")
        finally:
            writer.close()

    def _schema(self, snapshot: Snapshot) -> object:
        return snapshot.rows("pragma schema_version")[0][0]

    def _let_go_of_what_was_replaced(self) -> None:
        """A backup that is put in the database's place has its name, and what is open here has none any more.

        An open file's number is given to no other.
        """
        try:
            found = self.path.stat()
        except OSError as error:
            raise DatabaseFailed(f"The database {self.path} cannot be read: {error.strerror}.") from error
        if self._file != (found.st_dev, found.st_ino):
            self.close()
            self._file = found.st_dev, found.st_ino

    def wait(self, seconds: float) -> bool:
        self._let_go_of_what_was_replaced()
        if self._watcher is None:
            self._watcher = self._connect("ro")
            self._seen = -1
        end = time.monotonic() + seconds
        while True:
            with answering(sqlite3.Error):
                version = self._watcher.execute("pragma data_version").fetchone()[0]
            if version != self._seen:
                self._seen = version
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(0.005)  # half of it is what an edit waits on its way to readers

    def close(self) -> None:
        for connection in (self._reader, self._watcher):
            if connection is not None:
                connection.close()
        self._reader = self._watcher = self._captured = None

    def _connect(self, mode: str) -> sqlite3.Connection:
        with answering(sqlite3.Error):
            return sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
