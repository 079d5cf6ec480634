"""The desk's way to pseudonyms: addresses, an action of each testimony, a place in the menu for keepers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from masthead.kinds.testimony.keepers import keeping
from masthead.kinds.testimony.keepers.desk import Erase, Read, Seal
from masthead.kinds.testimony.models import Testimony


def addresses() -> list[URLPattern]:
    return [
        path("pseudonyms/", Read.as_view(), name="masthead_pseudonyms"),
        path("pseudonyms/<int:number>/seal/", Seal.as_view(), name="masthead_pseudonym_seal"),
        path("pseudonyms/<int:number>/erase/", Erase.as_view(), name="masthead_pseudonym_erase"),
    ]


def seal_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if not isinstance(page.specific_deferred, Testimony) or not page.permissions_for_user(user).can_edit():
        return
    yield Button(_("Pseudonym"), reverse("masthead_pseudonym_seal", args=[page.pk]), icon_name="lock", priority=25)


class KeepersItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return keeping.keeper_of(request.user) is not None


def log_actions(actions: Any) -> None:
    for name, label, told in (
        (keeping.SEALED, gettext_lazy("Seal pseudonym"), gettext_lazy("Who stands behind the pseudonym was sealed")),
        (keeping.ERASED, gettext_lazy("Erase pseudonym"), gettext_lazy("Who stands behind the pseudonym was erased")),
        (keeping.OPENED, gettext_lazy("Read pseudonym"), gettext_lazy("A keeper read who stands behind the pseudonym")),
        (keeping.REFUSED, gettext_lazy("Wrong passphrase"), gettext_lazy("A keeper's passphrase was wrong")),
    ):
        actions.register_action(name, label, told)


hooks.register("register_admin_urls", addresses)
hooks.register("register_page_header_buttons", seal_button)
hooks.register("register_log_actions", log_actions)
hooks.register(
    "register_admin_menu_item",
    lambda: KeepersItem(gettext_lazy("Pseudonyms"), reverse_lazy("masthead_pseudonyms"), icon_name="lock", order=850),
)
