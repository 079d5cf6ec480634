"""The desk's form of a register: columns keep the short names that their cells are stored by."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from masthead.entries.models.forms import EntryForm
from masthead.entries.slugs import slugify
from masthead.kinds.register.columns import columns_of


class RegisterForm(EntryForm):
    def clean_columns(self) -> Any:
        """Each with a short name that no other has."""
        value = self.cleaned_data["columns"]
        before = {each["id"]: each["value"].get("name") for each in self.instance.columns.get_prep_value()}
        rows = self.instance.pk and self.instance.has_rows()
        taken: set[str] = set()
        for child in value:
            column = child.value
            kept = before.get(child.id) if rows else ""
            column["name"] = _free(kept or slugify(column["name"] or column["label"])[:60] or "column", taken)
            taken.add(column["name"])
        return value

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        if "columns" in cleaned and not columns_of(json.dumps(cleaned["columns"].get_prep_value())):
            self.add_error("columns", _("Say which columns the register has before you publish."))
        if not cleaned.get("headline") and "headline" not in self.errors:
            self.add_error("headline", _("A register needs a headline: it names the table."))
        return cleaned


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name[:56]}-{number}", number + 1
    return free
