"""What came by which import: so that one can be taken back, and what was deleted since stays away."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Import(models.Model):
    """One run of an import that brought something. It has its number for ever."""

    started = models.DateTimeField(default=timezone.now)
    system = models.CharField(max_length=20)
    name = models.TextField(blank=True)
    url = models.TextField(blank=True)
    blog_id = models.BigIntegerField()

    class Meta:
        db_table = "masthead_import"


class Imported(models.Model):
    """One thing that an import brought. Its row stays when the thing is deleted: so it is not brought again."""

    import_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=10)  # page, person, category, tag, image, document, menu
    source = models.CharField(max_length=200)
    target_id = models.BigIntegerField()
    # As the import left it; what differs has been changed by somebody since.
    state = models.CharField(max_length=32, blank=True)

    class Meta:
        db_table = "masthead_imported"
        indexes: ClassVar = [models.Index(fields=["source", "kind"], name="masthead_imported_source")]
