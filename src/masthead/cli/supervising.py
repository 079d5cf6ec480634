"""Running several processes as one: all start, a part that dies is started again, all stop together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from types import FrameType
from typing import Final, Protocol

from masthead.cli.child import die_with_parent, take_name
from masthead.cli.errors import FAILED

# Seconds that a part may take to finish what it does.
PATIENCE: Final = 15.0
_STEADY: Final = 60.0
_LONGEST_WAIT: Final = 60.0
_GLANCE: Final = 0.1
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM)


class Process(Protocol):
    """What is needed of a process, in the words of `subprocess.Popen`. It leads a session of its own."""

    pid: int

    def poll(self) -> int | None: ...
    def terminate(self) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...


class Branch:
    """A copy of this process that does one thing. What is in memory when it is made is there once for all of them."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        # Asked to stop between these two lines, a copy would note it as this process does, and nobody would look.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        self._process = get_context("fork").Process(target=_branch_off, args=(name, work, str(os.getpid())))
        self._process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
        self.pid = int(self._process.pid or 0)

    def poll(self) -> int | None:
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode


def _branch_off(name: str, work: Callable[[], None], parent: str) -> None:
    os.setsid()
    for number in _STOPPING:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    die_with_parent(signal.SIGTERM, parent)
    take_name(name)
    work()


class Part:
    """One process, started again with growing pauses when it dies."""

    def __init__(self, name: str, make: Callable[[], Process]) -> None:
        self.name = name
        self._make = make
        self._process: Process | None = None
        self._started = 0.0
        self._deaths = 0
        self._again_at = 0.0

    def start(self) -> None:
        self._started = time.monotonic()
        self._process = self._make()

    @property
    def code(self) -> int | None:
        """The exit code of a part that has ended, None while it runs or waits to be started again."""
        return self._process.poll() if self._process else None

    def plan_restart(self) -> float:
        """Forgets the dead process and answers in how many seconds the next will start."""
        lived = time.monotonic() - self._started
        self._deaths = 0 if lived > _STEADY else self._deaths + 1
        wait = min(_LONGEST_WAIT, 2.0 ** max(0, self._deaths - 1))
        self._process, self._again_at = None, time.monotonic() + wait
        return wait

    def start_when_due(self) -> None:
        if self._process is None and time.monotonic() >= self._again_at:
            self.start()

    def ask_to_stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def see_off(self, until: float) -> None:
        """Waits until the process has ended, and ends it when it will not. Its own children go with it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Supervisor:
    """`say` gets sentences for whoever watches the terminal; `patience` is how long a part may take to stop."""

    def __init__(self, parts: Sequence[Part], say: Callable[[str], None], patience: float = PATIENCE) -> None:
        self._parts = parts
        self._say = say
        self._patience = patience
        self._stopping = False

    def run(self, when_started: Callable[[], bool]) -> int:
        """Runs until a signal or until a part says that it cannot work; answers with an exit code.

        `when_started` is asked again and again until it has seen what it waits for.
        """
        previous = {number: signal.signal(number, self._stop) for number in _STOPPING}
        seen = False
        code = 0
        try:
            for part in self._parts:
                part.start()
            while not self._stopping and not code:
                seen = seen or when_started()
                code = self._look_after()
                time.sleep(_GLANCE)
        finally:
            self._stop_all()
            for number, handler in previous.items():
                signal.signal(number, handler)
        return code

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _look_after(self) -> int:
        for part in self._parts:
            code = part.code
            # The part has said why it cannot work; to start it again would change nothing.
            if code == FAILED:
                return FAILED
            if code is not None:
                wait = part.plan_restart()
                self._say(f"The {part.name} has ended with code {code}; it starts again in {wait:.0f} s.")
            part.start_when_due()
        return 0

    def _stop_all(self) -> None:
        until = time.monotonic() + self._patience
        for part in self._parts:
            part.ask_to_stop()
        for part in self._parts:
            part.see_off(until)


def child(*arguments: str) -> Process:
    return command([sys.executable, "-P", "-m", "masthead.cli.child", *arguments])


def command(words: Sequence[str]) -> Process:
    # A session of its own: Ctrl-C in the terminal reaches the supervisor only, which then stops the parts.
    return subprocess.Popen(  # noqa: S603 - commands of our own
        words,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"MASTHEAD_PARENT": str(os.getpid())},
    )
