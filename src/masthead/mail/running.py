"""Delivering again and again, in a thread of its own: a server that takes its time delays no publication."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError, connection

from masthead.mail.delivery import AT_ONCE, deliver

if TYPE_CHECKING:
    from masthead.site.options import Options

log = logging.getLogger("masthead.mail")

PAUSE: Final = 1.0
TROUBLE: Final = 5.0


class Postman(threading.Thread):
    """Ends when told to, at the latest after the letter in hand."""

    def __init__(self, options: Options, stopping: threading.Event) -> None:
        super().__init__(name="mail", daemon=True)
        self._options = options
        self._stopping = stopping

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                tried = deliver(self._options, dt.datetime.now(dt.UTC), self._stopping.is_set)
                pause = 0.0 if len(tried) == AT_ONCE else PAUSE
            except (OSError, DatabaseError) as error:
                log.warning("Mail stops for %.0f seconds: %s", TROUBLE, str(error).strip())
                connection.close()
                pause = TROUBLE
            self._stopping.wait(pause)
        connection.close()
