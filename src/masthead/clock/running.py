"""The process that looks at the schedule again and again: at each planned moment, and once a second for news."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from masthead.clock.due import next_moment
from masthead.clock.state import leave_trace
from masthead.clock.tick import Did, tick

if TYPE_CHECKING:
    from pathlib import Path

PAUSE: Final = 1.0
"""An editor may plan something for the next second, in another process."""
TRACE: Final = dt.timedelta(seconds=10)


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Clock:
    """Ticks until it is told to stop. `tell` gets what was done, and what was not."""

    def __init__(self, trace: Path, tell: Callable[[Did], None], now: Callable[[], dt.datetime] = utc_now) -> None:
        self._trace = trace
        self._tell = tell
        self._now = now
        self._traced: dt.datetime | None = None

    def run(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            stopping.wait(self.once(stopping.is_set))

    def once(self, until: Callable[[], bool] = lambda: False) -> float:
        """One look; answers how many seconds there are until the next."""
        for did in tick(self._now(), until):
            self._tell(did)
        now = self._now()
        self._leave_trace(now)
        coming = next_moment(now)
        return PAUSE if coming is None else max(0.0, min(PAUSE, (coming - now).total_seconds()))

    def _leave_trace(self, now: dt.datetime) -> None:
        # A clock that was set back looks like a trace from the future.
        if self._traced is None or not dt.timedelta() <= now - self._traced < TRACE:
            leave_trace(self._trace, now)
            self._traced = now
