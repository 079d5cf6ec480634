"""What stands on other people's sites."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from masthead.entries.blocks.offered import PICTURES_AND_FILES


class EmbedBlock(blocks.StructBlock):  # type: ignore[misc]
    url = blocks.URLBlock(label=_("Address"), max_length=2000)
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=250,
        help_text=_("The words of the link: what is there to see or hear."),
    )
    author = blocks.CharBlock(label=_("By"), required=False, max_length=250, help_text=_("Who made it."))
    provider = blocks.CharBlock(
        label=_("Where"), required=False, max_length=100, help_text=_("The name of the site, as people say it.")
    )
    image = ImageChooserBlock(
        label=_("Still picture"), required=False, help_text=_("Kept here: nothing is loaded from elsewhere.")
    )
    description = blocks.TextBlock(label=_("Description"), required=False, rows=2, max_length=1000)

    class Meta:
        icon = "link-external"
        label = _("Video, sound or post elsewhere")
        label_format = "{title}"
        description = _("Readers get a card with a link: nobody else learns that they were here before they follow it.")
        group = PICTURES_AND_FILES
