"""A signature goes: by the link of its letter, or because nobody confirmed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from masthead.kinds.petition.signatures import Signature, Tally
from masthead.kinds.petition.signing.confirming import Link
from masthead.kinds.petition.signing.letters import KEPT_DAYS
from masthead.mail.models import Letter

AT_ONCE: Final = 500
EVERY: Final = 10 * 60


def erase(batch: Sequence[Link]) -> list[bool]:
    """Whether each was there. What readers see of it goes in the same transaction, the count at the next counting."""
    with transaction.atomic():
        wanted = {link.public_id for link in batch}
        rows = dict(Signature.objects.filter(public_id__in=wanted).values_list("public_id", "petition_id"))
        known = [link.public_id for link in batch if rows.get(link.public_id) == link.petition.number]
        if known:
            delete(Signature.objects.filter(public_id__in=known))
            Tally.objects.filter(petition__in={rows[each] for each in known}).update(stale=True)
    return [link.public_id in known for link in batch]


def delete(signatures: QuerySet[Signature]) -> None:
    """With the letters that have not gone out, which name the address, too. Within a transaction."""
    forget(signatures)
    signatures.delete()


def forget(signatures: QuerySet[Signature]) -> None:
    """Takes back the letters about these signatures that wait or were given up."""
    Letter.objects.filter(about__in=signatures.order_by().values("public_id")).delete()


def clear_away() -> None:
    """What was not confirmed in time, a little at a time: the database has one writer."""
    end = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    while True:
        late = (
            Signature.objects.filter(confirmed_at=None, signed_at__lt=end).order_by("pk").values_list("pk", flat=True)
        )
        numbers = list(late[:AT_ONCE])
        with transaction.atomic():
            delete(Signature.objects.filter(pk__in=numbers, confirmed_at=None))
        if len(numbers) < AT_ONCE:
            return
