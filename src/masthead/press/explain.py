"""Why a page is as it is, and what a change would reach: read from the ledger, nothing is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from masthead.press.answers import Answer, decode, encode
from masthead.press.edition import Press
from masthead.press.ledger import unpack
from masthead.press.receipts import Receipt


class Asked(NamedTuple):
    """One question of a page: its depth in the conversation, and the step in which its answer last moved."""

    depth: int
    query: str
    args: tuple[Answer, ...]
    moved_in: int
    failed: str


class Explanation(NamedTuple):
    """A page, the edition that last wrote it, and what it asked; `step` is the newest step of the ledger.

    `stands` says whether its file is the one at this address; any other page that claims it yields: by its greater
    weight, or, of equal weight, because it comes later in an order that is always the same.
    """

    address: str
    stands: bool
    weight: int
    query: str
    args: tuple[Answer, ...]
    error: str
    step: int
    written: Receipt | None
    asked: tuple[Asked, ...]

    @property
    def moved_last(self) -> Asked | None:
        """The fact below this page whose answer moved last."""
        return max((a for a in self.asked if a.depth), key=lambda a: (a.moved_in, a.depth), default=None)


def why(press: Press, address: str, *, depth: int = 2) -> list[Explanation]:
    """Explains the pages that claim an address, the one that stands there first; none if nobody does."""
    rows = press.ledger.db.execute(
        "select node.id, min(claim.weight) as weight, name.name, node.args, node.error from claim "
        "join node on node.id = claim.node join name on name.id = node.name where claim.address = ? "
        "group by node.id order by weight, name.name, node.args",
        (address,),
    ).fetchall()
    return [
        Explanation(
            address, place == 0, weight, name, decode(args), error or "", press.ledger.step,
            _written(press, address) if place == 0 else None, tuple(_asked(press, number, 1, depth, set())),
        )
        for place, (number, weight, name, args, error) in enumerate(rows)
    ]  # fmt: skip


def similar(press: Press, text: str, *, most: int = 3) -> list[str]:
    """Addresses that hold this text, the shortest first."""
    rows = press.ledger.db.execute(
        "select distinct address from claim where instr(address, ?) order by length(address), address limit ?",
        (text, most),
    )
    return [address for (address,) in rows]


def reach(press: Press, keys: Iterable[tuple[str, tuple[Answer, ...]]]) -> list[str]:
    """The addresses whose page asked one of these facts, perhaps through others: a change may touch them."""
    ledger = press.ledger
    rows = (ledger.node(ledger.names[name], encode(args)) for name, args in keys if name in ledger.names)
    nodes = {row.id for row in rows if row is not None}
    found: set[str] = set()
    for number in ledger.suspects(nodes):
        found.update(a for (a,) in ledger.db.execute("select address from claim where node = ?", (number,)))
    return sorted(found)


def _asked(press: Press, number: int, depth: int, most: int, seen: set[int]) -> list[Asked]:
    row = press.ledger.db.execute("select trace from node where id = ?", (number,)).fetchone()
    found: list[Asked] = []
    for callee in unpack(row[0]) if row else ():
        name, args, moved, error = press.ledger.db.execute(
            "select name.name, args, changed_in, error from node join name on name.id = node.name where node.id = ?",
            (callee,),
        ).fetchone()
        found.append(Asked(depth, name, decode(args), moved, error or ""))
        if depth < most and callee not in seen:
            seen.add(callee)
            found += _asked(press, callee, depth + 1, most, seen)
    return found


def _written(press: Press, address: str) -> Receipt | None:
    for receipt in press.receipts.newest():
        if address in receipt.appeared or address in receipt.changed:
            return receipt
    return None
