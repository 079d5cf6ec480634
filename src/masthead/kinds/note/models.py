from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from masthead.entries.models import Entry
from masthead.entries.models.entry import ABOUT, DATE_AND_LANGUAGE
from masthead.kinds.note.forms import NoteForm

SORTS: list[tuple[str, Any]] = [("bookmark", _("a comment on it")), ("reply", _("an answer to it"))]


class Note(Entry):  # type: ignore[django-manager-missing]
    """A short entry that needs no headline; its address is made of date and code."""

    KIND: ClassVar[str] = "note"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )

    # A page elsewhere that it answers to, or comments on.
    link = models.CharField(max_length=2000, blank=True, default="", db_default="")
    link_title = models.CharField(max_length=300, blank=True, default="", db_default="")
    link_sort = models.CharField(max_length=10, choices=SORTS, default="bookmark", db_default="bookmark")

    base_form_class = NoteForm
    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    # No slug to edit, so none that follows the headline either.
    content_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("link", heading=_("Address"), help_text=_("Of a page elsewhere, if the note is about one.")),
                FieldPanel(
                    "link_title",
                    heading=_("Its title"),
                    help_text=_("Readers see it as the link. Empty: they see the address."),
                ),
                FieldPanel("link_sort", heading=_("The note is"), widget=forms.RadioSelect),
            ],
            heading=_("A link"),
        ),
        FieldPanel("body", heading=_("Text")),
        *ABOUT,
        MultiFieldPanel(
            [*DATE_AND_LANGUAGE, FieldPanel("headline", heading=_("Headline"), help_text=_("A note needs none."))],
            heading=_("Date, language, headline"),
        ),
    ]
    page_description = _("A few words or a picture, without a headline.")

    class Meta:
        db_table = "masthead_note"
        verbose_name = _("note")
