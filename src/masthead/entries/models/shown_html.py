"""HTML that readers get as somebody wrote it: only administrators may add it to a page, or change it.

Wagtail's blocks have no permissions of their own, and many roads lead to a saved page: the form, autosave, a copy, a
version of before. So it is looked at where they meet, when the row and when a revision is saved, and in the form, which
can say so in a sentence. What stands in the page or in its newest revision may stay, be moved and be taken out by all.

Who acts is known from the desk. What acts without a person (an import, a command, the clock) is the administrator's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision

from masthead.entries.rendering import stored_blocks
from masthead.entries.rendering.stored import struct
from masthead.entries.richtext import visible

BLOCK: Final = "raw_html"

_publishing: ContextVar[bool] = ContextVar("publishing", default=False)


@contextmanager
def publishing() -> Iterator[None]:
    """Meanwhile rows take what stands in a revision, which was looked at when it was saved."""
    token = _publishing.set(True)
    try:
        yield
    finally:
        _publishing.reset(token)


def may_write_html(user: Any) -> bool:
    """Whether somebody may add HTML that readers get. Nobody at all is a command of the administrator's."""
    return user is None or bool(user.is_superuser)


def refuse_new_html(page: Any, user: Any = None) -> None:
    """Raise PermissionDenied if saving this page would bring HTML that whoever acts may not bring."""
    user = user or get_active_log_context().user
    if _publishing.get() or may_write_html(user):
        return
    if brings_html(page, getattr(page, "body", None)):
        raise PermissionDenied("Only administrators may add HTML that readers get, or change it.")


def brings_html(page: Any, body: Any) -> bool:
    """Whether a body holds HTML that stands neither in the page's row nor in its newest revision."""
    html = html_of(body)
    return bool(html) and not html <= _known(page)


def html_of(body: Any) -> frozenset[str]:
    """The HTML that a body gives to readers."""
    blocks = stored_blocks(list(getattr(body, "raw_data", body) or ()))
    sources = (visible(struct(block.get("value")).get("source")) for block in blocks if block["type"] == BLOCK)
    # Browsers send every line break of a form as two characters.
    return frozenset(source.replace("\r\n", "\n").strip() for source in sources) - {""}


def _known(page: Any) -> frozenset[str]:
    row = type(page)._base_manager.filter(pk=page.pk).values_list("body", "latest_revision_id").first()
    if row is None:
        return frozenset()
    body, newest = row
    content = Revision.objects.filter(pk=newest).values_list("content", flat=True).first() or {}
    return html_of(body) | html_of(json.loads(content.get("body") or "[]"))
