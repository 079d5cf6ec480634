"""Signatures, as many as come at about the same time, in one transaction with their letters.

The answer is the same whether an address has signed or not: only its letter tells.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from masthead.entries.identity import microseconds
from masthead.kinds.petition.signatures import Signature
from masthead.kinds.petition.signing.form import Typed
from masthead.kinds.petition.signing.letters import Sort, letter
from masthead.kinds.petition.signing.mailbox import Mailbox
from masthead.kinds.petition.signing.petitions import Called
from masthead.mail.models import Letter
from masthead.respond import pace
from masthead.respond.pace import Book

BETWEEN: Final = dt.timedelta(minutes=10)
"""Between two letters to one address about one petition."""
A_DAY: Final = 5
"""Letters to one address about one petition in a day."""
PER_BOX: Final = pace.Rule(20, 60 * 60)
"""Letters to one mailbox, whatever petitions and spellings of it: nobody shall have us flood somebody else."""


class Signing(NamedTuple):
    petition: Called
    mailbox: Mailbox
    filled: Typed
    networks: tuple[str, ...]
    patient: bool = False  # the letter may come later
    paid: bool = False  # work was proved


class Taken(NamedTuple):
    """`wait`: until the letter is sent. None: nothing was taken, because its network is ahead of its pace."""

    wait: dt.timedelta | None


def take(batch: Sequence[Signing]) -> list[Taken]:
    now = timezone.now()
    with transaction.atomic():
        keys = (key for one in batch for key in (*one.networks, pace.key_of(one.mailbox.box)))
        book = Book(keys, microseconds(now))
        desk = _Desk(batch, now, book)
        taken = [_take(one, book, desk) for one in batch]
        book.write()
        desk.write()
    return taken


def _take(one: Signing, book: Book, desk: _Desk) -> Taken:
    wait = book.take(one.networks, patient=one.patient, paid=one.paid)
    if wait is None:
        return Taken(None)
    desk.sign(one, dt.timedelta(microseconds=wait))
    return Taken(dt.timedelta(microseconds=wait))


class _Desk:
    """The signatures of the addresses that a batch is about, read at once, written at once."""

    def __init__(self, batch: Sequence[Signing], now: dt.datetime, book: Book) -> None:
        self._now = now
        self._book = book
        self._rows = {
            (row.petition_id, row.email_key): row
            # Another process may be about to confirm one: what is confirmed does not change any more.
            for row in Signature.objects.select_for_update()
            .filter(petition__in={o.petition.number for o in batch}, email_key__in={o.mailbox.key for o in batch})
            .order_by("pk")
        }
        self._new: list[Signature] = []
        self._changed: dict[int, Signature] = {}
        self._letters: list[tuple[uuid.UUID, Letter]] = []

    def sign(self, one: Signing, wait: dt.timedelta) -> None:
        key = one.petition.number, one.mailbox.key
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = Signature(petition_id=one.petition.number, email_key=one.mailbox.key)
            self._new.append(row)
        elif row.pk:
            self._changed[row.pk] = row
        if row.confirmed_at is None:
            self._fill(row, one)
        self._write(row, one, "confirm" if row.confirmed_at is None else "again", wait)

    def _fill(self, row: Signature, one: Signing) -> None:
        """What was never confirmed gives way: the page that confirms shows what is confirmed."""
        row.name, row.place, row.comment, row.shown, row.email = (
            one.filled.name, one.filled.place, one.filled.comment, one.filled.shown, one.mailbox.typed,
        )  # fmt: skip
        row.language, row.signed_at = one.petition.language, self._now

    def _write(self, row: Signature, one: Signing, sort: Sort, wait: dt.timedelta) -> None:
        last, due = row.lettered_at, self._now + wait
        if last is None or self._now - last >= dt.timedelta(days=1):
            row.letters = 0
        # One that waits for its turn keeps back none that can go earlier: else a stranger could make somebody wait.
        elif self._now < last <= due or abs(due - last) < BETWEEN or row.letters >= A_DAY:
            return
        if not self._book.spare(pace.key_of(one.mailbox.box), PER_BOX):
            return
        row.letters += 1
        row.lettered_at = due
        made = letter(one.petition, sort, one.mailbox.typed, row.public_id, row.lettered_at, self._now)
        self._letters.append((row.public_id, made))

    def write(self) -> None:
        Signature.objects.bulk_create(self._new, ignore_conflicts=True)
        if self._changed:
            Signature.objects.bulk_update(self._changed.values(), _CHANGES)
        # On PostgreSQL another process may have taken the same address meanwhile: that one writes the letter.
        lost = {row.public_id for row in self._new}
        if lost:
            lost -= set(Signature.objects.filter(public_id__in=lost).values_list("public_id", flat=True))
        Letter.objects.bulk_create(made for public_id, made in self._letters if public_id not in lost)


_CHANGES: Final = ["name", "place", "comment", "shown", "email", "language", "signed_at", "lettered_at", "letters"]
