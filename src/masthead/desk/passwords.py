"""The first thing that somebody with a one-time password sees.

Wagtail's own account page would ask for first name, last name and mail address, too, before it takes a password.
"""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from masthead.site.accounts import has_one_time_password


def own_password(request: HttpRequest) -> HttpResponse:
    """Takes a password from who has come in with a one-time password; others have their account page."""
    user = request.user
    if not isinstance(user, User) or not has_one_time_password(user):
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    form = SetPasswordForm(user, request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    return TemplateResponse(request, "masthead_desk/own_password.html", {"form": form})
