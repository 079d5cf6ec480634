"""One run of the press: from the outbox to the last file in place.

    snapshot -> doubtful facts asked again -> manifest settled -> pages settled -> files staged
    -> ledger commits -> files renamed in, removals last -> receipt -> changes struck off

Every step may be repeated: a run that is killed between any two is finished by the next.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from masthead.press import guard
from masthead.press.branches import Branches
from masthead.press.capture import Capture, Change
from masthead.press.database import Database, Snapshot
from masthead.press.digests import files_of
from masthead.press.errors import AddressRefused, BuildFailed, PressBusy, UnstableAnswer
from masthead.press.evaluation import Facts, Fresh, Tally
from masthead.press.ledger import Ledger, delete, is_damage
from masthead.press.manifest import Made, Page, Ref
from masthead.press.receipts import Receipt, Receipts
from masthead.press.registry import Registry
from masthead.press.settling import CACHE, Asking, Settling
from masthead.press.store import Artifact, DiskStore, artifact


class Event(NamedTuple):
    """Something that a run tells: `what` is one of the names below, `done` of `total` where it is known.

    will_ask_everything (text: why) · did_settle_pages · did_publish · page_failed (text: error) ·
    address_doubled · unstable (text) · ledger_lost (text)
    """

    what: str
    text: str = ""
    done: int = 0
    total: int = 0


@dataclass
class Outcome:
    """What a run did. `receipt` is None if the store did not change, which then was no edition."""

    receipt: Receipt | None = None
    tally: Tally = field(default_factory=Tally)
    failed: dict[str, str] = field(default_factory=dict)
    """Addresses whose page could not be made, with the error; their old file stays."""
    doubled: tuple[str, ...] = ()
    """Addresses that two live pages claim."""

    @property
    def perfect(self) -> bool:
        """Whether the store now holds all that it should."""
        return not self.failed and not self.doubled


class Paths(NamedTuple):
    """Where the press keeps what is its own."""

    ledger: Path
    receipts: Path
    lock: Path


CRASH_POINTS = ("settled", "staged", "remembered", "half published", "published", "receipted", "struck")
"""Where tests may kill a run, in order."""


class Press:
    """The press of one site."""

    def __init__(
        self,
        registry: Registry,
        root: Ref,
        database: Database,
        store: DiskStore,
        paths: Paths,
        stamp: str,
        *,
        tell: Callable[[Event], None] = lambda event: None,
        cache: int = CACHE,
        at_point: Callable[[str], None] = lambda point: None,
    ) -> None:
        self.registry = registry
        self.root = root
        self.database = database
        self.store = store
        self.paths = paths
        self.stamp = stamp
        self.tell = tell
        self.cache = cache
        self.capture = Capture(registry.facts)
        self.facts = Facts(registry, database.dialect)
        self.receipts = Receipts(paths.receipts)
        self._at_point = at_point
        self._ledger: Ledger | None = None
        guard.install()

    def close(self) -> None:
        """Closes the ledger, the database and the store's threads."""
        if self._ledger is not None:
            self._ledger.close()
        self._ledger = None
        self.database.close()
        self.store.close()

    @property
    def ledger(self) -> Ledger:
        """The ledger, opened when first needed."""
        if self._ledger is None:
            self._ledger = Ledger(self.paths.ledger)
        return self._ledger

    def run(self, *, full: bool = False, forget: bool = False, retry: bool = True, wait: float = 60) -> Outcome:
        """Brings the store up to date.

        `full` asks everything again and writes what differs; `forget` throws the ledger away before;
        `retry` also tries pages again that failed before. `wait`: seconds to wait for another press.

        Raises `PressBusy` if another press works longer than that, `NotCaptured` if triggers are missing.
        """
        with self._lock(wait):
            self.database.ensure_captured(self.capture)
            if forget or not self.paths.ledger.exists():
                self._forget_ledger()
            try:
                return self._run(full=full, retry=retry)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                self.tell(Event("ledger_lost", str(error)))
                self._forget_ledger()
                return self._run(full=True, retry=True)

    def watch(self, until: Callable[[], bool], *, patience: float = 5.0) -> Iterator[Outcome]:
        """Runs whenever something was committed, until told to stop. Failed pages wait for a change."""
        yield self.run(retry=True)
        while not until():
            self.database.wait(min(patience, 0.5))
            outcome = self.run(retry=False)
            if outcome.receipt is not None or outcome.failed:
                yield outcome

    # -- one step

    def _run(self, *, full: bool, retry: bool) -> Outcome:
        self._finish()
        try:
            return self._step(full=full, retry=retry)
        except UnstableAnswer as error:
            self.tell(Event("unstable", str(error)))
            return self._step(full=True, retry=True, lenient=True)

    def _step(self, *, full: bool, retry: bool, lenient: bool = False) -> Outcome:
        started, clock = datetime.now(UTC), time.monotonic()
        with self.database.snapshot() as snapshot:
            changes = snapshot.changes()
            why = "as asked" if full else self._distrust(snapshot)
            if not why and not changes and not self.ledger.unanswered() and not (retry and self.ledger.failed()):
                return Outcome(failed=self.failures() if retry else {})
            work = _Step(self, snapshot, lenient=lenient)
            token_before = snapshot.token()
            self.ledger.begin()
            try:
                if why:
                    self.tell(Event("will_ask_everything", why))
                    self.ledger.forget()
                    if not self.ledger.step:
                        self._take_stock()
                work.settle(changes if not why else [], everything=bool(why), retry=retry)
                self._at_point("settled")
                self.store.staged()
                self._at_point("staged")
                outcome = work.outcome(started, clock, len(changes), self._next_number())
            except BaseException:
                self.ledger.rollback()
                self._drain_store()
                raise
            self.ledger.commit(
                stamp=self.stamp,
                step=work.settling.step,
                token=secrets.token_hex(8),
                token_before=token_before,
                last_node=work.settling.last_node,
            )
        self._at_point("remembered")
        self._publish()
        self._strike_off(changes)
        return outcome

    def _distrust(self, snapshot: Snapshot) -> str:
        """Why what is remembered cannot be built upon; empty if it can."""
        if not self.ledger.step:
            return "nothing is remembered"
        if self.ledger.stamp != self.stamp:
            return "code, theme or settings are new"
        if not self.ledger.belongs_to(snapshot.token()):
            return "the database is not the one that was pressed last: restored, or migrated"
        return ""

    def _next_number(self) -> int:
        known = self.ledger.db.execute("select coalesce(max(number), 0) from edition").fetchone()[0]
        return int(max(known, self.receipts.last_number())) + 1

    def _drain_store(self) -> None:
        """Lets what is being staged come to an end; its errors are less than the one on its way."""
        try:
            self.store.staged()
        except Exception as error:
            self.tell(Event("page_failed", f"While giving up: {error}"))

    # -- publishing, also of a run that was killed

    def _finish(self) -> None:
        if self.ledger.todo() or self.ledger.db.execute("select 1 from edition where done = 0").fetchone():
            self._publish()
        if not self.ledger.todo():
            self.store.tidy()

    def _publish(self) -> None:
        todo = sorted(self.ledger.todo(), key=_publishing_order)
        there: list[str] = []
        obstacle: OSError | None = None
        for count, (path, _, wanted, _published) in enumerate(todo):
            if count == len(todo) // 2:
                self._at_point("half published")
            try:
                self._put_in_place(path, wanted, there)
            except OSError as error:  # one file in the way of another must not hold back all the rest
                obstacle = obstacle or error
        self._at_point("published")
        self.store.sync_folders(there)
        if there:
            self.ledger.mark_published(there)
            self.tell(Event("did_publish", done=len(there), total=len(todo)))
        if obstacle is not None:
            raise obstacle
        self._write_receipt()

    def _put_in_place(self, path: str, wanted: bytes | None, there: list[str]) -> None:
        if wanted is None:
            self.store.remove(path)
        elif not self.store.publish(path, wanted):
            self.ledger.redo(path)
            return
        there.append(path)

    def _write_receipt(self) -> None:
        db = self.ledger.db
        for number, line in db.execute("select number, receipt from edition where done = 0 order by number").fetchall():
            self.receipts.append(line)
            self._at_point("receipted")
            db.execute("update edition set done = 1, receipt = '' where number = ?", (number,))
            db.execute("delete from edition where number < ?", (number,))

    def _strike_off(self, changes: Iterable[Change]) -> None:
        self.database.strike_off([change.id for change in changes], self.ledger.token)
        self._at_point("struck")
        self.ledger.mark_struck()

    # -- what is remembered

    def _forget_ledger(self) -> None:
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None
        delete(self.paths.ledger)

    def _take_stock(self) -> None:
        """Tells a new ledger of the files that are in the store."""
        self.store.remove_stray_twins()
        self.ledger.db.executemany(
            "insert or replace into file values (?, ?, null, null, ?, null)", files_of(self.store)
        )

    def failures(self) -> dict[str, str]:
        """Addresses whose page could not be made, with the error."""
        db = self.ledger.db
        if not self.ledger.failed():
            return {}
        pages = "select address, error from claim join node on node.id = claim.node where failed_in > 0"
        groups = (
            "select 'the pages of ' || name.name, error from node join branch on branch.node = node.id "
            "join name on name.id = node.name where failed_in > 0"
        )
        return dict(db.execute(f"{pages} union {groups} order by 1"))

    def doubled(self) -> list[str]:
        """Every address that more than one live page claims."""
        return [
            address
            for (address,) in self.ledger.db.execute(
                "select address from claim where weight = 0 group by address having count(distinct node) > 1 "
                "order by address"
            )
        ]

    @contextmanager
    def fresh(self) -> Iterator[Fresh]:
        """An evaluation from nothing, in a snapshot of its own."""
        with self.database.snapshot() as snapshot:
            yield Fresh(self.registry, self.facts, snapshot)

    @contextmanager
    def _lock(self, wait: float) -> Iterator[None]:
        self.paths.lock.parent.mkdir(parents=True, exist_ok=True)
        with self.paths.lock.open("a+") as file:
            end = time.monotonic() + wait
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= end:
                        file.seek(0)
                        holder = file.read().strip() or "unknown"
                        raise PressBusy(
                            f"Another press of this site is at work (process {holder}). Wait for it, or stop it."
                        ) from None
                    time.sleep(0.02)
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield


