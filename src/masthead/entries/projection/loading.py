"""Loading in bulk: many changes, settled once."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from django.db import DatabaseError, connections, transaction

from masthead.entries.projection import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper


class BulkOutsideTransactionError(RuntimeError):
    """`bulk` was entered with no transaction open."""


@contextmanager
def bulk(using: str = "default") -> Iterator[None]:
    """Within an open transaction: let triggers only note what is touched, and settle it all at the end.

    Batches of some hundred entries are best: what is written stays unseen, and other writers wait, until the
    transaction ends. An inner `bulk` is part of the outer one. Raises BulkOutsideTransactionError.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise BulkOutsideTransactionError("Open a transaction first: with transaction.atomic(), bulk(): …")
    if connection.vendor == "postgresql" or _raised(connection):
        yield
        if connection.vendor == "postgresql":
            settle(connection)
        return
    _execute(connection, "insert into masthead_bulk (id) values (1)")
    try:
        yield
    except BaseException:
        # Whoever catches this between here and the end of the transaction must not find the triggers asleep.
        with suppress(DatabaseError):
            _lower(connection)
        raise
    _lower(connection)


def settle(connection: BaseDatabaseWrapper) -> None:
    """Make the projection exact now, within the transaction. SQLite always is, outside of `bulk`."""
    statements = (postgresql.SETTLE,) if connection.vendor == "postgresql" else sqlite.SETTLE
    with transaction.atomic(using=connection.alias):
        for statement in statements:
            _execute(connection, statement)


def _raised(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1 from masthead_bulk")
        return cursor.fetchone() is not None


def _lower(connection: BaseDatabaseWrapper) -> None:
    if connection.needs_rollback:
        return
    _execute(connection, "delete from masthead_bulk")
    settle(connection)


def _execute(connection: BaseDatabaseWrapper, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
