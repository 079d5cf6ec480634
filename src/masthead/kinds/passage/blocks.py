"""The blocks of a passage and of its facsimiles, for the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from masthead.entries.blocks import INLINE, PROSE
from masthead.entries.blocks.figures import table_block

BEYOND = _("This reaches beyond the picture: the two add up to more than 100.")


class PassageBlocks(blocks.StreamBlock):  # type: ignore[misc]
    """The words of a source."""

    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=PROSE)
    omission = blocks.StaticBlock(
        label=_("Words left out"),
        icon="minus",
        admin_text=_("Readers see […] here. Within a line, type [...] yourself."),
    )
    table = table_block()

    class Meta:
        required = False


class PlaceBlock(blocks.StructBlock):  # type: ignore[misc]
    left = blocks.DecimalBlock(label=_("From the left edge"), min_value=0, max_value=100)
    top = blocks.DecimalBlock(label=_("From the upper edge"), min_value=0, max_value=100)
    width = blocks.DecimalBlock(label=_("Width"), min_value=0, max_value=100)
    height = blocks.DecimalBlock(label=_("Height"), min_value=0, max_value=100)

    class Meta:
        icon = "crosshairs"
        label = _("Place")
        label_format = "{left} – {top}"
        form_classname = "struct-block masthead-place"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        for start, length in (("left", "width"), ("top", "height")):
            if cleaned[length] == 0:
                errors[length] = ValidationError(_("A place has a width and a height."))
            elif cleaned[start] + cleaned[length] > Decimal(100):
                errors[length] = ValidationError(BEYOND)
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned


class FacsimileBlock(blocks.StructBlock):  # type: ignore[misc]
    image = ImageChooserBlock(label=_("Picture"), required=False)
    name = blocks.CharBlock(
        label=_("Name"), required=False, max_length=250, help_text=_("What part of the source it shows, as “Page 3”.")
    )
    alt = blocks.CharBlock(
        label=_("Description"),
        required=False,
        max_length=500,
        help_text=_(
            "What a reader who cannot see the picture should know: how the page looks, and where on it the passage "
            "stands. The words of the passage need not be repeated."
        ),
    )
    places = blocks.ListBlock(
        PlaceBlock(),
        label=_("Where the passage stands"),
        required=False,
        default=[],
        help_text=_("In hundredths of the picture: 50 from the left edge is its middle. Readers see a frame there."),
    )
    caption = blocks.RichTextBlock(label=_("Caption"), required=False, features=INLINE)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=250, help_text=_("Who made the picture."))

    class Meta:
        icon = "image"
        label = _("Facsimile")
        label_format = "{name}"


class FacsimileBlocks(blocks.StreamBlock):  # type: ignore[misc]
    facsimile = FacsimileBlock()

    class Meta:
        required = False
