"""The desk's form of a petition."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from masthead.entries.models.forms import EntryForm
from masthead.entries.rendering import Blocks
from masthead.entries.richtext import plain
from masthead.kinds.petition.days import not_to_come
from masthead.kinds.petition.words import ORGANISER, told


class PetitionForm(EntryForm):
    def told(self) -> Blocks:
        given = self.cleaned_data
        return told(
            super().told(), _stored(given.get("updates")), *(given.get(n) or "" for n in ("delivery_note", "answer"))
        )

    def clean(self) -> Any:
        cleaned = super().clean()
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes < opens:
            self.add_error("closes", _("The last day comes before the first."))
        delivered = cleaned.get("delivered_on")
        if not delivered and "delivered_on" not in self.errors and self._tells_of_a_delivery(cleaned):
            self.add_error("delivered_on", _("Say on which day it was delivered."))
        if not self.is_deferred_validation:
            self._check_who_and_to_whom(cleaned)
        return cleaned

    def _tells_of_a_delivery(self, cleaned: Any) -> bool:
        return bool(
            cleaned.get("delivered_to") or cleaned.get("delivered_signatures") or plain(cleaned.get("delivery_note"))
        )

    def _check_who_and_to_whom(self, cleaned: Any) -> None:
        """A draft may lack them."""
        if "addressees" in cleaned and not _stored(cleaned["addressees"]):
            self.add_error("addressees", _("Say to whom the petition is addressed."))
        if not self._has_organiser():
            self.add_error(None, _("Say who calls: add somebody with the role of organiser."))

    def _has_organiser(self) -> bool:
        bylines = self.formsets.get("bylines")
        if bylines is None:
            return True
        rows = [form.cleaned_data for form in bylines.forms if form.is_valid() and form not in bylines.deleted_forms]
        return any(row.get("role") == ORGANISER for row in rows)

    def clean_goal(self) -> int | None:
        goal: int | None = self.cleaned_data["goal"]
        if goal == 0:
            raise ValidationError(_("A goal is at least one signature. Leave it empty if there is none."))
        return goal

    def clean_delivered_on(self) -> dt.date | None:
        return not_to_come(self.cleaned_data["delivered_on"])

    def clean_answered_on(self) -> dt.date | None:
        return not_to_come(self.cleaned_data["answered_on"])


def _stored(value: Any) -> Blocks:
    """What was typed as its column will hold it."""
    return value.get_prep_value() if value else []
