"""How the desk asks for columns."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from masthead.kinds.register.columns import MOST, choices_of

TYPES = [
    ("text", _("Text")),
    ("date", _("Date")),
    ("place", _("Place")),
    ("person", _("Person")),
    ("link", _("Link")),
    ("image", _("Picture")),
    ("choice", _("Choice")),
]
CALENDARS = [
    ("gregorian", _("Gregorian")),
    ("persian", _("Persian (Solar Hijri)")),
    ("islamic-civil", _("Islamic (lunar, as reckoned)")),
    ("julian", _("Julian")),
]


class ColumnBlock(blocks.StructBlock):  # type: ignore[misc]
    label = blocks.CharBlock(label=_("Heading"), max_length=100)
    type = blocks.ChoiceBlock(label=_("Type"), choices=TYPES, default="text")
    choices = blocks.TextBlock(label=_("Choices"), required=False, rows=3, help_text=_("For a choice: one a line."))
    calendar = blocks.ChoiceBlock(
        label=_("Calendar"),
        choices=CALENDARS,
        default="gregorian",
        help_text=_("For a date: the calendar in which you and your files write it."),
    )
    in_table = blocks.BooleanBlock(
        label=_("In the table"),
        required=False,
        default=True,
        help_text=_("Else only on each row's own page. Pictures stand there alone."),
    )
    filter = blocks.BooleanBlock(
        label=_("Filter"),
        required=False,
        default=False,
        help_text=_("Readers get a list of all that stands in this column, each leading to its rows."),
    )
    sort = blocks.BooleanBlock(
        label=_("Sort by it"),
        required=False,
        default=False,
        help_text=_("Several count in their order. Where none is chosen, the first column does."),
    )
    key = blocks.BooleanBlock(
        label=_("Tells rows apart"),
        required=False,
        default=False,
        help_text=_("By these columns a later file finds the rows that are there. None: by all of them together."),
    )
    name = blocks.CharBlock(
        label=_("Short name"),
        required=False,
        max_length=60,
        help_text=_("For addresses. Empty: made of the heading. It stays as it is, whatever the heading becomes."),
    )

    class Meta:
        icon = "table"
        label = _("Column")
        label_format = "{label}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["type"] == "choice" and not choices_of(cleaned["choices"]):
            raise StructBlockValidationError({"choices": ValidationError(_("This column needs choices, one a line."))})
        return cleaned


class ColumnBlocks(blocks.StreamBlock):  # type: ignore[misc]
    column = ColumnBlock()

    class Meta:
        required = False
        max_num = MOST


ABOUT = [("person", _("People")), ("event", _("Events")), ("place", _("Places")), ("thing", _("Things"))]
