"""What happens in a review, and who is told of it.

The writer is told of every decision that somebody else takes; who may publish the page is told of what waits, and of
what a colleague has decided, so that nobody reads it twice. Each can switch mails off in their account.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from wagtail.admin import signal_handlers as wagtails
from wagtail.models import TaskState, WorkflowState
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)
from wagtail.users.models import UserProfile

from masthead.desk.models import ReviewTask
from masthead.desk.notices.letters import Event, Notice, write

if TYPE_CHECKING:
    from django.contrib.auth.models import User

log = logging.getLogger("masthead.mail")

SWITCHES: Final[dict[Event, str]] = {
    "submitted": "submitted_notifications",
    "changes": "rejected_notifications",
    "rejected": "rejected_notifications",
    "ended": "rejected_notifications",
    "published": "approved_notifications",
    "planned": "approved_notifications",
}
"""Which of the account's switches a mail obeys."""


def connect() -> None:
    """Wagtail's mails say less, and to others: to groups and to superusers. Other sorts of tasks keep theirs."""
    for signal, receiver, uid in (
        (
            workflow_submitted,
            wagtails.workflow_submission_email_notifier,
            "workflow_state_submitted_email_notification",
        ),
        (workflow_rejected, wagtails.workflow_rejection_email_notifier, "workflow_state_rejected_email_notification"),
        (workflow_approved, wagtails.workflow_approval_email_notifier, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(receiver, sender=WorkflowState, dispatch_uid=uid)
    task_submitted.connect(_submitted, sender=TaskState, dispatch_uid="masthead.notices.submitted")
    workflow_rejected.connect(_changes_requested, sender=WorkflowState, dispatch_uid="masthead.notices.changes")
    workflow_approved.connect(_approved, sender=WorkflowState, dispatch_uid="masthead.notices.approved")
    workflow_cancelled.connect(_cancelled, sender=WorkflowState, dispatch_uid="masthead.notices.cancelled")


def _submitted(instance: TaskState, user: User | None, **_: Any) -> None:
    if isinstance(instance.task.specific, ReviewTask):
        page = instance.workflow_state.content_object
        _tell("submitted", instance.workflow_state, user, _reviewers(page))


def _changes_requested(instance: WorkflowState, user: User | None, **_: Any) -> None:
    _decided("changes", instance, user)


def _approved(instance: WorkflowState, user: User | None, **_: Any) -> None:
    _decided("planned" if _page(instance).scheduled_revision else "published", instance, user)


def _cancelled(instance: WorkflowState, user: User | None, **_: Any) -> None:
    """By a publication past the review, by a rejection, by whoever withdraws what was submitted."""
    page, task = _page(instance), instance.current_task_state
    if page.scheduled_revision:
        _decided("planned", instance, user)
    elif page.live and page.live_revision_id == page.latest_revision_id:
        _decided("published", instance, user)
    elif task is not None and task.status == TaskState.STATUS_REJECTED and user != instance.requested_by:
        _decided("rejected", instance, user)
    else:
        _decided("ended", instance, user)


def _page(state: WorkflowState) -> Any:
    """As it is now: the object that the state remembers is of before."""
    from wagtail.models import Page

    return Page.objects.get(pk=int(state.object_id)).specific


def _reviewers(page: Any) -> Iterable[User]:
    found: Iterable[User] = PagePermissionPolicy().users_with_permission_for_instance("publish", page)
    return found


def _decided(event: Event, state: WorkflowState, user: User | None) -> None:
    writer = [state.requested_by] if state.requested_by is not None else []
    _tell(event, state, user, [*writer, *_reviewers(state.content_object)])


def _tell(event: Event, state: WorkflowState, actor: User | None, receivers: Iterable[User]) -> None:
    """A notice that cannot be written is no reason to undo what was done."""
    wanted = {each.pk: each for each in receivers if each != actor and each.is_active and each.email}
    if not wanted:
        return
    task = state.current_task_state
    notice = Notice(
        event=event,
        page=_page(state),
        actor=actor,
        writer=state.requested_by,
        comment=task.comment.strip() if task is not None and event not in ("submitted", "ended") else "",
    )
    for receiver in wanted.values():
        profile = UserProfile.get_for_user(receiver)
        if getattr(profile, SWITCHES[event]):
            try:
                write(notice, receiver, profile)
            except ValueError as error:
                log.warning("No mail to %s about “%s”: %s", receiver.get_username(), notice.page.title, error)
