from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel

from masthead.entries.models import Entry
from masthead.entries.models.entry import ABOUT, ADDRESS, DATE_AND_LANGUAGE, HEADLINE, PINNED
from masthead.entries.models.fields import BodyField, ShortTextField
from masthead.kinds.petition.blocks import AddresseeBlocks, UpdateBlocks
from masthead.kinds.petition.days import today
from masthead.kinds.petition.forms import PetitionForm
from masthead.kinds.petition.signatures import Paper, Sheet, ShownSignature, Signature, Tally
from masthead.kinds.petition.standing import CLOSED, COMING, DELIVERED, OPEN, standing
from masthead.kinds.petition.words import day_of, told

if TYPE_CHECKING:
    from masthead.entries.rendering import Blocks

__all__ = ["Paper", "Petition", "Sheet", "ShownSignature", "Signature", "Tally"]

STATES: list[tuple[str, Any]] = [
    (COMING, _("Not open yet")),
    (OPEN, _("Open")),
    (CLOSED, _("Closed")),
    (DELIVERED, _("Delivered")),
]


_summary, _byline, _topics = ABOUT


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
    # Whether a signature may be taken, `standing` says.
    state = models.CharField(max_length=10, choices=STATES, default=OPEN, db_default=OPEN, editable=False)

    base_form_class = PetitionForm
    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    page_description = _("A text that readers sign: who calls, to whom, and what came of it.")
    content_panels: ClassVar = [
        HEADLINE,
        InlinePanel(
            "bylines",
            heading=_("Who calls"),
            label=_("Person"),
            help_text=_("People, groups or organisations, in the role of organiser. Who translated stands here, too."),
        ),
        FieldPanel(
            "addressees",
            heading=_("To whom"),
            help_text=_("Everybody whom the petition asks for something. Each gets the names of those who sign."),
        ),
        FieldPanel("body", heading=_("Text"), help_text=_("What people sign. Once somebody has signed, let it be.")),
        MultiFieldPanel(
            [
                FieldPanel("goal", heading=_("Goal"), help_text=_("How many signatures you hope for. Empty: no goal.")),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "opens",
                            heading=_("First day"),
                            help_text=_("Empty: people can sign as soon as it is published."),
                        ),
                        FieldPanel(
                            "closes",
                            heading=_("Last day"),
                            help_text=_("Signatures are taken until this day ends. Empty: without an end."),
                        ),
                    ]
                ),
                FieldPanel("asks_place", heading=_("Ask for a place")),
                FieldPanel(
                    "asks_comment",
                    heading=_("Ask for a comment"),
                    help_text=_("Both are left to whoever signs. Ask for nothing that you do not need."),
                ),
                FieldPanel(
                    "contact",
                    heading=_("Who keeps the signatures"),
                    help_text=_(
                        "A name and how to reach it, as “Friends of the bridge, bridge@example.org”. People read it "
                        "before they sign, and may ask there for what is kept of them."
                    ),
                ),
                FieldPanel(
                    "thanks",
                    heading=_("Thanks"),
                    help_text=_("What people read when their signature counts: what happens next, how else to help."),
                ),
            ],
            heading=_("Signing"),
        ),
        FieldPanel(
            "updates",
            heading=_("Updates"),
            help_text=_("What has happened since it was published. Each has an address of its own, which stays."),
        ),
        MultiFieldPanel(
            [
                HelpPanel(content=_("A petition that was delivered takes no signatures any more.")),
                FieldRowPanel(
                    [
                        FieldPanel("delivered_on", heading=_("Delivered on")),
                        FieldPanel("delivered_signatures", heading=_("With so many signatures")),
                    ]
                ),
                FieldPanel("delivered_to", heading=_("Handed over to"), help_text=_("Who took it, and where.")),
                FieldPanel("delivery_note", heading=_("How it went")),
                FieldPanel("answered_on", heading=_("Answered on")),
                FieldPanel("answer", heading=_("Answer"), help_text=_("In the words of those who gave it, or yours.")),
            ],
            heading=_("Delivery and answer"),
        ),
        _summary,
        _topics,
        MultiFieldPanel([*DATE_AND_LANGUAGE, PINNED, ADDRESS], heading=_("Date, language, address")),
    ]

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

    def told(self) -> Blocks:
        updates = self.updates.get_prep_value() if self.updates else []
        return told(super().told(), updates, self.delivery_note, self.answer)

    def standing(self, now: dt.datetime) -> str:
        return standing(today(now), day_of(self.opens), day_of(self.closes), delivered=bool(self.delivered_on))
