"""Keeps queries closed: what leaves no trace is out of their reach.

While a query runs, opening files, sockets, processes and databases is refused through Python's audit events
(PEP 578), and functions wrapped by `tripwire` (clocks, caches, another library's database access) refuse
their caller. Facts read through connections that were opened before, which raise no audit event.
"""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from masthead.press.errors import UntrackedRead

_REFUSED = {
    "open": "a file",
    "os.listdir": "a folder",
    "os.scandir": "a folder",
    "socket.connect": "the network",
    "socket.getaddrinfo": "the network",
    "sqlite3.connect": "a database",
    "subprocess.Popen": "another program",
    "os.system": "another program",
    "os.exec": "another program",
    "os.fork": "another process",
    "os.posix_spawn": "another program",
}


class _Running(threading.local):
    asking = ""
    refused: UntrackedRead | None = None
    """What was refused to the query that runs: it fails with this even if it catches the error."""


_running = _Running()
_installed = False


@contextmanager
def closed(asking: str) -> Iterator[None]:
    """While inside, this thread runs the query named by `asking`."""
    before, _running.asking = _running.asking, asking
    try:
        yield
    finally:
        _running.asking = before


@contextmanager
def opened() -> Iterator[None]:
    """While inside, this thread is the press itself again, at work for a query."""
    before, _running.asking = _running.asking, ""
    try:
        yield
    finally:
        _running.asking = before


def refuse(what: str) -> None:
    """Raises `UntrackedRead` if a query is running in this thread."""
    if _running.asking:
        _running.refused = UntrackedRead(what, _running.asking)
        raise _running.refused


def tripwire(owner: Any, name: str, what: str) -> None:
    """Makes the function `owner.name` refuse queries. Doing so twice does nothing."""
    plain: Callable[..., Any] = getattr(owner, name)
    if getattr(plain, "_press_tripwire", False):
        return

    @functools.wraps(plain)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        refuse(what)
        return plain(*args, **kwargs)

    guarded._press_tripwire = True  # type: ignore[attr-defined]
    setattr(owner, name, guarded)


def install() -> None:
    """Installs the audit hook and the tripwires, once in a process; they cannot be taken out again.

    `datetime.now` and connections of sqlite3 that are open already are out of a tripwire's reach: they are
    caught by `UnstableAnswer` and by the proof.
    """
    global _installed
    if _installed:
        return
    _installed = True
    import os
    import random
    import time

    for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime"):
        tripwire(time, name, "the clock")
    for name in ("random", "uniform", "randint", "randrange", "choice", "choices", "shuffle", "sample", "getrandbits"):
        tripwire(random, name, "chance")
    for name in ("random", "getrandbits", "randbytes"):
        tripwire(random.SystemRandom, name, "chance")
    tripwire(threading.Thread, "start", "another thread")
    tripwire(os, "urandom", "chance")
    sys.addaudithook(_audit)


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if _running.asking and event in _REFUSED:
        refuse(f"{_REFUSED[event]} ({str(args[0])[:120] if args else event})")
