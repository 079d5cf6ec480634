"""Whether views, working tables and triggers stand as they were made: one look at the database's catalogue."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from masthead.entries.projection import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from django.db.backends.base.base import BaseDatabaseWrapper

    from masthead.press.capture import Ask

    class Backend(Protocol):
        def objects(self) -> dict[str, str]: ...
        def present(self, ask: Ask) -> dict[str, str]: ...
        def drops(self, ask: Ask) -> list[str]: ...


def outdated(ask: Ask, vendor: str) -> list[str]:
    """Names of objects that are missing, changed or no longer wanted."""
    wanted, present = wanted_on(vendor), backend(vendor).present(ask)
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def backend(vendor: str) -> Backend:
    return sqlite if vendor == "sqlite" else postgresql


@cache
def wanted_on(vendor: str) -> Mapping[str, str]:
    """Every object by name; the press asks at each run."""
    return backend(vendor).objects()


def asking(connection: BaseDatabaseWrapper) -> Ask:
    """Django's connection, as the press's own is asked."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cast("list[tuple[Any, ...]]", cursor.fetchall())

    return ask
