"""Which blogs somebody works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page
from wagtail.permissions import policy_registry

from masthead.entries.models import Blog

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def writable(user: User) -> list[Blog]:
    """The blogs that this person may begin an entry in."""
    return [blog for blog in _blogs() if blog.permissions_for_user(user).can_add_subpage()]


def seen(user: User) -> list[Blog]:
    """The blogs whose entries this person may look at: where they have any right on pages."""
    numbers = set(
        policy_registry.get_by_type(Page)
        .explorable_instances(user)
        .filter(pk__in=[blog.pk for blog in _blogs()])
        .values_list("pk", flat=True)
    )
    return [blog for blog in _blogs() if blog.pk in numbers]


def _blogs() -> list[Blog]:
    return list(Blog.objects.order_by("title", "pk"))
