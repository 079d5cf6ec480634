"""Which addresses a change would touch that nobody has committed: asked in its transaction, compared with the ledger.

What the change moved is what its triggers say. Facts are asked again, and what asked a moved fact is followed upwards
through the ledger, as the press would. Pages within the bound are laid out and compared; of others it is said that they
may change. Nothing is written, neither here nor there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from masthead.press.answers import Answer, decode, digest, encode
from masthead.press.capture import Capture, Change
from masthead.press.errors import PressError, QueryFailed
from masthead.press.evaluation import Fresh, Key
from masthead.press.ledger import many
from masthead.press.manifest import Claim, Group, Made, Ref
from masthead.press.registry import asking

PAGES: Final = 60
"""Pages that are laid out; more are named, unlooked at."""
NODES: Final = 20_000
"""Questions that are followed upwards; with more, the reach has no end that is worth waiting for."""

What = Literal["appears", "changes", "moves", "goes"]


class Foretold(NamedTuple):
    """What would happen at one address; `to` is where it would lead."""

    address: str
    what: What
    to: str = ""


class Forecast(NamedTuple):
    """What is sure, what was not looked at, and whether there is more than that."""

    sure: tuple[Foretold, ...]
    perhaps: tuple[str, ...]
    more: bool


def foretell(
    ledger: sqlite3.Connection, fresh: Fresh, capture: Capture, changes: Iterable[Change], *, pages: int = PAGES,
    nodes: int = NODES,
) -> Forecast:  # fmt: skip
    """What the press would do with these changes, which `fresh` sees. The ledger stands in a transaction of its own."""
    token = asking.set(fresh)
    try:
        return _Foreteller(ledger, fresh, pages, nodes).tell(capture, changes)
    finally:
        asking.reset(token)


Claims = set[tuple[str, int, Key]]
"""Address, weight, and the question whose page shall stand there."""


class _Foreteller:
    def __init__(self, ledger: sqlite3.Connection, fresh: Fresh, pages: int, nodes: int) -> None:
        self.ledger, self.fresh, self.most_pages, self.most_nodes = ledger, fresh, pages, nodes
        self.more = False
        self.laid_out = 0
        self.sure: dict[str, Foretold] = {}
        self.perhaps: set[str] = set()

    def tell(self, capture: Capture, changes: Iterable[Change]) -> Forecast:
        suspects = self._suspects(self._moved({d for change in changes for d in capture.doubted(change)}))
        before, after = self._claims(suspects)
        self._resolve(before - after, after - before)
        self._compare(suspects)
        sure = (self.sure[address] for address in sorted(self.sure))
        return Forecast(tuple(sure), tuple(sorted(self.perhaps - self.sure.keys())), self.more)

    # -- what moved

    def _moved(self, doubted: Iterable[tuple[str, bytes | None]]) -> list[int]:
        """Facts that somebody asked, and whose answer is another now."""
        moved = []
        for name, key in sorted(doubted, key=repr):
            row = None if key is None else self._node((name, key))
            if key is None:
                self.more = True  # a table that is emptied
            elif row is not None and self._digest((name, key)) != row[1]:
                moved.append(row[0])
        return moved

    def _suspects(self, moved: Iterable[int]) -> set[int]:
        found = {
            number
            for (number,) in self.ledger.execute(
                "with recursive found(id) as (select caller from edge where callee in (select value from json_each(?1))"
                " union select edge.caller from edge join found on edge.callee = found.id limit ?2)"
                " select id from found",
                (many(moved), self.most_nodes + 1),
            )
        }
        self.more = self.more or len(found) > self.most_nodes
        return found

    def _node(self, key: Key) -> tuple[int, bytes | None] | None:
        sql = "select node.id, digest from node join name on name.id = node.name where name.name = ? and args = ?"
        found: tuple[int, bytes | None] | None = self.ledger.execute(sql, key).fetchone()
        return found

    def _ask(self, key: Key) -> Answer:
        return self.fresh.ask(self.fresh.registry.queries[key[0]], decode(key[1]))

    def _digest(self, key: Key) -> bytes | None:
        try:
            return digest(encode(self._ask(key)))
        except QueryFailed:
            return None

    # -- which pages there are

    def _claims(self, suspects: set[int]) -> tuple[Claims, Claims]:
        """What suspected groups claimed, and what they claim now; those that came or went with them, too."""
        before: Claims = set()
        after: Claims = set()
        sql = (
            "select branch.depth, node.id, name.name, args from branch join node on node.id = branch.node "
            "join name on name.id = node.name where branch.node in (select value from json_each(?)) order by 1, 2"
        )
        gone: set[int] = set()
        for _, number, name, args in self.ledger.execute(sql, (many(suspects),)).fetchall():
            if number in gone:
                continue
            try:
                group = self._ask((name, args))
            except QueryFailed:
                self.more = True
                continue
            before |= self._claimed(number)
            after |= _claims_of(group)
            children = {(each[1], each[2]): each[0] for each in self._children(number)}
            wanted = {(ref.query, encode(ref.args)) for ref in group.groups}
            for key in children.keys() - wanted:
                before |= self._with_all_below(children[key], gone)
            for key in wanted - children.keys():
                after |= self._new_branch(key)
        return before, after

    def _claimed(self, owner: int) -> Claims:
        sql = (
            "select address, weight, name.name, args from claim join node on node.id = claim.node "
            "join name on name.id = node.name where grp = ?"
        )
        return {(address, weight, (name, args)) for address, weight, name, args in self.ledger.execute(sql, (owner,))}

    def _children(self, parent: int) -> list[tuple[int, str, bytes]]:
        sql = (
            "select node.id, name.name, args from branch join node on node.id = branch.node "
            "join name on name.id = node.name where branch.parent = ?"
        )
        return self.ledger.execute(sql, (parent,)).fetchall()

    def _with_all_below(self, number: int, gone: set[int]) -> Claims:
        gone.add(number)
        found = self._claimed(number)
        for child, _, _ in self._children(number):
            found |= self._with_all_below(child, gone)
        return found

    def _new_branch(self, key: Key) -> Claims:
        try:
            group: Group = self._ask(key)
        except QueryFailed:
            self.more = True
            return set()
        found = _claims_of(group)
        for ref in group.groups:
            found |= self._new_branch((ref.query, encode(ref.args)))
        return found

    # -- what stands at each address

    def _resolve(self, lost: Claims, won: Claims) -> None:
        for address in sorted({claim[0] for claim in lost | won}):
            here = self._rivals(address)
            before = _winner(here)
            after = _winner((here - lost) | {claim for claim in won if claim[0] == address})
            if before == after:
                continue
            if after is None:
                self.sure[address] = Foretold(address, "goes")
            else:
                self._foresee(address, after, "appears" if before is None else "changes")

    def _rivals(self, address: str) -> Claims:
        sql = (
            "select weight, name.name, args from claim join node on node.id = claim.node "
            "join name on name.id = node.name where address = ?"
        )
        return {(address, weight, (name, args)) for weight, name, args in self.ledger.execute(sql, (address,))}

    def _foresee(self, address: str, key: Key, what: What) -> None:
        try:
            page = self._ask(key)
        except PressError:
            self.perhaps.add(address)
            return
        if isinstance(page, Made) or page.status == 200:
            self.sure[address] = Foretold(address, what)
        elif page.status == 301:
            self.sure[address] = Foretold(address, "moves", page.location)
        else:
            self.sure[address] = Foretold(address, "goes")

    # -- whose bytes change

    def _compare(self, suspects: set[int]) -> None:
        """The pages that stand where they stood. Those that went, or came, are known already."""
        sql = (
            "select claim.address, node.digest, name.name, args from claim join node on node.id = claim.node "
            "join name on name.id = node.name where claim.node in (select value from json_each(?)) order by 1"
        )
        for address, known, name, args in self.ledger.execute(sql, (many(suspects),)):
            if address in self.sure or _winner(self._rivals(address)) != (name, args):
                continue
            if self.laid_out == self.most_pages:
                self.perhaps.add(address)
                continue
            self.laid_out += 1
            found = self._digest((name, args))
            if found is None:
                self.perhaps.add(address)
            elif found != known:
                self._foresee(address, (name, args), "changes")


def _claims_of(group: Group) -> Claims:
    return {_claim(claim) for claim in group.pages}


def _claim(claim: Claim) -> tuple[str, int, Key]:
    ref: Ref = claim.ref
    return claim.address, claim.weight, (ref.query, encode(ref.args))


def _winner(claims: Claims) -> Key | None:
    """As in `step`: the least weight, then an order that is always the same."""
    return min(((weight, key) for _, weight, key in claims), default=(0, None))[1]
