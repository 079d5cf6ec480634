"""What the desk says when text has become turns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin import messages


def say_what_became_of_the_text(request: HttpRequest, page: Any) -> None:
    """See Wagtail's hooks `after_create_page` and `after_edit_page`."""
    added, *doubts = getattr(page, "said_of_turns", None) or [""]
    if added:
        messages.success(request, added)
    for sentence in doubts:
        messages.warning(request, sentence)


hooks.register("after_create_page", say_what_became_of_the_text)
hooks.register("after_edit_page", say_what_became_of_the_text)
