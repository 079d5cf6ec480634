"""The desk's form of a passage: what only several fields together can tell."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from masthead.entries.languages import UNKNOWN, normalised_tag
from masthead.entries.models.forms import EntryForm
from masthead.entries.rendering import Blocks
from masthead.entries.richtext import website_of
from masthead.kinds.passage.words import told

NO_SOURCE = _("Say what the passage is from: a title, a periodical, a name or an archive.")


class PassageForm(EntryForm):
    def told(self) -> Blocks:
        given = self.cleaned_data
        return told(
            *(stored(given.get(name)) for name in ("passage", "translation", "body", "facsimiles")),
            before=bool(given.get("omitted_before")),
            after=bool(given.get("omitted_after")),
        )

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        if "passage" in cleaned and not stored(cleaned["passage"]):
            self.add_error("passage", _("Write the passage before you publish."))
        named = any(cleaned.get(f"source_{name}") for name in ("title", "container", "authors", "archive"))
        if not named and "source_title" not in self.errors:
            self.add_error("source_title", NO_SOURCE)
        return cleaned

    def clean_passage_language(self) -> str:
        language: str = self.cleaned_data["passage_language"].strip()
        written = normalised_tag(language)
        if language and written == UNKNOWN:
            raise ValidationError(_("Write a language as “en”, “fa” or “pt-BR”."))
        return written if language else ""

    def clean_source_link(self) -> str:
        return self._of_the_web("source_link")

    def clean_source_archived(self) -> str:
        return self._of_the_web("source_archived")

    def _of_the_web(self, name: str) -> str:
        url: str = self.cleaned_data[name]
        if url and website_of(url) is None:
            raise ValidationError(_("The address of a website begins with https:// or http://."))
        return url


def stored(value: Any) -> Blocks:
    """What was typed as its column will hold it."""
    return value.get_prep_value() if value else []
