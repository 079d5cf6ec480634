"""What would be committed, seen from inside a transaction that never is.

The database's own triggers say then what a publication moves: nobody has to know it a second time. Other writers wait
for as long, as they do for any publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from masthead.entries import projection
from masthead.entries.models.shown_html import publishing
from masthead.press.capture import OUTBOX, Change
from masthead.press.database import Snapshot


class Rehearsal(NamedTuple):
    """The database as it would be, what was changed in it, and whether changes of others wait for the press."""

    snapshot: Snapshot
    changes: list[Change]
    others_wait: bool


class _Over(Exception):
    pass


@contextmanager
def rehearsed(act: Callable[[], None]) -> Iterator[Rehearsal]:
    """Does `act` for as long as the block lasts."""
    try:
        with transaction.atomic():
            snapshot = Snapshot(connection.connection)
            (last, first) = snapshot.rows(f"select coalesce(max(id), 0), coalesce(min(id), 0) from {OUTBOX}")[0]  # noqa: S608
            act()
            projection.settle(connection)
            yield Rehearsal(snapshot, snapshot.changes(after=last), bool(first))
            raise _Over
    except _Over:
        pass


def publication(page: Any) -> None:
    """What publishing the newest version means for readers: its rows, without a log, a review's end, or a schedule."""
    version = page.get_latest_revision_as_object()
    version.live, version.expired, version.has_unpublished_changes = True, False, False
    version.last_published_at = timezone.now()
    with publishing():
        version.save()


def withdrawal(page: Any) -> None:
    """What unpublishing means for readers."""
    Page.objects.filter(pk=page.pk).update(live=False)
