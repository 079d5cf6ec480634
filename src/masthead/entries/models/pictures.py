"""Pictures. What stands in their place for those who do not see them is Wagtail's `description`."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from django.conf import settings
from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.images.models import Image as WagtailImage
from wagtail.utils.file import hash_filelike

from masthead.media.making import CannotMake, Original
from masthead.media.pictures import Examined, PictureRefused
from masthead.media.renditions import STILL, WIDTHS
from masthead.media.renditions import Rendition as Wanted
from masthead.media.workshop import shared


class UprightFile(WagtailImageFieldFile):  # type: ignore[misc]
    """A picture's file, measured as it is shown: cameras turn pictures by a word in EXIF only."""

    def get_image_dimensions(self) -> tuple[int, int]:
        close = self.closed
        try:
            self.open()
            found = examined(self)
            return found.width, found.height
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
    # Of the file as it was sent, for readers who check that a facsimile is what it was. Empty until the next save of
    # what was sent before there was this column.
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
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
        elif self.file and not self.sha256:
            with suppress(SourceImageIOError), self.open_file() as file:
                self._fingerprint(file)
        super().save(*args, **options)

    def _learn(self) -> None:
        """From the file itself, whoever brings it. Forms and imports have refused what cannot be shown."""
        with self.open_file() as file:
            try:
                self.nature = examined(file).nature
            except PictureRefused:
                self.nature = ""
            self._fingerprint(file)
            self.file_size = file.size

    def _fingerprint(self, file: Any) -> None:
        file.seek(0)
        self.file_hash = hash_filelike(file)
        file.seek(0)
        self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> Any:  # noqa: A002  # Wagtail's
        """The desk's own small pictures: no original is decoded in the desk's process, and none moves."""
        if self.nature not in STILL:
            raise SourceImageIOError(f"{self.file.name} is no picture that can be shown.")
        shape = filter.get_transform(self)
        left, top, right, bottom = (int(side) for side in shape.get_rect().round())
        box = max(0, left), max(0, top), min(self.width, right), min(self.height, bottom)
        share = min(1, WIDTHS[-1] / max(shape.size))
        width, height = (max(1, round(side * share)) for side in shape.size)
        form = STILL[self.nature]
        try:
            original = Original(Path(self.file.path), self.file_hash, self.nature)
            body = shared().make(original, Wanted(form, width, height, box))
        except CannotMake as error:
            raise SourceImageIOError(f"{self.file.name} cannot be shown. {error}") from error
        parts = (
            PurePosixPath(self.file.name).stem[:40],
            filter.get_cache_key(self),
            filter.spec.replace("|", "."),
            form,
        )
        return File(BytesIO(body), name=".".join(part for part in parts if part))


def examined(file: Any) -> Examined:
    """What an uploaded file is. Form, field and model ask; a process that may crash over it looks once."""
    stream = file
    while hasattr(stream, "file"):
        stream = stream.file
    known: Examined | None = getattr(stream, "examined", None)
    if known is None:
        known = stream.examined = shared().examine(file)
    return known


class Rendition(AbstractRendition):  # type: ignore[misc]
    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")

    class Meta:
        db_table = "masthead_rendition"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="masthead_rendition_recipe"
            ),
        ]
