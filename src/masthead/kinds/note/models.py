from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel

from masthead.entries.models import Entry


class Note(Entry):
    """A short entry that needs no headline; its address is made of date and code."""

    KIND: ClassVar[str] = "note"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )

    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    # No slug to edit, so none that follows the headline either.
    content_panels: ClassVar = [FieldPanel("headline"), *Entry.content_panels[1:]]
    promote_panels: ClassVar[list[object]] = []

    class Meta:
        db_table = "masthead_note"
