"""“What this changes”: beside the text, which public addresses its publication would touch, or its withdrawal.

Asked for by a button, never while the form is opened: it is laid out as the press would, which takes a moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from masthead.actions.foretell import Act, reach_of
from masthead.desk.approving import ApprovingEdit
from masthead.entries.models import Entry
from masthead.press.errors import PressError
from masthead.press.foretelling import Foretold, What
from masthead.themes.layers import ThemeError

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder

FILES: Final = ("/media/", "/theme/")
"""Not told of: they come and go with the pages that show them."""
HEADINGS: Final[dict[What, Any]] = {
    "appears": gettext_lazy("New addresses"),
    "changes": gettext_lazy("Pages that change"),
    "moves": gettext_lazy("Addresses that will lead elsewhere"),
    "goes": gettext_lazy("Addresses that will answer that the page is gone"),
}

MAY_CHANGE: Final = gettext_lazy("Pages that may change; they were not looked at")
NAMED: Final = 100
"""Addresses of a sort that are named."""


class Told(NamedTuple):
    """An address as people read it and as browsers do, and where it would lead."""

    shown: str
    link: str
    to: str = ""


class Part(NamedTuple):
    """The first addresses of a sort, and how many there are."""

    heading: Any
    addresses: list[Told]
    number: int


class ReachSidePanel(BaseSidePanel):  # type: ignore[misc]
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):  # type: ignore[misc]
        aria_label = gettext_lazy("Toggle what this changes")
        icon_name = "globe"
        has_counter = False

    name = "reach"
    title = gettext_lazy("What this changes")
    template_name = "masthead_desk/reach/panel.html"
    order = 150


class EntryEdit(ApprovingEdit):
    def get_side_panels(self) -> MediaContainer:
        found = super().get_side_panels()
        # Where a form has just become that of a saved entry, its panels stand already.
        if self.expects_json_response or self.hydrate_create_view:
            return found
        return MediaContainer([*found, ReachSidePanel(self.page, self.request)])


def reach(request: HttpRequest, number: int, act: Act) -> HttpResponse:
    """The addresses, as a part of the form or as a page of its own."""
    entry = get_object_or_404(Entry, pk=number).specific
    if not entry.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    context = {"page": entry, "act": act, **_found(entry, act)}
    is_part = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return TemplateResponse(request, f"masthead_desk/reach/{'found' if is_part else 'page'}.html", context)


def _found(entry: Any, act: Act) -> dict[str, Any]:
    folder: SiteFolder | None = settings.SITE_FOLDER
    if folder is None:
        raise Http404("MASTHEAD_SITE names no site, so there is nothing to tell.")
    try:
        found = reach_of(entry, act, folder, settings.OPTIONS)
    except ValidationError as error:
        return {"refused": " ".join(error.messages)}
    except (PressError, ThemeError) as error:
        return {"refused": _("This cannot be told now. %(reason)s") % {"reason": error}}
    if found.forecast is None:
        return {"refused": _("The press has made no page yet, so nothing can be told.")}
    sure = [each for each in found.forecast.sure if not each.address.startswith(FILES)]
    perhaps = [address for address in found.forecast.perhaps if not address.startswith(FILES)]
    parts = [_part(heading, [each for each in sure if each.what == what]) for what, heading in HEADINGS.items()]
    parts.append(_part(MAY_CHANGE, [Foretold(address, "changes") for address in perhaps]))
    return {
        "parts": [part for part in parts if part.addresses],
        "count": len(sure) + len(perhaps),
        "more": found.forecast.more,
        "behind": found.behind,
    }


def _part(heading: Any, found: list[Foretold]) -> Part:
    return Part(heading, [_told(each) for each in found[:NAMED]], len(found))


def _told(each: Foretold) -> Told:
    link = "" if each.what == "appears" else settings.OPTIONS.url.rstrip("/") + each.address
    return Told(unquote(each.address), link, unquote(each.to))
