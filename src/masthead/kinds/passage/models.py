from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from masthead.entries.models import Entry, Image
from masthead.entries.models.entry import ABOUT, ADDRESS, DATE_AND_LANGUAGE, HEADLINE, PINNED
from masthead.entries.models.fields import BodyField, KnownDateField
from masthead.entries.rendering import Blocks
from masthead.kinds.passage.blocks import FacsimileBlocks, PassageBlocks
from masthead.kinds.passage.forms import PassageForm, stored
from masthead.kinds.passage.words import numbers_of, told

SORTS: list[tuple[str, Any]] = [
    ("newspaper", _("Article in a newspaper")),
    ("magazine", _("Article in a magazine")),
    ("journal", _("Article in a scholarly journal")),
    ("book", _("Book")),
    ("chapter", _("Part of a book")),
    ("report", _("Report")),
    ("pamphlet", _("Pamphlet, leaflet, poster")),
    ("letter", _("Letter")),
    ("manuscript", _("Manuscript, diary")),
    ("document", _("Minutes, record, other document")),
    ("webpage", _("Web page")),
]
ONE_A_LINE = forms.Textarea(attrs={"rows": 2})


def line(**options: Any) -> Any:
    return models.CharField(max_length=500, blank=True, default="", db_default="", **options)


def lines() -> Any:
    return models.TextField(blank=True, default="", db_default="")


class Passage(Entry):  # type: ignore[django-manager-missing]
    """Words of a source; the entry's body is what an editor says of them.

    What tells of the source is named `source_…`: an entry has a title and a date of its own.
    """

    KIND: ClassVar[str] = "passage"

    entry_ptr = models.OneToOneField(
        Entry, models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )
    passage = BodyField(PassageBlocks, blank=True, default=list)
    passage_language = models.CharField(max_length=16, blank=True, default="", db_default="")
    omitted_before = models.BooleanField(default=False, db_default=False)
    omitted_after = models.BooleanField(default=False, db_default=False)
    translation = BodyField(PassageBlocks, blank=True, default=list)
    facsimiles = BodyField(FacsimileBlocks, blank=True, default=list)
    source_sort = models.CharField(max_length=20, choices=SORTS, default="newspaper", db_default="newspaper")
    source_authors = lines()
    source_editors = lines()
    source_title = line()
    source_container = line()
    source_volume = line()
    source_issue = line()
    source_edition = line()
    source_publisher = line()
    source_place = line()
    source_date = KnownDateField(default="", db_default="")
    source_date_as_given = line()
    source_pages = line()
    source_archive = line()
    source_shelf_mark = line()
    source_link = models.CharField(max_length=2000, blank=True, default="", db_default="")
    source_archived = models.CharField(max_length=2000, blank=True, default="", db_default="")
    source_seen = KnownDateField(default="", db_default="")

    base_form_class = PassageForm
    is_creatable = True
    parent_page_types: ClassVar = ["masthead.Blog"]
    page_description = _("Words from a newspaper, a book, a letter: with their source, and how to cite it.")
    content_panels: ClassVar = [
        HEADLINE,
        MultiFieldPanel(
            [
                FieldPanel("passage", heading=_("Words of the source"), help_text=_("As they stand there.")),
                FieldRowPanel(
                    [
                        FieldPanel("omitted_before", heading=_("Words were left out before")),
                        FieldPanel("omitted_after", heading=_("Words were left out after")),
                    ]
                ),
                FieldPanel(
                    "passage_language",
                    heading=_("Language of the passage"),
                    help_text=_("As “en”, “fa” or “pt-BR”. Empty: the entry's."),
                ),
            ],
            heading=_("Passage"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("source_sort", heading=_("Type of source")),
                FieldPanel(
                    "source_authors",
                    heading=_("Authors of the source"),
                    widget=ONE_A_LINE,
                    help_text=_("One a line, as “Barrow, Ada”. Without a comma a name stays as it is."),
                ),
                FieldPanel("source_title", heading=_("Title of the source")),
                FieldPanel(
                    "source_container",
                    heading=_("Appeared in"),
                    help_text=_("The newspaper, periodical, book or website that the title is a part of."),
                ),
                FieldPanel("source_editors", heading=_("Editors of the book"), widget=ONE_A_LINE),
                FieldRowPanel(
                    [
                        FieldPanel("source_volume", heading=_("Volume")),
                        FieldPanel("source_issue", heading=_("Issue")),
                        FieldPanel("source_edition", heading=_("Edition")),
                        FieldPanel("source_pages", heading=_("Pages")),
                    ]
                ),
                FieldRowPanel(
                    [
                        FieldPanel("source_publisher", heading=_("Publisher")),
                        FieldPanel("source_place", heading=_("Place of publication")),
                    ]
                ),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "source_date",
                            heading=_("Date of the source"),
                            help_text=_(
                                "By the Gregorian calendar, as exact as it is known: 1911-03-14, 1911-03, 1911; "
                                "1911-23 for its autumn (21 is spring), 191X for the decade, 1911~ for about."
                            ),
                        ),
                        FieldPanel(
                            "source_date_as_given",
                            heading=_("Date as the source gives it"),
                            help_text=_("In its own words or calendar, where that differs."),
                        ),
                    ]
                ),
            ],
            heading=_("Source"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("source_archive", heading=_("Archive or library")),
                        FieldPanel("source_shelf_mark", heading=_("Shelf mark")),
                    ]
                ),
                FieldPanel("source_link", heading=_("Address on the web")),
                FieldPanel(
                    "source_archived",
                    heading=_("Archived copy"),
                    help_text=_("The address of a copy that an archive of the web keeps: addresses die."),
                ),
                FieldPanel(
                    "source_seen",
                    heading=_("Seen on"),
                    help_text=_("When somebody looked at the address last, as 2026-05-03. Citations say it."),
                ),
            ],
            heading=_("Where it can be found"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "translation",
                    heading=_("Words of the translation"),
                    help_text=_(
                        "Into the language of the entry; it stands beside the passage. "
                        "Name who translated in the byline."
                    ),
                )
            ],
            heading=_("Translation"),
        ),
        FieldPanel("facsimiles", heading=_("Facsimiles"), help_text=_("Pictures of the source itself.")),
        FieldPanel("body", heading=_("Editor’s comment"), help_text=_("What readers need to know to understand it.")),
        *ABOUT,
        MultiFieldPanel([*DATE_AND_LANGUAGE, PINNED, ADDRESS], heading=_("Date, language, address")),
    ]

    class Meta:
        db_table = "masthead_passage"
        verbose_name = _("passage")
        verbose_name_plural = _("passages")

    def told(self) -> Blocks:
        return told(
            *(stored(value) for value in (self.passage, self.translation, self.body, self.facsimiles)),
            before=self.omitted_before,
            after=self.omitted_after,
        )

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        # Pictures that were sent before they were fingerprinted so.
        for image in Image.objects.filter(pk__in=numbers_of(stored(self.facsimiles)), sha256=""):
            image.save()
