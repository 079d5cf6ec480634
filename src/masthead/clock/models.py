"""What the clock remembers between two looks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Delay(models.Model):
    """Something that was due and could not be done yet. Numbers instead of foreign keys: the page may go."""

    page_id = models.BigIntegerField()
    act = models.CharField(max_length=10)
    revision_id = models.BigIntegerField(default=0)
    due_at = models.DateTimeField()
    error = models.TextField()
    tries = models.PositiveIntegerField(default=1)
    retry_at = models.DateTimeField()

    class Meta:
        db_table = "masthead_clock_delay"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page_id", "act", "revision_id"], name="masthead_clock_delay_once"),
        ]
