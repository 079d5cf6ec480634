from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from masthead.entries.models import Entry
from masthead.entries.models.entry import ABOUT, ADDRESS, DATE_AND_LANGUAGE, HEADLINE, PINNED
from masthead.entries.models.fields import KnownDateField
from masthead.kinds.testimony.forms import TestimonyForm
from masthead.kinds.testimony.keepers.models import Keeper, SealedLink, SiteKey

__all__ = ["Keeper", "SealedLink", "SiteKey", "Testimony"]

SORTS: list[tuple[str, Any]] = [
    ("memoir", _("Memoir")),
    ("letter", _("Letter")),
    ("statement", _("Statement")),
]
_summary, _byline, _topics = ABOUT
_DATE = _(
    "As exact as it is known: 1984-10-03, 1984-10, 1984; 1984-23 for its autumn (21 is spring), 198X for the "
    "eighties, 1984~ for about, 1984/1986 for a span."
)


def line() -> Any:
    return models.CharField(max_length=300, blank=True, default="", db_default="")


class Testimony(Entry):  # type: ignore[django-manager-missing]
    """What somebody tells. The byline says who, by a name or a pseudonym; the body is in their words."""

    KIND: ClassVar[str] = "testimony"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )
    sort = models.CharField(max_length=20, choices=SORTS, default="memoir", db_default="memoir")
    # One a line, in the entry's language.
    warnings = models.TextField(blank=True, default="", db_default="")
    told_date = KnownDateField(default="", db_default="")
    told_place = line()
    events = line()
    events_date = KnownDateField(default="", db_default="")
    events_place = line()
    original_language = models.CharField(max_length=16, blank=True, default="", db_default="")

    base_form_class = TestimonyForm
    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    page_description = _("A memoir, a letter, a statement: what somebody tells, under a name or a pseudonym.")
    content_panels: ClassVar = [
        HEADLINE,
        FieldPanel("sort", heading=_("Form")),
        InlinePanel(
            "bylines",
            heading=_("Who tells it"),
            label=_("Person"),
            help_text=_(
                "The witness first: somebody who has a page here, or a name only, which may be a pseudonym. "
                "Who translated or photographed stands here, too."
            ),
        ),
        HelpPanel(
            heading=_("Pseudonyms"),
            content=_(
                "Never write here or in any other field of this form who stands behind a pseudonym: drafts and "
                "their history keep it. Save, and choose “Pseudonym” among the actions at the top: there it is "
                "sealed, and only keepers can read it."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "warnings",
                    heading=_("Content warnings"),
                    widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
                    help_text=_(
                        "One a line, as “death of a child”. Readers see them first and open the text themselves. "
                        "Lists and feeds then show the warnings and the summary, and no word of the text."
                    ),
                ),
                _summary,
            ],
            heading=_("Before the text"),
        ),
        FieldPanel(
            "body",
            heading=_("Text"),
            help_text=_("In the words of who tells it. Photographs and scans of letters are blocks."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("told_date", heading=_("Told on"), help_text=_DATE),
                        FieldPanel("told_place", heading=_("Told at"), help_text=_("A place, as exact as is safe.")),
                    ]
                ),
                FieldPanel("events", heading=_("Tells of"), help_text=_("In a few words, as “the flood at the quay”.")),
                FieldRowPanel(
                    [
                        FieldPanel("events_date", heading=_("When that was"), help_text=_DATE),
                        FieldPanel("events_place", heading=_("Where that was")),
                    ]
                ),
                FieldPanel(
                    "original_language",
                    heading=_("Language in which it was told"),
                    help_text=_("If this is a translation: as “en”, “fa” or “pt-BR”."),
                ),
            ],
            heading=_("When and where"),
        ),
        _topics,
        MultiFieldPanel([*DATE_AND_LANGUAGE, PINNED, ADDRESS], heading=_("Date, language, address")),
    ]
    search_fields: ClassVar = [*Entry.search_fields, index.SearchField("events")]

    class Meta:
        db_table = "masthead_testimony"
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")
