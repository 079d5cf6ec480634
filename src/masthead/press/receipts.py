"""What each edition changed: an append-only file of JSON lines that outlives the ledger."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Receipt(NamedTuple):
    """One edition. Each address comes with the digest of its bytes, in hex."""

    number: int
    started: str
    seconds: float
    changes: int
    facts: int
    queries: int
    pages: int
    appeared: dict[str, str]
    changed: dict[str, str]
    gone: tuple[str, ...]
    failed: dict[str, str]

    def line(self) -> str:
        """The receipt as one line of JSON."""
        return json.dumps(self._asdict(), ensure_ascii=False, separators=(",", ":"))


def parse(line: str) -> Receipt:
    """The receipt of a line."""
    fields: dict[str, Any] = json.loads(line)
    fields["gone"] = tuple(fields["gone"])
    return Receipt(**fields)


class Receipts:
    """The file of receipts."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, line: str) -> None:
        """Adds a receipt, unless a run that was killed had added it already."""
        number = json.loads(line)["number"]
        if number <= self.last_number():
            return
        with self.path.open("ab") as file:
            # A line that a power cut tore must not swallow this one, so each begins on a line of its own.
            file.write(b"\n" * (file.tell() > 0) + line.encode("utf-8", "surrogatepass"))
            file.flush()
            os.fsync(file.fileno())

    def last_number(self) -> int:
        """The number of the newest edition, 0 before the first."""
        return next((receipt.number for receipt in self.newest()), 0)

    def newest(self) -> Iterator[Receipt]:
        """Receipts, the newest first. A last line that a power cut tore is passed over."""
        if not self.path.exists():
            return
        for line in _lines_backwards(self.path):
            try:
                yield parse(line)
            except (ValueError, TypeError, KeyError):
                continue


def _lines_backwards(path: Path, block: int = 65536) -> Iterator[str]:
    """Lines from the end, reading no more of the file than is asked for."""
    with path.open("rb") as file:
        at, tail = file.seek(0, os.SEEK_END), b""
        while at > 0:
            size = min(block, at)
            at -= size
            file.seek(at)
            head, *rest = (file.read(size) + tail).split(b"\n")
            for raw in reversed(rest):
                if raw:
                    yield raw.decode("utf-8", "surrogatepass")
            tail = head
        if tail:
            yield tail.decode("utf-8", "surrogatepass")
