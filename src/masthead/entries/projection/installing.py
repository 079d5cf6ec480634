"""Putting views, working tables and triggers into the database, and taking them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from masthead.entries.projection import desk, postgresql, standing
from masthead.entries.projection.rules import RULES
from masthead.entries.projection.standing import asking, backend

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_OWN: Final = {
    "masthead_public_page",
    "masthead_listing_entry",
    "masthead_facet",
    "masthead_desk_entry",
    "masthead_bulk",
}
NEEDED: Final = {rule.table for rule in RULES} | _OWN


def install(connection: BaseDatabaseWrapper) -> bool:
    """Make what is missing or out of date; tell whether anything was. The tables are not filled: `reconcile`."""
    if outdated(connection) == []:
        return False
    made = standing.wanted_on(connection.vendor)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in backend(connection.vendor).drops(asking(connection)):
            cursor.execute(statement)
        for statement in made.values():
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            for statement in [*postgresql.comments(made), desk.GIN]:
                cursor.execute(statement)
    return True


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take out everything that `install` makes. The tables of what is public stay, and go stale."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in backend(connection.vendor).drops(asking(connection)):
            cursor.execute(statement)


def outdated(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of objects that are missing, changed or no longer wanted."""
    return standing.outdated(asking(connection), connection.vendor)


def installable(connection: BaseDatabaseWrapper) -> bool:
    """Whether all tables are there that the triggers stand on."""
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor)) >= NEEDED
