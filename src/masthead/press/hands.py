"""Processes that compress, write and rename files beside a press that has thousands of them.

Threads would do the same, but every look at the disk of one of them stops the others' Python, the press's own first.
A hand outlives a killed run by what it was told to do last: it holds the press's lock so long, and the next run waits.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Final

from masthead.press.answers import Answer, decode, encode

if TYPE_CHECKING:
    from masthead.press.store import Artifact, Placed, Todo

MOST: Final = 4
_SIZE: Final = 8
_Process = subprocess.Popen[bytes]


class Hands:
    """As many processes as there are processors, started when they are first told something."""

    def __init__(self, public: Path, stage: Path) -> None:
        self.folders = str(public), str(stage)
        self.lock: int | None = None
        """The open file that holds the press's lock."""
        self._idle: SimpleQueue[_Process | None] = SimpleQueue()
        self._number = min(MOST, os.cpu_count() or 1)
        for _ in range(self._number):
            self._idle.put(None)

    def stage(self, items: Sequence[Artifact]) -> None:
        """Stages files; returns when they are written. For as many threads as want to."""
        self._tell("stage", tuple((item.path, item.digest, item.body) for item in items))

    def place(self, todo: Sequence[Todo]) -> list[Placed]:
        """Puts staged files in their place."""
        from masthead.press.store import Placed

        found = self._tell("place", tuple(tuple(file) for file in todo))
        return [Placed(path, done, OSError(*why) if why else None) for path, done, why in found]

    def rest(self) -> None:
        """Ends the processes, each when it has done what it was told last."""
        # All of them first: one that is still busy after an error in another must not be taken for ended.
        hands = [self._idle.get() for _ in range(self._number)]
        for hand in hands:
            if hand is not None:
                hand.communicate()
            self._idle.put(None)

    def _tell(self, what: str, items: Answer) -> Answer:
        hand = self._idle.get()
        try:
            hand = hand or self._start()
            if hand.stdin is None or hand.stdout is None:
                raise ValueError("A hand needs pipes.")
            with contextlib.suppress(BrokenPipeError):
                _send(hand.stdin, (what, items))
            answer = _next(hand.stdout)
            if answer is None:
                hand.kill()
                hand.communicate()
                hand = None
                raise OSError("A process that writes files has ended early; what it was told is done again.")
        finally:
            self._idle.put(hand)
        done, obstacle = answer
        if obstacle:
            raise OSError(*obstacle)
        return done

    def _start(self) -> _Process:
        command = [sys.executable, "-P", "-c", f"from {__name__} import main; main()", *self.folders]
        kept = () if self.lock is None else (self.lock,)
        # A session of its own: Ctrl-C is the press's to answer. When the press ends, so does what a hand reads.
        return subprocess.Popen(  # noqa: S603 - this very module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=kept, start_new_session=True
        )


def reason(error: OSError | None) -> Answer:
    """What is told of an error: its number, its words, its file."""
    return None if error is None else (error.errno, error.strerror or str(error), str(error.filename or ""))


def _send(pipe: IO[bytes], answer: Answer) -> None:
    data = encode(answer)
    pipe.write(len(data).to_bytes(_SIZE, "big") + data)
    pipe.flush()


def _next(pipe: IO[bytes]) -> Answer:
    """What is sent next; None at the end, or if it breaks off."""
    size = int.from_bytes(pipe.read(_SIZE), "big")
    data = pipe.read(size)
    return decode(data) if size and len(data) == size else None


def main() -> None:
    """Do what is told until there is no more."""
    from masthead.press.store import Artifact, DiskStore, Todo

    public, stage = sys.argv[1:]
    store = DiskStore(Path(public), Path(stage), sync=False)
    while order := _next(sys.stdin.buffer):
        what, items = order
        done: Answer = None
        try:
            if what == "stage":
                for path, digest, body in items:
                    store.write(Artifact(path, digest, body))
            else:
                placed = (store.place(Todo(*file)) for file in items)
                done = tuple((each.path, each.done, reason(each.obstacle)) for each in placed)
        except OSError as error:
            _send(sys.stdout.buffer, (None, reason(error)))
        else:
            _send(sys.stdout.buffer, (done, None))
