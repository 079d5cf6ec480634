"""What the home page may be made of, for the desk. Readers get what `masthead.pages.home` makes of the stored JSON."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from masthead.entries.composing import MOST_ENTRIES, SOME_ENTRIES
from masthead.entries.models.fields import RICH


class LeadBlock(blocks.StructBlock):  # type: ignore[misc]
    entry = blocks.PageChooserBlock(label=_("Entry"), page_type="masthead.Entry")

    class Meta:
        icon = "pick"
        label = _("Lead entry")


class BlogBlock(blocks.StructBlock):  # type: ignore[misc]
    blog = blocks.PageChooserBlock(label=_("Blog"), page_type="masthead.Blog")
    entries = blocks.IntegerBlock(
        label=_("Newest entries"), min_value=1, max_value=MOST_ENTRIES, default=SOME_ENTRIES, help_text=_("How many.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Blog")


class HomeBlocks(blocks.StreamBlock):  # type: ignore[misc]
    lead = LeadBlock()
    blog = BlogBlock()
    text = blocks.RichTextBlock(label=_("Text"), features=list(RICH), icon="pilcrow")
