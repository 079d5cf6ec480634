"""Which blogs somebody works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.permissions import policy_registry

from masthead.entries.collation import sort_key
from masthead.entries.models import Blog

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ANY: Final = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
"""The rights on pages; see Wagtail's `IndexView.any_permission_required`."""


def writable(user: User) -> list[Blog]:
    """The blogs that this person may begin an entry in."""
    return [blog for blog in blogs() if blog.permissions_for_user(user).can_add_subpage()]


def seen(user: User) -> list[Blog]:
    """The blogs whose entries this person may look at: where they have any right on the blog, or on what is above."""
    policy = policy_registry.get_by_type(Page)
    return [blog for blog in blogs() if policy.user_has_any_permission_for_instance(user, ANY, blog)]


def blogs() -> list[Blog]:
    return sorted(Blog.objects.order_by("pk"), key=lambda blog: sort_key(blog.title, get_language() or "en"))
