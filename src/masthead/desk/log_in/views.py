"""Wagtail's views before the desk, where one may not try for ever."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from wagtail.admin.views import account as wagtails

from masthead.desk.log_in import browsers, tries
from masthead.desk.log_in.forms import LogInForm, PasswordResetForm


class LogIn(wagtails.LoginView):  # type: ignore[misc]
    form_class = LogInForm

    def get_form_class(self) -> type[LogInForm]:
        return LogInForm

    def form_valid(self, form: LogInForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        browsers.remember(response, form.get_user().get_username())
        return response

    def form_invalid(self, form: LogInForm) -> HttpResponse:
        return _refused(super().form_invalid(form), form)


class PasswordReset(wagtails.PasswordResetView):  # type: ignore[misc]
    def get_form_class(self) -> type[PasswordResetForm]:
        return PasswordResetForm

    def get_form(self, form_class: Any = None) -> PasswordResetForm:
        form: PasswordResetForm = super().get_form(form_class)
        form.request = self.request
        return form

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return {**super().get_context_data(**more), "no_mail": not settings.OPTIONS.mail_host}

    def form_invalid(self, form: PasswordResetForm) -> HttpResponse:
        return _refused(super().form_invalid(form), form)


class PasswordResetDone(wagtails.PasswordResetDoneView):  # type: ignore[misc]
    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return {**super().get_context_data(**more), "no_mail": not settings.OPTIONS.mail_host}


class PasswordResetConfirm(wagtails.PasswordResetConfirmView):  # type: ignore[misc]
    """The way in for whom others' tries keep out: the link knows its browser."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        browsers.remember(response, self.user.get_username())
        tries.forget([tries.key("mailbox", self.user.email.casefold())])
        return response


def _refused(response: HttpResponse, form: LogInForm | PasswordResetForm) -> HttpResponse:
    """RFC 6585, section 4."""
    if form.refused_until is not None:
        response.status_code = 429
        response["Retry-After"] = str(max(1, math.ceil((form.refused_until - timezone.now()).total_seconds())))
    return response
