"""What is done to rows: one transaction, after which all lists and sheets are right.

Called by the desk, by imports and by the demo alike.
"""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from masthead.entries.identity import code_of, rank_of
from masthead.kinds.register.arranging import Arranger, leaf_of, lock
from masthead.kinds.register.columns import Cells, lines, stored
from masthead.kinds.register.models import LostSheet, Register, Row, State
from masthead.kinds.register.sheets import BATCH, batches

if TYPE_CHECKING:
    from collections.abc import Iterator

ERASE: Final = "erase"
WRITTEN: Final = ("cells", "source", "state", "erased", "key", "sort_key", "search", "modified")


class Rows:
    """The rows of one register in the hands of who may change them. Use it within `changing`."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.arranger = Arranger(register)
        self._new: list[Row] = []
        self._changed: dict[int, Row] = {}
        self._deleted: list[int] = []

    def add(self, cells: Cells, *, source: str = "", state: str = State.PUBLIC, key: str = "") -> Row:
        """A new row. One that comes from a file has a code that follows from its key, so that it has the same address
        in every copy of the site, and again if it went and came back."""
        name = uuid.uuid5(self.register.permanent_id, key) if key else uuid.uuid4()
        rank = rank_of(name)
        row = Row(register_id=self.register.pk, code=code_of(name), rank=rank, state=state, **leaf_of(rank)._asdict())
        self._write(row, cells, source)
        self._new.append(row)
        return row

    def change(self, row: Row, cells: Cells, source: str) -> None:
        """Other words in a row."""
        self._write(row, cells, source)
        self._changed[row.pk] = row

    def set_state(self, row: Row, state: str) -> None:
        """Shows, hides or withdraws a row. A hidden row's address answers as if it had never been; a withdrawn one's
        says that it is gone."""
        row.state = state
        self._changed[row.pk] = row

    def delete(self, row: Row) -> None:
        """Deletes a row with all its words. Where one was public or withdrawn, its address goes on to say so."""
        if row.state == State.HIDDEN:
            self._deleted.append(row.pk)
            self._changed.pop(row.pk, None)
            return
        row.state, row.erased = State.WITHDRAWN, True
        row.cells, row.source, row.key, row.search, row.sort_key = "{}", "", "", "", ""
        self._changed[row.pk] = row

    def apply(self, row: Row, what: str) -> None:
        self.delete(row) if what == ERASE else self.set_state(row, what)

    def _write(self, row: Row, cells: Cells, source: str) -> None:
        row.cells, row.source, row.erased = stored(cells), lines(source), False
        self.arranger.derive(row)

    def finish(self) -> None:
        """Writes all of it, and puts each row where it belongs."""
        self._revive()
        Row.objects.bulk_create(self._new, batch_size=BATCH)
        for row in self._changed.values():
            row.modified = timezone.now()
        Row.objects.bulk_update(self._changed.values(), WRITTEN, batch_size=BATCH)
        erased = [row.pk for row in self._changed.values() if row.erased]
        for batch in batches(erased):
            # By the order of a list its words could be guessed.
            LostSheet.objects.filter(item__in=batch).update(sort_key="")
        gone = [Row(pk=number, register_id=self.register.pk, state=State.HIDDEN) for number in self._deleted]
        self.arranger.settle([*self._new, *self._changed.values(), *gone])
        for batch in batches(self._deleted):
            Row.objects.filter(pk__in=batch).delete()

    def _revive(self) -> None:
        """New rows whose code is that of one that was deleted take its place; those of a living one, another code."""
        codes = {row.code: row for row in self._new}
        for batch in batches(list(codes)):
            for there in Row.objects.filter(code__in=batch):
                row = codes[there.code]
                if there.erased and there.register_id == self.register.pk:
                    row.pk = there.pk
                    self._changed[there.pk] = row
                else:
                    name = uuid.uuid4()
                    row.code, row.rank = code_of(name), rank_of(name)
                    row.branch, row.leaf = leaf_of(row.rank)
        self._new = [row for row in self._new if row.pk is None]


@contextmanager
def changing(register: Register) -> Iterator[Rows]:
    """Rows to be changed: all of it or, after an error, nothing."""
    with transaction.atomic():
        lock(register.pk)
        rows = Rows(register)
        yield rows
        rows.finish()
