"""From the inbox to what readers see: the one action that writes the public side.

However many sign, it runs at most once every few seconds, and each time costs what is new. What an editor corrects or
somebody erases has the total counted anew, from an index.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from masthead.entries.identity import days_of
from masthead.kinds.petition.names import HUNDRED
from masthead.kinds.petition.signatures import NAMES_A_SHEET, PAPER, Paper, Sheet, ShownSignature, Signature, Tally

EVERY: Final = 3.0
"""Seconds: so often, at most, is a petition's page pressed because somebody signed."""
AT_ONCE: Final = 5000


def count() -> list[int]:
    """Brings the public side of every petition up to date; the numbers of those that were behind."""
    behind = set(_uncounted().values_list("petition_id", flat=True).distinct())
    behind |= set(Tally.objects.filter(stale=True).values_list("pk", flat=True))
    for petition in sorted(behind):
        while count_one(petition):
            pass
    return sorted(behind)


def _uncounted() -> QuerySet[Signature]:
    return Signature.objects.filter(confirmed_at__isnull=False, counted_at=None)


def count_one(petition: int) -> bool:
    """One transaction for one petition; whether there is more to count."""
    now = timezone.now()
    with transaction.atomic():
        Tally.objects.get_or_create(pk=petition)
        tally = Tally.objects.select_for_update().get(pk=petition)
        fresh = list(_uncounted().filter(petition=petition).order_by("pk")[:AT_ONCE])
        _show(tally, fresh)
        Signature.objects.filter(pk__in=[row.pk for row in fresh]).update(counted_at=now)
        if tally.stale:
            _count_anew(tally)
        else:
            tally.total += len(fresh)
            tally.on_paper += sum(1 for row in fresh if row.source == PAPER)
        tally.stale = False
        tally.save()
    return len(fresh) == AT_ONCE


def _count_anew(tally: Tally) -> None:
    counted = Signature.objects.filter(petition=tally.pk, confirmed_at__isnull=False, counted_at__isnull=False)
    numbers = Paper.objects.filter(petition=tally.pk).aggregate(all=Sum("number"))["all"] or 0
    tally.total = counted.count() + numbers
    tally.on_paper = counted.filter(source=PAPER).count() + numbers
    tally.shown = ShownSignature.objects.filter(petition=tally.pk).count()


def _show(tally: Tally, fresh: list[Signature]) -> None:
    """Sets names on sheets. One that had a place keeps it; one that may be seen no more leaves it empty."""
    before = {row.pk: row for row in ShownSignature.objects.filter(pk__in=[each.pk for each in fresh])}
    gone = [each.pk for each in fresh if each.pk in before and not _may_be_seen(each)]
    ShownSignature.objects.filter(pk__in=gone).delete()
    kept = [_filled(before[each.pk], each) for each in fresh if each.pk in before and _may_be_seen(each)]
    ShownSignature.objects.bulk_update(kept, ["name", "place", "comment", "day"])
    new = [each for each in fresh if each.pk not in before and _may_be_seen(each)]
    rows = [_filled(_placed(tally, each, number), each) for number, each in enumerate(new, tally.given + 1)]
    ShownSignature.objects.bulk_create(rows)
    tally.given += len(rows)
    tally.shown += len(rows) - len(gone)
    _begin_sheets(tally, rows)


def _may_be_seen(row: Signature) -> bool:
    return row.shown and row.withheld != "all"


def _placed(tally: Tally, row: Signature, number: int) -> ShownSignature:
    return ShownSignature(signature=row, petition_id=tally.pk, number=number, block=(number - 1) // NAMES_A_SHEET + 1)


def _filled(shown: ShownSignature, row: Signature) -> ShownSignature:
    shown.name, shown.place = row.name, row.place
    shown.comment = "" if row.withheld else row.comment
    shown.day = days_of(row.confirmed_at or row.signed_at, timezone.get_default_timezone()).day
    return shown


def _begin_sheets(tally: Tally, rows: list[ShownSignature]) -> None:
    newest = max((row.block for row in rows), default=0)
    begun = [
        Sheet(petition_id=tally.pk, number=number, hundred=(number - 1) // HUNDRED)
        for number in range(tally.sheets + 1, newest + 1)
    ]
    Sheet.objects.bulk_create(begun)
    tally.sheets = max(tally.sheets, newest)
