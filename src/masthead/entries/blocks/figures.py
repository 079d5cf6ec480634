"""Code and tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from masthead.entries.blocks.offered import FIGURES, INLINE


class CodeBlock(blocks.StructBlock):  # type: ignore[misc]
    language = blocks.CharBlock(
        label=_("Language"),
        required=False,
        max_length=40,
        help_text=_("For example python or html. May stay empty."),
    )
    code = blocks.TextBlock(label=_("Code"), rows=8)

    class Meta:
        icon = "code"
        label = _("Code")
        label_format = "{language}"
        group = FIGURES


def table_block() -> TypedTableBlock:
    return TypedTableBlock(
        [("text", blocks.RichTextBlock(label=_("Text"), required=False, features=INLINE))],
        label=_("Table"),
        icon="table",
        group=FIGURES,
        help_text=_("Give every column a heading, and the table a caption."),
    )
