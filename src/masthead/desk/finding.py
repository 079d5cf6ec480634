"""What was loaded in bulk is made findable at the desk: by the searches of its choosers, and by where it is used.

Loading sends no signals, which would take ten times as long, so Wagtail's indexes know nothing of what it brought.
They are filled afterwards, a little at a time, by the clock's process: readers need none of it, and editors may work.
Nothing is remembered about how far that went: whatever has no row in the search index is missing there.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from modelsearch.backends import get_search_backend
from wagtail.models import Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from masthead.entries.models import Imported

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("masthead.desk")

BATCH: Final = 50
PAUSE: Final = 5.0


class Finding:
    """Goes through the pages once, and again when an import has brought more."""

    def __init__(self) -> None:
        self._after = 0
        self._imported = -1

    def once(self) -> bool:
        """Make some pages findable; tells whether there may be more."""
        if self._after == 0:
            newest = Imported.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            if newest == self._imported:
                return False
            self._imported = newest
        found = _missing(self._after)
        self._after = found[-1][0] if found else 0
        for kind in dict.fromkeys(kind for _, kind in found):
            _add(kind, [number for number, its in found if its == kind])
        return bool(found)

    def all(self, until: Callable[[], bool] = lambda: False) -> None:
        """Until nothing is missing, or somebody says stop."""
        while not until() and self.once():
            pass


def _missing(after: int) -> list[tuple[int, int]]:
    """The next pages, with their content types, that the search index does not hold."""
    row = IndexEntry.objects.filter(content_type=OuterRef("content_type"), object_id=OuterRef("key"))
    pages = Page.objects.filter(pk__gt=after, depth__gt=1).annotate(key=Cast("pk", CharField()))
    return list(pages.filter(~Exists(row)).order_by("pk").values_list("pk", "content_type_id")[:BATCH])


def _add(kind: int, numbers: list[int]) -> None:
    model: Any = ContentType.objects.get_for_id(kind).model_class()
    if model is None:
        return
    try:
        with transaction.atomic():
            pages = list(model.objects.filter(pk__in=numbers))
            for page in pages:
                ReferenceIndex.create_or_update_for_object(page)
            get_search_backend().add_bulk(model, pages)
    except DatabaseError:
        raise
    except Exception as error:  # a body that somebody damaged by other means
        if len(numbers) > 1:
            for number in numbers:
                _add(kind, [number])
        else:
            log.warning("Page %d cannot be made findable: %s", numbers[0], error)


class Finder(threading.Thread):
    """Does so again and again, in a thread of its own: it delays no publication."""

    def __init__(self, stopping: threading.Event) -> None:
        super().__init__(name="finding", daemon=True)
        self._stopping = stopping

    def run(self) -> None:
        finding = Finding()
        while not self._stopping.is_set():
            try:
                finding.all(self._stopping.is_set)
            except (OSError, DatabaseError) as error:
                log.warning("Filling the desk's indexes stops for %.0f seconds: %s", PAUSE, str(error).strip())
                connection.close()
            self._stopping.wait(PAUSE)
        connection.close()
