"""HTML, and the mark at which excerpts end."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from masthead.entries.blocks.offered import MARKS


class KeptHtmlBlock(blocks.StructBlock):  # type: ignore[misc]
    source = blocks.RawHTMLBlock(label=_("HTML, kept and not shown"), required=False)
    note = blocks.CharBlock(
        label=_("Note"),
        required=False,
        max_length=500,
        help_text=_("Where it comes from, and what it should become."),
    )

    class Meta:
        icon = "warning"
        label = _("HTML (kept, not shown)")
        label_format = "{note}"
        description = _("Kept for editors. No reader ever sees it: not on the page, not in feeds.")
        group = MARKS


class ShownHtmlBlock(blocks.StructBlock):  # type: ignore[misc]
    source = blocks.RawHTMLBlock(label=_("HTML"), required=False)

    class Meta:
        icon = "code"
        label = _("HTML (shown, administrators only)")
        description = _("Shown without scripts, styles, forms, frames and pictures. Only administrators may change it.")
        group = MARKS
