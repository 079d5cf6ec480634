"""The desk's way to signatures: addresses, an action of each petition, words of its history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from masthead.kinds.petition import inbox
from masthead.kinds.petition.desk import paper, signatures, tables
from masthead.kinds.petition.desk.access import may_see
from masthead.kinds.petition.models import Petition, Signature

HERE = "petitions/<int:number>/"


def addresses() -> list[URLPattern]:
    views: list[tuple[str, Any, str]] = [
        ("signatures/", signatures.Signatures.as_view(), "signatures"),
        ("signatures/results/", signatures.Signatures.as_view(results_only=True), "signatures_results"),
        ("signatures/<int:signature>/", signatures.One.as_view(), "signature"),
        ("signatures/<int:signature>/erase/", signatures.Erase.as_view(), "signature_erase"),
        ("paper/", paper.Papers.as_view(), "paper"),
        ("paper/add/", paper.Add.as_view(), "paper_add"),
        ("paper/<int:paper>/erase/", paper.Erase.as_view(), "paper_erase"),
        ("import/", tables.Import.as_view(), "import"),
        ("export/", tables.Export.as_view(), "export"),
    ]
    return [path(f"{HERE}{below}", view, name=f"masthead_petition_{name}") for below, view, name in views]


def signatures_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page.specific_deferred, Petition) and may_see(page, user):
        url = reverse("masthead_petition_signatures", args=[page.pk])
        yield Button(_("Signatures"), url, icon_name="group", priority=25)


def log_actions(actions: Any) -> None:
    for name, label, told in (
        (inbox.WITHHELD, gettext_lazy("Change what is shown"), gettext_lazy("What readers see of a signature changed")),
        (inbox.ERASED, gettext_lazy("Erase a signature"), gettext_lazy("A signature was erased")),
        (inbox.PAPERED, gettext_lazy("Enter signatures"), gettext_lazy("Signatures from paper were entered")),
        (inbox.BROUGHT, gettext_lazy("Import signatures"), gettext_lazy("Signatures from a table were taken in")),
        (inbox.TAKEN, gettext_lazy("Export signatures"), gettext_lazy("Somebody took the signatures with them")),
    ):
        actions.register_action(name, label, told)


def keep_signatures(request: HttpRequest, *pages: Page) -> HttpResponse | None:
    """With a petition go its signatures. Its author may delete it while it is not public; not what others signed."""
    for page in pages:
        petition = page.specific_deferred
        if (
            isinstance(petition, Petition)
            and not may_see(petition, request.user)
            and Signature.objects.filter(petition=petition.pk).exists()
        ):
            messages.error(request, _("Somebody has signed “%(title)s”: only who may publish it can delete it.")
                           % {"title": petition.title})  # fmt: skip
            return redirect("wagtailadmin_pages:edit", petition.pk)
    return None


def keep_all_signatures(request: HttpRequest, action: str, ticked: list[Any], _action: Any) -> HttpResponse | None:
    """Tags, pictures and accounts are ticked and deleted, too."""
    pages = [each for each in ticked if isinstance(each, Page)]
    return keep_signatures(request, *pages) if action == "delete" else None


hooks.register("before_delete_page", keep_signatures)
hooks.register("before_bulk_action", keep_all_signatures)
hooks.register("register_admin_urls", addresses)
hooks.register("register_page_header_buttons", signatures_button)
hooks.register("register_log_actions", log_actions)
