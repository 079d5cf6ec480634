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
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from masthead.collecting import seldom_collecting
from masthead.press import guard
from masthead.press.capture import Capture
from masthead.press.database import Database, Missing, Snapshot, nothing_else
from masthead.press.digests import files_of
from masthead.press.errors import PressBusy, TooMuchGoes, UnstableAnswer
from masthead.press.evaluation import Facts, Fresh
from masthead.press.ledger import Ledger, delete, is_damage
from masthead.press.manifest import Ref
from masthead.press.outcome import Event, Outcome
from masthead.press.places import ANSWERS
from masthead.press.receipts import Receipts
from masthead.press.registry import Registry
from masthead.press.settling import CACHE
from masthead.press.state import doubled, failures
from masthead.press.step import Step
from masthead.press.store import DiskStore, Todo


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
        missing: Missing = nothing_else,
        few: int | None = None,
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
        self.missing = missing
        self.few = few
        """For an unknown database a store of more files than these does not lose more than half; None: it may."""
        self.cache = cache
        self.capture = Capture(registry.facts)
        self.facts = Facts(registry, database.dialect)
        self.receipts = Receipts(paths.receipts)
        self._at_point = at_point
        self._ledger: Ledger | None = None
        self._may_take_away = False
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

    def run(
        self,
        *,
        full: bool = False,
        forget: bool = False,
        retry: bool = True,
        take_away: bool = False,
        wait: float = 60,
    ) -> Outcome:
        """Brings the store up to date.

        `full` asks everything again and writes what differs; `forget` throws the ledger away before;
        `retry` also tries pages again that failed before. `wait`: seconds to wait for another press.

        Raises `PressBusy` if another press works longer than that, `NotCaptured` if triggers are missing,
        `TooMuchGoes` if most of the store would go for a database that was not pressed last, unless `take_away`.
        """
        self._may_take_away = take_away
        with self._lock(wait), seldom_collecting():
            self.database.ensure_captured(self.capture, self.missing)
            if forget or not self.paths.ledger.exists():
                self._forget_ledger()
            elif self._ledger is not None and not self._ledger.is_in_place():
                # Another press threw it away and wrote its own: what is open here is a file without a name.
                self._ledger.close()
                self._ledger = None
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
            if outcome.receipt is not None or not outcome.perfect:
                yield outcome

    # -- one step

    def _run(self, *, full: bool, retry: bool) -> Outcome:
        obstacle = self._finish()
        try:
            outcome = self._step(full=full, retry=retry)
        except UnstableAnswer as error:
            self.tell(Event("unstable", str(error)))
            outcome = self._step(full=True, retry=True, lenient=True)
        if obstacle is not None and self.ledger.todo():
            raise obstacle
        return outcome

    def _step(self, *, full: bool, retry: bool, lenient: bool = False) -> Outcome:
        started, clock = datetime.now(UTC), time.monotonic()
        with self.database.snapshot() as snapshot:
            why = "as asked" if full else self._distrust(snapshot)
            changes, doubted = (snapshot.waiting(), set()) if why else snapshot.doubted(self.capture)
            if not why and not changes and not self.ledger.unanswered() and not (retry and self.ledger.failed()):
                return Outcome(failed=self.failures() if retry else {})
            work = Step(self, snapshot, lenient=lenient)
            token_before = snapshot.token()
            is_known = bool(self.ledger.step) and self.ledger.belongs_to(token_before)
            self.ledger.begin()
            try:
                if why:
                    self.tell(Event("will_ask_everything", why))
                    self.ledger.forget()
                    self._take_stock()
                work.settle(doubted, everything=bool(why), retry=retry)
                self._at_point("settled")
                self.store.staged()
                self._at_point("staged")
                outcome = work.outcome(started, clock, len(changes), self._next_number())
                if outcome.receipt is not None and not is_known and not self._may_take_away:
                    self._refuse_to_empty(len(outcome.receipt.gone))
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
        obstacle = self._publish()
        if obstacle is None:
            self.store.tidy()
        self._strike_off(changes)
        if obstacle is not None:
            raise obstacle
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

    def _refuse_to_empty(self, gone: int) -> None:
        """In a database that is not the one that was pressed last, as far as anybody knows: it may be the wrong one.

        In one that is known every change was noticed, and whatever is withdrawn must go. Old addresses do not count.
        """
        if self.few is None or gone <= self.few:
            return
        pages = f"published is not null and coalesce(made, 0) = 0 and path not glob '{ANSWERS}/*'"
        taken = (
            "digest is null and not exists (select 1 from file f where f.address = file.address and f.digest not null)"
        )
        count = "select count(*) from file where"
        (there,) = self.ledger.db.execute(f"{count} {pages}").fetchone()
        (gone,) = self.ledger.db.execute(f"{count} {pages} and {taken}").fetchone()
        if there > self.few and gone * 2 > there:
            raise TooMuchGoes(
                f"This edition would take away {gone} of {there} pages and leave nothing at their addresses, so "
                "nothing was changed, and they stay public. It is not the database that was pressed last: look "
                "whether it is the right one. If this is meant: `masthead press --take-away`."
            )

    def _next_number(self) -> int:
        known = self.ledger.db.execute("select coalesce(max(number), 0) from edition").fetchone()[0]
        return int(max(known, self.receipts.last_number())) + 1

    def _drain_store(self) -> None:
        """Lets what is being staged come to an end; its errors are less than the one on its way."""
        try:
            self.store.give_up()
        except Exception as error:
            self.tell(Event("page_failed", f"While giving up: {error}"))

    # -- publishing, also of a run that was killed

    def _finish(self) -> OSError | None:
        """What an earlier run left to do. A file that cannot be put in place holds back no later change."""
        obstacle = None
        if self.ledger.todo() or self.ledger.db.execute("select 1 from edition where done = 0").fetchone():
            obstacle = self._publish()
        if not self.ledger.todo():
            self.store.tidy(keep_made=True)
        return obstacle

    def _publish(self) -> OSError | None:
        """Puts in place and takes away what is to do; the receipt is written once all of it is done."""
        todo = sorted(self.ledger.todo(), key=_publishing_order)
        half = len(todo) // 2
        there: list[str] = []
        obstacles: list[OSError] = []
        for rows in (todo[:half], todo[half:]):
            if rows and rows[0] is todo[half]:
                self._at_point("half published")
            for _, together in groupby(rows, key=lambda row: _publishing_order(row)[0]):
                for placed in self.store.put_in_place(together):
                    if placed.obstacle is not None:  # one file in the way must not hold back all the rest
                        obstacles.append(placed.obstacle)
                    elif placed.done:
                        there.append(placed.path)
                    else:
                        self.ledger.redo(placed.path)
        self._at_point("published")
        self.store.let_go()
        self.store.sync_folders(there)
        if there:
            self.ledger.mark_published(there)
            self.tell(Event("did_publish", done=len(there), total=len(todo)))
        if obstacles:
            return obstacles[0]
        self._write_receipt()
        return None

    def _write_receipt(self) -> None:
        db = self.ledger.db
        for number, line in db.execute("select number, receipt from edition where done = 0 order by number").fetchall():
            self.receipts.append(line)
            self._at_point("receipted")
            db.execute("update edition set done = 1, receipt = '' where number = ?", (number,))
            db.execute("delete from edition where number < ?", (number,))

    def _strike_off(self, changes: Collection[int]) -> None:
        self.database.strike_off(changes, self.ledger.token)
        self._at_point("struck")
        self.ledger.mark_struck()

    # -- what is remembered

    def _forget_ledger(self) -> None:
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None
        delete(self.paths.ledger)

    def _take_stock(self) -> None:
        """Tells the ledger what the store really holds: files may be gone, altered, or nobody's.

        A file that a builder made is known by its recipe, which the file does not tell; there, being counts. Of a
        file that the ledger does not know, nobody can say whether it was made (`made` is null): see `Step`.
        """
        self.store.remove_stray_twins()
        db = self.ledger.db
        known = dict(db.execute("select path, made from file"))
        found = list(files_of(self.store))
        fresh = [(path, address, published) for path, address, published in found if path not in known]
        db.executemany("insert into file values (?, ?, null, null, ?, null, null)", fresh)
        looked_at = [(published, path) for path, _, published in found if path in known and not known[path]]
        db.executemany("update file set published = ? where path = ?", looked_at)
        gone = known.keys() - {path for path, _, _ in found}
        db.executemany("update file set published = null where path = ?", [(path,) for path in gone])

    def failures(self) -> dict[str, str]:
        """Addresses whose page could not be made, with the error."""
        return failures(self.ledger.db)

    def doubled(self) -> list[str]:
        """Every address that more than one live page claims."""
        return doubled(self.ledger.db)

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
            self.store.hands.lock = file.fileno()
            try:
                yield
            finally:
                self.store.hands.rest()
                self.store.hands.lock = None


def _publishing_order(row: Todo) -> tuple[int, str]:
    """New before changed, pages before the feeds that name them, removals last: no link leads to nothing."""
    path = row.path
    if row.wanted is None:
        return 4, path
    if path.endswith((".xml", ".txt")):
        return 3, path
    if row.published is not None:
        return 2, path
    return (0 if path.startswith(("media/", "theme/")) else 1), path
