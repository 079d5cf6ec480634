"""People, categories, tags and series at the desk: their listings, their search, their place in the menu."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from masthead.desk.people import PersonEdit
from masthead.entries.models import Category, Person, Series, Tag


class PersonViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Person
    edit_view_class = PersonEdit
    icon = "group"
    menu_label = _("People")
    menu_name = "people"
    menu_order = 210
    add_to_admin_menu = True
    list_display: ClassVar = ["name", "sort", "sort_name", "website"]
    ordering: ClassVar = ["sort_name", "id"]
    search_fields: ClassVar = ["name", "sort_name"]
    search_backend_name = None
    list_per_page = 50


class CategoryViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    menu_name = "categories"
    menu_order = 220
    add_to_admin_menu = True
    list_display: ClassVar = ["name", "parent", "blog"]
    list_filter: ClassVar = ["blog"]
    ordering: ClassVar = ["name", "id"]
    search_fields: ClassVar = ["name"]
    search_backend_name = None
    list_per_page = 50


class TagViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Tag
    icon = "tag"
    menu_label = _("Tags")
    menu_name = "tags"
    menu_order = 230
    add_to_admin_menu = True
    list_display: ClassVar = ["name", "blog"]
    list_filter: ClassVar = ["blog"]
    ordering: ClassVar = ["name", "id"]
    search_fields: ClassVar = ["name"]
    search_backend_name = None
    list_per_page = 50


class SeriesViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Series
    icon = "list-ol"
    menu_label = _("Series")
    menu_name = "series"
    menu_order = 240
    add_to_admin_menu = True
    list_display: ClassVar = ["name", "blog"]
    list_filter: ClassVar = ["blog"]
    ordering: ClassVar = ["name", "id"]
    search_fields: ClassVar = ["name"]
    search_backend_name = None
    list_per_page = 50
