"""By the link of a letter: a signature is looked at, and confirmed once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Literal, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from masthead.kinds.petition.signatures import Signature
from masthead.kinds.petition.signing.form import version
from masthead.kinds.petition.signing.petitions import Called

Confirmed = Literal["confirmed", "changed", "closed", "unknown"]


class Link(NamedTuple):
    """What the address of a link names. `version`: what the page showed that was confirmed."""

    petition: Called
    public_id: uuid.UUID
    version: str = ""


class Seen(NamedTuple):
    """A signature, as the page shows it to who has its link."""

    number: int
    name: str
    email: str
    place: str
    comment: str
    shown: bool
    signed_at: dt.datetime
    is_confirmed: bool

    @property
    def version(self) -> str:
        return version(self.name, self.place, self.comment, shown=self.shown)


def look(batch: Sequence[Link]) -> list[Seen | None]:
    return _look(batch, Signature.objects.all())


def _look(batch: Sequence[Link], signatures: QuerySet[Signature]) -> list[Seen | None]:
    found = signatures.filter(public_id__in={link.public_id for link in batch})
    rows = {(row.petition_id, row.public_id): row for row in found}
    return [_seen(rows.get((link.petition.number, link.public_id))) for link in batch]


def _seen(row: Signature | None) -> Seen | None:
    if row is None:
        return None
    return Seen(
        row.pk, row.name, row.email, row.place, row.comment, row.shown, row.signed_at, row.confirmed_at is not None
    )


def confirm(batch: Sequence[Link]) -> list[Confirmed]:
    """Answers after the commit. What is confirmed already is confirmed; it keeps its moment."""
    now = timezone.now()
    with transaction.atomic():
        # Another process may be about to fill one in anew: what is confirmed is what was shown.
        found = _look(batch, Signature.objects.select_for_update().order_by("pk"))
        said = [_said(link, seen, now) for link, seen in zip(batch, found, strict=True)]
        new = [
            seen.number
            for seen, word in zip(found, said, strict=True)
            if seen and word == "confirmed" and not seen.is_confirmed
        ]
        if new:
            Signature.objects.filter(pk__in=new, confirmed_at=None).update(confirmed_at=now, counted_at=None)
    return said


def _said(link: Link, seen: Seen | None, now: dt.datetime) -> Confirmed:
    if seen is None:
        return "unknown"
    if seen.is_confirmed:
        return "confirmed"
    if not link.petition.confirms(seen.signed_at, now):
        return "closed"
    return "confirmed" if link.version == seen.version else "changed"
