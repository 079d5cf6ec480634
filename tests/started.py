"""Commands at one site that do not start Django each: a start takes a second, and hundreds of commands are tried.

Each runs in a process of its own, from its words to its exit code; but these are forks of one process in which Django
has started for the site. So the settings are those of that start, and so is the environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

AtSite = Callable[..., "subprocess.CompletedProcess[str]"]


@contextmanager
def started(site: Path, **environment: str) -> Iterator[AtSite]:
    with subprocess.Popen(
        [sys.executable, __file__, site],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"COLUMNS": "120"} | environment,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def masthead(*words: str | Path) -> subprocess.CompletedProcess[str]:
            print(json.dumps([str(word) for word in words]), file=process.stdin, flush=True)
            code, out, error = json.loads(process.stdout.readline())
            return subprocess.CompletedProcess(words, code, out, error)

        yield masthead
        process.stdin.close()


def _answer(site: str) -> None:
    from django.db import connections

    from masthead.cli import main
    from masthead.site.folder import SiteFolder
    from masthead.site.start import start

    start(SiteFolder(Path(site)))
    connections.close_all()
    for line in sys.stdin:
        with TemporaryFile() as out, TemporaryFile() as error, Path(os.devnull).open() as nothing:
            child = os.fork()
            if not child:
                os.dup2(nothing.fileno(), 0)
                os.dup2(out.fileno(), 1)
                os.dup2(error.fileno(), 2)
                sys.argv = ["masthead", "--site", site, *json.loads(line)]
                main()
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said = [_read(out), _read(error)]
        print(json.dumps([code, *said]), flush=True)


def _read(file: object) -> str:
    file.seek(0)  # type: ignore[attr-defined]
    return file.read().decode()  # type: ignore[attr-defined]


if __name__ == "__main__":
    _answer(sys.argv[1])
