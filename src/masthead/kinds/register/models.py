from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel

from masthead.entries.models import Entry
from masthead.entries.models.entry import ABOUT as OF_ENTRIES
from masthead.entries.models.entry import ADDRESS, DATE_AND_LANGUAGE, HEADLINE, PINNED
from masthead.entries.models.fields import BodyField
from masthead.kinds.register.blocks import ABOUT, ColumnBlocks
from masthead.kinds.register.columns import Column, columns_of
from masthead.kinds.register.forms import RegisterForm


class Register(Entry):  # type: ignore[django-manager-missing]
    """A table whose columns its editors define; the entry's body is its introduction."""

    KIND: ClassVar[str] = "register"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )
    about = models.CharField(max_length=10, choices=ABOUT, default="thing", db_default="thing")
    columns = BodyField(ColumnBlocks, blank=True, default=list)
    downloadable = models.BooleanField(default=False, db_default=False)

    base_form_class = RegisterForm
    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    page_description = _("A list of people, things or events: a table whose columns you define.")
    content_panels: ClassVar = [
        HEADLINE,
        FieldPanel(
            "body",
            heading=_("Introduction"),
            help_text=_("What the list is, who made it, what it leaves out. It stands above the table."),
        ),
        FieldPanel("about", heading=_("Each row tells of"), widget=forms.RadioSelect),
        FieldPanel(
            "columns",
            heading=_("Columns"),
            help_text=_(
                "New columns show once this version is published. What a column held that is taken out is kept."
            ),
        ),
        HelpPanel(
            heading=_("Rows"),
            content=_(
                "Save, and choose “Rows” among the actions at the top: there you write rows or bring them from a file. "
                "Rows have no drafts: what you change in a public register, readers see at once. In one that is not "
                "published nobody sees them, nor rows that are hidden."
            ),
        ),
        FieldPanel(
            "downloadable",
            heading=_("Readers may download it"),
            help_text=_("All that is public in it, as one file (CSV) that spreadsheets open."),
        ),
        *OF_ENTRIES,
        MultiFieldPanel([*DATE_AND_LANGUAGE, PINNED, ADDRESS], heading=_("Date, language, address")),
    ]

    class Meta:
        db_table = "masthead_register"
        verbose_name = _("register")
        verbose_name_plural = _("registers")

    def shape(self) -> tuple[Column, ...]:
        """The columns of this version."""
        return columns_of(json.dumps(self.columns.get_prep_value() if self.columns else []))

    def has_rows(self) -> bool:
        return Row.objects.filter(register_id=self.pk).exists()

    def save(self, *args: Any, **options: Any) -> None:
        """With the columns change order and filters of all rows, in the same transaction if there is one."""
        from masthead.kinds.register.arranging import rearrange

        super().save(*args, **options)
        rearrange(self.pk)


class State(models.TextChoices):
    PUBLIC = "public", _("Public")
    HIDDEN = "hidden", _("Hidden")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Row(models.Model):
    """One row. Its address is made of its code, which never changes."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    rank = models.BigIntegerField()
    branch = models.SmallIntegerField()
    leaf = models.SmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLIC)
    # Deleted after it was public: nothing is left but its address, which answers that it is gone.
    erased = models.BooleanField(default=False)
    cells = models.TextField(default="{}")
    source = models.TextField(default="", blank=True)
    key = models.TextField(default="", blank=True)
    sort_key = models.TextField(default="")
    search = models.TextField(default="")
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "masthead_register_row"
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        indexes: ClassVar = [
            models.Index(fields=["register", "sort_key", "rank"], name="masthead_register_row_order"),
            models.Index(fields=["register", "leaf"], name="masthead_register_row_leaf"),
            models.Index(fields=["register", "branch", "leaf"], name="masthead_register_row_branch"),
        ]


class RowList(models.Model):
    """What is cut into sheets: all rows of a register (no column, no word), what stands in a column that filters (no
    word), the rows that have one such thing there."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="+")
    of_column = models.CharField(max_length=60)
    word = models.CharField(max_length=200)
    label = models.TextField(default="")
    count = models.IntegerField(default=0)
    rank = models.BigIntegerField()
    branch = models.SmallIntegerField()
    leaf = models.SmallIntegerField()
    # Of the list of all rows: by which columns, language and rules everything was arranged.
    arranged = models.CharField(max_length=40, default="")

    class Meta:
        db_table = "masthead_register_list"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "of_column", "word"], name="masthead_register_list_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["register", "leaf"], name="masthead_register_list_leaf"),
            models.Index(fields=["register", "branch", "leaf"], name="masthead_register_list_branch"),
        ]


class Place(models.Model):
    """Where a public row stands in a list; or, by its number below zero, a list among those of its column."""

    of = models.ForeignKey(RowList, models.CASCADE, related_name="+")
    item = models.BigIntegerField(db_index=True)
    sort_key = models.TextField()
    rank = models.BigIntegerField()
    sheet = models.BigIntegerField(default=0)  # the item that starts it; 0: the first

    class Meta:
        db_table = "masthead_register_place"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "item"], name="masthead_register_place_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["of", "sheet", "sort_key", "rank"], name="masthead_register_place_sheet"),
        ]


class Sheet(models.Model):
    """One part of a list, and its neighbours."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="+")
    of = models.ForeignKey(RowList, models.CASCADE, related_name="+")
    start = models.BigIntegerField()  # the item that it begins with; 0: the first sheet
    code = models.CharField(max_length=200)  # of that item, for the address
    before = models.BigIntegerField(null=True)
    after = models.BigIntegerField(null=True)
    leaf = models.SmallIntegerField()

    class Meta:
        db_table = "masthead_register_sheet"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "start"], name="masthead_register_sheet_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["register", "leaf"], name="masthead_register_sheet_leaf")]


class LostSheet(models.Model):
    """What started a sheet once and does not now; `sheet` is the one that covers its place."""

    of = models.ForeignKey(RowList, models.CASCADE, related_name="+")
    item = models.BigIntegerField()
    code = models.CharField(max_length=200)
    sort_key = models.TextField()
    rank = models.BigIntegerField()
    sheet = models.BigIntegerField()

    class Meta:
        db_table = "masthead_register_lost"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "item"], name="masthead_register_lost_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["of", "sheet"], name="masthead_register_lost_sheet")]


class Upload(models.Model):
    """A file that was read and waits to be confirmed; gone when it is, or after a day."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="+")
    user = models.ForeignKey("auth.User", models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=255)
    table = models.TextField()
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "masthead_register_upload"
