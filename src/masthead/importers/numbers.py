"""Database ids given out before anything is loaded, so that a text can link to an item that comes later.

Every entry and page gets its id at once: that of its row if it is there already, else one taken from the database's own
sequence and remembered in the staging file. A killed import finds them again; a body is written once, with its links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from wagtail.models import Page

from masthead.entries.models import Entry, StaticPage
from masthead.importers.brought import deleted_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.importers.staging import Staging

BATCH = 500
_TABLE = "wagtailcore_page"


def assign(staging: Staging, *, reserve: bool) -> None:
    """Give every entry and page of the staging file its id, and mark which of them are in the database, or were.

    Without `reserve` nothing is written to the database, and what is not there gets no id.
    """
    missing: list[int] = []
    for model, sort in ((Entry, "entry"), (StaticPage, "page")):
        for batch in _batches(staging, sort):
            found = dict(model.objects.filter(source__in=[key for _, key in batch]).values_list("source", "pk"))
            here = [(found[key], seq) for seq, key in batch if key in found]
            staging.remember_ids(here, loaded=True)
            deleted = deleted_here("page", [key for _, key in batch if key not in found])
            staging.mark_deleted([seq for seq, key in batch if key in deleted])
            absent = [seq for seq, key in batch if key not in found and key not in deleted]
            staging.mark_missing(absent)
            missing += _without_number(staging, absent)
    for start in range(0, len(missing) if reserve else 0, 10_000):
        chunk = missing[start : start + 10_000]
        staging.remember_ids(list(zip(_reserve(len(chunk)), chunk, strict=True)), loaded=False)


def _batches(staging: Staging, sort: str) -> Iterator[list[tuple[int, str]]]:
    after = 0
    while batch := staging.keys(sort, after=after, limit=BATCH):
        yield batch
        after = batch[-1][0]


def _without_number(staging: Staging, seqs: list[int]) -> list[int]:
    """Those whose id of a former run cannot be used: the database may have been restored since."""
    between = staging.ids_between(seqs[0], seqs[-1]) if seqs else {}
    known = {seq: between[seq] for seq in seqs if seq in between}
    taken = set(Page.objects.filter(pk__in=known.values()).values_list("pk", flat=True))
    highest = _highest()
    return [seq for seq in seqs if seq not in known or known[seq] in taken or known[seq] > highest]


def _highest() -> int:
    sql = (
        "SELECT seq FROM sqlite_sequence WHERE name = %s"
        if connection.vendor == "sqlite"
        else "SELECT last_value FROM pg_sequences "
        "WHERE schemaname || '.' || sequencename = pg_get_serial_sequence(%s, 'id')"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_TABLE])
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def _reserve(count: int) -> list[int]:
    """Ids that the database will not give to anybody else."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [_TABLE, count]
            )
            return [int(row[0]) for row in cursor.fetchall()]
        first = _highest() + 1
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, _TABLE])
        return list(range(first, first + count))
