"""The mails themselves: plain text, in the receiver's language, with the site's address in the links."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from masthead.entries.languages import format_moment, normalised_tag, read_catalogues
from masthead.entries.models import site_name

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from wagtail.users.models import UserProfile

Event = Literal["submitted", "changes", "rejected", "ended", "published", "planned"]
Say = Callable[[str], str]


class Notice(NamedTuple):
    event: Event
    page: Any
    actor: User | None
    """Who did it; None for Masthead itself."""
    writer: User | None
    comment: str


def _(message: str) -> str:
    """Marks a text for the catalogues; each receiver has a language of their own."""
    return message


SUBJECTS: Final[dict[Event, str]] = {
    "submitted": _("To review: “%(title)s”"),
    "changes": _("Changes requested: “%(title)s”"),
    "rejected": _("Rejected: “%(title)s”"),
    "ended": _("Review ended: “%(title)s”"),
    "published": _("Published: “%(title)s”"),
    "planned": _("Approved: “%(title)s”"),
}
FACTS: Final[dict[Event, str]] = {
    "submitted": _("%(actor)s has submitted “%(title)s” for review."),
    "changes": _("%(actor)s has read “%(title)s” and requests changes."),
    "rejected": _("%(actor)s has rejected “%(title)s”. The draft stays at the desk."),
    "ended": _("%(actor)s has ended the review of “%(title)s” without a decision. The draft stays at the desk."),
    "published": _("%(actor)s has published “%(title)s”."),
    "planned": _("%(actor)s has approved “%(title)s”. It will be published at %(moment)s."),
}
CATALOGUES: Final = MappingProxyType(read_catalogues(files("masthead.desk.notices")))


def write(notice: Notice, receiver: User, profile: UserProfile) -> None:
    """Puts the mail to this receiver into the outbox. Raises ValueError for an address that is none."""
    language = profile.preferred_language or settings.OPTIONS.language
    say = words(language)
    title = _title(notice.page)
    named = {
        "title": title,
        "actor": notice.actor.get_full_name() or notice.actor.get_username() if notice.actor else site_name(),
        "moment": _moment(notice.page, profile, language),
    }
    EmailMessage(
        subject=say(SUBJECTS[notice.event]) % named,
        body="\n".join(_body(notice, receiver, say, named)),
        to=[receiver.email],
        # RFC 3834: nobody's holiday answers this.
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def words(language: str) -> Say:
    tag = normalised_tag(language)
    while tag not in CATALOGUES and "-" in tag:
        tag = tag.rpartition("-")[0]
    return CATALOGUES[tag].gettext if tag in CATALOGUES else _


def _body(notice: Notice, receiver: User, say: Say, named: dict[str, str]) -> list[str]:
    lines = [say(FACTS[notice.event]) % named, ""]
    if notice.comment:
        lines += [say(_("Why:")), *(f"> {line}" for line in notice.comment.splitlines()), ""]
    if notice.event == "published" and (public := notice.page.full_url):
        lines += [say(_("Read it:")), public, ""]
    edit = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[notice.page.pk])
    lines += [say(_("At the desk:")), edit, "", "-- "]
    lines.append(say(_("%(site)s. Which mails you get is set in your account:")) % {"site": site_name()})
    lines.append(settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_account"))
    return lines


def _title(page: Any) -> str:
    """On one line: it stands in the subject."""
    return " ".join(str(page.get_admin_display_title()).split())


def _moment(page: Any, profile: UserProfile, language: str) -> str:
    planned = page.scheduled_revision
    if planned is None:
        return ""
    return format_moment(planned.approved_go_live_at.astimezone(ZoneInfo(profile.get_current_time_zone())), language)
