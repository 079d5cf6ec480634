"""Footnotes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from masthead.entries.blocks.offered import INLINE, WRITING
from masthead.entries.rendering.marks import LABEL


class NoteBlock(blocks.StructBlock):  # type: ignore[misc]
    label = blocks.RegexBlock(
        regex=rf"^\s*(\[\^)?{LABEL}\]?\s*$",
        label=_("Label"),
        max_length=50,
        help_text=_("A number or a short word, as in the mark."),
        error_messages={"invalid": _("Use letters, digits, and - _ . : without spaces, 40 at most.")},
    )
    text = blocks.RichTextBlock(label=_("Note"), required=False, features=[*INLINE, "document-link"])

    class Meta:
        icon = "superscript"
        label = _("Note")
        label_format = "{label}"


class FootnotesBlock(blocks.StructBlock):  # type: ignore[misc]
    notes = blocks.ListBlock(NoteBlock(), label=_("Notes"))

    class Meta:
        icon = "list-ol"
        label = _("Footnotes")
        description = _(
            "In any text, [^1] marks the place of the note with the label 1. Notes are numbered by themselves."
        )
        group = WRITING
