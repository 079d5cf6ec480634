"""What a session notes of itself: how it began, and roughly when it was used last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from masthead.desk.log_in import browsers
from masthead.desk.log_in.sessions import CAME_IN, SEEN, CameIn, clear_expired
from masthead.respond import where

SELDOM: Final = dt.timedelta(minutes=10)
"""Each note is a write."""


def connect() -> None:
    user_logged_in.connect(_came_in, dispatch_uid="masthead.log_in")


def _came_in(request: HttpRequest, **_: Any) -> None:
    now = timezone.now().isoformat(timespec="seconds")
    request.session[CAME_IN] = CameIn(now, where.network(request), *browsers.named(request))
    request.session[SEEN] = now
    clear_expired()


class Seen:
    """Middleware, behind the one that knows the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        # The cookie first: who has none is not in, and nobody is looked for.
        seen = request.session.get(SEEN) if request.session.session_key else None
        if seen and now - dt.datetime.fromisoformat(seen) > SELDOM:
            request.session[SEEN] = now.isoformat(timespec="seconds")
        return self.get_response(request)
