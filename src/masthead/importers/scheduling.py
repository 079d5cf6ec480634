"""A publication in the future, as Wagtail's own scheduler expects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Page


def schedule(model: type[Page], number: int, date: datetime) -> None:
    """Give a page that is not public an approved revision that goes live at this date."""
    page = model.objects.get(pk=number)
    page.go_live_at = date
    page.has_unpublished_changes = True
    page.save(update_fields=["go_live_at", "has_unpublished_changes"])
    page.save_revision(approved_go_live_at=date, clean=False)
