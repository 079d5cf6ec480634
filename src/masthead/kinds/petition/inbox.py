"""What editors do with signatures: take out of view, erase, enter from paper, bring from a table.

Each is one transaction and stands in the petition's history, without a word of who signed: that history stays when a
signature is erased.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from masthead.kinds.petition.rows import Row
from masthead.kinds.petition.signatures import IMPORTED, PAPER, Paper, Signature, Tally
from masthead.kinds.petition.signing import erasing
from masthead.kinds.petition.signing.lines import line as tidy
from masthead.kinds.petition.signing.mailbox import Mailbox, mailbox

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from masthead.kinds.petition.models import Petition

WITHHELD: Final = "masthead.petition.withheld"
ERASED: Final = "masthead.petition.erased"
PAPERED: Final = "masthead.petition.paper"
BROUGHT: Final = "masthead.petition.import"
TAKEN: Final = "masthead.petition.export"
LONGEST: Final = 200
LONGEST_COMMENT: Final = 2000
AT_ONCE: Final = 500

Fate = Literal["new", "known", "double", "wrong"]
FATES: Final = get_args(Fate)


class Judged(NamedTuple):
    """What will become of a row of a table."""

    row: Row
    fate: Fate
    box: Mailbox | None = None
    reason: str = ""


def confirmed(petition: Petition) -> QuerySet[Signature]:
    """All that count, in the order in which they were confirmed."""
    return Signature.objects.filter(petition=petition, confirmed_at__isnull=False).order_by("confirmed_at", "pk")


@transaction.atomic
def withhold(signature: Signature, what: str, user: User) -> None:
    """What readers see of it: "" gives it back, "comment" takes that out of view, "all" the name, too."""
    Signature.objects.filter(pk=signature.pk).update(withheld=what, counted_at=None)
    _moved(signature.petition, WITHHELD, user)


@transaction.atomic
def erase(signature: Signature, user: User) -> None:
    """Readers see it no more from this moment."""
    petition = signature.petition
    erasing.delete(Signature.objects.filter(pk=signature.pk))
    _moved(petition, ERASED, user)


@transaction.atomic
def enter_number(paper: Paper, user: User) -> None:
    paper.entered_by = user
    paper.save()
    _moved(paper.petition, PAPERED, user)


@transaction.atomic
def erase_number(paper: Paper, user: User) -> None:
    petition = paper.petition
    paper.delete()
    _moved(petition, ERASED, user)


def judge(petition: Petition, rows: Iterable[Row]) -> list[Judged]:
    """What is new, and what is not. Without an address, name and place together tell who is who."""
    rows = list(rows)
    # What somebody typed into the form and nobody confirmed says nothing of who has signed.
    here = Signature.objects.filter(petition=petition, confirmed_at__isnull=False).order_by()
    known = {key for key in here.values_list("email_key", flat=True) if key}
    nameless = {_person(*found) for found in here.filter(email_key=None).values_list("name", "place")}
    seen: set[Any] = set()
    return [_judged(row, known, nameless, seen) for row in rows]


def _person(name: str, place: str) -> tuple[str, str]:
    return name.casefold(), place.casefold()


def _judged(row: Row, known: set[str], nameless: set[tuple[str, str]], seen: set[Any]) -> Judged:
    if reason := row.wrong or _wrong(row):
        return Judged(row, "wrong", reason=reason)
    box = mailbox(row.email) if row.email else None
    if row.email and box is None:
        return Judged(row, "wrong", reason=_("“%(email)s” is no address of mail.") % {"email": row.email[:80]})
    who = box.key if box else _person(row.name, row.place)
    if who in seen:
        return Judged(row, "double")
    seen.add(who)
    return Judged(row, "known" if who in known or who in nameless else "new", box)


def _wrong(row: Row) -> str:
    if not row.name:
        return _("The name is missing.")
    if max(len(row.name), len(row.place)) > LONGEST:
        return _("Name and place have at most 200 letters.")
    return _("A comment has at most 2000 letters.") if len(row.comment) > LONGEST_COMMENT else ""


def counts(judged: Iterable[Judged]) -> Counter[Fate]:
    return Counter(each.fate for each in judged)


@transaction.atomic
def bring(petition: Petition, judged: Iterable[Judged], user: User | None, *, source: str = IMPORTED) -> int:
    """Take in what is new; answers how many. They count at once, and nobody gets a letter: who brings them answers
    for it that each has signed. What was never confirmed gives way, and the links in its letters lead on."""
    now = timezone.now()
    fresh = [_made(petition, each, user, source, now) for each in judged if each.fate == "new"]
    before = confirmed(petition).count()
    for start in range(0, len(fresh), AT_ONCE):
        some = fresh[start : start + AT_ONCE]
        waiting = Signature.objects.filter(
            petition=petition, confirmed_at=None, email_key__in=[each.email_key for each in some if each.email_key]
        )
        public_ids = dict(waiting.select_for_update().order_by("pk").values_list("email_key", "public_id"))
        erasing.delete(waiting)
        for each in some:
            each.public_id = public_ids.get(each.email_key, each.public_id)
        # Somebody may have signed with this address since it was looked at.
        Signature.objects.bulk_create(some, ignore_conflicts=True)
    if fresh:
        _moved(petition, PAPERED if source == PAPER else BROUGHT, user)
    return confirmed(petition).count() - before


def _made(petition: Petition, each: Judged, user: User | None, source: str, now: dt.datetime) -> Signature:
    row, box = each.row, each.box
    signed = min(row.signed or now, now)
    return Signature(
        petition=petition, name=row.name, email=box.typed if box else "", email_key=box.key if box else None,
        place=row.place, comment=row.comment, shown=row.shown, withheld=row.withheld,
        language=row.language or petition.language, source=source, signed_at=signed, confirmed_at=signed,
        entered_by=user,
    )  # fmt: skip


def from_paper(text: str, *, shown: bool, signed: dt.date | None) -> Iterator[Row]:
    """Names one a line, a place behind a semicolon."""
    noon = dt.datetime.combine(signed, dt.time(12)) if signed else None
    moment = timezone.make_aware(noon, timezone.get_default_timezone()) if noon else None
    for number, line in enumerate(text.splitlines(), 1):
        name, _semicolon, place = line.replace("\N{ARABIC SEMICOLON}", ";").partition(";")
        if line.strip():
            yield Row(number, tidy(name), place=tidy(place), shown=shown, signed=moment)


def as_rows(signatures: QuerySet[Signature]) -> Iterator[dict[str, Any]]:
    """For tables, numbered in their order."""
    zone = timezone.get_default_timezone()
    for number, each in enumerate(signatures.iterator(chunk_size=AT_ONCE), 1):
        yield {
            "number": number, "name": each.name, "email": each.email, "place": each.place, "comment": each.comment,
            "shown": each.shown, "withheld": each.withheld, "source": each.source, "language": each.language,
            "signed": each.signed_at, "confirmed": each.confirmed_at,
            "day": timezone.localdate(each.confirmed_at or each.signed_at, zone).isoformat(),
        }  # fmt: skip


def note_export(petition: Petition, user: User | None) -> None:
    """That somebody took the list with them."""
    log(petition, TAKEN, user=user)


def _moved(petition: Petition, action: str, user: User | None) -> None:
    """The public side has to be counted again."""
    Tally.objects.update_or_create(petition=petition, defaults={"stale": True})
    log(petition, action, user=user)
