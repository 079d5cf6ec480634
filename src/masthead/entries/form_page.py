"""A page of the desk with one form and one button: for what is asked beside an entry's own form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

if TYPE_CHECKING:
    _FormView = FormView[forms.Form]
else:
    _FormView = FormView


class FormPage(WagtailAdminTemplateMixin, _FormView):  # type: ignore[misc]
    """`submit`: what its button says."""

    template_name = "wagtailadmin/generic/form.html"
    submit: Any = _("Save")

    def get_context_data(self, **context: Any) -> Any:
        given = {
            "action_url": self.request.get_full_path(),
            "submit_button_label": self.submit,
            "submit_button_active_label": self.submit,
        }
        found = super().get_context_data(**{**given, **context})
        return {"media": found["form"].media, **found}

    def refuse(self, form: forms.Form, name: str | None, reason: object) -> HttpResponse:
        """Shows the form again, with what is wrong; of no field in particular, if `name` is None."""
        form.add_error(name, str(reason))
        return self.form_invalid(form)
