from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.entries.models import Entry


class Article(Entry):  # type: ignore[django-manager-missing]
    """An entry with a headline and a body."""

    KIND: ClassVar[str] = "article"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )

    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    page_description = _("A headline, and as much text as it takes.")

    class Meta:
        db_table = "masthead_article"
        verbose_name = _("article")
