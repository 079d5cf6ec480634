"""What an editor says of the whole site."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page

from masthead.entries.models.fields import ShortTextField
from masthead.entries.models.places import Home
from masthead.entries.richtext import address_elsewhere


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting, ClusterableModel):  # type: ignore[misc]
    """Name, line below it, menu and footer. Public as soon as they are saved."""

    name = models.CharField(max_length=255, blank=True)
    tagline = models.CharField(max_length=255, blank=True)
    footer = ShortTextField(blank=True)

    panels: ClassVar = [
        FieldPanel("name", heading=_("Name")),
        FieldPanel("tagline", heading=_("Tagline")),
        InlinePanel("menu", heading=_("Menu"), label=_("Menu item")),
        FieldPanel("footer", heading=_("Footer")),
    ]

    class Meta:
        db_table = "masthead_site_settings"
        verbose_name = _("site")


def site_name() -> str:
    """The name that readers know, for the desk and for mail: `masthead.pages.chrome.site_name` gives pages the same.
    Before there is a site, what masthead.toml says."""
    named = SiteSettings.objects.order_by("pk").values_list("name", flat=True).first() or ""
    return named.strip() or Home.objects.order_by("pk").values_list("title", flat=True).first() or settings.OPTIONS.name


class MenuItem(Orderable):  # type: ignore[misc]
    """A line of the menu: a page of the site, any address, or but a name above other lines.

    There are two levels: a line stands by itself, or below the last one before it that does.
    """

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="menu")
    label = models.CharField(max_length=255)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, blank=True, related_name="+")
    url = models.CharField(max_length=2000, blank=True)
    below = models.BooleanField(
        _("stands below another"),
        default=False,
        db_default=False,
        help_text=_(
            "Below the nearest line above that does not. Readers unfold these. The line above may lead nowhere."
        ),
    )

    panels: ClassVar = [
        FieldPanel("label", heading=_("Label")),
        FieldPanel("page", heading=_("Page")),
        FieldPanel("url", heading=_("Address")),
        FieldPanel("below"),
    ]

    class Meta(Orderable.Meta):  # type: ignore[misc]
        db_table = "masthead_menu_item"

    def clean(self) -> None:
        super().clean()
        if self.below and not self.page_id and not self.url:
            raise ValidationError(_("A line below another leads somewhere: choose a page or write an address."))
        if self.url and address_elsewhere(self.url) is None:
            raise ValidationError({"url": _("No link can lead there. Begin with https://, mailto:, tel: or a slash.")})
