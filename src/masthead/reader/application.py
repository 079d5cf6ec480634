"""The readers' side as an ASGI application."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import unquote

from masthead.reader import responses
from masthead.reader.addresses import Address, above, encoded, parse, spellings, with_query
from masthead.reader.answers import Gone, Moved, Nothing, answer
from masthead.reader.files import Files, Form, Resource
from masthead.reader.identity import identity_of
from masthead.reader.made import made_of
from masthead.reader.negotiation import byte_range, encodings, http_date, none_match
from masthead.reader.responses import Headers, Manner, Response

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
RequestHeaders = dict[bytes, bytes]

_STAND_INS: Final = frozenset({"404.html", "410.html"})
# A day of a month, its second page, that page's feed.
_MOST_MADE: Final = 3
_CHUNK: Final = 1 << 18
_MOST_TRIES: Final = 5
_HEEDED: Final = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range"})


class Reader:
    """Answers every request from the store alone.

    `extra` are headers for all answers. Not for several threads at once: an event loop has one.
    """

    def __init__(self, store: Path, extra: Headers = (), clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._files = Files(store)
        self._extra = extra
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw_path = scope.get("raw_path") or scope["path"].encode("utf-8")

        def respond() -> Response:
            return self.respond(scope["method"], raw_path, scope["query_string"], scope["headers"])

        await send_response(respond, send, with_body=scope["method"] != "HEAD", extra=self._extra)

    def respond(self, method: str, raw_path: bytes, query: bytes, headers: Iterable[tuple[bytes, bytes]]) -> Response:
        if method not in {"GET", "HEAD"}:
            return responses.method_not_allowed()
        wanted = heeded(headers)
        address = parse(raw_path)
        if address is None:
            return self._no_page(404, wanted)
        return (
            self._said_of(with_query(address.path, query), wanted)
            or self._file(address, query, wanted)
            or self._said_of(spellings(address.path), wanted)
            or self._made_of_another(address.path, query, wanted)
            or self._below_gone(address.path, wanted)
            or self._no_page(404, wanted)
        )

    def _said_of(self, addresses: list[str], headers: RequestHeaders) -> Response | None:
        for address in addresses:
            if (said := answer(self._store, address)) is not None:
                return self._as_said(said, headers)
        return None

    def _as_said(self, said: Moved | Gone | Nothing, headers: RequestHeaders) -> Response:
        if isinstance(said, Moved):
            return responses.moved(said.location)
        return self._no_page(said.status, headers)

    def _made_of_another(self, path: str, query: bytes, headers: RequestHeaders) -> Response | None:
        if path.endswith("/index.php"):
            return self._moved_to(path.removesuffix("index.php"), query)
        said = self._origin(path)
        return None if said is None else self._as_said(said, headers)

    def _below_gone(self, path: str, headers: RequestHeaders) -> Response | None:
        """With a page goes what stood below it: its files, the rows and parts of a table. Of a page that was deleted
        nobody knows any more what that was."""
        is_below = any(isinstance(answer(self._store, folder), Gone) for folder in above(path))
        return self._no_page(410, headers) if is_below else None

    def _origin(self, path: str, depth: int = 0) -> Moved | Gone | Nothing | None:
        """Where that leads which an address was made of: a list for its second page, a page for its feed."""
        for made in made_of(path):
            said = (answer(self._store, made.row) if made.row else None) or self._leads(made.base, depth)
            if isinstance(said, Moved):
                return Moved(self._feed_of(said.location, made.feed))
            if said is not None:
                return said
        return None

    def _leads(self, base: str, depth: int) -> Moved | Gone | Nothing | None:
        if not base:
            return None
        for spelling in spellings(base):
            if (said := answer(self._store, spelling)) is not None:
                return said
        if base.endswith("/") and self._files.exists(f"{base[1:]}index.html"):
            return Moved(encoded(base))
        return self._origin(base, depth + 1) if depth < _MOST_MADE else None

    def _feed_of(self, location: str, feed: str) -> str:
        has_feed = feed and location.endswith("/") and self._files.exists(unquote(location[1:]) + feed)
        return f"{location}{feed}" if has_feed else location

    def _file(self, address: Address, query: bytes, headers: RequestHeaders) -> Response | None:
        name = address.path[1:] + ("index.html" if address.is_folder else "")
        if name in _STAND_INS or self._is_twin(name):
            return None
        resource = self._files.find(name)
        if resource is None:
            has_folder = not address.is_folder and self._files.exists(f"{name}/index.html")
            return self._moved_to(address.path + "/", query) if has_folder else None
        if address.path.endswith("/index.html"):
            return self._moved_to(address.path.removesuffix("index.html"), query)
        if not address.was_normal:
            return self._moved_to(address.path, query)
        return represent(resource, _manner(address.path), headers, self._clock())

    def _is_twin(self, name: str) -> bool:
        return name.endswith((".gz", ".br")) and self._files.exists(name[:-3])

    def _moved_to(self, path: str, query: bytes) -> Response:
        return responses.moved(encoded(path) + (f"?{query.decode('latin-1')}" if query else ""))

    def _no_page(self, status: int, headers: RequestHeaders) -> Response:
        resource = self._files.find(f"{status}.html")
        if resource is not None:
            return responses.instead(status, resource, _form(resource, headers))
        if not self._files.exists("index.html"):
            return responses.preparing()
        return responses.missing(status)


def heeded(headers: Iterable[tuple[bytes, bytes]]) -> RequestHeaders:
    """The headers that matter here. What several lines give is one list, RFC 9110 5.3."""
    found: RequestHeaders = {}
    for name, value in headers:
        if name in _HEEDED:
            found[name] = found[name] + b", " + value if name in found else value
    return found


def _text(headers: RequestHeaders, name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


def _form(resource: Resource, headers: RequestHeaders) -> Form:
    accepted = encodings(_text(headers, b"accept-encoding") or "")
    return next(resource.forms[name] for name in accepted if name in resource.forms)


def _manner(path: str) -> Manner:
    is_media = path.startswith("/media/")
    return Manner(lasting=is_media or path.startswith("/theme/"), from_others=is_media)


def represent(resource: Resource, manner: Manner, headers: RequestHeaders, now: float) -> Response:
    """A file in the form that the request's headers ask for, or the part of it, or word that it is known."""
    form = _form(resource, headers)
    # Within the second of its date a file could change again and keep the date: RFC 9110 8.8.2.2.
    manner = manner._replace(dated=now >= resource.modified + 1)
    if _is_known(resource, form, headers, dated=manner.dated):
        return responses.not_modified(resource, form, manner)
    if b"range" in headers and len(resource.forms) == 1:
        return _ranged(resource, form, manner, headers)
    return responses.page(resource, form, manner)


