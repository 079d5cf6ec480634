"""Settling the manifest: which pages came, which went, and who claims what.

Only groups that a change could have moved are asked, parents before their children. All additions are made
before any removal, so that what moves from one group to another never disappears in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush

from masthead.press.errors import NotAnAnswer, QueryFailed
from masthead.press.manifest import Claim, Group, Ref
from masthead.press.settling import Asking, Node, Settling


@dataclass
class Moves:
    """What settling the manifest found."""

    new: set[int] = field(default_factory=set)
    """Page nodes that somebody claims now and nobody claimed before."""
    waiting: list[int] = field(default_factory=list)
    """Those of them that are not settled yet."""
    addresses: set[str] = field(default_factory=set)
    """Addresses that were claimed or given up."""
    orphans: set[int] = field(default_factory=set)
    """Nodes that lost a claim, or their place in the tree."""


class Branches:
    """The manifest as remembered, and what this step makes of it."""

    def __init__(self, settling: Settling) -> None:
        self.settling = settling
        self.db = settling.ledger.db
        self.moves = Moves()
        self._depth: dict[int, int] = {}
        self._heap: list[tuple[int, int]] = []
        self._unclaimed: list[tuple[int, str, int]] = []
        self._cut_off: dict[int, int] = {}

    def settle(self, root: Ref, again: Iterable[int]) -> Moves:
        """Settles the tree from its root: suspects, and `again`, groups that failed before."""
        node = self._node(root)
        if not self.db.execute("select 1 from branch where node = ?", (node.id,)).fetchone():
            self._add_branch(node.id, parent=0, depth=0)
        for depth, number in self.settling.ledger.branches_among({*self.settling.suspects, *again}):
            heappush(self._heap, (depth, number))
            self._depth.setdefault(number, -1)
        while self._heap:
            depth, number = heappop(self._heap)
            if number not in self._cut_off:
                self._settle_branch(number, depth)
        self._remove()
        return self.moves

    def claim(self, owner: int, claims: Iterable[Claim]) -> None:
        """Makes these the claims of an owner, a group or a page; what it claimed before is given up later."""
        sql = "select node, address, weight from claim where grp = ?"
        before = {(node, address): weight for node, address, weight in self.db.execute(sql, (owner,))}
        self.settling.load(node for node, _ in before)  # it will mostly claim the same again
        wanted = {(self._node(c.ref).id, c.address): c.weight for c in claims}
        for (node, address), weight in wanted.items():
            if before.get((node, address)) != weight:
                self._add_claim(node, address, weight, owner)
        self._unclaimed += [(node, address, owner) for node, address in before if (node, address) not in wanted]

    def give_up(self) -> None:
        """Carries out the removals that `claim` found."""
        self._remove()

    def _settle_branch(self, number: int, depth: int) -> None:
        fresh = self._depth.pop(number, None)
        if fresh is None:
            return
        node = self.settling.by_id(number)
        with Asking(self.settling):
            self.settling.settle(node)
        if node.error is not None or (node.changed_in != self.settling.step and fresh < 0):
            return
        group = self._group(node)
        if group is not None:
            self.claim(number, group.pages)
            self._branch_off(number, depth, group.groups)
        self.settling.breathe()

    def _group(self, node: Node) -> Group | None:
        with Asking(self.settling):
            try:
                group = self.settling.answer(node)
            except QueryFailed:
                return None
        if not isinstance(group, Group):
            raise NotAnAnswer(f"{node.query.name} stands in the manifest and is declared as no group.")
        return group

    def _branch_off(self, parent: int, depth: int, groups: Iterable[Ref]) -> None:
        before = {n for (n,) in self.db.execute("select node from branch where parent = ?", (parent,))}
        self.settling.load(before)
        wanted = {self._node(ref).id for ref in groups}
        for child in wanted - before:
            self._cut_off.pop(child, None)
            self._add_branch(child, parent, depth + 1)
        for child in before - wanted:
            self._cut_off[child] = parent

    def _add_branch(self, node: int, parent: int, depth: int) -> None:
        self.db.execute("insert or replace into branch values (?, ?, ?)", (node, parent, depth))
        self._depth[node] = 0
        heappush(self._heap, (depth, node))

    def _add_claim(self, node: int, address: str, weight: int, owner: int) -> None:
        claimed = self.db.execute("select 1 from claim where node = ? limit 1", (node,)).fetchone()
        if not claimed:
            self.moves.new.add(node)
            self.moves.waiting.append(node)
        self.db.execute("insert or replace into claim values (?, ?, ?, ?)", (node, address, weight, owner))
        self.moves.addresses.add(address)

    def _remove(self) -> None:
        for child, parent in self._cut_off.items():
            row = self.db.execute("select parent from branch where node = ?", (child,)).fetchone()
            if row == (parent,):
                self._remove_branch(child)
        self._cut_off.clear()
        while self._unclaimed:
            node, address, owner = self._unclaimed.pop()
            self.db.execute("delete from claim where node = ? and address = ? and grp = ?", (node, address, owner))
            self.moves.addresses.add(address)
            self.moves.orphans.add(node)
            self._release(node)

    def _remove_branch(self, node: int) -> None:
        for (child,) in self.db.execute("select node from branch where parent = ?", (node,)).fetchall():
            self._remove_branch(child)
        self.db.execute("delete from branch where node = ?", (node,))
        self.moves.orphans.add(node)
        self._disown(node)

    def _release(self, node: int) -> None:
        """A page that nobody claims any more claims nothing itself."""
        if not self.db.execute("select 1 from claim where node = ? limit 1", (node,)).fetchone():
            self.moves.new.discard(node)
            self._disown(node)

    def _disown(self, owner: int) -> None:
        self._unclaimed += [
            (claimed, address, owner)
            for claimed, address in self.db.execute("select node, address from claim where grp = ?", (owner,))
        ]

    def _node(self, ref: Ref) -> Node:
        return self.settling.node(self.settling.registry.queries[ref.query], ref.args)