class _Step:
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

    def settle(self, changes: Iterable[Change], *, everything: bool, retry: bool) -> None:
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
        moved = self._ask_doubtful(changes)
        self.settling.suspects = self.ledger.suspects(moved)
        again = set(self.ledger.unanswered()) | (set(self.ledger.failed()) if retry else set())
        self.branches = Branches(self.settling)
        moves = self.branches.settle(press.root, again)
        self._settle_pages({*moves.new, *again, *self.settling.suspects})
        self.branches.give_up()
        self.settling.flush()
        self._resolve(moves.addresses)
        self.settling.flush()
        if everything:
            self._keep_files_of_failures()
        elif failed_before and not self._failed_branches():
            self._drop_unclaimed_files()
        self.ledger.sweep(self.settling.dropped | moves.orphans)

    def _ask_doubtful(self, changes: Iterable[Change]) -> set[int]:
        doubtful: set[int] = set()
        for name, key in sorted({d for c in changes for d in self.press.capture.doubted(c)}, key=repr):
            if key is None:
                doubtful.update(self.ledger.ids_of(name))
            elif row := self.ledger.node(self.ledger.name_id(name), key):
                doubtful.add(row.id)
        self.settling.load(doubtful)
        return {i for i in sorted(doubtful) if self.settling.ask_again(self.settling.by_id(i))}

    def _settle_pages(self, candidates: set[int]) -> None:
        new = self.branches.moves.new
        pending = sorted(i for i in candidates if i in new or self._is_page(i))
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

    def _is_page(self, number: int) -> bool:
        return self.db.execute("select 1 from claim where node = ? limit 1", (number,)).fetchone() is not None

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
        for (address,) in self.db.execute("select address from claim where node = ?", (number,)).fetchall():
            self.tally.laid_out.append(address)
            self.branches.moves.addresses.add(address)
            if self._winner(address) == number:
                self._stage(address, number, page)

    def _winner(self, address: str) -> int | None:
        rows = self.db.execute(
            "select node, min(weight) from claim where address = ? group by node order by 2", (address,)
        ).fetchall()
        best = [node for node, weight in rows if weight == rows[0][1]]
        if len(best) > 1:
            best.sort(key=lambda i: (self.settling.by_id(i).query.name, self.settling.by_id(i).key))
            if rows[0][1] == 0:
                self.doubled.add(address)
        return best[0] if best else None

    def _stage(self, address: str, number: int, page: Page | Made) -> Artifact | None:
        try:
            item = artifact(address, page)
            published = self.db.execute("select published from file where path = ?", (item.path,)).fetchone()
            if published is None or published[0] != item.digest:
                self.press.store.put(item)
        except (AddressRefused, BuildFailed) as error:
            self.settling.fail(self.settling.by_id(number), str(error))
            self.press.tell(Event("page_failed", str(error)))
            return None
        self._staged[address, number] = item._replace(body=b"")
        return item

    def _resolve(self, addresses: Iterable[str]) -> None:
        for address in sorted(addresses):
            winner = self._winner(address)
            item = None if winner is None else self._artifact(address, winner)
            if winner is not None and item is None:
                self._keep_own(address, winner)
                continue
            path = item.path if item else ""
            self.db.execute("update file set digest = null where address = ? and path <> ?", (address, path))
            if item is not None:
                self.db.execute(
                    "insert into file (path, address, node, digest) values (?1, ?2, ?3, ?4) on conflict (path) "
                    "do update set address = ?2, node = ?3, digest = ?4",
                    (path, address, winner, item.digest),
                )

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
        return self._stage(address, winner, page)

    def _keep_files_of_failures(self) -> None:
        """When everything is asked again, a page that fails keeps its own file. If a group fails, nobody knows
        which pages it would have claimed, so what nobody claims stays until it is repaired."""
        keep_unclaimed = self._failed_branches()
        lost = "select path, address, owner from file where digest is null order by path"
        for path, address, owner in self.db.execute(lost).fetchall():
            winner = self._winner(address)
            if winner is None:
                kept = keep_unclaimed
            else:
                kept = self.settling.by_id(winner).error is not None and owner in (None, self._owner(winner))
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
        for _, address, wanted, published in self.ledger.todo():
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


def _publishing_order(row: tuple[str, str, bytes | None, bytes | None]) -> tuple[int, str]:
    """New before changed, pages before the feeds that name them, removals last: no link leads to nothing."""
    path, _, wanted, published = row
    if wanted is None:
        return 4, path
    if path.endswith((".xml", ".txt")):
        return 3, path
    if published is not None:
        return 2, path
    return (0 if path.startswith(("media/", "theme/")) else 1), path
