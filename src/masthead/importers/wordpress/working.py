"""Converting many items with all processors: workers read the staging file, the caller alone writes to it.

A worker is a process that runs `main`. It is told stretches on its standard input and answers each with one line of
JSON, so nothing is shared but the file, and what runs in the calling process (Django, a test runner) is of no matter.
Answers are taken in order: the staging file is the same however many workers there are.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from masthead.importers.records import Person, Term
from masthead.importers.staging import Staging
from masthead.importers.wordpress.converting import Converted, Converter

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

STRETCH: Final = 250
# Below this a second process costs more time than it saves.
WORTH_WORKERS: Final = 3000
MOST_WORKERS: Final = 4


def convert(staging: Staging, part: str, workers: int | None = None) -> Iterator[int]:
    """Convert the "files", or the "items" that are none, where an earlier run ended; each stretch is committed.

    Tells after each up to which number all is converted. One worker is this process itself.
    """
    done, items = int(staging.meta(f"converted {part}") or 0), int(staging.meta("items"))
    stretches = [(first, min(first + STRETCH - 1, items)) for first in range(done + 1, items + 1, STRETCH)]
    if not stretches:
        return
    if workers is None:
        count = staging.count("file") if part == "files" else items - done
        workers = min(os.cpu_count() or 1, MOST_WORKERS) if count >= WORTH_WORKERS else 1
    answers = _by_workers(staging.path, part, stretches, workers) if workers > 1 else _here(staging, part, stretches)
    with contextlib.closing(answers):
        for (_, last), converted in zip(stretches, answers, strict=True):
            staging.db.execute("BEGIN")
            for item in converted:
                _write(staging, item)
            staging.set_meta(f"converted {part}", str(last))
            staging.db.execute("COMMIT")
            yield last


def _write(staging: Staging, item: Converted) -> None:
    if not item.record:
        staging.hold(item.seq, item.notes[0][0])
        return
    for before, after in item.suspects:
        staging.add_suspect(item.seq, before, after)
    for person in item.persons:
        staging.add_person(Person.from_json(person))
    for term in item.terms:
        staging.add_term(Term.from_json(term))
    for code, detail in item.notes:
        staging.add_note(item.seq, code, detail)
    staging.settle(item.seq, item.record, changed=bool(item.notes))


def _here(staging: Staging, part: str, stretches: list[tuple[int, int]]) -> Generator[list[Converted]]:
    converter = Converter(staging)
    yield from (converter.stretch(part, *stretch) for stretch in stretches)


def _by_workers(path: Path, part: str, stretches: list[tuple[int, int]], workers: int) -> Generator[list[Converted]]:
    running = [_start(path, part) for _ in range(workers)]
    try:
        # Two stretches a worker are under way: none waits for work, and no pipe fills up.
        for number, stretch in enumerate(stretches[: 2 * workers]):
            _tell(running[number % workers], stretch)
        for number in range(len(stretches)):
            worker = running[number % workers]
            line = cast("IO[str]", worker.stdout).readline()
            if not line:
                raise RuntimeError("A process that converts items has ended early; run the import again.")
            if number + 2 * workers < len(stretches):
                _tell(worker, stretches[number + 2 * workers])
            yield [Converted(*item) for item in json.loads(line)]
    finally:
        for process in running:
            process.kill()
            process.communicate()


def _start(path: Path, part: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - this very module
        [sys.executable, "-P", "-c", f"from {__name__} import main; main()", str(path), part],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _tell(process: subprocess.Popen[str], stretch: tuple[int, int]) -> None:
    pipe = cast("IO[str]", process.stdin)
    pipe.write(f"{stretch[0]} {stretch[1]}\n")
    pipe.flush()


def main() -> None:
    """Answer stretches until there are no more."""
    # The caller, who loads, waits for nobody; nor do editors and readers.
    os.nice(5)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    with Staging(Path(sys.argv[1])) as staging:
        converter, part = Converter(staging), sys.argv[2]
        # What is made here is forgotten with each stretch; there are no circles to look for.
        gc.freeze()
        gc.disable()
        for line in sys.stdin:
            first, last = line.split()
            sys.stdout.write(json.dumps(converter.stretch(part, int(first), int(last)), ensure_ascii=False) + "\n")
            sys.stdout.flush()
