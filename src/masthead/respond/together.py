"""Many small changes in one transaction ("group commit").

What is asked within some hundredths of a second is done at once, by one thread with one connection, and everybody is
answered after the commit. So a rush costs the database some twenty commits a second, and between two of
them editors and the press have it for themselves.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Generic, TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection

log = logging.getLogger("masthead.respond")

One = TypeVar("One")
Answer = TypeVar("Answer")

PAUSE: Final = 0.04
MOST: Final = 200
LONGEST_QUEUE: Final = 5000
"""What comes beyond it is told to come again: it would wait for longer than anybody does."""


class TooMany(Exception):
    """More waits than can be done in a reasonable time."""


class Hand:
    """A thread with a connection of its own. Django's connections belong to their thread."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def do(self, what: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, _with_connection, what)

    def close(self) -> None:
        self._thread.submit(lambda: connection.close()).result()  # that of the thread
        self._thread.shutdown()


def _with_connection(what: Callable[[], Answer]) -> Answer:
    """After a trouble of the database the next one begins with a new connection."""
    try:
        return what()
    except DatabaseError:
        connection.close()
        raise


class Together(Generic[One, Answer]):
    """`do` takes some and answers as many, in their order, in one transaction. Where one of them spoils it, each is
    done alone. For one event loop at a time."""

    def __init__(self, do: Callable[[Sequence[One]], Sequence[Answer]], hand: Hand) -> None:
        self._do = do
        self._hand = hand
        self._waiting: list[tuple[One, asyncio.Future[Answer]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def ask(self, one: One) -> Answer:
        """Raises DatabaseError if it could not be done, TooMany if it was not tried."""
        if len(self._waiting) >= LONGEST_QUEUE:
            raise TooMany
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((one, future))
        if self._worker is None or self._worker.done():
            self._worker = loop.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            await asyncio.sleep(PAUSE)
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._settled(batch)

    async def _settled(self, batch: list[tuple[One, asyncio.Future[Answer]]]) -> None:
        try:
            await self._all(batch)
        except Exception as error:
            _fail(batch, error)

    async def _all(self, batch: list[tuple[One, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._hand.do(lambda: self._do([one for one, _ in batch]))
        except (OperationalError, InterfaceError):  # the database cannot be asked now, by nobody
            raise
        except Exception:  # one of them
            if len(batch) == 1:
                raise
            for each in batch:
                await self._settled([each])
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)


def _fail(batch: list[tuple[One, asyncio.Future[Answer]]], error: Exception) -> None:
    log.warning("%d that readers sent could not be written: %s", len(batch), str(error).strip())
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
