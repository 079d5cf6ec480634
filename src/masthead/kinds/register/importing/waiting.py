"""Files that were read and wait for somebody to say yes: a day, whether or not anybody sends another."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from masthead.kinds.register.models import Upload

KEPT: Final = dt.timedelta(days=1)
EVERY: Final = 60 * 60


def forget() -> None:
    """Writes nothing where there is none: a transaction takes the writer's place."""
    late = Upload.objects.filter(made__lt=timezone.now() - KEPT)
    if late.exists():
        late.delete()
