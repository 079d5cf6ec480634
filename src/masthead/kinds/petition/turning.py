"""Opening and closing by the calendar: pages know no clock, so a day that begins changes a row."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from masthead.kinds.petition.days import today
from masthead.kinds.petition.models import Petition
from masthead.kinds.petition.standing import CLOSED, COMING, OPEN

EVERY: Final = 2.0
"""Seconds."""


def turn() -> int:
    """Bring the states up to date; answers how many petitions opened or closed. Writes nothing where none did."""
    day = today()
    closing = Petition.objects.filter(state__in=(COMING, OPEN), closes__lt=day)
    opening = Petition.objects.filter(state=COMING, opens__lte=day)
    if not closing.exists() and not opening.exists():
        return 0
    with transaction.atomic():
        return _to(CLOSED, closing) + _to(OPEN, opening)


def _to(state: str, petitions: object) -> int:
    return int(petitions.update(state=state))  # type: ignore[attr-defined]
