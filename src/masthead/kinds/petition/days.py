"""Days in the site's time zone, as the desk and the clock ask for them."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def today(now: dt.datetime | None = None) -> dt.date:
    return timezone.localdate(now, timezone.get_default_timezone())


def not_to_come(day: dt.date | None) -> dt.date | None:
    """The day of something that has happened. Raises ValidationError for one that is still to come."""
    if day and day > today():
        raise ValidationError(_("This day is still to come."))
    return day
