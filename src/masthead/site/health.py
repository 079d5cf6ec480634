"""`/health`: whether readers get what editors have published, for monitoring. Numbers and words, no content.

    waiting   committed changes that the press has not yet been at for too long
    late      entries whose moment has passed
    failing   pages that cannot be made; their old files stay
    doubled   addresses that two pages want
    triggers  what notices changes, or keeps what is public, is missing or altered
    database  it does not answer
    proof     the last proof found a difference

The words are those of `troubles`; what to do, `masthead doctor` says. Without troubles the answer is 200, else 503.
Readers' pages are files, and need none of it: a load balancer asks for one of them instead.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sqlite3
import time
from typing import TYPE_CHECKING, Any, Final

from masthead.reader import responses
from masthead.reader.application import Receive, Scope, Send, send_response
from masthead.reader.responses import Response

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder

ADDRESS: Final = "/health"
OLD: Final = 60  # seconds that a change may wait for the press, and an entry for its moment
KEPT: Final = 2.0  # seconds for which an answer is good: whoever asks all the time asks the database no more often

_HEADERS: Final = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    *responses.SAFETY,
)


class Health:
    """An ASGI application for one address."""

    def __init__(self, folder: SiteFolder) -> None:
        self._folder = folder
        self._lock = asyncio.Lock()
        self._answer = responses.method_not_allowed()
        self._until = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["method"] in {"GET", "HEAD"}
        response = await self._current() if asked else responses.method_not_allowed()
        await send_response(lambda: response, send, with_body=scope["method"] != "HEAD", extra=())

    async def _current(self) -> Response:
        async with self._lock:
            if time.monotonic() >= self._until:
                self._answer = await asyncio.to_thread(answer, self._folder)
                self._until = time.monotonic() + KEPT
            return self._answer


def answer(folder: SiteFolder) -> Response:
    found = health(folder, dt.datetime.now(dt.UTC))
    body = json.dumps(found).encode() + b"\n"
    length = ((b"content-length", b"%d" % len(body)),)
    return Response(503 if found["troubles"] else 200, _HEADERS + length, body)


def health(folder: SiteFolder, now: dt.datetime) -> dict[str, Any]:
    """What is said, as JSON has it. `troubles` comes first and is empty where all is well."""
    parts: dict[str, Any] = {}
    troubles = [
        *_of_the_database(parts, folder, now),
        *_of_the_press(parts, folder),
        *_of_the_proof(parts, folder, now),
    ]
    return {"troubles": troubles, **parts}


def _of_the_database(parts: dict[str, Any], folder: SiteFolder, now: dt.datetime) -> list[str]:
    from django.db import Error, connection

    from masthead.clock.due import due
    from masthead.entries.projection import standing
    from masthead.pages import capture
    from masthead.site.databases import check_file
    from masthead.site.options import SettingsError

    try:
        if connection.vendor == "sqlite":
            check_file(folder)
        count, age = _waiting(connection)
        late = [(now - each.at).total_seconds() for each in due(now)]
        missing = capture.missing() + standing.outdated(standing.asking(connection), connection.vendor)
    except (Error, SettingsError):
        return ["database"]
    finally:
        connection.close()
    parts["waiting"] = {"changes": count, "oldest_seconds": age}
    parts["late"] = {"entries": len(late), "longest_seconds": round(max(late, default=0))}
    troubles = {"waiting": age > OLD, "late": max(late, default=0) > OLD, "triggers": bool(missing)}
    return [name for name, is_one in troubles.items() if is_one]


def _waiting(connection: Any) -> tuple[int, int]:
    from masthead.press.capture import OUTBOX

    seconds = (
        "strftime('%s', 'now') - strftime('%s', min(at))"
        if connection.vendor == "sqlite"
        else "extract(epoch from now() - min(at))"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*), coalesce({seconds}, 0) from {OUTBOX}")  # noqa: S608 - both are our own
        count, age = cursor.fetchone()
    return int(count), max(0, round(float(age)))


def _of_the_press(parts: dict[str, Any], folder: SiteFolder) -> list[str]:
    from masthead.press import state

    newest = next(iter(state.last_editions(folder.receipts, 1)), None)
    parts["edition"] = {"number": newest.number, "at": newest.started} if newest else None
    try:
        with state.looked_into(folder.ledger) as db:
            counted = {"failing": len(state.failures(db)), "doubled": len(state.doubled(db))}
    except sqlite3.Error:
        # Before the first press, or while another version's is thrown away: nothing is known, nothing is wrong.
        counted = {}
    parts.update(counted)
    return [name for name, count in counted.items() if count]


def _of_the_proof(parts: dict[str, Any], folder: SiteFolder, now: dt.datetime) -> list[str]:
    try:
        found = json.loads(folder.proof.read_bytes())
        seconds = round((now - dt.datetime.fromisoformat(found["at"])).total_seconds())
    except (OSError, ValueError, KeyError, TypeError):
        parts["proof"] = None
        return []
    parts["proof"] = {**found, "seconds_ago": seconds}
    return [] if found.get("equal") else ["proof"]
