"""Where the desk leads to the lists of sessions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from masthead.desk.log_in.sitting_views import sessions

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def desk_urls() -> list[URLPattern]:
    return [
        path("sessions/", sessions, name="masthead_sessions"),
        path("sessions/<int:number>/", sessions, name="masthead_sessions_of"),
    ]


def own_sessions(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("masthead_sessions"),
        "label": _("Where you are signed in"),
        "help_text": _("All browsers in which you are signed in, and how to sign out there."),
    }


def sessions_button(user: User, request_user: User) -> Iterator[Button]:
    if request_user.is_superuser:
        address = reverse("masthead_sessions_of", args=[user.pk])
        yield Button(_("Sessions"), url=address, icon_name="desktop", priority=30)


hooks.register("register_admin_urls", desk_urls)
hooks.register("register_account_menu_item", own_sessions)
hooks.register("register_user_listing_buttons", sessions_button)
