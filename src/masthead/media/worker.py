"""The process that opens pictures: `python -m masthead.media.worker MEGABYTES`, spoken to by `workshop` alone.

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
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from masthead.media.pictures import Nature

IDLE_SECONDS: Final = 30
NICE: Final = 10
"""Readers and editors go first."""


def main() -> None:
    _stay_small(int(sys.argv[1]) << 20)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the caller, who decides
    os.nice(NICE)
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        # The caller asks one thing at a time, so nothing is left in a buffer where `select` would not see it.
        line = sys.stdin.buffer.readline()
        if not line:
            break
        order, *what = json.loads(line)
        head, body = _made(*what) if order == "make" else _examined(*what)
        sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
        sys.stdout.buffer.flush()


def _made(original: list[str], rendition: list[Any]) -> tuple[dict[str, object], bytes]:
    from masthead.media.making import CannotMake, Original, make
    from masthead.media.renditions import Rendition

    path, sha1, nature = original
    form, width, height, box, moves = rendition
    try:
        wanted = Rendition(form, width, height, tuple(box), moves)
        body = make(Original(Path(path), sha1, cast("Nature", nature)), wanted)
    except CannotMake as error:
        return {"cannot": str(error)}, b""
    return {"bytes": len(body)}, body


def _examined(path: str) -> tuple[dict[str, object], bytes]:
    from masthead.media.pictures import PictureRefused, examine

    try:
        return {"examined": examine(Path(path))}, b""
    except PictureRefused as refused:
        return {"refused": [refused.reason, refused.found, refused.most]}, b""
    except MemoryError:
        return {"refused": ["heavy"]}, b""
    except OSError:
        return {"refused": ["unreadable"]}, b""


def _stay_small(most: int) -> None:
    """No more memory of its own than this. Where the system knows no such limit, pixels alone are bounded."""
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


if __name__ == "__main__":
    main()
