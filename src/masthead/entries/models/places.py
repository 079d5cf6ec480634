"""The pages that are not entries: home, blogs, static pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page
from wagtail.search import index

from masthead.entries.blocks import EntryBlocks
from masthead.entries.home_blocks import HomeBlocks
from masthead.entries.models.fields import BodyField, ShortTextField
from masthead.entries.models.forms import CopyPageForm, PageForm
from masthead.entries.models.pages import AddressedPage, page_link

LANGUAGE = FieldPanel("language", heading=_("Language"), help_text=_("As “en”, “fa” or “pt-BR”."))


class Home(AddressedPage, Page):  # type: ignore[misc, django-manager-missing]
    """The root page of the site: its address is `/`."""

    page_ptr = page_link()
    introduction = ShortTextField(blank=True)
    sections = BodyField(HomeBlocks, blank=True)

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["masthead.Blog", "masthead.StaticPage"]
    max_count = 1
    copy_form_class = CopyPageForm
    content_panels: ClassVar = [
        FieldPanel(
            "title",
            heading=_("Name"),
            help_text=_("Readers see the name in the site settings; this one, if there is none."),
        ),
        FieldPanel("introduction", heading=_("Introduction"), help_text=_("Stands above the blogs on the home page.")),
        FieldPanel(
            "sections",
            heading=_("What stands below"),
            help_text=_("In this order. Empty: all blogs, each with its five newest entries."),
        ),
    ]
    promote_panels: ClassVar[list[object]] = []

    class Meta:
        db_table = "masthead_home"
        verbose_name = _("home")


class Blog(AddressedPage, Page):  # type: ignore[misc, django-manager-missing]
    """A stream of entries. Its slug is the first segment of all their addresses."""

    page_ptr = page_link()
    language = models.CharField(max_length=16, default="en", help_text="As in “en”, “fa” or “pt-BR”.")
    description = models.TextField(blank=True)

    parent_page_types: ClassVar = ["masthead.Home"]
    base_form_class = PageForm
    copy_form_class = CopyPageForm
    content_panels: ClassVar = [
        TitleFieldPanel("title", heading=_("Name"), placeholder=_("Name")),
        FieldPanel("description", heading=_("Description"), help_text=_("A line or two below the name.")),
        LANGUAGE,
        FieldPanel(
            "slug",
            heading=_("Slug"),
            help_text=_("The first part of the address of everything in this blog."),
        ),
    ]
    promote_panels: ClassVar[list[object]] = []
    page_description = _("A stream of entries with an address, a language and feeds of its own.")

    class Meta:
        db_table = "masthead_blog"
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")


class StaticPage(AddressedPage, Page):  # type: ignore[misc, django-manager-missing]
    """A page outside the streams, such as “About”."""

    nests: ClassVar[bool] = True

    page_ptr = page_link()
    language = models.CharField(max_length=16, default="en")
    body = BodyField(EntryBlocks, blank=True)
    source = models.CharField(max_length=200, blank=True, db_index=True, editable=False)

    parent_page_types: ClassVar = ["masthead.Home", "masthead.StaticPage"]
    subpage_types: ClassVar = ["masthead.StaticPage"]
    base_form_class = PageForm
    copy_form_class = CopyPageForm
    content_panels: ClassVar = [
        TitleFieldPanel("title", heading=_("Title")),
        FieldPanel("body", heading=_("Text")),
        LANGUAGE,
        FieldPanel(
            "slug",
            heading=_("Slug"),
            help_text=_("The last part of the address. Old addresses lead to the new one."),
        ),
    ]
    promote_panels: ClassVar[list[object]] = []
    page_description = _("A page outside the blogs, such as “About”.")
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    exclude_fields_in_copy: ClassVar = ["source"]

    class Meta:
        db_table = "masthead_static_page"
        verbose_name = _("static page")
        verbose_name_plural = _("static pages")
