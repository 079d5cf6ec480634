"""One line of a list of the start page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from masthead.entries.languages import format_date, format_time

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Line(NamedTuple):
    """`quote` is what somebody wrote about it, `sort` gives the mark before the state its colour."""

    title: str
    link: str
    state: str = ""
    sort: str = ""  # "", "waits", "good", "bad"
    by: str = ""
    moment: str = ""
    iso: str = ""
    quote: str = ""
    public: str = ""


def told(moment: dt.datetime | None) -> dict[str, str]:
    """The moment as people at this desk say it, and for machines."""
    if moment is None:
        return {}
    here = timezone.localtime(moment)
    language = get_language() or "en"
    days = (here.date() - timezone.localtime().date()).days
    pattern = {-1: _("yesterday, %(time)s"), 0: _("today, %(time)s"), 1: _("tomorrow, %(time)s")}.get(days)
    if pattern is None:
        pattern = _("%(date)s, %(time)s")
    shown = pattern % {"date": format_date(here, language), "time": format_time(here, language)}
    return {"moment": shown, "iso": here.isoformat(timespec="minutes")}


def edit_link(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def name_of(user: User | None) -> str:
    return user.get_full_name() or user.get_username() if user is not None else ""


def title_of(page: Any) -> str:
    return str(page.draft_title or page.title)
