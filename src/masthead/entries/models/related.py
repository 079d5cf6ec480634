"""What editors send readers on to: other entries, of any blog and kind, in their order. It leads one way only."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class Related(Orderable):  # type: ignore[misc]
    entry = ParentalKey("masthead.Entry", on_delete=models.CASCADE, related_name="related")
    # A draft that names what is gone opens without it.
    other = models.ForeignKey("masthead.Entry", models.CASCADE, related_name="+")

    panels: ClassVar = [FieldPanel("other", heading=_("Entry"))]

    class Meta(Orderable.Meta):  # type: ignore[misc]
        db_table = "masthead_related"


class SuggestedField(forms.TypedMultipleChoiceField):
    """Entries to be ticked. What was suggested may have changed since, so any entry may come back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **options)

    def valid_value(self, value: Any) -> bool:
        return str(value).isascii() and str(value).isdigit() and len(str(value)) < 19
