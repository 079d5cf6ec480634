"""Moments of a source in the site's time."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone


def moment(text: str) -> datetime:
    """An instant; where the source knew only the wall clock, it is read in the site's time zone."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        found = found.replace(tzinfo=timezone.get_default_timezone())
    # To the minute of year 1 and 9999 a zone's offset leaves the calendar.
    return found.astimezone(UTC) if 1 < found.year < 9999 else found.replace(tzinfo=UTC)
