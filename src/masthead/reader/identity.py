"""What tells a file from another that has taken its name."""

from __future__ import annotations

import os
import stat
from typing import TypeAlias

# The press renames a new file in: enough to notice it.
Identity: TypeAlias = tuple[int, int, int, int]


def identity_of(found: os.stat_result) -> Identity:
    return (found.st_mtime_ns, found.st_size, found.st_ino, found.st_dev)


def look(path: str) -> Identity | None:
    """None unless there is a regular file. A name no file can have is no file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a Path object costs more than the call
    except (OSError, ValueError):
        return None
    return identity_of(found) if stat.S_ISREG(found.st_mode) else None
