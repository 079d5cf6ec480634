"""People, categories, tags and series at the desk: their listings, their search, their place in the menu."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from masthead.desk.deleting import Delete
from masthead.desk.people import PersonEdit
from masthead.entries.models import Category, Person, Series, Tag

COLUMNS: Final = {
    "name": _("Name"),
    "blog": _("Blog"),
    "parent": _("Below"),
    "sort": _("Who that is"),
    "sort_name": _("Sort name"),
    "website": _("Website"),
}


class _Index(IndexView):  # type: ignore[misc]
    """A column is called as its field in the form is: a model's own names are in no language of an editor's."""

    def _get_custom_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_custom_column(field_name, *args, **kwargs)
        column.label = COLUMNS[field_name]
        return column


class _ViewSet(SnippetViewSet):  # type: ignore[misc]
    index_view_class = _Index
    delete_view_class = Delete
    delete_template_name = "masthead_desk/deleting/one.html"
    add_to_admin_menu = True
    search_backend_name = None
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        """Without a way to Wagtail's “usage”, which knows of none: see `masthead.desk.deleting`."""
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "usage"]


class _OfBlog(_ViewSet):
    """Of what belongs to a blog and has a name there."""

    list_display: ClassVar = ["name", "blog"]
    list_filter: ClassVar = ["blog"]
    ordering: ClassVar = ["name", "id"]
    search_fields: ClassVar = ["name"]


class PersonViewSet(_ViewSet):
    model = Person
    edit_view_class = PersonEdit
    icon = "group"
    menu_label = _("People")
    menu_name = "people"
    menu_order = 210
    list_display: ClassVar = ["name", "sort", "sort_name", "website"]
    ordering: ClassVar = ["sort_name", "id"]
    search_fields: ClassVar = ["name", "sort_name"]


class CategoryViewSet(_OfBlog):
    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    menu_name = "categories"
    menu_order = 220
    list_display: ClassVar = ["name", "parent", "blog"]


class TagViewSet(_OfBlog):
    model = Tag
    icon = "tag"
    menu_label = _("Tags")
    menu_name = "tags"
    menu_order = 230


class SeriesViewSet(_OfBlog):
    model = Series
    icon = "list-ol"
    menu_label = _("Series")
    menu_name = "series"
    menu_order = 240
