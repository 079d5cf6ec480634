"""The first steps of a new site. They go once readers have an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.models import User as Account
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.desk.blogs import writable
from masthead.entries.models import Entry, Person, PublicEntry, SiteSettings

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Step(NamedTuple):
    title: str
    why: str
    link: str
    done: bool


def first_steps(user: User) -> list[Step]:
    """Those that this person may take; none once the site has a public entry."""
    if PublicEntry.objects.exists():
        return []
    steps = []
    if user.has_perm("masthead.change_sitesettings"):
        link = reverse("wagtailsettings:edit", args=["masthead", "sitesettings"])
        named = SiteSettings.objects.exclude(tagline="").exists()
        steps.append(Step(_("Say what the site is"), _("Its name, a line below it, and the menu."), link, named))
    if user.has_perm("masthead.add_person"):
        link = reverse("wagtailsnippets_masthead_person:add")
        why = _("Whom readers are told of: authors, translators, photographers. They need no account.")
        steps.append(Step(_("Add a person for the bylines"), why, link, Person.objects.exists()))
    if user.has_perm("auth.add_user"):
        link = reverse("wagtailusers_users:add")
        why = _("Writers submit, editors review and publish.")
        steps.append(Step(_("Let others in"), why, link, Account.objects.count() > 1))
    if blogs := writable(user):
        link = reverse("wagtailadmin_pages:add_subpage", args=[blogs[0].pk])
        why = _("A draft is saved as you write. Nobody sees it before it is published.")
        steps.append(Step(_("Write the first entry"), why, link, Entry.objects.exists()))
    return steps
