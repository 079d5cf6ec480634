"""Planted bugs: the suite's own checks must catch each. A check that never failed proves nothing."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from audit import audit
from markupsafe import Markup
from toy import Toy

from masthead.press import answers
from masthead.press.branches import Branches
from masthead.press.capture import Capture
from masthead.press.edition import Press
from masthead.press.errors import PressError
from masthead.press.facts import Fact
from masthead.press.ledger import Ledger
from masthead.press.manifest import Page
from masthead.press.receipts import Receipts
from masthead.press.settling import Settling
from masthead.press.sqlite import SqliteDatabase
from masthead.press.step import Step
from masthead.press.store import TWINS, DiskStore

Patch = Callable[[pytest.MonkeyPatch], None]


class Killed(BaseException):
    """Stands for a process that ends at this instant."""


def play(folder: Path, spoil: Callable[[Press], None] = lambda press: None) -> None:
    """A short life of a site in which everything happens once, audited after every step."""
    toy = Toy(folder)
    state: dict[str, Any] = {"before": {}}

    def opened() -> Press:
        press = toy.press(cache=10)
        spoil(press)
        return press

    press = opened()

    def step(*statements: str, since: int | None = None, forgot: bool = False) -> None:
        for statement in statements:
            toy.execute(statement)
        outcome = press.run()
        audit(toy, press, outcome, state["before"], since=since, forgot=forgot)
        state["before"] = toy.tree()

    try:
        step()
        step("insert into author values (1, 'Ann', 'b')", "insert into author values (2, 'Bob', 'b')")
        for post in range(1, 7):
            row = f"{post}, true, {(post + 1) // 2}, 's{post}', 'T', {post % 2 + 1}, {'1' if post == 3 else 'null'}"
            toy.execute(f"insert into post values ({row})")
            toy.execute(f"insert into body values ({post}, '{'see @1 @8' if post == 2 else 'long ' * 200}')")
        step("insert into post_tag values (1, 1, 1)")
        step("update body set text = 'another text' where post = 1")
        step("update post set title = 'New' where id = 1")
        step("update author set name = 'Eve' where id = 2")
        step("update post set day = 7 where id = 5")
        step("update post set day = 1, author = 1 where day = 2")
        step("update post set live = false where id = 6")
        step("insert into post values (8, true, 2, 's8', 'Eight', null, null)", "insert into body values (8, 'x')")
        # Failures, and their repair to the old answer while something else moved.
        step("update body set text = '!card' where post = 1")
        step("update setting set title = 'Moved'")
        step("update body set text = 'another text' where post = 1")
        toy.broken.add(2)
        step("update post set picture = 2 where id = 1")
        toy.broken.clear()
        step()
        # Withdrawn, and its address taken over by a page that fails.
        step("update post set live = false where id = 4", "update post set slug = 's4' where id = 8",
             "update body set text = '!fail' where post = 8")  # fmt: skip
        step("update body set text = 'fine' where post = 8")
        step("update post set slug = 's1' where id = 8")
        step("update post set slug = 's9' where id = 1", "insert into moved values ('/post/old/', 1)")
        step("delete from post where id = 1")
        # A commit while the press is at work.
        press._at_point = lambda point: (
            toy.execute("update author set bio = bio || '.' where id = 1") and None if point == "published" else None
        )
        toy.execute("update author set bio = 'moved' where id = 2")
        press.run()
        press._at_point = lambda point: None
        step(since=0)
        # Killed, upgraded, restored, migrated.
        toy.execute("update post set title = 'Killed' where id = 2")
        told = press.receipts.last_number()

        def kill(point: str) -> None:
            if point == "remembered":
                raise Killed

        press._at_point = kill
        with contextlib.suppress(Killed):
            press.run()
        press.close()
        press = opened()
        step(since=told)
        copy = (folder / "toy.sqlite3").with_suffix(".copy")
        toy.execute(f"vacuum into '{copy}'")
        step("update post set title = 'After the copy' where id = 2")
        press.close()
        toy.close()
        toy._writer = None
        for suffix in ("-wal", "-shm"):
            (folder / f"toy.sqlite3{suffix}").unlink(missing_ok=True)
        copy.replace(folder / "toy.sqlite3")
        press = opened()
        step()
        with toy.transaction() as run:
            press.capture.remove(run, run, "sqlite")  # type: ignore[arg-type]
            run("update post set title = 'Migrated' where id = 2")
            press.capture.install(run, run, "sqlite")  # type: ignore[arg-type]
        step()
        press.close()
        toy.stamp = "2"
        press = opened()
        press.registry.queries["chrome"].fn = lambda: Markup("<title>a new theme</title>")
        step()
    finally:
        press.close()
        toy.close()


def test_the_life_itself_is_right(folder: Path) -> None:
    play(folder)


def around(owner: Any, name: str, mutant: Callable[..., Any]) -> Patch:
    """Puts `mutant(plain, *args)` in the place of a function."""

    def apply(patch: pytest.MonkeyPatch) -> None:
        plain = getattr(owner, name)
        patch.setattr(owner, name, lambda *args, **kwargs: mutant(plain, *args, **kwargs))

    return apply


def only_image(which: str) -> Patch:
    other = {"old": "new", "new": "old"}[which]

    def mutant(plain: Any, self: Capture, change: Any) -> Any:
        if getattr(change, which) is None:
            return set()
        return plain(self, change._replace(**{other: None}))

    return around(Capture, "doubted", mutant)


def empties_the_outbox(plain: Any, self: SqliteDatabase, changes: Any, token: str) -> None:
    with self.snapshot() as snapshot:
        everything = [change.id for change in snapshot.changes()]
    plain(self, everything, token)


def moved_in_this_step_only(plain: Any, self: Settling, callee: int, caller: Any) -> bool:
    node = self.by_id(callee)
    self.settle(node)
    return node.changed_in == self.step and caller.verified_in == self.step - 1


def repair_is_no_news(plain: Any, self: Settling, node: Any, *rest: Any) -> None:
    node.failed_in = 0
    plain(self, node, *rest)


def absence_leaves_no_trace(plain: Any, self: Settling, query: Any, args: Any) -> Any:
    answer = plain(self, query, args)
    if answer is None and self._frames:
        self._frames[-1].pop(self.node(query, args).id, None)
    return answer


def twins_stay(plain: Any, self: DiskStore, path: str, wanted: bytes, **how: Any) -> bool:
    kept = {ending: (self.public / (path + ending)) for ending in TWINS}
    old = {place: place.read_bytes() for place in kept.values() if place.exists()}
    done = bool(plain(self, path, wanted, **how))
    for place, data in old.items():
        place.write_bytes(data)
    return done


def no_twins(plain: Any, self: DiskStore, path: str, body: bytes) -> Any:
    yield "", body


def html_loses_its_type(plain: Any, value: Any, put: Any) -> None:
    plain(str(value) if type(value) is Markup else value, put)


def keys_as_text(plain: Any, self: Fact, table: str, image: Any) -> bytes | None:
    key = plain(self, table, image)
    return None if key is None else answers.encode(tuple(str(value) for value in answers.decode(key)))


def one_column_short(plain: Any, self: Fact, table: str) -> frozenset[str]:
    return frozenset(plain(self, table) - {"title"}) or frozenset(plain(self, table))


def joined_tables_forgotten(plain: Any, self: Capture, change: Any) -> Any:
    return {(name, key) for name, key in plain(self, change) if self.by_table[change.table][0].table == change.table}


def first_press_wins_silently(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Press, "doubled", lambda self: [])
    around(Step, "outcome", lambda plain, self, *rest: (self.doubled.clear(), plain(self, *rest))[1])(patch)


def remembers_what_failed_to_publish(plain: Any, self: Press) -> None:
    self.ledger.db.execute("update file set published = digest")


NOTHING: Callable[..., Any] = lambda plain, *rest, **more: None  # noqa: E731

MUTANTS: dict[str, Patch] = {
    "only the new image of a change": only_image("new"),
    "only the old image of a change": only_image("old"),
    "keys in another spelling": around(Fact, "keys_in", keys_as_text),
    "a column that is read and has no bit": around(Fact, "columns_read", one_column_short),
    "changes of joined tables doubt nothing": around(Capture, "doubted", joined_tables_forgotten),
    "the whole outbox is emptied": around(SqliteDatabase, "strike_off", empties_the_outbox),
    "suspects are the direct callers only": around(Ledger, "suspects", lambda plain, self, moved: {
        caller for callee in moved
        for (caller,) in self.db.execute("select caller from edge where callee = ?", (callee,))}),
    "compared with this step, not with the caller's": around(Settling, "_moved_since", moved_in_this_step_only),
    "a repair is no news": around(Settling, "_succeed", repair_is_no_news),
    "absence leaves no trace": around(Settling, "ask", absence_leaves_no_trace),
    "edges are not written": around(Ledger, "add_edges", NOTHING),
    "nothing is swept": around(Ledger, "sweep", lambda plain, self, nodes: 0),
    "pages are left behind": around(DiskStore, "remove", NOTHING),
    "claims are never given up": around(Branches, "_remove", NOTHING),
    "withdrawn text stays under a failing page": around(Step, "_keep_own", NOTHING),
    "a twin older than its page": around(DiskStore, "publish", twins_stay),
    "no twins": around(DiskStore, "_forms", no_twins),
    "remembered HTML loses its type": around(answers, "_encode", html_loses_its_type),
    "a double address wins silently": first_press_wins_silently,
    "a killed run is taken for a finished one": around(Press, "_finish", remembers_what_failed_to_publish),
    "a restored database goes unnoticed": around(Ledger, "belongs_to", lambda plain, self, token: True),
    "a new stamp goes unnoticed": around(Press, "_distrust", lambda plain, self, snapshot: (
        "" if self.ledger.step and self.ledger.belongs_to(snapshot.token()) else "new")),
    "receipts are not written": around(Receipts, "append", NOTHING),
    "everything is asked again every time": around(Press, "_distrust", lambda plain, self, snapshot: "as always"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_bug_is_caught(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTANTS[name](monkeypatch)
    with pytest.raises(AssertionError):
        play(folder)


def reads_the_clock(press: Press) -> None:
    press.registry.queries["front_page"].fn = lambda: Page(str(datetime.datetime.now()).encode())  # noqa: DTZ005


def reads_its_own_notes(press: Press) -> None:
    notes: list[int] = []
    plain = press.registry.queries["day_page"].fn

    def day_page(day: int) -> Page:
        notes.append(day)
        return Page(plain(day).body + str(len(notes)).encode())

    press.registry.queries["day_page"].fn = day_page


def reads_past_its_facts(press: Press) -> None:
    plain = press.registry.queries["front_page"].fn
    connection = SqliteDatabase(press.database.path)._connect("ro")  # type: ignore[attr-defined]

    def front_page() -> Page:
        titles = connection.execute("select title from post order by id").fetchall()
        return Page(plain().body + str(titles).encode())

    press.registry.queries["front_page"].fn = front_page


@pytest.mark.parametrize("spoil", [reads_the_clock, reads_its_own_notes, reads_past_its_facts])
def test_an_impure_page_is_caught(folder: Path, spoil: Callable[[Press], None]) -> None:
    with pytest.raises((AssertionError, PressError)):
        play(folder, spoil)
