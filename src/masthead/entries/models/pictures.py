"""Pictures. What stands in their place for those who do not see them is Wagtail's `description`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.images.models import Image as WagtailImage
from wagtail.utils.file import hash_filelike

from masthead.media.pictures import PictureRefused, examine, opened, upright_size


class UprightFile(WagtailImageFieldFile):  # type: ignore[misc]
    """A picture's file, measured as it is shown: cameras turn pictures by a word in EXIF only."""

    def get_image_dimensions(self) -> tuple[int, int]:
        close = self.closed
        try:
            self.open()
            with opened(self) as picture:
                return upright_size(picture)
        except PictureRefused:
            return 0, 0
        finally:
            if close:
                self.close()
            else:
                self.seek(0)


class PictureField(WagtailImageField):  # type: ignore[misc]
    attr_class = UprightFile


class Image(AbstractImage):  # type: ignore[misc]
    file = PictureField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    nature = models.CharField(max_length=8, blank=True, editable=False)
    """What `masthead.media.pictures` makes of it; empty for a file that readers cannot be shown."""
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

    def save(self, *args: Any, **options: Any) -> None:
        if self.file and not (self.file._committed and self.nature):
            self._learn()
        super().save(*args, **options)

    def _learn(self) -> None:
        """From the file itself, whoever brings it. Forms and imports have refused what cannot be shown."""
        with self.open_file() as file:
            try:
                self.nature = examine(file).nature
            except PictureRefused:
                self.nature = ""
            file.seek(0)
            self.file_hash = hash_filelike(file)
            file.seek(0)
            self.file_size = file.size


class Rendition(AbstractRendition):  # type: ignore[misc]
    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")

    class Meta:
        db_table = "masthead_rendition"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="masthead_rendition_recipe"
            ),
        ]
