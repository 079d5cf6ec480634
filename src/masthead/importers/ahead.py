"""Reading and converting, in a process of its own, ahead of the caller: while that starts Django, and while it loads.

Nothing depends on it. What was read and converted lies in the staging file, where `read` and the loader find it; where
it failed, `read` fails again, and says why.
"""

from __future__ import annotations

import select
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from masthead.importers.at_work import at_work, lent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from masthead.importers.staging import Staging

_END: Final = ".\n"


class Ahead:
    """A process that reads WordPress exports and then converts the files, and the items that are none."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def read(self, progress: Callable[[str, int, int], None]) -> None:
        """Wait until all is read; tells how far that is."""
        for line in self._told():
            done, total = line.split()
            progress("reading", int(done), int(total))

    def converted(self, staging: Staging, part: str) -> Iterator[int]:
        """As `working.convert`, of the "files" and then of the "items"; what the process has left is done here."""
        from masthead.importers.wordpress.working import convert

        for line in self._told():
            yield int(line)
        yield from convert(staging, part)

    def _told(self) -> Iterator[str]:
        """What it says of one step, line by line."""
        for line in cast("IO[str]", self._process.stdout):
            if line == _END:
                return
            yield line


@contextmanager
def ahead(paths: Sequence[Path], staging_dir: Path, *, repair_text: bool) -> Iterator[Ahead]:
    """While the block lasts. At its end the process gives up and clears away what is half read.

    The block, and the process, hold the site's import lock. Raises `LoadRefused` while another import works.
    """
    with at_work(staging_dir) as lock:
        options = (str(staging_dir), str(lock), "repair" if repair_text else "", *map(str, paths))
        process = subprocess.Popen(  # noqa: S603 - this very module
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            pass_fds=(lock,),
        )
        with process:
            yield Ahead(process)


def main() -> None:
    """Read, then convert; give up when standard input ends."""
    from masthead.importers.wordpress import read
    from masthead.importers.wordpress.working import convert

    folder, lock, repair, *paths = sys.argv[1:]
    lent(Path(folder), int(lock))

    def tell(_step: str, done: int, total: int) -> None:
        print(done, total, flush=True)

    with read([Path(path) for path in paths], Path(folder), tell, repair_text=bool(repair), convert_later=True) as new:
        print(end=_END, flush=True)
        for part in ("files", "items"):
            for last in convert(new, part):
                print(last, flush=True)
                if select.select([sys.stdin], [], [], 0)[0]:
                    return
            print(end=_END, flush=True)
