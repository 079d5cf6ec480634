"""What the pages share: who may change rows, where each stands."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.log_actions import log

from masthead.entries.form_page import FormPage
from masthead.kinds.register.models import Register

LOGGED = "masthead.register_rows"


def may_change(register: Register, user: Any) -> bool:
    """Rows of a public register are public at once, so whoever changes them may publish it. Nor has a row a draft:
    what was looked at before publication, or is planned, stays as it was seen."""
    permissions = register.permissions_for_user(user)
    if permissions.can_publish():
        return True
    return bool(not register.live and permissions.can_edit() and not permissions.page_locked())


def told(register: Register, user: Any, **counts: Any) -> None:
    """Writes into the register's history that rows were changed, and how many."""
    log(instance=register, action=LOGGED, user=user, data=counts)


class OfRegister:
    """A page of one register's rows."""

    register: Register

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        self.register = get_object_or_404(Register, pk=options["number"])
        if not may_change(self.register, request.user):
            if not self.register.permissions_for_user(request.user).can_edit():
                raise PermissionDenied
            messages.warning(request, self._why_not())
            return redirect("wagtailadmin_pages:edit", self.register.pk)
        return super().dispatch(request, *args, **options)  # type: ignore[misc]

    def _why_not(self) -> str:
        if self.register.live:
            return gettext("This register is public, and so are its rows at once: only who may publish changes them.")
        return gettext(
            "This register is being reviewed, is planned, or is locked: only who may publish changes its rows now."
        )

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"masthead_register_{name}", args=[self.register.pk, *more])

    def path_here(self, *more: dict[str, Any]) -> list[dict[str, Any]]:
        """From the entry to this page, for the desk's breadcrumbs."""
        edit = reverse("wagtailadmin_pages:edit", args=[self.register.pk])
        rows = {"url": self.address("rows"), "label": gettext("Rows")}
        return [{"url": edit, "label": self.register.title}, rows, *more]


class RegisterForm(OfRegister, FormPage):
    """A page with a form."""

    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.path_here({"url": "", "label": str(self.page_title)})
