"""What the press did last and what it could not make, read beside it while it works. Nothing is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from masthead.press.answers import decode
from masthead.press.ledger import SCHEMA
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


@contextmanager
def looked_into(path: Path) -> Iterator[sqlite3.Connection]:
    """A ledger to look into while a press may be at work. Raises `sqlite3.Error` where none can be read."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
    try:
        if db.execute("select schema from meta").fetchone() != (SCHEMA,):
            raise sqlite3.DatabaseError("The ledger is of another version.")
        yield db
    finally:
        db.close()


def unmade(ledger: Path) -> dict[str, str]:
    """Addresses whose page could not be made, with the error; none where there is no ledger yet."""
    try:
        with looked_into(ledger) as db:
            return failures(db)
    except sqlite3.Error:  # no ledger, or one that is just being made
        return {}


def failures(db: sqlite3.Connection) -> dict[str, str]:
    """Addresses whose page could not be made, with the error; and parts that pages had to go without.

    Of an open ledger. A group that fails stands for its pages: nobody knows which they are.
    """
    if not db.execute("select 1 from node where failed_in > 0 limit 1").fetchone():
        return {}
    pages = "select address, error from claim join node on node.id = claim.node where failed_in > 0"
    groups = (
        "select 'the pages of ' || name.name, error from node join branch on branch.node = node.id "
        "join name on name.id = node.name where failed_in > 0"
    )
    return dict(db.execute(f"{pages} union {groups} order by 1")) | dict(_failing_parts(db))


def _failing_parts(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """What fails without any page failing with it: pages go on without it, and one of them is named."""
    roots = (
        "select node.id, name.name, args, error from node join name on name.id = node.name where failed_in > 0 "
        "and not exists (select 1 from claim where claim.node = node.id) "
        "and not exists (select 1 from branch where branch.node = node.id) "
        "and not exists (select 1 from edge join node asked on asked.id = edge.callee "
        "where edge.caller = node.id and asked.failed_in > 0)"
    )
    above = "with recursive above (id) as (values (?) union select caller from edge join above on callee = above.id)"
    told = (
        "select 1 from above join node on node.id = above.id where failed_in > 0 "
        "and (exists (select 1 from claim where claim.node = above.id) "
        "or exists (select 1 from branch where branch.node = above.id)) limit 1"
    )
    for node, name, args, error in db.execute(f"{roots} order by 2, 3").fetchall():
        if db.execute(f"{above} {told}", (node,)).fetchone():
            continue
        around = f"{above} select min(address) from claim join above on claim.node = above.id"
        (address,) = db.execute(around, (node,)).fetchone()
        if address is not None:
            yield f"{name}({', '.join(map(repr, decode(args)))}) in {address}", error


def doubled(db: sqlite3.Connection) -> list[str]:
    """Every address that more than one live page claims."""
    found = "select address from claim where weight = 0 group by address having count(distinct node) > 1 order by 1"
    return [address for (address,) in db.execute(found)]
