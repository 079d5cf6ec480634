"""Processes that make renditions, apart from whoever asks: bounded in memory, and a crash is one picture's failure.

Decoders and encoders are large C libraries that are given strangers' files. Each process may hold so much memory and no
more, and runs behind readers and editors. They start with the first picture and end when there is none for a while.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import Final

from masthead.media.making import CannotMake, Original
from masthead.media.renditions import Rendition

MEGABYTES: Final = 768
"""Of memory, for one process; `bench/pictures.py` measures what is needed."""
MOST_HANDS: Final = 4
LONGEST_SECONDS: Final = 300


def hands() -> int:
    """How many pictures are made at a time: one a processor, and not more than memory allows."""
    try:
        processors = len(os.sched_getaffinity(0))
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (AttributeError, ValueError, OSError):
        processors, memory = os.cpu_count() or 1, 4 * MEGABYTES
    return max(1, min(processors, MOST_HANDS, memory // (2 * MEGABYTES)))


class Workshop:
    """Makes renditions in processes of their own. For as many threads as want to ask."""

    def __init__(self, megabytes: int = MEGABYTES) -> None:
        self.megabytes = megabytes
        self._idle: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def make(self, original: Original, rendition: Rendition) -> bytes:
        """The rendition's bytes. Raises `CannotMake`."""
        order = json.dumps([[str(original.path), original.sha1, original.nature], rendition]).encode() + b"\n"
        # A process that was idle may just have ended.
        for process in (self._idle_one(), None):
            worker = process or self._start()
            answer = self._ask(worker, order)
            if answer is not None:
                with self._lock:
                    self._idle.append(worker)
                break
            _end(worker)
        else:
            raise CannotMake(
                f"Its decoder or encoder gave up: it took more than {self.megabytes} MB of memory, more than "
                f"{LONGEST_SECONDS} seconds, or crashed."
            )
        head, body = answer
        if "cannot" in head:
            raise CannotMake(str(head["cannot"]))
        return body

    def close(self) -> None:
        """Ends the processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            _end(worker)

    def _idle_one(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "masthead.media.worker", str(self.megabytes)]
        # One arena: each thread's own would count against the bound without being used.
        environment = os.environ | {"MALLOC_ARENA_MAX": "1"}
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603

    def _ask(self, worker: subprocess.Popen[bytes], order: bytes) -> tuple[dict[str, object], bytes] | None:
        """The answer; None if the process came to its end over it."""
        if worker.stdin is None or worker.stdout is None:
            return None
        watchdog = threading.Timer(LONGEST_SECONDS, worker.kill)
        watchdog.start()
        try:
            worker.stdin.write(order)
            worker.stdin.flush()
            head = json.loads(worker.stdout.readline() or b"null")
            if head is None:
                return None
            size = head.get("bytes", 0)
            body = worker.stdout.read(size)
            return (head, body) if len(body) == size else None
        except (OSError, ValueError):
            return None
        finally:
            watchdog.cancel()


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.communicate()
