"""The letters that wait."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Letter(models.Model):
    """One mail to one receiver, as it will go over the line. Gone once it is delivered."""

    sender = models.TextField()
    receiver = models.TextField()
    subject = models.TextField()
    message = models.BinaryField()
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    given_up = models.BooleanField(default=False)
    # What it must go with when that is erased: the public id of a signature, say. NULL: nothing.
    about = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "masthead_letter"
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=models.Q(given_up=False), name="masthead_letter_next"),
            models.Index(fields=["about"], condition=models.Q(about__isnull=False), name="masthead_letter_about"),
        ]
