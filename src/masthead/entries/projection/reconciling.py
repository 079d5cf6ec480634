"""Making the tables equal their definitions from whatever state they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from masthead.entries.projection import desk, postgresql, settling
from masthead.entries.projection.dialects import dialect_of
from masthead.entries.projection.settling import NOTHING_TWICE

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_ALL_LISTINGS: Final = "select listing from masthead_listing union select listing from masthead_listing_entry"


def reconcile(connection: BaseDatabaseWrapper) -> None:
    """Compute everything and write what differs: after a migration, a repair, a load with triggers off."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        # Everything is read and much is written: 256 MB keep the inner pages of all indexes at hand.
        cursor.execute(postgresql.TAKE_LOCK if connection.vendor == "postgresql" else "pragma cache_size = -262144")
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def _statements(vendor: str) -> list[str]:
    return [
        *settling.CLEAR,
        *settling.CATEGORIES,
        *postgresql.everything(),
        f"insert into masthead_work_day select blog_id, day from masthead_published_day where true {NOTHING_TWICE}",
        *settling.pages(dialect_of(vendor)),
        *settling.ENTRIES,
        settling.STRAY_FACETS,
        *settling.MEMBERSHIPS,
        settling.WHOLE_LISTINGS,
        *settling.CUTS,
        settling.LOST,
        *settling.listings(_ALL_LISTINGS),
        *desk.RECONCILE,
        *([desk.FTS_REBUILD] if vendor == "sqlite" else []),
        *settling.CLEAR,
    ]
