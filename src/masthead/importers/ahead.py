"""Reading ahead, in a process of its own, while the caller is not ready to load: Django takes a second to start.

Nothing depends on it. What was read and converted lies in the staging file, where `read` and the loader find it; where
it failed, `read` fails again, and says why.
"""

from __future__ import annotations

import select
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Ahead:
    """Reads and then converts WordPress exports until it is told to finish. What it was doing then is ended first."""

    def __init__(self, paths: Sequence[Path], staging_dir: Path, *, repair_text: bool) -> None:
        options = (str(staging_dir), "repair" if repair_text else "", *map(str, paths))
        self._process = subprocess.Popen(  # noqa: S603 - this very module
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Nobody listens any more: it gives up and clears away what is half read.
        with self._process:
            pass

    def finish(self, progress: Callable[[str, int, int], None]) -> None:
        """Wait until all is read; tells how far that is. What is not converted by then is left to others."""
        cast("IO[str]", self._process.stdin).close()
        for line in cast("IO[str]", self._process.stdout):
            done, total = line.split()
            progress("reading", int(done), int(total))
        self._process.wait()


def main() -> None:
    """Read, then convert until standard input ends."""
    from masthead.importers.at_work import at_work
    from masthead.importers.wordpress import read
    from masthead.importers.wordpress.working import convert

    folder, repair, *paths = sys.argv[1:]

    def tell(_step: str, done: int, total: int) -> None:
        print(done, total, flush=True)

    files, staging_dir = [Path(path) for path in paths], Path(folder)
    with (
        read(files, staging_dir, tell, repair_text=bool(repair), convert_later=True) as staging,
        at_work(staging_dir),
    ):
        for part in ("files", "items"):
            for _ in convert(staging, part, workers=1):
                if select.select([sys.stdin], [], [], 0)[0]:
                    return
