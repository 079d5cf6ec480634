"""Taking back what is public only until a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Page

if TYPE_CHECKING:
    from datetime import datetime

LOGGED = "wagtail.unpublish.scheduled"


def expire(page_id: int, now: datetime) -> bool:
    """Take the page back if its end has come. False: an editor or another process came first."""
    with transaction.atomic():
        row = Page.objects.select_for_update().filter(pk=page_id, live=True, expire_at__lte=now).first()
        if row is None:
            return False
        take_back(row.specific)
    return True


def take_back(page: Any) -> None:
    """Unpublish as expired, and leave a later version's place in the schedule: Wagtail would drop it."""
    planned = list(page.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at"))
    page.unpublish(set_expired=True, log_action=LOGGED)
    for number, moment in planned:
        page.revisions.filter(pk=number).update(approved_go_live_at=moment)
