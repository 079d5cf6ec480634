"""The ASGI applications of a site: readers from the store, editors from Django, monitoring from both.

Each has processes of its own, so that a rush at the one leaves the other alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.asgi import get_asgi_application

from masthead.reader import responses
from masthead.reader.addresses import encoded
from masthead.reader.application import Reader, Receive, Scope, Send, send_response
from masthead.reader.responses import STRICT_TRANSPORT, Headers
from masthead.respond.application import Respond, is_below
from masthead.site import assets, health
from masthead.site.passing import Passed, Passing
from masthead.site.stalled import in_time
from masthead.site.start import NoSiteError

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder


Side = Callable[[Scope, Receive, Send], Awaitable[None]]


class Application:
    """What each process of the web server has: monitoring, and the side that `side_for` names."""

    def __init__(self, folder: SiteFolder, side_for: Callable[[Scope], Side]) -> None:
        self._health = health.Health(folder)
        self._side_for = side_for

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            side = self._health if scope["path"] == health.ADDRESS else self._side_for(scope)
            await side(scope, receive, send)


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
            await self._django(dict(scope), in_time(receive), send)  # type: ignore[arg-type]


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


def make_readers(socket: str = "") -> Application:
    """Readers' side; what is for the desk is passed on to where that listens. Without a socket there is no desk."""
    from django.conf import settings

    folder, readers = _readers()
    if not socket:
        return Application(folder, lambda scope: readers)
    authority = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    is_for_desk = _is_at(authority) if settings.OPTIONS.desk_is_apart else is_below_desk
    passing = Passing(socket)
    return Application(folder, lambda scope: passing if is_for_desk(scope) else readers)


def make_desk(socket: str = "") -> Application | Passed:
    """The desk: behind the socket, where readers' side passes on what is for it, else at a port of its own."""
    from django.conf import settings

    folder, readers = _readers()
    desk: Side = DeskApart(readers, _public()) if settings.OPTIONS.desk_is_apart else Desk()
    _warm()
    application = Application(folder, lambda scope: desk)
    return Passed(application) if socket else application


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
