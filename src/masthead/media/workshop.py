"""Processes that open pictures, apart from whoever asks: bounded in memory, and a crash is one picture's failure.

Decoders and encoders are large C libraries that are given strangers' files. Each process may hold so much memory and no
more, and runs behind readers and editors. They start with the first picture and end when there is none for a while.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, Final

from masthead.media.making import CannotMake, Original
from masthead.media.pictures import Examined, PictureRefused
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


Answer = tuple[dict[str, Any], bytes]


class Workshop:
    """Examines pictures and makes renditions in processes of their own. For as many threads as want to ask."""

    def __init__(self, megabytes: int = MEGABYTES) -> None:
        self.megabytes = megabytes
        self._idle: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def examine(self, file: Path | IO[bytes]) -> Examined:
        """What this file is. Raises `PictureRefused`, also if a decoder gives up over it."""
        with _on_disk(file) as path:
            answer = self._ordered("examine", str(path))
        if answer is None:
            raise PictureRefused("heavy")
        head, _ = answer
        if "refused" in head:
            raise PictureRefused(*head["refused"])
        return Examined(*head["examined"])

    def make(self, original: Original, rendition: Rendition) -> bytes:
        """The rendition's bytes. Raises `CannotMake`."""
        answer = self._ordered("make", [str(original.path), original.sha1, original.nature], rendition)
        if answer is None:
            raise CannotMake(
                f"Its decoder or encoder gave up: it took more than {self.megabytes} MB of memory, more than "
                f"{LONGEST_SECONDS} seconds, or crashed."
            )
        head, body = answer
        if "cannot" in head:
            raise CannotMake(str(head["cannot"]))
        return body

    def _ordered(self, *what: object) -> Answer | None:
        """What a process answers; None if it came to its end over it."""
        order = json.dumps(what).encode() + b"\n"
        # A process that was idle may just have ended.
        for process in (self._idle_one(), None):
            worker = process or self._start()
            answer = self._ask(worker, order)
            if answer is not None:
                with self._lock:
                    self._idle.append(worker)
                return answer
            _end(worker)
        return None

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
        command = [sys.executable, "-P", "-m", "masthead.media.worker", str(self.megabytes)]
        # One arena: each thread's own would count against the bound without being used.
        environment = os.environ | {"MALLOC_ARENA_MAX": "1"}
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603

    def _ask(self, worker: subprocess.Popen[bytes], order: bytes) -> Answer | None:
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


@contextmanager
def _on_disk(file: Path | IO[bytes]) -> Iterator[Path]:
    """Where another process can read the file."""
    if isinstance(file, Path):
        yield file
        return
    with NamedTemporaryFile(prefix="masthead-picture-") as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        file.seek(0)
        copy.flush()
        yield Path(copy.name)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.communicate()


@cache
def shared() -> Workshop:
    """The workshop of whoever needs one picture now and then: the desk, an import."""
    workshop = Workshop()
    atexit.register(workshop.close)
    return workshop
