"""Whose signatures somebody may see, and what all pages here have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from masthead.kinds.petition.models import Petition

if TYPE_CHECKING:
    _FormView = FormView[forms.Form]
else:
    _FormView = FormView


def may_see(page: Any, user: Any) -> bool:
    return bool(page.permissions_for_user(user).can_publish())


class OfPetition:
    """Into any view: `self.petition`, for who may publish it, and nobody else."""

    petition: Petition

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        self.petition = get_object_or_404(Petition, pk=options["number"])
        if not may_see(self.petition, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **options)  # type: ignore[misc]

    def here(self, name: str, *args: int) -> str:
        return reverse(f"masthead_petition_{name}", args=[self.petition.pk, *args])

    def get_page_subtitle(self) -> str:
        return str(self.petition.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.petition.pk])
        items = [
            {"url": edit, "label": self.petition.title},
            {"url": self.here("signatures"), "label": _("Signatures")},
        ]
        own = {"url": "", "label": str(self.page_title)}  # type: ignore[attr-defined]
        return items if own["label"] == items[-1]["label"] else [*items, own]


@method_decorator([never_cache, sensitive_post_parameters(), sensitive_variables()], name="dispatch")
class PetitionForm(OfPetition, WagtailAdminTemplateMixin, _FormView):  # type: ignore[misc]
    """A page with a form."""

    template_name = "wagtailadmin/generic/form.html"
    header_icon = "edit"
    submit: Any = ""
    _show_breadcrumbs = True

    def get_context_data(self, **context: Any) -> Any:
        return super().get_context_data(
            **context, action_url=self.request.get_full_path(), submit_button_label=self.submit,
            submit_button_active_label=self.submit,
        )  # fmt: skip

    def refuse(self, form: forms.Form, name: str | None, error: Exception) -> HttpResponse:
        form.add_error(name, str(error))
        return self.form_invalid(form)
