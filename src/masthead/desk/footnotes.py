"""What the desk says of footnotes when a page is saved: a warning, for a text in the making has loose ends."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages

from masthead.entries.rendering import loose_ends


def warn_of_loose_ends(request: HttpRequest, page: Any) -> None:
    """See Wagtail's hooks `after_create_page` and `after_edit_page`. Autosave, which asks for JSON, keeps quiet."""
    body = getattr(page, "body", None)
    if body is None or not request.accepts("text/html"):
        return
    marks, notes = loose_ends(list(body.raw_data))
    if marks:
        shown = {"marks": ", ".join(f"[^{label}]" for label in marks)}
        messages.warning(request, _("There is no footnote for %(marks)s: readers see it as it is written.") % shown)
    if notes:
        shown = {"labels": ", ".join(notes)}
        messages.warning(request, _("Nothing in the text refers to the footnote %(labels)s: it comes last.") % shown)
