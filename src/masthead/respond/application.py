"""The way in: what is below /respond/, as an ASGI application.

Django resolves the address and describes request and response; its middleware is the desk's, which has sessions, and
stays away. So does its own handler, which would start a thread for each request.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import ResolverMatch, resolve

from masthead.press.errors import PressError
from masthead.reader.application import Receive, Scope, Send
from masthead.reader.responses import SAFETY, Headers
from masthead.reader.servers import RESPOND
from masthead.respond.together import TooMany

log = logging.getLogger("masthead.respond")

Side = Callable[[Scope, Receive, Send], Awaitable[None]]
LARGEST: Final = 64 << 10
"""Bytes of a form: a long comment, percent-encoded, several times over."""
SLOWEST: Final = 30
"""Seconds in which a form has arrived: else a few hundred who send a byte a minute keep everybody else out."""
POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def is_below(scope: Scope) -> bool:
    return str(scope["path"]).startswith(RESPOND)


class Respond:
    """`otherwise` answers what nobody here knows, with the site's own page."""

    def __init__(self, otherwise: Side, extra: Headers = ()) -> None:
        self._otherwise = otherwise
        own = {b"content-security-policy", b"referrer-policy"}
        self._headers = [
            *(header for header in SAFETY if header[0] not in own),
            # A link of a letter is nobody else's business; within the site a form has to say where it comes from.
            (b"referrer-policy", b"same-origin"),
            (b"x-robots-tag", b"noindex"),
            *extra,
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Not at start-up: a kind that has nothing for readers costs them nothing.
        from masthead.respond import urls

        try:
            match = resolve(scope["path"], urls.__name__)
        except Http404:
            await self._otherwise(scope, receive, send)
            return
        try:
            response = await _answer(match, scope, receive)
        except Http404:
            await self._otherwise({**scope, "method": "HEAD" if scope["method"] == "HEAD" else "GET"}, receive, send)
            return
        await self._send(response, scope, send)

    async def _send(self, response: HttpResponse, scope: Scope, send: Send) -> None:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["Content-Length"] = str(len(response.content))
        headers = [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers + self._headers})
        body = b"" if scope["method"] == "HEAD" else response.content
        await send({"type": "http.response.body", "body": body})


async def _answer(match: ResolverMatch, scope: Scope, receive: Receive) -> HttpResponse:
    """What the view says; sentences for what it cannot."""
    if scope["method"] not in {"GET", "HEAD", "POST"}:
        return _plain(405, "This can be read and sent, nothing else.", Allow="GET, HEAD, POST")
    try:
        body = await asyncio.wait_for(_body(receive), SLOWEST)
    except TimeoutError:
        return _plain(408, "This took too long to arrive.", Connection="close")
    if body is None:
        return _plain(413, "This is too long.")
    # Django's own types say dict where ASGI says mapping.
    request = ASGIRequest(dict(scope), BytesIO(body))
    view: Callable[..., Awaitable[HttpResponse]] = match.func
    try:
        return await view(request, *match.args, **match.kwargs)
    except Http404:
        raise
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        return _plain(400, "This cannot be understood.")
    except (TooMany, DatabaseError, PressError, OSError):
        return _plain(
            503, "This cannot be done at the moment. Go back, and try again in a minute.", **{"Retry-After": "60"}
        )
    except Exception:
        log.exception("%s %s failed", scope["method"], match.route)
        return _plain(500, "Something is wrong here. It has been noted.")


async def _body(receive: Receive) -> bytes | None:
    """What was sent; None if it is too much."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _plain(status: int, text: str, **headers: Any) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
