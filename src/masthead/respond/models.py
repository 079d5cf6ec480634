"""What is kept about where things come from: as little as can be."""

from __future__ import annotations

from django.db import models


class Pace(models.Model):
    """How far ahead of its pace a network is, or a mailbox that letters go to. The key is a keyed digest: no address
    lies here. Gone once it is back at its pace, at the latest after a day."""

    key = models.CharField(max_length=64, primary_key=True)
    # The moment at which all that has come would have come at the pace; microseconds since 1970.
    until = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "masthead_pace"

    def __str__(self) -> str:
        return self.key
