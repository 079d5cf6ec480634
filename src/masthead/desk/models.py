"""Reviews, and which groups are Masthead's roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from masthead.entries.models import Blog

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet


class Role(models.TextChoices):
    """Beside the administrator, who is in no group: Django's superuser."""

    WRITER = "writer", _("Writer")
    EDITOR = "editor", _("Editor")


class RoleGroup(models.Model):
    """A group that is a role, for the whole site or for one blog, whatever it is called."""

    group = models.OneToOneField(Group, models.CASCADE, primary_key=True, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    blog = models.ForeignKey(Blog, models.CASCADE, null=True, related_name="+")
    given = models.JSONField(default=list)
    """Rights that were given once: what an administrator takes away again stays away."""

    class Meta:
        db_table = "masthead_role_group"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "blog"], name="masthead_role_group_blog"),
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(blog__isnull=True), name="masthead_role_group_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.blog.slug}" if self.blog is not None else str(self.role)


class ReviewTask(Task):  # type: ignore[misc]
    """A look before publication, by whoever may publish the page: so rights are said in one place.

    Wagtail's own approval asks for a group instead, and lets its members publish pages of any blog.
    """

    class Meta:
        db_table = "masthead_review_task"
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return may_publish(obj, user)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return not may_publish(obj, user)

    def user_can_lock(self, obj: Page, user: User) -> bool:
        return may_publish(obj, user)

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        if not may_publish(obj, user):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("decline", _("Reject"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **data: Any) -> None:
        """To decline ends the review; to request changes, which Wagtail calls to reject, waits for a new version."""
        if action_name != "decline":
            super().on_action(task_state, user, action_name, **data)
            return
        task_state.reject(user=user, update=False, **data)
        task_state.workflow_state.cancel(user=user)

    def get_task_states_user_can_moderate(self, user: User, **_: Any) -> QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if user.is_superuser:
            return waiting  # type: ignore[no-any-return]
        pages = Page.objects.in_bulk({int(each.workflow_state.object_id) for each in _with_states(waiting)})
        mine = [
            each.pk
            for each in _with_states(waiting)
            if (page := pages.get(int(each.workflow_state.object_id))) and may_publish(page, user)
        ]
        return waiting.filter(pk__in=mine)  # type: ignore[no-any-return]

    @classmethod
    def get_description(cls) -> Any:
        return _("Whoever may publish a page can approve it.")


def may_publish(page: Page, user: User) -> bool:
    return bool(page.permissions_for_user(user).can_publish())


def _with_states(waiting: Any) -> Any:
    return waiting.select_related("workflow_state")
