"""The asking half of a run: from the changes to the files that shall be.

Facts first, then the manifest, then the pages, then who stands at each address. Nothing here is in its place yet:
what was learnt is in the ledger's open transaction, what was laid out is staged.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from concurrent.futures import Future, as_completed
from datetime import datetime
from typing import TYPE_CHECKING

from masthead.press.answers import digest
from masthead.press.branches import Branches
from masthead.press.database import Snapshot
from masthead.press.errors import AddressRefused, BuildFailed, PressError
from masthead.press.evaluation import Tally
from masthead.press.manifest import Made, Page
from masthead.press.outcome import Event, Outcome
from masthead.press.places import ANSWERS
from masthead.press.receipts import Receipt
from masthead.press.settling import Asking, Settling
from masthead.press.store import Artifact, artifact

if TYPE_CHECKING:
    from masthead.press.edition import Press

NOTHING = digest(b"")
"""Of an empty file, which no builder makes: a disk lost it."""


class Step:
    """The asking half of a run: all in one snapshot and one ledger transaction."""

    def __init__(self, press: Press, snapshot: Snapshot, *, lenient: bool) -> None:
        self.press = press
        self.lenient = lenient
        self.ledger = press.ledger
        self.db = press.ledger.db
        self.snapshot = snapshot
        self.tally = Tally()
        self.doubled: set[str] = set()
        self._staged: dict[tuple[str, int], Artifact] = {}
        self._making: dict[Future[None], tuple[str, int]] = {}

    def settle(self, doubted: Collection[tuple[str, bytes | None]], *, everything: bool, retry: bool) -> None:
        press = self.press
        self.settling = Settling(
            press.registry,
            press.facts,
            self.ledger,
            self.snapshot,
            self.tally,
            cache=press.cache,
            lenient=self.lenient,
            blank=everything,
        )
        failed_before = self._failed_branches()
        moved = self._ask_doubtful(doubted)
        failed = set(self.ledger.failed()) if retry else set()
        # Who went on without what failed is asked again with it: nothing else may move when that succeeds.
        self.settling.suspects = self.ledger.suspects(moved | failed)
        self.settling.load_suspects()
        again = set(self.ledger.unanswered()) | failed
        self.branches = Branches(self.settling)
        moves = self.branches.settle(press.root, again)
        self._settle_pages({*moves.new, *again, *self.settling.suspects})
        self._wait_for_makers()
        self.branches.give_up()
        self.settling.flush()
        self._resolve(moves.addresses)
        self.settling.flush()
        if everything:
            self._keep_files_of_failures()
        elif failed_before and not self._failed_branches():
            self._drop_unclaimed_files()
        self.ledger.sweep(self.settling.dropped | moves.orphans)

    def _ask_doubtful(self, doubted: Collection[tuple[str, bytes | None]]) -> set[int]:
        doubtful = set(self.ledger.nodes_of((name, key) for name, key in doubted if key is not None))
        for name in {name for name, key in doubted if key is None}:
            doubtful.update(self.ledger.ids_of(name))
        self.settling.load(doubtful)
        return {i for i in sorted(doubtful) if self.settling.ask_again(self.settling.by_id(i))}

    def _settle_pages(self, candidates: set[int]) -> None:
        new = self.branches.moves.new
        pending = sorted((candidates & new) | self.ledger.pages_among(candidates))
        self.settling.load(pending[:5000])
        done = set(pending)
        for count, number in enumerate(pending):
            self._settle_page(number)
            self.settling.breathe()
            if count % 50 == 0 or count + 1 == len(pending):
                self.press.tell(Event("did_settle_pages", done=count + 1, total=len(pending)))
            fresh = [i for i in self.branches.moves.waiting if i not in done]
            self.branches.moves.waiting.clear()
            done.update(fresh)
            pending += fresh
        self.press.store.hand_over()

    def _settle_page(self, number: int) -> None:
        settling = self.settling
        node = settling.by_id(number)
        with Asking(settling):
            settling.settle(node)
            if node.error is not None:
                self.press.tell(Event("page_failed", node.error))
                return
            # A page that nobody claimed for a while has no claims of its own, even if its answer is the old one.
            if node.changed_in != settling.step and number not in self.branches.moves.new:
                return
            page = settling.answer(node)
        if isinstance(page, Page):
            self.branches.claim(number, page.needs)
        # A page's bytes are on the disk now; held in memory they would add up.
        node.answer, node.answered = None, False
        for address, rivals in self.ledger.rivals_of(number).items():
            self.tally.laid_out.append(address)
            self.branches.moves.addresses.add(address)
            if self._winner(address, rivals) == number:
                self._stage(address, number, page)

    def _winners(self, addresses: Iterable[str]) -> dict[str, int]:
        """Which page stands at each address that somebody claims."""
        return {address: self._winner(address, rivals) for address, rivals in self.ledger.rivals(addresses).items()}

    def _winner(self, address: str, rivals: list[tuple[int, int]]) -> int:
        least = rivals[0][0]
        best = [node for weight, node in rivals if weight == least]
        if len(best) > 1:
            best.sort(key=lambda i: (self.settling.by_id(i).query.name, self.settling.by_id(i).key))
            if least == 0:
                self.doubled.add(address)
        return best[0]

    def _stage(self, address: str, number: int, page: Page | Made) -> Artifact | None:
        try:
            item = artifact(address, page)
        except AddressRefused as error:
            self._fail(number, error)
            return None
        self._staged[address, number] = item._replace(body=b"")
        if not self._is_there(item):
            if item.made is None:
                self.press.store.put(item)
            else:
                self._making[self.press.store.make(item)] = (address, number)
        return item

    def _is_there(self, item: Artifact) -> bool:
        """Whether the store holds this file. One that is made is known by its name, whoever made it."""
        known = self.db.execute("select published, made from file where path = ?", (item.path,)).fetchone()
        published, made = known or (None, None)
        if item.made is not None and made is None and published not in (None, NOTHING):
            self.db.execute("update file set published = ? where path = ?", (item.digest, item.path))
            return True
        return bool(published == item.digest)

    def _wait_for_makers(self) -> None:
        """Until every file is made that a page of this step needs. One that cannot be is its own page's failure."""
        pending, self._making = self._making, {}
        for count, making in enumerate(as_completed(pending), 1):
            try:
                making.result()
            except BuildFailed as error:
                address, number = pending[making]
                del self._staged[address, number]
                self._fail(number, error)
            self.press.tell(Event("did_make_files", done=count, total=len(pending)))

    def _fail(self, number: int, error: PressError) -> None:
        self.settling.fail(self.settling.by_id(number), str(error))
        self.press.tell(Event("page_failed", str(error)))

    def _resolve(self, addresses: Iterable[str]) -> None:
        winners = self._winners(addresses)
        before = self.ledger.files_at(addresses)
        left: list[tuple[str, str]] = []
        wanted: list[tuple[str, str, int, bytes, bool]] = []
        for address in sorted(addresses):
            winner = winners.get(address)
            item = None if winner is None else self._artifact(address, winner)
            if winner is not None and item is None:
                self._keep_own(address, winner)
                continue
            left += [(path, address) for path in before.get(address, ()) if item is None or path != item.path]
            if winner is not None and item is not None:
                wanted.append((item.path, address, winner, item.digest, item.made is not None))
        self.ledger.want(left, wanted)

    def _keep_own(self, address: str, winner: int) -> None:
        """A page that cannot be made keeps its old file; what another page left there goes."""
        self.db.execute(
            "update file set digest = null where address = ?1 and (node <> ?2 or node is null and owner <> ?3)",
            (address, winner, self._owner(winner)),
        )

    def _owner(self, number: int) -> str:
        """How a file remembers its page when nodes are forgotten."""
        node = self.settling.by_id(number)
        return node.query.name + node.key.hex().upper()

    def _artifact(self, address: str, winner: int) -> Artifact | None:
        """The winner's file; None if its page cannot be made, and what stands there stays."""
        item = self._staged.get((address, winner))
        if item is not None:
            return item
        node = self.settling.by_id(winner)
        with Asking(self.settling):
            self.settling.settle(node)
            if node.error is not None:
                return None
            page = self.settling.answer(node)
        self._stage(address, winner, page)
        self._wait_for_makers()
        return self._staged.get((address, winner))

    def _keep_files_of_failures(self) -> None:
        """When everything is asked again, a page that fails keeps its own file. If a group fails, nobody knows
        which pages it would have claimed, so what nobody claims stays until it is repaired."""
        keep_unclaimed = self._failed_branches()
        lost = "select path, address, owner from file where digest is null order by path"
        rows = self.db.execute(lost).fetchall()
        rivals = self.ledger.rivals({address for _, address, _ in rows})
        for path, address, owner in rows:
            claims = rivals.get(address)
            winner, kept = None, keep_unclaimed
            if claims:
                winner = self._winner(address, claims)
                # Without an owner the ledger was lost; but where a page has the first claim, a redirect was another's.
                may_be_own = claims[0][0] > 0 or not path.startswith(ANSWERS)
                is_own = may_be_own if owner is None else owner == self._owner(winner)
                kept = is_own and self.settling.by_id(winner).error is not None
            if kept:
                self.db.execute("update file set digest = published, node = ? where path = ?", (winner, path))

    def _drop_unclaimed_files(self) -> None:
        self.db.execute(
            "update file set digest = null where not exists (select 1 from claim where claim.address = file.address)"
        )

    def _failed_branches(self) -> bool:
        sql = "select 1 from node join branch on branch.node = node.id where failed_in > 0 limit 1"
        return self.db.execute(sql).fetchone() is not None

    def outcome(self, started: datetime, clock: float, changes: int, number: int) -> Outcome:
        """The outcome of this step, with a receipt if the store changes."""
        outcome = Outcome(None, self.tally, self.press.failures(), tuple(sorted(self.doubled)))
        appeared: dict[str, str] = {}
        changed: dict[str, str] = {}
        gone: set[str] = set()
        for _, address, wanted, published, _ in self.ledger.todo():
            if wanted is None:
                gone.add(address)
            else:
                (appeared if published is None else changed)[address] = wanted.hex()
        # An address that answers differently now (a redirect, gone) left one file and came as another.
        for address in gone & appeared.keys():
            gone.discard(address)
            changed[address] = appeared.pop(address)
        self.tally.statements = self.snapshot.statements
        self.tally.written, self.tally.removed = len(appeared) + len(changed), len(gone)
        if not (appeared or changed or gone):
            return outcome
        outcome.receipt = Receipt(
            number,
            started.isoformat(timespec="milliseconds"),
            round(time.monotonic() - clock, 4),
            changes,
            self.tally.facts,
            self.tally.queries,
            self.tally.pages,
            appeared,
            changed,
            tuple(sorted(gone)),
            outcome.failed,
        )
        self.db.execute(
            "insert or replace into edition values (?, ?, ?, 0)",
            (number, self.settling.step, outcome.receipt.line()),
        )
        return outcome
