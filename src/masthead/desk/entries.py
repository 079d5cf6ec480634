"""The listing of all entries, of whatever blog and kind."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter  # type: ignore[import-untyped]
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton

from masthead.entries.models import Blog, Entry

STATES = [("live", _("Live")), ("changed", _("Live, with a newer draft")), ("draft", _("Not live"))]


class EntryFilters(WagtailFilterSet):  # type: ignore[misc]
    blog = ModelChoiceFilter(
        field_name="blog_id", label=_("Blog"), queryset=Blog.objects.order_by("title"), method="of_blog",
        widget=forms.RadioSelect, empty_label=_("All"),
    )  # fmt: skip
    kind = ChoiceFilter(label=_("Kind"), choices=lambda: kinds(), widget=forms.RadioSelect, empty_label=_("All"))
    state = ChoiceFilter(
        label=_("State"), choices=STATES, method="in_state", widget=forms.RadioSelect, empty_label=_("All")
    )
    mine = ChoiceFilter(
        label=_("By"), choices=[("me", _("Me"))], method="of_mine", widget=forms.RadioSelect, empty_label=_("All")
    )

    class Meta:
        model = Entry
        fields: ClassVar[list[str]] = []

    def of_blog(self, entries: QuerySet[Any], name: str, blog: Blog) -> QuerySet[Any]:
        return entries.filter(blog_id=blog.pk)

    def of_mine(self, entries: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return entries.filter(owner=self.request.user)

    def in_state(self, entries: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        if state == "changed":
            return entries.filter(live=True, has_unpublished_changes=True)
        return entries.filter(live=state == "live")


def kinds() -> list[tuple[str, str]]:
    """The kinds that a blog may hold."""
    models = [model for model in Blog.allowed_subpage_models() if issubclass(model, Entry)]
    return [(model.KIND, model._meta.verbose_name) for model in models]


def named(kind: str) -> str:
    return dict(kinds()).get(kind, kind)


def shown(date: datetime.datetime) -> str:
    """The date that readers see; "in two weeks" would not tell it."""
    return date_format(timezone.localtime(date), "j M Y")


class EntryIndex(IndexView):  # type: ignore[misc]
    default_ordering = "-date"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to a new entry of each blog that this editor may write for."""
        user = self.request.user
        blogs = [b for b in Blog.objects.order_by("title") if b.permissions_for_user(user).can_add_subpage()]
        return [
            HeaderButton(
                _("New in %(blog)s") % {"blog": blog.title},
                url=reverse("wagtailadmin_pages:add_subpage", args=[blog.pk]),
                icon_name="plus",
            )
            for blog in blogs
        ]


class EntryListing(PageListingViewSet):  # type: ignore[misc]
    model = Entry
    icon = "doc-full"
    menu_label = _("Entries")
    menu_name = "entries"
    menu_order = 90
    add_to_admin_menu = True
    index_view_class = EntryIndex
    filterset_class = EntryFilters
    columns: ClassVar = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", classname="title", label=_("Title"), sort_key="title"),
        Column("parent", label=_("Blog"), accessor="get_parent"),
        Column(
            "kind", label=_("Kind"), accessor=lambda entry: dict(kinds()).get(entry.kind, entry.kind), sort_key="kind"
        ),
        Column("date", label=_("Date"), accessor=lambda entry: shown(entry.date), sort_key="date", width="12%"),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
    ]


entry_listing = EntryListing("entries")
