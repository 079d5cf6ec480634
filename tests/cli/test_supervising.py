from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from masthead.cli.errors import FAILED
from masthead.cli.supervising import Part, Supervisor, command


def part(name: str, code: str) -> Part:
    return Part(name, lambda: command([sys.executable, "-c", code]))


def stop_soon(after: float) -> None:
    threading.Timer(after, os.kill, (os.getpid(), signal.SIGTERM)).start()


def test_a_part_that_cannot_work_stops_the_others_and_is_not_tried_again(tmp_path: Path) -> None:
    said: list[str] = []
    steady = part("web server", "import time; time.sleep(60)")
    supervisor = Supervisor([steady, part("press", f"raise SystemExit({FAILED})")], said.append)
    assert supervisor.run(lambda: True) == FAILED
    assert said == []
    assert steady.code == -signal.SIGTERM


def test_pauses_grow_from_death_to_death(tmp_path: Path) -> None:
    said: list[str] = []
    stop_soon(4.5)
    assert Supervisor([part("press", "raise SystemExit(1)")], said.append).run(lambda: True) == 0
    assert said[:2] == [
        "The press has ended with code 1; it starts again in 1 s.",
        "The press has ended with code 1; it starts again in 2 s.",
    ]
    assert len(said) <= 3


def test_a_part_that_will_not_stop_is_ended() -> None:
    stubborn = part("press", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)")
    stop_soon(1.0)
    began = time.monotonic()
    assert Supervisor([stubborn], print, patience=1.0).run(lambda: True) == 0
    assert time.monotonic() - began < 10
    assert stubborn.code == -signal.SIGKILL


def test_it_goes_on_asking_until_it_has_seen_the_start() -> None:
    answers = iter([False, False, True])
    asked: list[bool] = []

    def started() -> bool:
        asked.append(next(answers))
        return asked[-1]

    stop_soon(1.0)
    Supervisor([part("press", "import time; time.sleep(60)")], print).run(started)
    assert asked == [False, False, True]
