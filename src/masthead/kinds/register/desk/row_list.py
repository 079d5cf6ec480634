"""All rows of a register: searched, filtered by state, in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter  # type: ignore[import-untyped]
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from masthead.entries.shown import isolated, language
from masthead.kinds.register import dates
from masthead.kinds.register.arranging import Arranger
from masthead.kinds.register.columns import cells_of, folded, title_column
from masthead.kinds.register.desk.common import OfRegister
from masthead.kinds.register.models import Row, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN = 5
"""Columns of the register in the list."""


class RowFilters(WagtailFilterSet):  # type: ignore[misc]
    state = ChoiceFilter(label=_("State"), choices=State.choices, widget=forms.RadioSelect, empty_label=_("All"))

    class Meta:
        model = Row
        fields: ClassVar[list[str]] = ["state"]


class RowList(OfRegister, IndexView):  # type: ignore[misc]
    model = Row
    page_title = _("Rows")
    header_icon = "table"
    paginate_by = 50
    search_fields: ClassVar = ["search"]
    filterset_class = RowFilters
    default_ordering = None
    any_permission_required: ClassVar[list[str]] = []
    permission_policy = None
    list_export: ClassVar[list[str]] = []

    @cached_property
    def arranger(self) -> Arranger:
        return Arranger(self.register)

    def get_index_url(self) -> str:
        return self.address("rows")

    def get_index_results_url(self) -> str:
        return self.address("rows_results")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.path_here()

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Add a row"), url=self.address("add"), icon_name="plus"),
            HeaderButton(_("Bring from a file"), url=self.address("import"), icon_name="upload"),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return []

    def get_base_queryset(self) -> QuerySet[Row]:
        return Row.objects.filter(register_id=self.register.pk, erased=False)

    def order_queryset(self, queryset: QuerySet[Row]) -> QuerySet[Row]:
        return queryset.order_by("sort_key", "rank")

    def search_queryset(self, queryset: QuerySet[Row]) -> QuerySet[Row]:
        for word in folded(self.search_query or "").split():
            queryset = queryset.filter(search__contains=word)
        return queryset

    def _words(self, column: Any, row: Row) -> str:
        """What stands in a cell; dates as readers of the editor's language say them."""
        words = self.arranger.words(column, cells_of(row.cells).get(column.name))
        return (dates.in_words(words, language()) if column.type == "date" else words)[:200]

    @cached_property
    def columns(self) -> list[Column]:
        title = title_column(self.arranger.columns)
        others = [column for column in self.arranger.columns if column not in (title,) and column.type != "image"]

        def said(column: Any) -> Any:
            return lambda row: isolated(self._words(column, row))

        def name(row: Row) -> SafeString:
            return isolated((self._words(title, row) if title else "") or row.code)

        return [
            TitleColumn("row", label=title.label if title else _("Row"), accessor=name, classname="title",
                        get_url=lambda row: self.address("row", row.pk)),
            *(Column(f"cell_{column.name}", label=column.label, accessor=said(column)) for column in others[:SHOWN]),
            Column("state", label=_("State"), accessor=lambda row: row.get_state_display(), width="12%"),
        ]  # fmt: skip
