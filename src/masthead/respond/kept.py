"""What is asked hundreds of times a second, and read once: by one of those who ask, for all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

from django.db import DatabaseError

from masthead.press.errors import PressError
from masthead.respond.together import Hand

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

LONGEST: Final = 60.0
"""Seconds that an answer holds while the database does not answer."""
MOST: Final = 500


class Kept(Generic[Key, Value]):
    """`fresh`: seconds for which an answer is one. For some more it does while another is on its way: in a rush nobody
    waits for it. For one event loop at a time."""

    def __init__(self, read: Callable[[Key], Value], hand: Hand, fresh: float) -> None:
        self._read = read
        self._hand = hand
        self._fresh = fresh
        self._kept: dict[Key, tuple[float, Value]] = {}
        self._reading: dict[Key, asyncio.Task[Value]] = {}

    async def get(self, key: Key) -> Value:
        kept = self._kept.get(key)
        age = time.monotonic() - kept[0] if kept else LONGEST
        if kept and age < self._fresh:
            return kept[1]
        reading = self._reading.get(key)
        if reading is None:
            reading = self._reading[key] = asyncio.get_running_loop().create_task(self._ask(key))
            reading.add_done_callback(lambda task: self._done(key, task))
        if kept and age < 2 * self._fresh:
            return kept[1]
        try:
            return await asyncio.shield(reading)
        except (DatabaseError, PressError):
            if kept is None or age > LONGEST:
                raise
            return kept[1]

    async def _ask(self, key: Key) -> Value:
        began = time.monotonic()
        value = await self._hand.do(lambda: self._read(key))
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = began, value
        return value

    def _done(self, key: Key, task: asyncio.Task[Value]) -> None:
        self._reading.pop(key, None)
        if not task.cancelled():
            task.exception()  # whoever waited has it

    def forget(self) -> None:
        self._kept.clear()
