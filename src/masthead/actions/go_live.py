"""Publishing what was planned for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from masthead.actions.expire import LOGGED, take_back

if TYPE_CHECKING:
    from datetime import datetime


def go_live(revision_id: int, now: datetime) -> bool:
    """Publish the planned version if its moment has come. False: an editor or another process came first.

    A version whose end has passed as well, while nobody looked, is not shown for a moment first: it has expired.
    """
    with transaction.atomic():
        # The page first: whoever publishes or withdraws it at the desk holds its row for as long.
        page_id = Revision.objects.filter(pk=revision_id).values_list("object_id", flat=True).first()
        row = Page.objects.select_for_update().filter(pk=int(page_id)).first() if page_id else None
        revision = Revision.objects.filter(pk=revision_id, approved_go_live_at__lte=now).first()
        if row is None or revision is None:
            return False
        if has_ended(revision.content, now):
            _let_lapse(row.specific, revision)
        else:
            revision.publish(log_action="wagtail.publish.scheduled")
    return True


def has_ended(content: dict[str, Any], now: datetime) -> bool:
    end = parse_datetime(content.get("expire_at") or "")
    return end is not None and end <= now


def _let_lapse(page: Any, revision: Revision) -> None:
    page.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
    if page.live:
        take_back(page)
        return
    Page.objects.filter(pk=page.pk).update(expired=True)
    log(instance=page, action=LOGGED, revision=revision)
