"""How the listing of entries is narrowed. Each filter is one condition on the narrow rows of `DeskEntry`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.db import connection
from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter  # type: ignore[import-untyped]
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page, Revision, WorkflowState

from masthead.desk.blogs import seen
from masthead.entries.collation import sort_key
from masthead.entries.identity import EPOCH
from masthead.entries.languages import language_name
from masthead.entries.models import Blog, Byline, Category, CategoryAbove, DeskEntry, Entry, Facet, Person
from masthead.entries.models.forms import CategoriesField, by_path

if TYPE_CHECKING:
    from django.db.models import QuerySet

    Entries = QuerySet[DeskEntry]

STATES: Final = {
    "draft": _("Draft"), "live": _("Live"), "changed": _("Live, with a newer draft"), "expired": _("Expired"),
}  # fmt: skip
"""What an entry's row says of it."""
REVIEW: Final = {
    WorkflowState.STATUS_IN_PROGRESS: _("In review"),
    WorkflowState.STATUS_NEEDS_CHANGES: _("Changes requested"),
}
PLANNED: Final = _("Planned")
_WORD: Final = re.compile(r"\w+")


def kinds() -> dict[str, Any]:
    """The kinds that a blog may hold, by what each is called."""
    models = [model for model in Blog.allowed_subpage_models() if issubclass(model, Entry)]
    return {model.KIND: model._meta.verbose_name for model in models}


def _blogs(request: Any) -> list[tuple[int, str]]:
    return [(blog.pk, blog.title) for blog in seen(request.user)]


def _languages() -> list[tuple[str, str]]:
    """Those of the blogs, and others that readers have entries in."""
    found = {*Blog.objects.values_list("language", flat=True)}
    found |= {*Facet.objects.filter(sort="language").values_list("word", flat=True)}
    named = ((language, language_name(language, get_language() or "en")) for language in found if language)
    return sorted(named, key=lambda choice: sort_key(choice[1], get_language() or "en"))


def _categories(request: Any) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """By blog, each with the path that leads to it."""
    field = CategoriesField(queryset=Category.objects.none())
    for blog in seen(request.user):
        field.of_blog(blog.pk)
        found = [(category.pk, field.label_from_instance(category)) for category in field.queryset or ()]
        if found:
            yield blog.title, sorted(found, key=by_path)


class EntryFilters(WagtailFilterSet):  # type: ignore[misc]
    """`queryset` is one of `DeskEntry`."""

    blog = ChoiceFilter(label=_("Blog"), widget=forms.RadioSelect, empty_label=_("All"), method="of_blog")
    status = ChoiceFilter(
        label=_("Status"),
        choices=[*STATES.items(), *REVIEW.items(), ("planned", PLANNED)],
        widget=forms.RadioSelect,
        empty_label=_("All"),
        method="in_status",
    )
    kind = ChoiceFilter(
        label=_("Kind"), choices=lambda: kinds().items(), widget=forms.RadioSelect, empty_label=_("All")
    )
    language = ChoiceFilter(label=_("Language"), choices=_languages, widget=forms.RadioSelect, empty_label=_("All"))
    category = ChoiceFilter(label=_("Category"), widget=forms.Select, empty_label=_("All"), method="in_category")
    person = CharFilter(
        label=_("Person"), method="of_person", help_text=_("A part of the name of who is in the byline.")
    )
    mine = ChoiceFilter(
        label=_("By"), choices=[("me", _("Me"))], method="of_mine", widget=forms.RadioSelect, empty_label=_("All")
    )

    class Meta:
        model = Entry
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["blog"].extra["choices"] = _blogs(self.request)
        self.filters["category"].extra["choices"] = list(_categories(self.request))

    def of_blog(self, entries: Entries, name: str, blog: str) -> Entries:
        return entries.filter(blog_id=int(blog))

    def in_status(self, entries: Entries, name: str, status: str) -> Entries:
        if status == "planned":
            # By their moment alone, compared: else SQLite would read every version that there is.
            return entries.filter(entry_id__in=_numbers(Revision.objects.filter(approved_go_live_at__gt=EPOCH)))
        if status in REVIEW:
            # Word for word the condition of Wagtail's index of reviews that have not ended.
            open_ones = WorkflowState.objects.extra(where=["status in ('in_progress', 'needs_changes')"])
            return entries.filter(entry_id__in=_numbers(open_ones.filter(status=status)))
        return entries.filter(state=status)

    def in_category(self, entries: Entries, name: str, category: str) -> Entries:
        """Or in one below it."""
        below = CategoryAbove.objects.filter(ancestor_id=int(category)).values("category_id")
        members = Entry.categories.through.objects.filter(category_id__in=below)
        return entries.filter(entry_id__in=members.values("entry_id"))

    def of_person(self, entries: Entries, name: str, words: str) -> Entries:
        """Also where a byline has nothing but a name."""
        people = Person.objects.filter(name__icontains=words).order_by().values("pk")
        signed = Byline.objects.filter(person_id__in=people).order_by().values("entry_id")
        # Word for word the condition of the index of such names.
        named = Byline.objects.extra(where=["name > ''"]).filter(name__icontains=words)
        return entries.filter(Q(entry_id__in=signed) | Q(entry_id__in=named.order_by().values("entry_id")))

    def of_mine(self, entries: Entries, name: str, value: str) -> Entries:
        return entries.filter(entry_id__in=Page.objects.filter(owner=self.request.user).order_by().values("pk"))


def _numbers(rows: Any) -> Any:
    """The pages of revisions or reviews, which are named by text."""
    return rows.order_by().annotate(number=Cast("object_id", BigIntegerField())).values("number")


def with_words(entries: Entries, text: str) -> Entries:
    """Those whose headline has words that begin so, all of them."""
    words = _WORD.findall(text)
    if not words:
        return entries.none()
    if connection.vendor == "sqlite":
        found = "in (select rowid from masthead_desk_words where masthead_desk_words match %s)"
        wanted = " ".join(f'"{word}"*' for word in words)
    else:
        # An array, so that the words are looked up first: else the planner may walk all rows and look at each.
        found = """= any(array(select x.entry_id from masthead_desk_entry x
 where to_tsvector('simple'::regconfig, x.words) @@ to_tsquery('simple'::regconfig, %s)))"""
        wanted = " & ".join(f"{word}:*" for word in words)
    return entries.extra(where=[f"masthead_desk_entry.entry_id {found}"], params=[wanted])  # noqa: S610
