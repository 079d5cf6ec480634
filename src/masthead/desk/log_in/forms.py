"""What is filled in before the desk: name and password, or a mailbox."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.forms import auth as wagtails
from wagtail.users.models import UserProfile

from masthead.desk.log_in import browsers, tries
from masthead.entries.languages import format_number
from masthead.entries.models import site_name
from masthead.respond import where


class LogInForm(wagtails.LoginForm):  # type: ignore[misc]
    refused_until: dt.datetime | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Wagtail leaves it to be made of the field's name, in English.
        self.fields["password"].label = _("Password")

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (name and password):
            return super().clean()  # type: ignore[no-any-return]
        keys = keys_of(self.request, name)
        self.refused_until = tries.take(keys)
        if self.refused_until:
            raise ValidationError(_too_often(self.refused_until), code="refused")
        cleaned = super().clean()
        tries.forget(keys)
        return cleaned  # type: ignore[no-any-return]


def keys_of(request: HttpRequest, name: str) -> list[tries.Key]:
    """What a try to log in counts for."""
    name = User.normalize_username(name)
    own = browsers.known(request, name) or tries.key("name", name)
    return [own, tries.key("network", where.network(request))]


class PasswordResetForm(wagtails.PasswordResetForm):  # type: ignore[misc]
    """Answers the same, whether there is such an account or not."""

    refused_until: dt.datetime | None = None
    request: HttpRequest

    def clean_email(self) -> str:
        mailbox = str(self.cleaned_data["email"])
        keys = [tries.key("mailbox", mailbox.casefold()), tries.key("asking", where.network(self.request))]
        self.refused_until = tries.take(keys)
        if self.refused_until:
            raise ValidationError(_asked_too_often(self.refused_until), code="refused")
        return mailbox

    def send_mail(self, subject: str, body: str, context: dict[str, Any], *rest: Any, **more: Any) -> None:
        """In the language of the account, whoever asks."""
        profile = UserProfile.get_for_user(context["user"])
        with translation.override(profile.preferred_language or settings.OPTIONS.language):
            super().send_mail(subject, body, {**context, "site": site_name()}, *rest, **more)


def _too_often(until: dt.datetime) -> str:
    return _("There were too many attempts, so this password was not looked at. %(wait)s If you do not remember it, "
             "have a new one sent to you: “Forgotten password?” below. If you cannot wait, ask whoever runs this site."
    ) % {"wait": _wait(until)}  # fmt: skip


def _asked_too_often(until: dt.datetime) -> str:
    return _("A new password was asked for too often. Look into your mailbox, also among the unwanted mail: the link "
             "in the last letter is good for a day. %(wait)s"
    ) % {"wait": _wait(until)}  # fmt: skip


def _wait(until: dt.datetime) -> str:
    minutes = max(1, math.ceil((until - timezone.now()).total_seconds() / 60))
    said = ngettext("Wait %(minutes)s minute and try again.", "Wait %(minutes)s minutes and try again.", minutes)
    return said % {"minutes": format_number(minutes, translation.get_language() or "en")}
