"""What the desk writes the lists of a petition with. A change of a name here is a change of stored data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from masthead.entries.blocks import PROSE


class AddresseeBlock(blocks.StructBlock):  # type: ignore[misc]
    name = blocks.CharBlock(
        label=_("Name"), max_length=250, help_text=_("A body or a person, as “The council of Little Quay”.")
    )
    line = blocks.CharBlock(
        label=_("Role, place"), required=False, max_length=250, help_text=_("As “Committee for bridges”.")
    )
    link = blocks.URLBlock(label=_("Website"), required=False, max_length=2000)

    class Meta:
        icon = "mail"
        label = _("Addressee")
        label_format = "{name}"


class AddresseeBlocks(blocks.StreamBlock):  # type: ignore[misc]
    addressee = AddresseeBlock()

    class Meta:
        required = False


class UpdateBlock(blocks.StructBlock):  # type: ignore[misc]
    date = blocks.DateBlock(label=_("Date"))
    heading = blocks.CharBlock(label=_("Heading"), max_length=250)
    text = blocks.RichTextBlock(label=_("Text"), required=False, features=PROSE)

    class Meta:
        icon = "date"
        label = _("Update")
        label_format = "{date} {heading}"


class UpdateBlocks(blocks.StreamBlock):  # type: ignore[misc]
    update = UpdateBlock()

    class Meta:
        required = False
