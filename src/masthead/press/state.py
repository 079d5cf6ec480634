"""What the press did last and what it could not make, read beside it while it works. Nothing is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from masthead.press.receipts import Receipts


class Did(NamedTuple):
    """One edition in short. `pages`: some of the addresses that appeared or changed, those that appeared first."""

    number: int
    started: str
    appeared: int
    changed: int
    gone: int
    pages: tuple[str, ...]


def last_editions(receipts: Path, most: int, *, pages: int = 0) -> tuple[Did, ...]:
    """The last editions, the newest first; none before the first."""
    try:
        found = receipts.stat()
    except OSError:
        return ()
    return _last_editions(receipts, most, pages, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=8)
def _last_editions(receipts: Path, most: int, pages: int, size: int, changed_at: int) -> tuple[Did, ...]:
    """The receipt of a full press names every page of the site: it is read once, not at each question."""
    return tuple(
        Did(
            each.number, each.started, len(each.appeared), len(each.changed), len(each.gone),
            tuple(islice((a for a in (*each.appeared, *each.changed) if a.endswith("/")), pages)),
        )
        for each in islice(Receipts(receipts).newest(), most)
    )  # fmt: skip


def unmade(ledger: Path) -> dict[str, str]:
    """Addresses whose page could not be made, with the error; none where there is no ledger yet."""
    try:
        with closing(sqlite3.connect(f"{ledger.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return failures(db)
    except sqlite3.OperationalError:  # no ledger, or one that is just being made
        return {}


def failures(db: sqlite3.Connection) -> dict[str, str]:
    """Of an open ledger. A group that fails stands for its pages: nobody knows which they are."""
    if db.execute("select 1 from node where failed_in > 0 limit 1").fetchone() is None:
        return {}
    pages = "select address, error from claim join node on node.id = claim.node where failed_in > 0"
    groups = (
        "select 'the pages of ' || name.name, error from node join branch on branch.node = node.id "
        "join name on name.id = node.name where failed_in > 0"
    )
    return dict(db.execute(f"{pages} union {groups} order by 1"))
