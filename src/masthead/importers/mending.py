"""Filling gaps that an earlier import without the uploads folder left.

A body is filled only if it is still, value for value, what that import wrote with every file missing, and nobody has
saved the page at the desk since: what editors touched stays theirs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from masthead.entries.models import Entry, StaticPage
from masthead.importers.filling import filled
from masthead.importers.places import Places
from masthead.importers.records import REF_OPEN, Item

if TYPE_CHECKING:
    from masthead.importers.staging import Staging

BATCH: Final = 200


def mend(staging: Staging, places: Places) -> int:
    """Fill the gaps of what was in the database before this import; returns how many bodies were filled."""
    if not any(placed.kind for placed in places.files.values()):
        return 0
    without = Places(staging, {})
    count, after = 0, 0
    while batch := staging.already(after=after, limit=BATCH):
        named = {seq: Item.from_json(record) for seq, _, record in batch if REF_OPEN in record}
        ids = {number: seq for seq, number, _ in batch if seq in named}
        with transaction.atomic():
            for model in (Entry, StaticPage):
                count += _mend(model, {number: named[seq] for number, seq in ids.items()}, without, places)
        after = batch[-1][0]
    return count


def _mend(model: Any, items: dict[int, Item], without: Places, places: Places) -> int:
    rows = model.objects.filter(pk__in=items, latest_revision=None).annotate(text=Cast("body", TextField()))
    changes: list[tuple[str, int]] = []
    for number, text in rows.values_list("pk", "text"):
        gaps, whole = filled(items[number].body, without), filled(items[number].body, places)
        if gaps != whole and json.loads(text) == json.loads(gaps):
            changes.append((whole, number))
    if changes:
        with connection.cursor() as cursor:
            # Raw JSON: a stream field would build every block to write the same text.
            cursor.executemany(f"UPDATE {model._meta.db_table} SET body = %s WHERE page_ptr_id = %s", changes)  # noqa: S608
    return len(changes)
