"""Series: entries of one blog, of any kinds, in the order that editors give them.

Which entry is a part of which series is no matter of versions: it holds as soon as it is saved, as terms do. So no
draft of an entry ever brings an old order back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from masthead.entries.models.fields import ShortTextField
from masthead.entries.models.terms import BLOG, SLUG, Term

if TYPE_CHECKING:
    from masthead.entries.models.entry import Entry

LONGEST: Final = 200
"""Parts of a series. One more changes the page of each: “part 3 of 8”."""


class SeriesForm(WagtailAdminModelForm):  # type: ignore[misc]
    def clean(self) -> Any:
        cleaned = super().clean()
        formset, blog = self.formsets.get("parts"), cleaned.get("blog")
        if formset is not None and blog is not None and formset.is_valid():
            for form in formset.forms:
                entry = form.cleaned_data.get("entry")
                if entry is not None and not form.cleaned_data.get("DELETE") and entry.blog_id != blog.pk:
                    form.add_error("entry", _("This entry stands in another blog: a series is of one blog."))
        return cleaned


class Series(ClusterableModel, Term):  # type: ignore[misc, django-manager-missing]
    introduction = ShortTextField(blank=True)

    base_form_class = SeriesForm
    panels: ClassVar = [
        BLOG,
        FieldPanel("name", heading=_("Name")),
        FieldPanel(
            "introduction",
            heading=_("Introduction"),
            help_text=_("Stands above the parts on the page of the series."),
        ),
        InlinePanel(
            "parts",
            heading=_("Parts"),
            label=_("Part"),
            help_text=_("In this order. Readers are told of those that are public, and only those are counted."),
            max_num=LONGEST,
        ),
        SLUG,
    ]

    class Meta:
        db_table = "masthead_series"
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blog", "slug"], name="masthead_series_slug"),
        ]


class Part(Orderable):  # type: ignore[misc]
    """An entry is a part of one series at most: else “part 3 of 7” would not say of what."""

    series = ParentalKey(Series, on_delete=models.CASCADE, related_name="parts")
    entry = models.OneToOneField(
        "masthead.Entry",
        models.CASCADE,
        related_name="+",
        error_messages={"unique": _("This entry is a part of another series, or stands here twice.")},
    )

    panels: ClassVar = [FieldPanel("entry", heading=_("Entry"))]

    class Meta(Orderable.Meta):  # type: ignore[misc]
        db_table = "masthead_part"


def series_of(entry: Entry) -> Series | None:
    """The series of the entry's blog that it is a part of."""
    return Series.objects.filter(parts__entry_id=entry.pk or 0, blog_id=entry.blog_id).first()


def enter(entry: Entry, series: Series | None) -> None:
    """Make the entry the last part of a series; of none, if there is none."""
    with transaction.atomic():
        Part.objects.filter(entry_id=entry.pk).delete()
        if series is not None:
            last = Part.objects.filter(series=series).aggregate(last=models.Max("sort_order"))["last"]
            Part.objects.create(series=series, entry_id=entry.pk, sort_order=0 if last is None else last + 1)
