"""Whose signatures somebody may see, and what all pages here have."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from masthead.entries.form_page import FormPage
from masthead.kinds.petition.models import Petition


def may_see(page: Any, user: Any) -> bool:
    return bool(page.permissions_for_user(user).can_publish())


class OfPetition:
    """Into any view: `self.petition`, for who may publish it, and nobody else."""

    petition: Petition

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        self.petition = get_object_or_404(Petition, pk=options["number"])
        if not may_see(self.petition, request.user):
            raise PermissionDenied
        self.look_up(options)
        return super().dispatch(request, *args, **options)  # type: ignore[misc]

    def look_up(self, options: dict[str, Any]) -> None:
        """What of the petition this is about. Not before it is clear who asks: whether there is such a number is an
        answer, too."""

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
class PetitionForm(OfPetition, FormPage):
    """A page with a form."""

    header_icon = "edit"
