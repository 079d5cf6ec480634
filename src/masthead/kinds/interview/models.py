from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from masthead.entries.models import Entry
from masthead.entries.models.entry import ABOUT, ADDRESS, DATE_AND_LANGUAGE, HEADLINE, PINNED
from masthead.entries.models.fields import BodyField
from masthead.kinds.interview import dialogue
from masthead.kinds.interview.blocks import RecordingBlocks, TurnBlocks
from masthead.kinds.interview.forms import InterviewForm

if TYPE_CHECKING:
    from masthead.entries.rendering import Blocks

_summary, _byline, _topics = ABOUT


class Interview(Entry):  # type: ignore[django-manager-missing]
    """A conversation. The byline says who takes part and how; the body is what leads to it."""

    KIND: ClassVar[str] = "interview"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )
    recording = BodyField(RecordingBlocks, blank=True)
    turns = BodyField(TurnBlocks, blank=True)
    # Text on its way to turns: kept with the draft, so that saving it by the way loses nothing. No reader sees it.
    pasted = models.TextField(blank=True, default="")

    base_form_class = InterviewForm
    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    page_description = _("Questions and answers, word for word, with a recording if there is one.")
    content_panels: ClassVar = [
        HEADLINE,
        InlinePanel(
            "bylines",
            heading=_("Participants"),
            label=_("Person"),
            help_text=_(
                "Everybody who speaks, with their role: who asks is the interviewer, who answers the interviewee."
            ),
        ),
        FieldPanel("body", heading=_("Introduction"), help_text=_("What readers should know before it begins.")),
        FieldPanel(
            "recording",
            heading=_("Recording"),
            help_text=_("Sound or film, with captions. Time codes of the turns lead into it."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("pasted", heading=_("Text with names")),
                FieldPanel("pasted_file", heading=_("Or a file")),
            ],
            heading=_("Turns from a text"),
            help_text=_(
                "Paste the conversation: each turn begins with a name and a colon, as “Ada:”, with a time code before "
                "or behind the name if there is one. Captions (WebVTT) that name the voices will do, too."
            ),
        ),
        FieldPanel("turns", heading=_("Turns"), help_text=_("Each has an address of its own, which stays.")),
        _summary,
        _topics,
        MultiFieldPanel([*DATE_AND_LANGUAGE, PINNED, ADDRESS], heading=_("Date, language, address")),
    ]
    search_fields: ClassVar = [*Entry.search_fields, index.SearchField("turns")]

    class Meta:
        db_table = "masthead_interview"
        verbose_name = _("interview")

    def told(self) -> Blocks:
        return dialogue.told(super().told(), self.turns.get_prep_value() if self.turns else [])
