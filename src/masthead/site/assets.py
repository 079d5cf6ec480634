"""Style and script of the desk, straight from the installed packages: nothing to collect, nothing to forget."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.contrib.staticfiles.finders import get_finders

from masthead.reader import responses
from masthead.reader.addresses import parse
from masthead.reader.application import Receive, Scope, Send, heeded, represent, send_response
from masthead.reader.files import Files
from masthead.reader.responses import Manner, Response

PREFIX: Final = "/desk/static/"


class Assets:
    """An ASGI application for everything below /desk/static/."""

    def __init__(self) -> None:
        self._files = _files_of_all_apps()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send_response(lambda: self._respond(scope), send, with_body=scope["method"] != "HEAD", extra=())

    def _respond(self, scope: Scope) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            return responses.method_not_allowed()
        address = parse(scope["path"].encode())
        name = address.path.removeprefix(PREFIX) if address else ""
        files = self._files.get(name)
        resource = files.find(name) if files else None
        if resource is None:
            return responses.missing(404)
        # Wagtail puts its own version into the query of what it links to.
        manner = Manner(lasting=scope["query_string"].startswith(b"v="))
        return represent(resource, manner, heeded(scope["headers"]), time.time())


def _files_of_all_apps() -> Mapping[str, Files]:
    """Name -> the folder that has it; the first app that has a name wins, as in Django's own search."""
    found: dict[str, Files] = {}
    folders: dict[str, Files] = {}
    for finder in get_finders():
        for name, storage in finder.list([]):
            root = str(getattr(storage, "location", ""))
            files = folders.setdefault(root, Files(Path(root), squeeze=True))
            found.setdefault(name, files)
    return found
