"""What an editor sends is done whole or not at all.

Wagtail publishes, moves and deletes in several steps, each committed by itself: a kill in between loses a
scheduled publication, or leaves a page live that its log calls unpublished.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils.translation import gettext as _
from wagtail.admin import messages

from masthead.entries.models import NothingToPublish
from masthead.entries.models.pages import PlaceRefused

NAMESPACES: Final = ("wagtailadmin_pages", "wagtailadmin_workflows", "wagtailsettings", "wagtailsnippets")
"""Not uploads and log-ins: they compute for long, and SQLite has one writer."""
BULK: Final = "wagtail_bulk_action"


class OneTransaction:
    """Middleware: changes of content at the desk are one transaction a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """An error that leaves the view undoes all of it; see Django's `ATOMIC_REQUESTS`, which knows no choice."""
        if request.method != "POST" or not changes_content(request.resolver_match):
            return None
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except NothingToPublish as error:
            # The form says so itself. Lists and reviews publish versions that no form has looked at.
            told = _("“%(entry)s” is not published. %(reason)s")
            messages.error(request, told % {"entry": error.label, "reason": " ".join(error.messages)})
            return redirect("wagtailadmin_pages:edit", error.entry_id)
        except PlaceRefused as error:
            told = _("“%(page)s” was not moved. %(reason)s")
            messages.error(request, told % {"page": error.label, "reason": " ".join(error.messages)})
            return redirect("wagtailadmin_pages:edit", error.page_id)


def changes_content(match: ResolverMatch | None) -> bool:
    if match is None or (match.url_name or "").startswith("preview"):
        return False
    return match.url_name == BULK or any(name.startswith(NAMESPACES) for name in match.namespaces)
