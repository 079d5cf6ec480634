"""What the press needs of a database: snapshots to read, the outbox to read and strike off.

A snapshot is one read-only transaction that sees the outbox and the content as of one moment. Changes are
struck off as the set that was read: ids are drawn before commits, so no highest id says what was seen.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from masthead.press.capture import MARK, OUTBOX, Ask, Capture, Change, image
from masthead.press.errors import DatabaseFailed, NotCaptured
from masthead.press.facts import Dialect


@contextmanager
def answering(failing: type[Exception]) -> Iterator[None]:
    """A driver's errors as `DatabaseFailed`."""
    try:
        yield
    except failing as error:
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
        self._failing: type[Exception] = connection.Error  # as PEP 249 has it
        self.statements = 0

    def rows(self, sql: str, args: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of one SELECT.

        Raises `DatabaseFailed`.
        """
        self.statements += 1
        try:
            found: list[tuple[Any, ...]] = self._connection.execute(sql, args).fetchall()
        except self._failing as error:
            raise DatabaseFailed(f"The database did not answer: {error}. Asked was: {sql}") from error
        return found

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of one SELECT, one by one.

        Raises `DatabaseFailed`.
        """
        self.statements += 1
        with answering(self._failing):
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
    _captured: object = None
    """The schema in which every trigger was there."""

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
            schema = self._schema(snapshot)
            if schema is not None and schema == self._captured:
                return
            capture.ensure(lambda sql: snapshot.rows(sql), self.dialect)
            missing = others(lambda sql: snapshot.rows(sql), self.dialect)
        if missing:
            raise NotCaptured(
                f"{len(missing)} triggers or views that keep what is public are missing or altered, {missing[0]} "
                "first. Run `masthead upgrade`: until then what is withdrawn may still be shown."
            )
        self._captured = schema

    def _schema(self, snapshot: Snapshot) -> object:
        """What is another after every change of a table or trigger; None if the database does not count them."""
        return None
