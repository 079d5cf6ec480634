"""The process that makes renditions: `python -m masthead.media.worker MEGABYTES`, spoken to by `workshop` alone.

A line of JSON comes in, a line of JSON goes out, followed by the bytes that it announces. It ends when nobody has
asked for a while, or when its caller does.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import sys
from pathlib import Path
from typing import Final

IDLE_SECONDS: Final = 30
NICE: Final = 10
"""Readers and editors go first."""


def main() -> None:
    _stay_small(int(sys.argv[1]) << 20)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the caller, who decides
    os.nice(NICE)
    from masthead.media.making import CannotMake, Original, make
    from masthead.media.renditions import Rendition

    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        # The caller asks one thing at a time, so nothing is left in a buffer where `select` would not see it.
        line = sys.stdin.buffer.readline()
        if not line:
            break
        (path, sha1, nature), (form, width, height, box, moves) = json.loads(line)
        try:
            body = make(Original(Path(path), sha1, nature), Rendition(form, width, height, tuple(box), moves))
        except CannotMake as error:
            _say({"cannot": str(error)})
        else:
            _say({"bytes": len(body)}, body)


def _stay_small(most: int) -> None:
    """No more memory of its own than this. Where the system knows no such limit, pixels alone are bounded."""
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _say(head: dict[str, object], body: bytes = b"") -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode() + b"\n" + body)
    out.flush()


if __name__ == "__main__":
    main()
