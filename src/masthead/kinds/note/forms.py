"""The desk's form of a note."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from masthead.entries.models.forms import EntryForm
from masthead.entries.richtext import website_of


class NoteForm(EntryForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Most notes are about no link, and say nothing of it.
        self.fields["link_sort"].required = False

    def clean_link_sort(self) -> str:
        chosen: str = self.cleaned_data["link_sort"]
        return chosen or "bookmark"

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"].strip()
        if link and website_of(link) is None:
            raise ValidationError(_("The address of a website begins with https:// or http://."))
        return link

    def clean(self) -> Any:
        cleaned = super().clean()
        if cleaned.get("link_title") and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("link", _("Write the address, too: a title alone leads nowhere."))
        return cleaned
