"""Pictures. What stands in their place for those who do not see them is Wagtail's `description`."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class Image(AbstractImage):  # type: ignore[misc]
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=255, blank=True)
    source = models.CharField(max_length=200, blank=True, db_index=True, editable=False)

    # Wagtail's own model stays beside ours, with the same name: these two may not meet its reverse names.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    tags = TaggableManager(blank=True, related_name="+")

    admin_form_fields: ClassVar = (*WagtailImage.admin_form_fields, "caption", "credit")

    class Meta(AbstractImage.Meta):  # type: ignore[misc]
        db_table = "masthead_image"


class Rendition(AbstractRendition):  # type: ignore[misc]
    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")

    class Meta:
        db_table = "masthead_rendition"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="masthead_rendition_recipe"
            ),
        ]
