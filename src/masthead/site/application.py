"""The ASGI application of a site: readers from the store, editors from Django, monitoring from both."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.core.asgi import get_asgi_application

from masthead.reader import responses
from masthead.reader.addresses import encoded
from masthead.reader.application import Message, Reader, Receive, Scope, Send, send_response
from masthead.reader.responses import STRICT_TRANSPORT, Headers
from masthead.respond.application import Respond, is_below
from masthead.site import assets, health
from masthead.site.start import NoSiteError

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder


STALLED: Final = 60
"""Seconds without a byte after which nothing more is waited for."""
Side = Callable[[Scope, Receive, Send], Awaitable[None]]


class Application:
    """Which side a request is for is decided by `is_for_desk`; a process may have one of them alone."""

    def __init__(self, folder: SiteFolder, readers: Side, desk: Side, is_for_desk: Callable[[Scope], bool]) -> None:
        self._health = health.Health(folder)
        self._readers = readers
        self._desk = desk
        self._is_for_desk = is_for_desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            if scope["path"] == health.ADDRESS:
                await self._health(scope, receive, send)
            elif self._is_for_desk(scope):
                await self._desk(scope, receive, send)
            else:
                await self._readers(scope, receive, send)


class Readers:
    """Readers' side: the store, and what they send."""

    def __init__(self, folder: SiteFolder, extra: Headers) -> None:
        self._reader = Reader(folder.store, extra)
        self._respond = Respond(self._reader, extra)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._respond if is_below(scope) else self._reader)(scope, receive, send)


class Desk:
    """What is below /desk/."""

    def __init__(self) -> None:
        self._django = get_asgi_application()
        self._assets = assets.Assets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(assets.PREFIX):
            await self._assets(scope, receive, send)
        else:
            # Django's own types say dict where ASGI says mapping.
            await self._django(dict(scope), _in_time(receive), send)  # type: ignore[arg-type]


def _in_time(receive: Receive) -> Receive:
    """What is sent, as long as something comes. Who stops in the midst has gone: else a few hundred who do so keep
    everybody else out. When all is there, only that somebody leaves is waited for, however long the work takes."""
    has_all = False

    async def received() -> Message:
        nonlocal has_all
        if has_all:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), STALLED)
        except TimeoutError:
            return {"type": "http.disconnect"}
        has_all = not message.get("more_body")
        return message

    return received


class DeskApart:
    """The desk at a host or port of its own: with the files that previews show, and nothing else of readers' side.

    What else is asked for here has its place there, like the link to an entry in a preview.
    """

    def __init__(self, readers: Side, public: str) -> None:
        self._desk = Desk()
        self._readers = readers
        self._public = public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_below_desk(scope):
            await self._desk(scope, receive, send)
        elif scope["path"].startswith(("/media/", "/theme/")):
            await self._readers(scope, receive, send)
        else:
            to = "/desk/" if scope["path"] == "/" else self._public + _asked(scope)
            await send_response(lambda: responses.elsewhere(to), send, with_body=scope["method"] != "HEAD", extra=())


def is_below_desk(scope: Scope) -> bool:
    return scope["path"] == "/desk" or str(scope["path"]).startswith("/desk/")


def _asked(scope: Scope) -> str:
    query = scope["query_string"].decode("ascii", "replace")
    return encoded(scope["path"]) + (f"?{query}" if query else "")


def _is_at(authority: str) -> Callable[[Scope], bool]:
    """Whether a request is for this host and port, as browsers write them."""
    wanted = authority.encode("ascii")
    return lambda scope: any(name == b"host" and value.lower() == wanted for name, value in scope["headers"])


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def make() -> Application:
    """The application of the site that MASTHEAD_SITE names; called in each worker. Both sides at one port."""
    from django.conf import settings

    folder, readers = _readers()
    desk: Side = DeskApart(readers, _public()) if settings.OPTIONS.desk_is_apart else Desk()
    _warm()
    authority = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    return Application(folder, readers, desk, _is_at(authority) if settings.OPTIONS.desk_is_apart else is_below_desk)


def make_readers() -> Application:
    """Readers' side alone."""
    folder, readers = _readers()
    return Application(folder, readers, readers, lambda scope: False)


def make_desk() -> Application:
    """The desk alone."""
    folder, readers = _readers()
    desk = DeskApart(readers, _public())
    _warm()
    return Application(folder, readers, desk, lambda scope: True)


def _readers() -> tuple[SiteFolder, Readers]:
    from django.conf import settings

    folder = settings.SITE_FOLDER
    if folder is None:
        raise NoSiteError("MASTHEAD_SITE names no site, so there is nothing to serve.")
    return folder, Readers(folder, STRICT_TRANSPORT if settings.SESSION_COOKIE_SECURE else ())


def _public() -> str:
    from django.conf import settings

    return str(settings.OPTIONS.url).rstrip("/")


def _warm() -> None:
    """Imports what the first editor would wait for otherwise."""
    from django.urls import get_resolver

    # Django reads each file of the desk into memory before it is sent, and says so at the first one.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")
    get_resolver().url_patterns  # noqa: B018 - reading it builds it
