"""Which roles an account has. The roles themselves are the desk's: see `masthead.desk.roles`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import Group, User

from masthead.desk.models import Role, RoleGroup
from masthead.desk.roles import role_group
from masthead.entries.models import Blog
from masthead.site import accounts

ADMINISTRATOR: Final = "administrator"


def set_role(user: User, role: str, blogs: Iterable[str] = ()) -> None:
    """Gives the account this role and no other: writer, editor or administrator; of some blogs only, if any is
    named by its slug. Groups that an administrator made at the desk stay. Raises AccountError."""
    groups = [] if role == ADMINISTRATOR else _groups(role, list(blogs))
    if role == ADMINISTRATOR and list(blogs):
        raise accounts.AccountError("An administrator is one of the whole site: leave --blog out.")
    if user.is_superuser and role != ADMINISTRATOR:
        accounts.keep_an_administrator(user)
    user.is_staff = user.is_superuser = role == ADMINISTRATOR
    user.save()
    user.groups.remove(*Group.objects.filter(pk__in=RoleGroup.objects.values("group_id")))
    user.groups.add(*groups)


def roles_of(user: User) -> list[str]:
    """In words: "editor", "writer of street-notes", or the name of a group that was made at the desk."""
    if user.is_superuser:
        return [ADMINISTRATOR]
    known = {found.group_id: str(found) for found in RoleGroup.objects.select_related("blog")}
    return sorted(known.get(group.pk, group.name) for group in user.groups.all())


def _groups(role: str, blogs: list[str]) -> list[Group]:
    if role not in Role.values:
        raise accounts.AccountError(
            f"There is no role “{role}”. The roles are: {', '.join([*Role.values, ADMINISTRATOR])}."
        )
    if not blogs:
        return [role_group(Role(role)).group]
    found = {blog.slug: blog for blog in Blog.objects.all()}
    for slug in blogs:
        if slug not in found:
            raise accounts.AccountError(f"There is no blog “{slug}”. The blogs are: {', '.join(sorted(found))}.")
    return [role_group(Role(role), found[slug]).group for slug in dict.fromkeys(blogs)]
