from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from masthead.entries.models import Entry
from masthead.entries.models.entry import ABOUT, DATE_AND_LANGUAGE


class Note(Entry):  # type: ignore[django-manager-missing]
    """A short entry that needs no headline; its address is made of date and code."""

    KIND: ClassVar[str] = "note"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )

    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    # No slug to edit, so none that follows the headline either.
    content_panels: ClassVar = [
        FieldPanel("body", heading=_("Text")),
        *ABOUT,
        MultiFieldPanel(
            [*DATE_AND_LANGUAGE, FieldPanel("headline", help_text=_("A note needs none."))],
            heading=_("Date, language, headline"),
        ),
    ]
    page_description = _("A few words or a picture, without a headline.")

    class Meta:
        db_table = "masthead_note"
        verbose_name = _("note")
