"""Filling gaps that an earlier import left, which had no files or not all of them.

A body is filled only if it is still, value for value, what an import wrote with the files that stand in it, and nobody
has saved the page at the desk since: what editors touched stays theirs.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from masthead.entries.models import Entry, Imported, StaticPage
from masthead.importers.filling import filled
from masthead.importers.records import REF_OPEN, Item

if TYPE_CHECKING:
    from masthead.importers.places import Places
    from masthead.importers.staging import Staging

BATCH: Final = 200
_PICTURE = re.compile(r'"(?:image|poster)": (\d+)')
_DOCUMENT = re.compile(r'(?:"(?:document|file)": |linktype=\\"document\\" id=\\")(\d+)')


class _Before:
    """Places as the import found them that wrote a body: of all files, only those that stand in it."""

    def __init__(self, places: Places, body: str) -> None:
        self._places = places
        self._images = set(map(int, _PICTURE.findall(body)))
        self._documents = set(map(int, _DOCUMENT.findall(body)))

    def page(self, seq: int) -> int | None:
        return self._places.page(seq)

    def image(self, seq: int) -> int | None:
        number = self._places.image(seq)
        return number if number in self._images else None

    def document(self, seq: int) -> int | None:
        number = self._places.document(seq)
        return number if number in self._documents else None

    def name(self, seq: int) -> str:
        return self._places.name(seq)


def mend(staging: Staging, places: Places) -> int:
    """Fill the gaps of what was in the database before this import; returns how many bodies were filled."""
    if not any(placed.kind for placed in places.files.values()):
        return 0
    count = 0
    for batch in staging.already(limit=BATCH):
        items = {number: Item.from_json(record) for number, record in batch if REF_OPEN in record}
        with transaction.atomic():
            planned = _planned(items)
            for model in (Entry, StaticPage):
                count += _mend(model, items, planned, places)
    return count


def _planned(items: dict[int, Item]) -> dict[int, int]:
    """The versions that imports made of pages whose publication they planned."""
    states = Imported.objects.filter(kind="page", target_id__in=items).exclude(state="")
    return {number: int(state) for number, state in states.values_list("target_id", "state")}


def _mend(model: Any, items: dict[int, Item], planned: dict[int, int], places: Places) -> int:
    rows = model.objects.filter(pk__in=items).annotate(text=Cast("body", TextField()))
    changes: list[tuple[str, int]] = []
    for number, version, text in rows.values_list("pk", "latest_revision", "text"):
        if version is not None and version != planned.get(number):
            continue
        body = items[number].body
        before, whole = filled(body, _Before(places, text)), filled(body, places)
        if before != whole and json.loads(text) == json.loads(before):
            changes.append((whole, number))
            if version is not None:
                _fill(Revision.objects.get(pk=version), whole)
    if changes:
        with connection.cursor() as cursor:
            # Raw JSON: a stream field would build every block to write the same text.
            cursor.executemany(f"UPDATE {model._meta.db_table} SET body = %s WHERE page_ptr_id = %s", changes)  # noqa: S608
    return len(changes)


def _fill(version: Revision, body: str) -> None:
    """What will be published is the version, not the row."""
    Revision.objects.filter(pk=version.pk).update(content=version.content | {"body": body})
