"""What waits for whoever looks: reviews, what was sent back, own drafts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from masthead.desk.start.lines import Line, edit_link, name_of, title_of, told

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SHOWN: Final = 8
LOOKED_AT: Final = 40
"""Decisions that are looked at for those that still matter."""
REMEMBERED: Final = dt.timedelta(days=60)


class Lines(NamedTuple):
    """The first of them, and whether there are more."""

    lines: list[Line]
    more: bool = False


def reviews(user: User) -> Lines:
    """What this person may decide, what has waited longest first."""
    states = (
        TaskState.objects.reviewable_by(user)
        .select_related("revision__user", "workflow_state")
        .order_by("started_at", "pk")[: SHOWN + 1]
    )
    found = list(states)
    pages = Page.objects.in_bulk({int(state.workflow_state.object_id) for state in found})
    lines = [
        Line(
            title_of(page),
            edit_link(page.pk),
            by=name_of(state.revision.user if state.revision else None),
            **told(state.started_at),
        )
        for state in found[:SHOWN]
        if (page := pages.get(int(state.workflow_state.object_id)))
    ]
    return Lines(lines, len(found) > SHOWN)


def sent_back(user: User) -> Lines:
    """What this person submitted and others did not take, with what they wrote; until a new version is submitted."""
    since = timezone.now() - REMEMBERED
    states = (
        TaskState.objects.filter(
            status=TaskState.STATUS_REJECTED, workflow_state__requested_by=user, finished_at__gte=since
        )
        .select_related("workflow_state", "finished_by")
        .order_by("-finished_at")[:LOOKED_AT]
    )
    found = [state for state in states if state.workflow_state.current_task_state_id == state.pk]
    pages = Page.objects.in_bulk({int(state.workflow_state.object_id) for state in found})
    newest = _newest_reviews(pages)
    lines = []
    for state in found:
        page = pages.get(int(state.workflow_state.object_id))
        if page is None or not is_draft(page) or newest.get(page.pk) != state.workflow_state_id:
            continue
        asks = state.workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        lines.append(
            Line(
                title_of(page),
                edit_link(page.pk),
                state=_("Changes requested") if asks else _("Rejected"),
                sort="waits" if asks else "bad",
                by=name_of(state.finished_by),
                quote=state.comment.strip(),
                **told(state.finished_at),
            )
        )
    return Lines(lines[:SHOWN], len(lines) > SHOWN)


def _newest_reviews(pages: dict[int, Any]) -> dict[int, int]:
    states = WorkflowState.objects.filter(object_id__in=[str(number) for number in pages]).order_by("pk")
    return {int(of): number for of, number in states.values_list("object_id", "pk")}


def drafts(user: User) -> Lines:
    """What this person began and readers do not have, what was touched last first."""
    found = list(
        Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), owner=user, depth__gt=1)
        .order_by("-latest_revision_created_at", "-pk")
        .only("pk", "draft_title", "title", "live", "go_live_at", "latest_revision_created_at")[: SHOWN + 1]
    )
    in_review = {
        int(of)
        for of in WorkflowState.objects.active()
        .filter(object_id__in=[str(page.pk) for page in found], status=WorkflowState.STATUS_IN_PROGRESS)
        .values_list("object_id", flat=True)
    }
    planned = set(_planned(found))
    lines = [
        Line(
            title_of(page), edit_link(page.pk), **_state(page, in_review, planned),
            **told(page.latest_revision_created_at),
        )
        for page in found[:SHOWN]
    ]  # fmt: skip
    return Lines(lines, len(found) > SHOWN)


def _planned(pages: list[Any]) -> list[int]:
    from wagtail.models import Revision

    kind = {"object_id__in": [str(page.pk) for page in pages], "approved_go_live_at__isnull": False}
    return [int(of) for of in Revision.page_revisions.filter(**kind).values_list("object_id", flat=True)]


def _state(page: Any, in_review: set[int], planned: set[int]) -> dict[str, str]:
    if page.pk in in_review:
        return {"state": _("In review"), "sort": "waits"}
    if page.pk in planned:
        return {"state": _("Planned"), "sort": "waits"}
    return {"state": _("Newer draft"), "sort": ""} if page.live else {"state": _("Draft"), "sort": ""}


def is_draft(page: Any) -> bool:
    return not page.live or bool(page.has_unpublished_changes)
