"""The desk's way to the rows of a register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from masthead.kinds.register.desk.common import LOGGED, may_change
from masthead.kinds.register.desk.file_forms import FilePage, PreviewPage
from masthead.kinds.register.desk.row_forms import DeletePage, RowPage
from masthead.kinds.register.desk.row_list import RowList
from masthead.kinds.register.models import Register


def addresses() -> list[URLPattern]:
    rows = "registers/<int:number>/rows/"
    return [
        path(rows, RowList.as_view(), name="masthead_register_rows"),
        path(f"{rows}results/", RowList.as_view(results_only=True), name="masthead_register_rows_results"),
        path(f"{rows}add/", RowPage.as_view(), name="masthead_register_add"),
        path(f"{rows}<int:row>/", RowPage.as_view(), name="masthead_register_row"),
        path(f"{rows}<int:row>/delete/", DeletePage.as_view(), name="masthead_register_delete"),
        path(f"{rows}file/", FilePage.as_view(), name="masthead_register_import"),
        path(f"{rows}file/<int:upload>/", PreviewPage.as_view(), name="masthead_register_preview"),
    ]


def rows_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    register = page.specific_deferred
    if isinstance(register, Register) and may_change(register, user):
        yield Button(_("Rows"), reverse("masthead_register_rows", args=[page.pk]), icon_name="table", priority=5)


def log_actions(actions: Any) -> None:
    actions.register_action(LOGGED, gettext_lazy("Change rows"), gettext_lazy("Rows of the register were changed"))


hooks.register("register_admin_urls", addresses)
hooks.register("register_page_header_buttons", rows_button)
hooks.register("register_log_actions", log_actions)
