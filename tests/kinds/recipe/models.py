from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from masthead.entries.models import Entry


class Recipe(Entry):
    """What goes in, and for how many."""

    KIND: ClassVar[str] = "recipe"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )
    serves = models.PositiveSmallIntegerField(default=4)
    ingredients = models.TextField(blank=True)

    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    page_description = _("What goes in, and how it is cooked.")
    content_panels: ClassVar = [
        FieldPanel("serves", heading=_("Serves")),
        FieldPanel("ingredients", heading=_("Ingredients"), help_text=_("One a line.")),
        *Entry.content_panels,
    ]

    class Meta:
        db_table = "masthead_recipe"
        verbose_name = _("recipe")
