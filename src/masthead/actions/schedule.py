"""A publication in the future, as the desk would plan it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Page


def schedule(model: type[Page], number: int, date: datetime) -> None:
    """Give a page that is not public an approved version that goes live at this date."""
    with transaction.atomic():
        page = model.objects.get(pk=number)
        page.go_live_at = date
        page.has_unpublished_changes = True
        page.save(update_fields=["go_live_at", "has_unpublished_changes"])
        page.save_revision(approved_go_live_at=date, clean=False)
