"""Proof: the store equals a full press from nothing, byte for byte; or a sample of it does.

Pages are compared by their bytes, twins by decoding them, files that a builder made by name and recipe.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from masthead.press.answers import decode, digest
from masthead.press.database import Database, Snapshot
from masthead.press.digests import address_of
from masthead.press.edition import Paths, Press
from masthead.press.errors import PressError
from masthead.press.manifest import Ref
from masthead.press.outcome import Event
from masthead.press.store import DiskStore, artifact


class Difference(NamedTuple):
    """One address whose file is not as a full press makes it. `what` is missing, extra, different, twin or failing."""

    address: str
    what: str
    why: str


class Proof(NamedTuple):
    """What a proof found: how many files were compared, what differs, how many changes waited meanwhile, and what
    cannot be made, with the error: of that nothing is proved."""

    compared: int
    differences: tuple[Difference, ...]
    waiting: int = 0
    failing: Mapping[str, str] = MappingProxyType({})


class _Witness(Database):
    """Reads the site's database and strikes nothing off."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.dialect = database.dialect
        self.waiting = 0

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with self.database.snapshot() as snapshot:
            self.waiting = len(snapshot.waiting())
            yield snapshot

    def strike_off(self, changes: Collection[int], token: str) -> None:
        """A witness leaves everything as it is."""

    def wait(self, seconds: float) -> bool:
        return self.database.wait(seconds)

    def close(self) -> None:
        """The database belongs to the press that is proved."""


def prove(press: Press, scratch: Path, *, tell: Callable[[Event], None] = lambda event: None) -> Proof:
    """Compares the store with a full press into the empty folder `scratch`. The store is only read."""
    witness = _Witness(press.database)
    full = Press(
        press.registry,
        press.root,
        witness,
        DiskStore(scratch / "public", scratch / "stage", dict.fromkeys(press.store.builders, _nothing), sync=False),
        Paths(scratch / "ledger.sqlite3", scratch / "receipts.jsonl", scratch / "lock"),
        press.stamp,
        tell=tell,
        cache=press.cache,
    )
    try:
        outcome = full.run()
        found = list(_compare(press, full, outcome.failed))
        compared = full.ledger.db.execute("select count(*) from file").fetchone()[0]
        return Proof(compared, tuple(found), witness.waiting, {**outcome.failed, **press.failures()})
    finally:
        full.close()


def _nothing(*_: object) -> bytes:
    """Stands for every builder: files that are made are compared by recipe, so none needs to be made."""
    return b""


def _compare(press: Press, full: Press, failed: dict[str, str]) -> Iterator[Difference]:
    known, kept = press.failures(), _kept(press)
    for address in sorted(failed.keys() ^ known.keys()):
        if address in known and address in kept:
            continue
        side = "in a full press, but the ledger knows of no failure" if address in failed else "no more in a full press"
        yield Difference(address, "failing", f"Its page fails {side}. {failed.get(address) or known.get(address)}")
    wanted = {
        path: (address, digest_)
        for path, address, digest_ in full.ledger.db.execute("select path, address, digest from file")
    }
    there = set(press.store.paths())
    for path, (address, expected) in sorted(wanted.items()):
        if address in failed or address in known:
            continue
        if path not in there:
            yield Difference(address, "missing", "A full press makes this file and the store has none.")
        elif not _same(press, full, path, address, expected):
            yield Difference(address, "different", _explain(press, full, path))
        elif wrong := press.store.wrong_twins(path):
            yield Difference(address, "twin", f"{wrong[0]} does not decode to its page.")
    for path in sorted(there - wanted.keys()):
        address = address_of(path, press.store.read(path))
        if address not in known and address not in kept:
            yield Difference(address, "extra", "No page of the site stands at this address.")


def _kept(press: Press) -> set[str]:
    """Addresses that stay because a page or group fails: all that hung on it before it failed, and, where
    everything was asked again meanwhile, all that nobody claims."""
    held = (
        "with recursive held (node) as (select id from node where failed_in > 0 "
        "union select claim.node from claim join held on claim.grp = held.node "
        "union select branch.node from branch join held on branch.parent = held.node) "
        "select address from claim join held on claim.grp = held.node"
    )
    unclaimed = "select address from file where node is null and digest is not null"
    return {address for (address,) in press.ledger.db.execute(f"{held} union {unclaimed}")}


def _same(press: Press, full: Press, path: str, address: str, expected: bytes) -> bool:
    body = press.store.read(path)
    if digest(body) == expected:
        return True
    made = full.store.read(path) == b"" and digest(b"") != expected
    recipe = press.ledger.db.execute("select published from file where path = ?", (path,)).fetchone()
    return made and bool(body) and recipe == (expected,)


def _explain(press: Press, full: Press, path: str) -> str:
    ours, theirs = press.store.read(path), full.store.read(path)
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    shown = slice(max(0, at - 30), at + 40)
    return (
        f"From byte {at} the store has {ours[shown].decode('utf-8', 'replace')!r}, "
        f"a full press makes {theirs[shown].decode('utf-8', 'replace')!r}."
    )


def sample(press: Press, size: int, chance: random.Random) -> Proof:
    """Makes `size` pages of the store anew, chosen by chance, and compares their bytes."""
    rows = press.ledger.db.execute(
        "select file.path, file.address, name.name, node.args, file.published from file "
        "join node on node.id = file.node join name on name.id = node.name where node.failed_in = 0"
    ).fetchall()
    chosen = chance.sample(rows, min(size, len(rows)))
    found: list[Difference] = []
    with press.fresh() as fresh:
        waiting = len(fresh.snapshot.waiting())
        for path, address, name, args, published in chosen:
            try:
                item = artifact(address, fresh.page(Ref(name, decode(args))))
            except PressError as error:
                found.append(Difference(address, "failing", str(error)))
                continue
            if not press.store.has(path):
                found.append(Difference(address, "missing", "The file was removed by something else than the press."))
            elif item.path != path or item.digest != published:
                found.append(Difference(address, "different", "The store holds what is no longer the page's answer."))
            elif item.made is None and digest(press.store.read(path)) != item.digest:
                found.append(Difference(address, "different", "The file was changed by something else than the press."))
            elif wrong := press.store.wrong_twins(path):
                found.append(Difference(address, "twin", f"{wrong[0]} does not decode to its page."))
    return Proof(len(chosen), tuple(found), waiting, press.failures())
