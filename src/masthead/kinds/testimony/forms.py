"""The desk's form of a testimony."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from masthead.entries.languages import UNKNOWN, normalised_tag
from masthead.entries.models.forms import EntryForm

WITNESS = "witness"


class TestimonyForm(EntryForm):
    def clean(self) -> Any:
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        if cleaned.get("warnings") and not cleaned.get("headline"):
            self.add_error("headline", _("Lists show no word of a text with warnings, so it needs a headline."))
        if not self._has_witness():
            self.add_error(
                None, _("Say who tells it: add somebody with the role of witness, under a pseudonym if need be.")
            )
        return cleaned

    def _has_witness(self) -> bool:
        bylines = self.formsets.get("bylines")
        if bylines is None:
            return True
        rows = [form.cleaned_data for form in bylines.forms if form.is_valid() and form not in bylines.deleted_forms]
        return any(row.get("role") == WITNESS for row in rows)

    def clean_warnings(self) -> str:
        lines = (" ".join(line.split()) for line in self.cleaned_data["warnings"].splitlines())
        return "\n".join(dict.fromkeys(filter(None, lines)))

    def clean_original_language(self) -> str:
        language: str = self.cleaned_data["original_language"].strip()
        written = normalised_tag(language)
        if language and written == UNKNOWN:
            raise ValidationError(_("Write a language as “en”, “fa” or “pt-BR”."))
        return written if language else ""
