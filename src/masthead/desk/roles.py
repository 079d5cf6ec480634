"""What the roles may do at the desk, beside what Wagtail gives them when a site is made.

editors      write and submit; make persons and tags, which they need for what they write
moderators   review and publish; keep persons, categories, tags, menu and footer
administrators may do everything
"""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import Group, Permission

MAY: Final = {
    "Editors": ("add_person", "change_person", "add_tag", "change_tag"),
    "Moderators": (
        "add_person", "change_person", "delete_person", "add_tag", "change_tag", "delete_tag",
        "add_category", "change_category", "delete_category", "change_sitesettings",
    ),
}  # fmt: skip


def equip() -> None:
    """Gives the roles their permissions; once, when the site is made: later they are the administrator's choice."""
    for role, names in MAY.items():
        group = Group.objects.get(name=role)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="masthead", codename__in=names))
