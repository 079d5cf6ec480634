"""How `masthead serve` runs its parts: `python -m masthead.cli.child web|clock|press …`.

A part ends when the command that started it is gone, however that ended: else an orphan would hold the port or
the press's lock.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys


def die_with_parent(number: int, parent: str = "") -> None:
    """Linux only (prctl(2), PR_SET_PDEATHSIG); elsewhere an orphan has to be stopped by hand."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(1, number)
    # The parent may have ended before the call.
    if parent and str(os.getppid()) != parent:
        sys.exit(0)


def take_name(name: str) -> None:
    """What `ps -o comm` and `top` show of this process: fifteen letters, on Linux only (prctl(2), PR_SET_NAME)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(15, name.encode())


def main() -> None:
    die_with_parent(signal.SIGTERM, os.environ.get("MASTHEAD_PARENT", ""))
    if sys.argv[1] == "web":
        from masthead.cli.web import main as part
    else:
        from masthead.cli import main as part
    part()


if __name__ == "__main__":
    main()
