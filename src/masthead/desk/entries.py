"""The listing of all entries, of whatever blog and kind.

Wagtail's listing of pages, with one thing of its own: what is shown is found in the narrow rows of `DeskEntry`, part
after part. So it costs the same in a blog with a hundred thousand entries, where the explorer counts them.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus.pages import get_page_header_buttons
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.admin.widgets.button import HeaderButton

from masthead.desk.blogs import blogs, seen
from masthead.desk.entry_filters import PLANNED, REVIEW, STATES, EntryFilters, kinds, with_words
from masthead.desk.keyset import Part, part_of
from masthead.desk.reach import EntryEdit
from masthead.entries.models import Blog, DeskEntry, Entry
from masthead.entries.models.pages import find_addresses
from masthead.entries.shown import day

if TYPE_CHECKING:
    from django.db.models import QuerySet


def shown(date: datetime.datetime) -> str:
    """The date that readers see; "in two weeks" would not tell it."""
    return day(timezone.localtime(date))


def states_of(entry: Any) -> list[Any]:
    """What there is to say of an entry, for readers first."""
    base = ("changed" if entry.has_unpublished_changes else "live") if entry.live else None
    found = [STATES[base or ("expired" if entry.expired else "draft")]]
    if state := entry.current_workflow_state:
        found.append(REVIEW[state.status])
    if entry.approved_schedule:
        found.append(PLANNED)
    return found


class HeadlineColumn(PageTitleColumn):  # type: ignore[misc]
    """Wagtail's, without its numbers: nobody has counted."""

    header_template_name = BaseColumn.header_template_name


class StatesColumn(Column):  # type: ignore[misc]
    cell_template_name = "masthead_desk/entries/states.html"


class EntryIndex(IndexView):  # type: ignore[misc]
    page_title = _("Entries")
    default_ordering = "-date"
    results_template_name = "masthead_desk/entries/results.html"
    part: Part

    @cached_property
    def all_blogs(self) -> list[Blog]:
        return blogs()

    @cached_property
    def seen_blogs(self) -> list[Blog]:
        return seen(self.request.user)

    @cached_property
    def blog(self) -> Blog | None:
        """The blog that the listing is narrowed to."""
        asked = self.request.GET.get("blog", "")
        return next((blog for blog in self.seen_blogs if str(blog.pk) == asked), None)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to a new entry of each blog that this editor may write for, or of the one that is shown."""
        shown = [self.blog] if self.blog else self.all_blogs
        return [
            HeaderButton(
                _("New in %(blog)s") % {"blog": blog.title},
                url=reverse("wagtailadmin_pages:add_subpage", args=[blog.pk]),
                icon_name="plus",
            )
            for blog in shown
            if blog.permissions_for_user(self.request.user).can_add_subpage()
        ]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """What can be done with the blog that is shown, as the explorer would say it."""
        if self.blog is None:
            return []
        user = self.request.user
        return list(get_page_header_buttons(page=self.blog, user=user, next_url=self.request.path, view_name="index"))

    def get_base_queryset(self) -> QuerySet[DeskEntry]:
        entries = DeskEntry.objects.all()
        mine = [blog.pk for blog in self.seen_blogs]
        if len(mine) == len(self.all_blogs):
            return entries
        if len(mine) == 1:
            return entries.filter(blog_id=mine[0])
        # A sum, so that no database merges the indexes of several blogs and sorts what it finds.
        marks = ", ".join(["%s"] * len(mine)) or "null"
        return entries.extra(where=[f"masthead_desk_entry.blog_id + 0 in ({marks})"], params=mine)  # noqa: S610

    def order_queryset(self, queryset: QuerySet[DeskEntry]) -> QuerySet[DeskEntry]:
        return queryset  # by its place: see `paginate_queryset`

    def get_ordering(self) -> str:
        return "date" if self.request.GET.get("ordering") == "date" else "-date"

    def search_queryset(self, queryset: QuerySet[DeskEntry]) -> QuerySet[DeskEntry]:
        return with_words(queryset, self.search_query) if self.is_searching else queryset

    def paginate_queryset(self, queryset: QuerySet[DeskEntry], page_size: int) -> tuple[None, None, list[Any], bool]:
        """One part, as whole entries. Pages, as Django means them, would have to be counted."""
        asked = self.request.GET.get(self.page_kwarg, "")
        self.part = part_of(queryset, asked, page_size, oldest_first=self.ordering == "date")
        found = {entry.pk: entry for entry in self.annotate_queryset(Entry.objects.filter(pk__in=self.part.numbers))}
        find_addresses(found.values())
        titles = {blog.pk: blog.title for blog in self.all_blogs}
        for entry in found.values():
            entry.blog_title = titles.get(entry.blog_id, "")
        return None, None, [found[number] for number in self.part.numbers if number in found], False


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
        HeadlineColumn("title", classname="title", label=_("Title")),
        Column("blog_title", label=_("Blog")),
        Column("kind", label=_("Kind"), accessor=lambda entry: kinds().get(entry.kind, entry.kind)),
        Column("date", label=_("Date"), accessor=lambda entry: shown(entry.date), sort_key="date", width="14%"),
        StatesColumn("status", label=_("Status"), accessor=states_of, width="16%"),
    ]


class Explored(ExplorableIndexView):  # type: ignore[misc]
    """Wagtail's explorer of a blog leads to the listing of its entries: it would count them all at each visit."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        asked = QueryDict(mutable=True)
        asked["blog"] = str(parent_page_id)
        if text := request.GET.get(self.search_kwarg, ""):
            asked[self.search_kwarg] = text
        return HttpResponseRedirect(f"{reverse('entries:index')}?{asked.urlencode()}")


class EntryPages(PageViewSet):  # type: ignore[misc]
    """Of whatever holds nothing but entries, which is a blog."""

    model = Entry
    parent_models: ClassVar = [Blog]
    index_view_class = Explored
    edit_view_class = EntryEdit


entry_listing = EntryListing("entries")
entry_pages = EntryPages("entry_pages")
