"""What the roles may do at the desk.

writers         write and submit entries of their own; make persons and tags, which they need for what they write
editors         review, publish and withdraw; of the whole site, or of one blog only
administrators  may do everything

A role is a group of accounts, for the whole site or for one blog. What is given here is given once: later it is the
administrators' choice, and `masthead upgrade` gives only what a new version brings.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count
from typing import Any, Final, Literal, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_save
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from masthead.desk.models import ReviewTask, Role, RoleGroup
from masthead.entries.models import Blog, Home

NAMES: Final = {Role.WRITER: "Writers", Role.EDITOR: "Editors"}
WAGTAIL: Final = {Role.WRITER: "Editors", Role.EDITOR: "Moderators"}
"""What Wagtail calls its groups: it makes them with its tables."""
WAGTAILS_TASK: Final = "Moderators approval"
"""The name of Wagtail's task, and of the workflow that consists of it."""
REVIEW: Final = "Review"
LONGEST_NAME: Final = 140

PAGE: Final = {Role.WRITER: ("add",), Role.EDITOR: ("add", "change", "publish", "lock", "unlock")}
"""Writers may add to blogs only, so each blog has its row; editors of the site have theirs at home."""

_FILES: Final = ("wagtailimages.add_image", "wagtailimages.choose_image", "wagtaildocs.add_document",
                 "wagtaildocs.choose_document")  # fmt: skip
FILES: Final = {
    Role.WRITER: _FILES,
    Role.EDITOR: (*_FILES, "wagtailimages.change_image", "wagtailimages.delete_image", "wagtaildocs.change_document",
                  "wagtaildocs.delete_document"),
}  # fmt: skip

_WRITE: Final = ("wagtailadmin.access_admin", "masthead.add_person", "masthead.add_tag")
SITE: Final = {
    Role.WRITER: _WRITE,
    Role.EDITOR: (
        *_WRITE, "masthead.change_person", "masthead.delete_person", "masthead.change_tag", "masthead.delete_tag",
        "masthead.add_category", "masthead.change_category", "masthead.delete_category",
        "masthead.add_series", "masthead.change_series", "masthead.delete_series",
        "masthead.change_sitesettings",
    ),
}  # fmt: skip


def equip() -> None:
    """The roles of the site, with all rights that they were not given before, and the review of what writers submit."""
    for role in Role:
        role_group(role)
    for found in RoleGroup.objects.select_related("group", "blog"):
        _equip(found)
    _set_up_reviews()


def role_group(role: Role, blog: Blog | None = None) -> RoleGroup:
    """The group that is this role, made if there is none."""
    found = RoleGroup.objects.filter(role=role, blog=blog).first()
    if found is None:
        group = _new_group(f"{NAMES[role]} of {blog.title}") if blog else _site_group(role)
        found = RoleGroup.objects.create(group=group, role=role, blog=blog)
        _equip(found)
    return found


def watch_blogs() -> None:
    post_save.connect(_blog_saved, sender=Blog, dispatch_uid="masthead.desk.roles")


def _blog_saved(sender: Any, instance: Blog, created: bool, **_: Any) -> None:
    """Writers of the site may write in a new blog, too."""
    found = RoleGroup.objects.filter(role=Role.WRITER, blog=None).first() if created else None
    if found is not None:
        _equip(found)


class Right(NamedTuple):
    """A permission: for the whole site, for all files, or for a page and what is below it."""

    name: str
    of: Literal["site", "files", "page"]
    page_id: int = 0

    @property
    def key(self) -> str:
        return f"{self.name} {self.page_id}" if self.page_id else self.name


def _equip(found: RoleGroup) -> None:
    """Gives what was not given before."""
    missing = [right for right in _rights(found) if right.key not in found.given]
    for right in missing:
        _give(found.group, right)
    if missing:
        found.given = sorted({*found.given, *(right.key for right in missing)})
        found.save(update_fields=["given"])


def _rights(found: RoleGroup) -> Iterator[Right]:
    # Persons, terms and files are the whole site's: who edits one blog may use all of them, and changes none.
    general = Role.WRITER if found.blog_id else Role(found.role)
    yield from (Right(name, "site") for name in SITE[general])
    yield from (Right(name, "files") for name in FILES[general])
    for page_id in _pages(found):
        yield from (Right(f"wagtailcore.{name}_page", "page", page_id) for name in PAGE[Role(found.role)])


def _pages(found: RoleGroup) -> list[int]:
    if found.blog_id:
        return [found.blog_id]
    model = Blog if found.role == Role.WRITER else Home
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def _give(group: Group, right: Right) -> None:
    app, codename = right.name.split(".")
    permission = Permission.objects.get(content_type__app_label=app, codename=codename)
    if right.of == "site":
        group.permissions.add(permission)
    elif right.of == "files":
        root = Collection.get_first_root_node()
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    else:
        GroupPagePermission.objects.get_or_create(group=group, page_id=right.page_id, permission=permission)


def _site_group(role: Role) -> Group:
    """Wagtail's group under the role's name and without its rights, which reach too far; else a new one."""
    is_untouched = Group.objects.filter(name=WAGTAIL[Role.EDITOR]).exists()
    group = Group.objects.filter(name=WAGTAIL[role]).first() if is_untouched else None
    if group is None:
        return _new_group(NAMES[role])
    group.permissions.clear()
    GroupPagePermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.filter(group=group).delete()
    group.name = NAMES[role]
    group.save()
    return group


def _new_group(name: str) -> Group:
    """With a number behind the name if an administrator has a group that is called so."""
    name = name[:LONGEST_NAME]
    names = chain([name], (f"{name} ({number})" for number in count(2)))
    return Group.objects.create(name=next(free for free in names if not Group.objects.filter(name=free).exists()))


def _set_up_reviews() -> None:
    """Once: the site's workflow asks for our review where Wagtail's asked for a group."""
    if ReviewTask.objects.exists():
        return
    review = ReviewTask.objects.create(name=REVIEW)
    before = GroupApprovalTask.objects.filter(name=WAGTAILS_TASK).first()
    if before is None:
        workflow = Workflow.objects.create(name=REVIEW)
        WorkflowTask.objects.create(workflow=workflow, task=review, sort_order=0)
        WorkflowPage.objects.get_or_create(page_id=Home.objects.get().pk, defaults={"workflow": workflow})
        return
    WorkflowTask.objects.filter(task=before).update(task=review)
    Workflow.objects.filter(name=WAGTAILS_TASK).update(name=REVIEW)
    TaskState.objects.filter(task=before).update(task=review)
    before.delete()
