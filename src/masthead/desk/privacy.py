"""Wagtail's privacy, switched off: it knows who may see a page, and Masthead's readers are anybody.

The templates below `templates/wagtailadmin` take its buttons away. A restriction that was made elsewhere still means
"not public".
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseForbidden
from django.utils.translation import gettext


def no_privacy(request: HttpRequest, number: int) -> HttpResponseForbidden:
    return HttpResponseForbidden(gettext("Masthead has no private pages. What only some are to see stays a draft."))