def _is_known(resource: Resource, form: Form, headers: RequestHeaders, *, dated: bool) -> bool:
    if (tags := _text(headers, b"if-none-match")) is not None:
        return not none_match(tags, form.etag)
    since = _text(headers, b"if-modified-since")
    # Equal, not later: a file restored from a backup is older than the one that readers remember.
    return dated and since is not None and http_date(since) == resource.modified


def _ranged(resource: Resource, form: Form, manner: Manner, headers: RequestHeaders) -> Response:
    condition = _text(headers, b"if-range")
    known = {form.etag, resource.last_modified} if manner.dated else {form.etag}
    holds = condition is None or condition.strip() in known
    wanted = byte_range(_text(headers, b"range") or "", form.size) if holds else None
    if wanted is None:
        return responses.page(resource, form, manner)
    if wanted == "unsatisfiable":
        return responses.unsatisfiable(form.size)
    return responses.partial(resource, form, manner, wanted)


async def send_response(respond: Callable[[], Response], send: Send, *, with_body: bool, extra: Headers) -> None:
    """Sends what `respond` says. A file is open before its headers are on their way, so that they speak of the bytes
    that follow; where another has taken its name meanwhile, `respond` is asked again."""
    for _ in range(_MOST_TRIES):
        response = respond()
        if not with_body or not response.file:
            await _send_whole(response, send, with_body=with_body, extra=extra)
            return
        file = await asyncio.to_thread(_opened, response)
        if file is not None:
            with file:
                await _send_file(file, response, send, extra)
            return
    await _send_whole(responses.changing(), send, with_body=with_body, extra=extra)


async def _send_whole(response: Response, send: Send, *, with_body: bool, extra: Headers) -> None:
    await send(_start(response, extra))
    await send({"type": "http.response.body", "body": response.body if with_body else b""})


async def _send_file(file: BinaryIO, response: Response, send: Send, extra: Headers) -> None:
    part = response.part
    assert part is not None  # noqa: S101 - a response with a file says which part of it
    await send(_start(response, extra))
    left = part.stop - part.start
    while left and (chunk := await asyncio.to_thread(file.read, min(_CHUNK, left))):
        left -= len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _start(response: Response, extra: Headers) -> Message:
    return {"type": "http.response.start", "status": response.status, "headers": [*response.headers, *extra]}


def _opened(response: Response) -> BinaryIO | None:
    """The response's file at the place where it begins; None if it is not the one that its headers speak of."""
    try:
        file = open(response.file, "rb")  # noqa: PTH123, SIM115 - closed by the caller
    except OSError:
        return None
    if identity_of(os.fstat(file.fileno())) != response.identity:
        file.close()
        return None
    file.seek(response.part.start if response.part else 0)
    return file
