"""The ASGI application of a site: readers from the store, editors from Django, monitoring from both."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from django.core.asgi import get_asgi_application

from masthead.reader.application import Reader, Receive, Scope, Send
from masthead.reader.responses import STRICT_TRANSPORT
from masthead.site import assets, health
from masthead.site.start import NoSiteError

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder


class Application:
    """Which side a request is for is decided by the first segment of its path alone."""

    def __init__(self, folder: SiteFolder, *, secure: bool) -> None:
        self._django = get_asgi_application()
        self._assets = assets.Assets()
        self._health = health.Health(folder)
        self._reader = Reader(folder.store, STRICT_TRANSPORT if secure else ())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            path = scope["path"]
            if path == health.ADDRESS:
                await self._health(scope, receive, send)
            elif not path.startswith("/desk/") and path != "/desk":
                await self._reader(scope, receive, send)
            elif path.startswith(assets.PREFIX):
                await self._assets(scope, receive, send)
            else:
                # Django's own types say dict where ASGI says mapping.
                await self._django(dict(scope), receive, send)  # type: ignore[arg-type]


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def make() -> Application:
    """The application of the site that MASTHEAD_SITE names; called in each worker."""
    from django.conf import settings

    folder = settings.SITE_FOLDER
    if folder is None:
        raise NoSiteError("MASTHEAD_SITE names no site, so there is nothing to serve.")
    # Django reads each file of the desk into memory before it is sent, and says so at the first one.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")
    application = Application(folder, secure=settings.SESSION_COOKIE_SECURE)
    _warm()
    return application


def _warm() -> None:
    """Imports what the first editor would wait for otherwise."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - reading it builds it
