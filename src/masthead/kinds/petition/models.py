from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from masthead.entries.models import Entry
from masthead.entries.models.fields import BodyField, ShortTextField
from masthead.kinds.petition.blocks import AddresseeBlocks, UpdateBlocks
from masthead.kinds.petition.signatures import Paper, Sheet, ShownSignature, Signature, Tally
from masthead.kinds.petition.standing import CLOSED, COMING, DELIVERED, OPEN, standing

__all__ = ["Paper", "Petition", "Sheet", "ShownSignature", "Signature", "Tally"]

STATES: list[tuple[str, Any]] = [
    (COMING, _("Not open yet")),
    (OPEN, _("Open")),
    (CLOSED, _("Closed")),
    (DELIVERED, _("Delivered")),
]


def line() -> Any:
    return models.CharField(max_length=300, blank=True, default="", db_default="")


class Petition(Entry):  # type: ignore[django-manager-missing]
    """What is called for; the body is its text, and those of the byline who are organisers call.

    Who signed stands in `signatures`, never here: drafts and their history keep every column of this table.
    """

    KIND: ClassVar[str] = "petition"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )
    addressees = BodyField(AddresseeBlocks, blank=True, default=list)
    goal = models.PositiveIntegerField(null=True, blank=True)
    # The first and the last day on which signatures are taken, in the site's time zone; empty: no bound on that side.
    opens = models.DateField(null=True, blank=True)
    closes = models.DateField(null=True, blank=True)
    asks_place = models.BooleanField(default=True, db_default=True)
    asks_comment = models.BooleanField(default=True, db_default=True)
    # What the form of signing says of who keeps the addresses, and whom to ask; in plain words.
    contact = line()
    # What somebody reads who has confirmed.
    thanks = ShortTextField(blank=True, default="", db_default="")
    updates = BodyField(UpdateBlocks, blank=True, default=list)
    delivered_on = models.DateField(null=True, blank=True)
    delivered_to = line()
    delivered_signatures = models.PositiveIntegerField(null=True, blank=True)
    delivery_note = ShortTextField(blank=True, default="", db_default="")
    answered_on = models.DateField(null=True, blank=True)
    answer = ShortTextField(blank=True, default="", db_default="")
    # How it stood when somebody last looked: pages know no clock, so a moment that passes changes this row.
    # Whether a signature may be taken, `takes_signatures` says.
    state = models.CharField(max_length=10, choices=STATES, default=OPEN, db_default=OPEN, editable=False)

    parent_page_types: ClassVar = ["masthead.Blog"]

    class Meta:
        db_table = "masthead_petition"
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        indexes: ClassVar = [
            models.Index(fields=["opens"], name="masthead_petition_opens", condition=models.Q(state=COMING)),
            models.Index(
                fields=["closes"], name="masthead_petition_closes", condition=models.Q(state__in=(COMING, OPEN))
            ),
        ]

    def derive(self) -> None:
        super().derive()
        self.state = self.standing(timezone.now())

    def standing(self, now: dt.datetime) -> str:
        today = timezone.localdate(now, timezone.get_default_timezone())
        return standing(today, self.opens, self.closes, delivered=self.delivered_on is not None)

    def takes_signatures(self, now: dt.datetime) -> bool:
        """Whether somebody may sign at this moment; that it is public, too, is asked elsewhere."""
        return self.standing(now) == OPEN
