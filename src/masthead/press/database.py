"""The two databases, each through its own driver: snapshots to read, the outbox to read and strike off.

A snapshot is one read-only transaction that sees the outbox and the content as of one moment. Changes are
struck off as the set that was read: ids are drawn before commits, so no highest id says what was seen.
"""

from __future__ import annotations

import json
import sqlite3
import time
from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from masthead.press.capture import MARK, OUTBOX, Ask, Capture, Change, image
from masthead.press.errors import DatabaseFailed, NotCaptured
from masthead.press.facts import Dialect

BUSY_SECONDS = 20


@contextmanager
def answering() -> Iterator[None]:
    """Errors of either driver as `DatabaseFailed`."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error) as error:
        raise DatabaseFailed(f"The database did not answer: {error}") from error


Missing = Callable[[Ask, Dialect], list[str]]
"""Names what a site's own triggers lack, by one look at the catalogue: tables that they keep cannot be trusted then."""


def nothing_else(ask: Ask, dialect: Dialect) -> list[str]:
    """Of a site that keeps no tables of its own by triggers."""
    return []


_CHANGES = f"select id, tbl, old, new, cols from {OUTBOX} order by id"


def _change(row: tuple[Any, ...]) -> Change:
    return Change(row[0], row[1], image(row[2]), image(row[3]), row[4])


class Snapshot:
    """One read-only transaction. `statements` counts what it was asked."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.statements = 0

    def rows(self, sql: str, args: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of one SELECT.

        Raises `DatabaseFailed`.
        """
        self.statements += 1
        try:
            found: list[tuple[Any, ...]] = self._connection.execute(sql, args).fetchall()
        except (sqlite3.Error, psycopg.Error) as error:
            raise DatabaseFailed(f"The database did not answer: {error}. Asked was: {sql}") from error
        return found

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of one SELECT, one by one.

        Raises `DatabaseFailed`.
        """
        self.statements += 1
        with answering():
            yield from self._connection.execute(sql)

    def changes(self, after: int = 0) -> list[Change]:
        """The outbox as of this moment, or what has come to it after a certain change."""
        sql = f"select id, tbl, old, new, cols from {OUTBOX} where id > {after} order by id"
        return [_change(row) for row in self.rows(sql)]

    def waiting(self) -> array[int]:
        """The numbers of the changes that `changes` gives: after an import there are a hundred thousand."""
        return array("q", (number for (number,) in self.rows(f"select id from {OUTBOX} order by id")))

    def doubted(self, capture: Capture) -> tuple[array[int], set[tuple[str, bytes | None]]]:
        """The same numbers, with the facts that these changes may have moved; no change is held longer than that."""
        numbers, found = array("q"), set()
        for row in self.each(_CHANGES):
            change = _change(row)
            numbers.append(change.id)
            found |= capture.doubted(change)
        return numbers, found

    def token(self) -> str:
        """The mark that the last struck-off edition left in the database."""
        return str(self.rows(f"select token from {MARK}")[0][0])


class Database(ABC):
    """What the press needs of a database."""

    dialect: Dialect

    @abstractmethod
    def snapshot(self) -> Any:
        """A context manager that gives a `Snapshot`."""

    @abstractmethod
    def strike_off(self, changes: Collection[int], token: str) -> None:
        """Deletes exactly these outbox rows and leaves the token, in one transaction."""

    @abstractmethod
    def wait(self, seconds: float) -> bool:
        """Waits until something was committed, or the time is over. A hint: True may be wrong, so may False."""

    @abstractmethod
    def close(self) -> None:
        """Closes the connections that are kept between runs."""

    def oldest_change(self) -> float | None:
        """The age in seconds of the oldest change that waits, or None."""
        with self.snapshot() as snapshot:
            now = "julianday('now')" if self.dialect == "sqlite" else "extract(epoch from now())"
            at = "julianday(at)" if self.dialect == "sqlite" else "extract(epoch from at)"
            unit = 86400 if self.dialect == "sqlite" else 1
            age = snapshot.rows(f"select max(({now} - {at}) * {unit}) from {OUTBOX}")[0][0]
        return None if age is None else max(0.0, float(age))

    def ensure_captured(self, capture: Capture, others: Missing = nothing_else) -> None:
        """Raises `NotCaptured` if a trigger is missing, one of the press's own or of those that it is told of."""
        with self.snapshot() as snapshot:
            capture.ensure(lambda sql: snapshot.rows(sql), self.dialect)
            missing = others(lambda sql: snapshot.rows(sql), self.dialect)
        if missing:
            raise NotCaptured(
                f"{len(missing)} triggers or views that keep what is public are missing or altered, {missing[0]} "
                "first. Run `masthead upgrade`: until then what is withdrawn may still be shown."
            )


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
            with answering():
                # A deferred transaction sees the database as of its first read.
                self._reader.execute("select 1 from sqlite_master limit 1").fetchone()
            yield Snapshot(self._reader)
        finally:
            self._reader.execute("rollback")

    def strike_off(self, changes: Collection[int], token: str) -> None:
        writer = self._connect("rw")
        try:
            with answering():
                writer.execute("begin immediate")
                writer.execute(
                    f"delete from {OUTBOX} where id in (select value from json_each(?))",
                    (json.dumps(list(changes)),),
                )
                writer.execute(f"update {MARK} set token = ?", (token,))
                writer.execute("commit")
        finally:
            writer.close()

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
            with answering():
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
        self._reader = self._watcher = None

    def _connect(self, mode: str) -> sqlite3.Connection:
        with answering():
            return sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )


class PostgresDatabase(Database):
    """A PostgreSQL database, named by a libpq connection string."""

    dialect: Dialect = "postgresql"

    def __init__(self, conninfo: str) -> None:
        self.conninfo = conninfo
        self._reader: psycopg.Connection[tuple[Any, ...]] | None = None
        self._watcher: psycopg.Connection[tuple[Any, ...]] | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with answering():
            if self._reader is None or self._reader.closed:
                self._reader = psycopg.connect(self.conninfo, autocommit=True)
            self._reader.execute("begin isolation level repeatable read read only")
        try:
            yield Snapshot(self._reader)
        finally:
            if not self._reader.closed:
                self._reader.execute("rollback")

    def strike_off(self, changes: Collection[int], token: str) -> None:
        with answering(), psycopg.connect(self.conninfo) as writer:
            writer.execute(f"delete from {OUTBOX} where id = any(%s)", (list(changes),))
            writer.execute(f"update {MARK} set token = %s", (token,))

    def wait(self, seconds: float) -> bool:
        with answering():
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
