"""Pictures, alone and several together."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from masthead.entries.blocks.offered import INLINE, PICTURES_AND_FILES


class ImageBlock(blocks.StructBlock):  # type: ignore[misc]
    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("Description"),
        required=False,
        max_length=500,
        help_text=_("What a reader who cannot see the picture should know. Leave empty to use the picture's own."),
    )
    caption = blocks.RichTextBlock(label=_("Caption"), required=False, features=INLINE)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=250, help_text=_("Who made the picture."))

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{alt}"
        group = PICTURES_AND_FILES


class GalleryBlock(blocks.StructBlock):  # type: ignore[misc]
    pictures = blocks.ListBlock(ImageBlock(), label=_("Pictures"))

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Several pictures side by side; each leads to itself in full size.")
        group = PICTURES_AND_FILES
