"""Who is in: each account sees its own sessions and can end them; administrators see everybody's."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from masthead.desk.log_in.sessions import Sitting, end, end_all, sittings
from masthead.desk.start.lines import name_of, told


@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The sessions of one account; without a number, of one's own."""
    own = request.user
    assert isinstance(own, User)  # noqa: S101 - nobody else is let in to the desk
    if number not in (None, own.pk) and not own.is_superuser:
        raise PermissionDenied
    user = own if number in (None, own.pk) else get_object_or_404(User, pk=number)
    if request.method == "POST":
        return _end(request, user)
    found = sittings(user, request.session.session_key)
    name = name_of(user)
    title = _("Where you are signed in") if user == own else _("Where %(name)s is signed in") % {"name": name}
    context = {
        "page_title": title,
        "header_title": title,
        "header_icon": "desktop",
        "is_own": user == own,
        "others": sum(not each.is_this for each in found),
        "sittings": [_shown(each) for each in found],
        "breadcrumbs_items": [*_way(user, own), {"url": "", "label": title}],
    }
    return TemplateResponse(request, "masthead_desk/sessions.html", context)


def _way(user: User, own: User) -> list[dict[str, object]]:
    """Where one has come from."""
    if user == own:
        return [{"url": reverse("wagtailadmin_account"), "label": _("Account")}]
    return [
        {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
        {"url": reverse("wagtailusers_users:edit", args=[user.pk]), "label": name_of(user)},
    ]


def _end(request: HttpRequest, user: User) -> HttpResponse:
    if "session" in request.POST:
        end(user, request.POST["session"])
        told_of = _("The session has ended.")
    else:
        end_all(user, keep=request.session.session_key)
        told_of = _("All other sessions have ended.") if user == request.user else _("All sessions have ended.")
    messages.success(request, told_of)
    return HttpResponseRedirect(request.path)


def _shown(sitting: Sitting) -> dict[str, object]:
    came_in = sitting.came_in
    return {
        "name": sitting.name,
        "is_this": sitting.is_this,
        "browser": _browser(came_in.browser, came_in.system) if came_in else _browser("", ""),
        "network": came_in.network if came_in else "",
        "began": told(dt.datetime.fromisoformat(came_in.at)) if came_in else {},
        "seen": told(sitting.seen),
    }


def _browser(browser: str, system: str) -> str:
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that gives no name")
