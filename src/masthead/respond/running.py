"""What kinds do again and again because of what readers send: counting, clearing away. In the clock's process."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from django.db import DatabaseError, connection

from masthead.respond import pace
from masthead.respond.rooms import Chore, rooms

log = logging.getLogger("masthead.respond")

LOOK: Final = 0.5
TROUBLE: Final = 5.0


def chores() -> list[Chore]:
    own = Chore("forgetting networks", 600, lambda: pace.forget(time.time_ns() // 1000))
    return [own, *(chore for room in rooms().values() for chore in room.chores)]


def all_once() -> None:
    for chore in chores():
        chore.do()


class Chores(threading.Thread):
    """Each chore at its own pace, in a thread beside the clock's: they delay no publication."""

    def __init__(self, stopping: threading.Event) -> None:
        super().__init__(name="chores", daemon=True)
        self._stopping = stopping

    def run(self) -> None:
        due = dict.fromkeys(chores(), 0.0)
        while not self._stopping.is_set():
            for chore, at in due.items():
                if time.monotonic() >= at:
                    due[chore] = time.monotonic() + (chore.every if _did(chore) else max(TROUBLE, chore.every))
            self._stopping.wait(LOOK)
        connection.close()


def _did(chore: Chore) -> bool:
    try:
        chore.do()
    except (OSError, DatabaseError) as error:
        log.warning("%s stops for a moment: %s", chore.name.capitalize(), str(error).strip())
        connection.close()
        return False
    except Exception:  # what is wrong with one stops no other
        log.exception("%s failed", chore.name.capitalize())
        connection.close()
        return False
    return True
