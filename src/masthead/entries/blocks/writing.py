"""Headings and quotations."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from masthead.entries.blocks.offered import INLINE, WRITING

HEADING_LEVELS: Final = [
    ("2", _("Section")),
    ("3", _("Subsection")),
    ("4", _("Part of a subsection")),
]


class HeadingBlock(blocks.StructBlock):  # type: ignore[misc]
    text = blocks.CharBlock(label=_("Heading"), max_length=250)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=HEADING_LEVELS,
        default="2",
        help_text=_("The entry's own title is level 1. Do not skip a level."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        group = WRITING


class QuotationBlock(blocks.StructBlock):  # type: ignore[misc]
    quote = blocks.RichTextBlock(label=_("Quotation"), features=[*INLINE, "ul", "ol"])
    source = blocks.CharBlock(
        label=_("Source"), required=False, max_length=500, help_text=_("Who said or wrote it, and where.")
    )
    url = blocks.URLBlock(label=_("Address of the source"), required=False, max_length=2000)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        label_format = "{source}"
        group = WRITING


class PullQuoteBlock(blocks.StructBlock):  # type: ignore[misc]
    quote = blocks.TextBlock(label=_("Words"), rows=2, max_length=2000)
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=500)

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        label_format = "{quote}"
        description = _("Words of the text, repeated large. Who listens to the page hears them in the text only.")
        group = WRITING
