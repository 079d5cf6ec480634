"""The greatest memory of a process and of all that it starts, together."""

from __future__ import annotations

import re
import subprocess
import threading
import time
from pathlib import Path
from typing import Any


class Watched:
    """Looks again and again while the process runs: after a tenth of a second at first, later every two seconds.

    To count pages takes a while, and stops the process; but one that ends within two seconds is to be seen, too.
    """

    def __init__(self, process: subprocess.Popen[Any], *, every: float = 2.0) -> None:
        self.peak = 0
        self._every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(process.pid,), daemon=True)
        self._thread.start()

    def megabytes(self) -> int:
        """Once the process has ended."""
        self._over.set()
        self._thread.join()
        return self.peak >> 20

    def _watch(self, pid: int) -> None:
        started = time.monotonic()
        while not self._over.is_set():
            self.peak = max(self.peak, memory(pid))
            self._over.wait(min(self._every, 0.1 + (time.monotonic() - started) / 4))


def memory(pid: int) -> int:
    """Bytes of a process and all that it has started, what they share counted once (Pss); 0 of one that has ended."""
    try:
        folder = Path(f"/proc/{pid}")
        rollup = (folder / "smaps_rollup").read_text(encoding="ascii")
        children = " ".join(task.read_text(encoding="ascii") for task in folder.glob("task/*/children")).split()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
    return (int(found[1]) << 10 if found else 0) + sum(memory(int(child)) for child in children)
