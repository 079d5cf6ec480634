"""The pages that are not entries: home, blogs, static pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from masthead.entries.blocks import EntryBlocks
from masthead.entries.models.fields import BodyField, ShortTextField
from masthead.entries.models.pages import AddressedPage, page_link


class Home(AddressedPage, Page):  # type: ignore[misc]
    """The root page of the site: its address is `/`."""

    page_ptr = page_link()
    introduction = ShortTextField(blank=True)

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["masthead.Blog", "masthead.StaticPage"]
    max_count = 1
    content_panels: ClassVar = [FieldPanel("title"), FieldPanel("introduction")]
    promote_panels: ClassVar[list[object]] = []

    class Meta:
        db_table = "masthead_home"
        verbose_name = "home"


class Blog(AddressedPage, Page):  # type: ignore[misc]
    """A stream of entries. Its slug is the first segment of all their addresses."""

    page_ptr = page_link()
    language = models.CharField(max_length=16, default="en", help_text="As in “en”, “fa” or “pt-BR”.")
    description = models.TextField(blank=True)

    parent_page_types: ClassVar = ["masthead.Home"]
    content_panels: ClassVar = [FieldPanel("title"), FieldPanel("language"), FieldPanel("description")]
    promote_panels: ClassVar = [FieldPanel("slug")]

    class Meta:
        db_table = "masthead_blog"
        verbose_name = "blog"


class StaticPage(AddressedPage, Page):  # type: ignore[misc]
    """A page outside the streams, such as “About”."""

    page_ptr = page_link()
    language = models.CharField(max_length=16, default="en")
    body = BodyField(EntryBlocks, blank=True)
    source = models.CharField(max_length=200, blank=True, db_index=True, editable=False)

    parent_page_types: ClassVar = ["masthead.Home", "masthead.StaticPage"]
    subpage_types: ClassVar = ["masthead.StaticPage"]
    content_panels: ClassVar = [FieldPanel("title"), FieldPanel("language"), FieldPanel("body")]
    promote_panels: ClassVar = [FieldPanel("slug")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    exclude_fields_in_copy: ClassVar = ["source"]

    class Meta:
        db_table = "masthead_static_page"
        verbose_name = "static page"
