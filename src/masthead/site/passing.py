"""How requests get from the process that answers readers to the desk's own, and its answers back.

`Passing` stands in the one, `Passed` in the other, with a socket of Unix between them that nobody else can open. So a
rush of readers, or of those who sign, and the editors' work do not wait for each other: each has an interpreter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Final

import h11

from masthead.reader.application import Message, Receive, Scope, Send, send_response
from masthead.reader.responses import NOT_KEPT, SAFETY, Response
from masthead.site import stalled

Headers = list[tuple[bytes, bytes]]

MOST: Final = 256
"""Requests that are passed on at once: a quarter of the connections that a process takes, so that readers have the rest
whatever the desk does."""
ENDS: Final = b"masthead-ends"
"""The header that says from which address a request came, and at which. Of a client's own nothing is left."""
LARGEST_HEAD: Final = 1 << 20
"""Bytes of an answer before its body: a redirect repeats an address as long as the server takes."""
CHUNK: Final = 1 << 16
# RFC 9110 7.6.1. Whoever expects to be told to go on (10.1.1) has been told so by the server.
_OF_ONE_CONNECTION: Final = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade", b"expect"}
)
# By the second a browser asks again by itself; after a form that leads back to it.
_AGAIN: Final = ((b"retry-after", b"5"), (b"refresh", b"5"))
_PAGE: Final = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The desk does not answer</title>
<h1>The desk does not answer at the moment</h1>
<p>Try again in a few seconds. What you have just sent may not have been saved.</p>
<div lang="fa" dir="rtl">
<h1>میز تحریریه در این لحظه پاسخ نمی‌دهد</h1>
<p>چند ثانیهٔ دیگر دوباره تلاش کنید. شاید آنچه هم‌اکنون فرستادید ذخیره نشده باشد.</p>
</div>
""".encode()


class Passing:
    """Asks the desk behind a socket. While nobody listens there, or too many are being answered, it says 503, and 502
    where the desk goes away in the midst of its work."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        receive = stalled.in_time(receive)
        first = await receive()
        if first["type"] == "http.disconnect":
            return
        head = _asked(scope, has_body=bool(first.get("body") or first.get("more_body")))
        if head is None:
            await _say(400, scope, send)
        elif self._under_way >= MOST:
            await _say(503, scope, send)
        else:
            self._under_way += 1
            try:
                await self._ask(Passage(head, scope, receive, send), first)
            finally:
                self._under_way -= 1

    async def _ask(self, passage: Passage, first: Message) -> None:
        try:
            reader, writer = await asyncio.open_unix_connection(self._socket)
        except OSError:
            await _say(503, passage.scope, passage.send)
            return
        try:
            # Over when all is answered, or when whoever asked has left.
            await _first_of(passage.give(first, writer), passage.take(reader))
        except (h11.RemoteProtocolError, OSError):
            # Of an answer that has begun the server says itself that its rest is missing: it closes the connection.
            if not passage.is_answered:
                await _say(502, passage.scope, passage.send)
        finally:
            writer.close()


class Passage:
    """One request and its answer, on a connection of their own."""

    def __init__(self, head: h11.Request, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.send = scope, send
        self.is_answered = False
        self._head, self._receive = head, receive
        self._talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=LARGEST_HEAD)

    async def give(self, message: Message, writer: asyncio.StreamWriter) -> None:
        """Until whoever asks has left."""
        writer.write(self._talk.send(self._head) or b"")
        # The desk may answer before it has heard all, and hang up.
        with suppress(OSError):
            while message["type"] == "http.request":
                writer.write(self._talk.send(h11.Data(data=message.get("body", b""))) or b"")
                await writer.drain()
                if not message.get("more_body"):
                    writer.write(self._talk.send(h11.EndOfMessage()) or b"")
                    await writer.drain()
                    break
                message = await self._receive()
        while message["type"] != "http.disconnect":
            message = await self._receive()

    async def take(self, reader: asyncio.StreamReader) -> None:
        """Until the answer has been sent on."""
        while True:
            event = self._talk.next_event()
            if event is h11.NEED_DATA:
                self._talk.receive_data(await reader.read(CHUNK))
            elif isinstance(event, h11.Response):
                self.is_answered = True
                headers = _end_to_end(event.headers)
                await self._send({"type": "http.response.start", "status": event.status_code, "headers": headers})
            elif isinstance(event, h11.Data):
                await self._send({"type": "http.response.body", "body": bytes(event.data), "more_body": True})
            elif isinstance(event, h11.EndOfMessage):
                await self._send({"type": "http.response.body", "body": b""})
                return

    async def _send(self, message: Message) -> None:
        await asyncio.wait_for(self.send(message), stalled.STALLED)


class Passed:
    """Shows the desk requests as if they had come to it straight."""

    def __init__(self, desk: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            ends = next(value for name, value in scope["headers"] if name == ENDS).decode("ascii").split(" ")
            headers = [header for header in scope["headers"] if header[0] != ENDS]
            scope = {**scope, "headers": headers, "client": tuple(ends[:2]), "server": tuple(ends[2:])}
        await self._desk(scope, receive, send)


def _asked(scope: Scope, *, has_body: bool) -> h11.Request | None:
    """None for what is no HTTP."""
    headers = [header for header in _end_to_end(scope["headers"]) if header[0] != ENDS]
    if has_body and not any(name == b"content-length" for name, _ in headers):
        headers.append((b"transfer-encoding", b"chunked"))
    ends = " ".join(map(str, (*scope["client"], *scope["server"])))
    headers += [(ENDS, ends.encode("ascii")), (b"connection", b"close")]
    target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    try:
        return h11.Request(method=scope["method"], target=target, headers=headers)
    except h11.LocalProtocolError:
        return None


def _end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    headers = list(headers)
    named = {each.strip().lower() for name, value in headers if name == b"connection" for each in value.split(b",")}
    left_out = _OF_ONE_CONNECTION | named
    return [header for header in headers if header[0] not in left_out]


async def _first_of(*work: Awaitable[None]) -> None:
    """Until one of them ends; the others are ended with it. Raises what that one raised."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _say(status: int, scope: Scope, send: Send) -> None:
    body, kind, more = (_PAGE, b"text/html", _AGAIN) if status > 500 else (b"This is no HTTP.\n", b"text/plain", ())
    headers = (
        (b"content-type", kind + b"; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", NOT_KEPT),
        *more,
        *SAFETY,
    )
    response = Response(status, headers, body)
    await send_response(lambda: response, send, with_body=scope["method"] != "HEAD", extra=())
