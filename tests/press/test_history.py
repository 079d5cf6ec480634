"""Random histories of a site: whatever editors, programs, crashes and restores do, the store equals a full press,
a second run does nothing, and receipts tell what changed. `PRESS_THOROUGH=1` plays many more, and longer."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import psycopg
import pytest
from audit import audit
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from toy import MEMORY, TABLES, Toy, toy_registry

from masthead.press.capture import MARK, OUTBOX, Capture
from masthead.press.edition import CRASH_POINTS

THOROUGH = "PRESS_THOROUGH" in os.environ

posts = st.integers(1, 6)
days = st.integers(1, 4)
slugs = st.sampled_from("abc")
titles = st.sampled_from(["T1", "T2", "<b>'"])
authors = st.sampled_from([None, 1, 2])
pictures = st.sampled_from([None, None, 1, 2])
texts = st.one_of(
    st.sampled_from(["x", "z", "long " * 60, "!fail", "!card"]), st.integers(1, 6).map(lambda n: f"y @{n}")
)


class Killed(BaseException):
    """Stands for a process that ends at this instant."""


class History(RuleBasedStateMachine):
    conninfo: ClassVar[str] = ""

    @initialize(cache=st.sampled_from([10, 200_000]), every=st.integers(1, 5))
    def begin(self, cache: int, every: int) -> None:
        self.every, self.waiting = every, 0
        self.folder = Path(tempfile.mkdtemp(prefix="press-", dir=MEMORY))
        self.toy = Toy(self.folder, self.conninfo)
        self.cache = cache
        self.press = self.toy.press(cache=cache)
        self.copy: Any = None
        self.runs = 0
        self.told: int | None = None
        self.forgot = False
        self.before: dict[str, bytes] = {}

    def teardown(self) -> None:
        if not hasattr(self, "toy"):
            return
        try:
            self.toy.broken.clear()
            self.run(prove_too=True)
        finally:
            self.press.close()
            self.toy.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # -- what editors and programs do

    def do(self, sql: str, *args: Any) -> None:
        self.toy.execute(sql, args)
        self.waiting += 1

    @invariant()
    def press_now_and_then(self) -> None:
        if hasattr(self, "toy") and self.waiting >= self.every:
            self.run()

    @rule(post=posts, live=st.booleans(), day=days, slug=slugs, title=titles, by=authors, picture=pictures, text=texts)
    def write(self, post: int, live: bool, day: int, slug: str, title: str, by: Any, picture: Any, text: str) -> None:
        with self.toy.transaction() as run:
            run("delete from post where id = ?", (post,))
            run("insert into post values (?, ?, ?, ?, ?, ?, ?)", (post, live, day, slug, title, by, picture))
            run("insert into body values (?, ?)", (post, text))

    @rule(post=posts, day=days, slug=slugs, title=titles, text=texts)
    def publish_new(self, post: int, day: int, slug: str, title: str, text: str) -> None:
        self.write(post=post, live=True, day=day, slug=f"{slug}{post}", title=title, by=1, picture=post % 3, text=text)

    @rule(post=posts, live=st.booleans())
    def publish_or_withdraw(self, post: int, live: bool) -> None:
        self.do("update post set live = ? where id = ?", live, post)

    @rule(post=posts, day=days)
    def redate(self, post: int, day: int) -> None:
        self.do("update post set day = ? where id = ?", day, post)

    @rule(post=posts, slug=slugs)
    def rename(self, post: int, slug: str) -> None:
        self.do("update post set slug = ? where id = ?", slug, post)

    @rule(one=posts, other=posts)
    def swap_slugs(self, one: int, other: int) -> None:
        self.do(
            "update post set slug = (select p.slug from post p where p.id = ? + ? - post.id) "
            "where id in (?, ?) and (select count(*) from post where id in (?, ?)) = 2",
            one, other, one, other, one, other,
        )  # fmt: skip

    @rule(post=posts, text=texts)
    def edit(self, post: int, text: str) -> None:
        self.do("update body set text = ? where post = ?", text, post)

    @rule(post=posts, picture=pictures)
    def illustrate(self, post: int, picture: Any) -> None:
        self.do("update post set picture = ? where id = ?", picture, post)

    @rule(post=posts)
    def delete(self, post: int) -> None:
        self.do("delete from post where id = ?", post)

    @rule(author=st.integers(1, 2), name=st.sampled_from(["Ann", "Bob"]), bio=st.sampled_from(["b1", "b2"]))
    def name_author(self, author: int, name: str, bio: str) -> None:
        self.do(
            "insert into author values (?, ?, ?) on conflict (id) do update set name = excluded.name, "
            "bio = excluded.bio",
            author, name, bio,
        )  # fmt: skip

    @rule(author=st.integers(1, 2))
    def delete_author(self, author: int) -> None:
        self.do("delete from author where id = ?", author)

    @rule(title=st.sampled_from(["Toy", "Toy", "Toy2", "!day1", "!day2 !half1", "!half0"]))
    def name_site(self, title: str) -> None:
        self.do("update setting set title = ?", title)

    @rule(value=st.integers(1, 9).map(str))
    def set_what_no_page_reads(self, value: str) -> None:
        self.do("update setting set hidden = ?", value)

    @rule(slug=slugs, post=posts)
    def move_address(self, slug: str, post: int) -> None:
        self.do(
            "insert into moved values (?, ?) on conflict (address) do update set post = excluded.post",
            f"/post/{slug}/", post,
        )  # fmt: skip

    @rule(post=posts, tag=st.integers(1, 2))
    def tag(self, post: int, tag: int) -> None:
        self.do(
            "insert into post_tag (id, post, tag) select ?, id, ? from post where id = ? on conflict do nothing",
            post * 10 + tag, tag, post,
        )  # fmt: skip

    @rule(title=titles, day=days)
    def update_in_bulk(self, title: str, day: int) -> None:
        self.do("update post set title = ?, live = not live where day <= ?", title, day)

    @rule(post=posts, day=days, slug=slugs)
    def replace(self, post: int, day: int, slug: str) -> None:
        if self.toy.dialect == "sqlite":
            self.do("insert or replace into post values (?, true, ?, ?, 'R', 1, null)", post, day, slug)
            self.do("insert or replace into body values (?, 'replaced')", post)

    @rule(table=st.sampled_from(TABLES))
    def empty(self, table: str) -> None:
        if self.toy.dialect == "postgresql":
            self.do(f"truncate {table} cascade")
        elif table != "setting":
            self.do(f"delete from {table}")

    @rule(post=posts)
    def roll_back(self, post: int) -> None:
        with self.toy.transaction(keep=False) as run:
            run("delete from post where id = ?", (post,))
            run("update setting set title = 'rolled back'")

    @rule(picture=st.integers(1, 2), broken=st.booleans())
    def break_picture(self, picture: int, broken: bool) -> None:
        (self.toy.broken.add if broken else self.toy.broken.discard)(picture)

    # -- what happens to the press

    @rule(point=st.sampled_from(CRASH_POINTS))
    def crash(self, point: str) -> None:
        if self.told is None:
            self.told = self.press.receipts.last_number()

        def kill(here: str) -> None:
            if here == point:
                raise Killed

        self.press._at_point = kill
        with contextlib.suppress(Killed):
            self.press.run()
        self.restart()

    @rule()
    def restart(self) -> None:
        self.press.close()
        self.press = self.toy.press(cache=self.cache)

    @rule(stamp=st.sampled_from("12"))
    def upgrade(self, stamp: str) -> None:
        self.toy.stamp = stamp
        self.restart()

    @rule(how=st.sampled_from(["delete", "cut", "scribble", "tear"]))
    def lose_ledger(self, how: str) -> None:
        self.press.close()
        self.forgot = True
        ledger = self.press.paths.ledger
        if ledger.exists():
            for name in ("-wal", "-shm"):
                ledger.with_name(ledger.name + name).unlink(missing_ok=True)
            data = ledger.read_bytes()
            if how == "delete":
                ledger.unlink()
            elif how == "cut":
                ledger.write_bytes(data[: len(data) // 2])
            elif how == "scribble":
                ledger.write_bytes(b"no database at all" * 50)
            else:
                ledger.write_bytes(data[:4096] + random.Random(1).randbytes(max(0, len(data) - 4096)))
        self.press = self.toy.press(cache=self.cache)

    @rule()
    def back_up(self) -> None:
        if self.toy.dialect == "sqlite":
            self.copy = sqlite3.connect(":memory:")
            self.toy.writer().backup(self.copy)
        else:
            self.copy = {t: self.toy.execute(f"select * from {t}") for t in (*TABLES, OUTBOX, MARK)}

    @precondition(lambda self: self.copy is not None)
    @rule()
    def restore(self) -> None:
        if self.toy.dialect == "sqlite":
            self.press.close()
            self.copy.backup(self.toy.writer())
        else:
            with self.toy.transaction() as run:
                run("set local session_replication_role = replica")
                run(f"truncate {', '.join((*TABLES, OUTBOX, MARK))} cascade")
                for table, rows in self.copy.items():
                    for row in rows:
                        values = tuple(psycopg.types.json.Jsonb(v) if isinstance(v, dict) else v for v in row)
                        run(f"insert into {table} values ({', '.join('?' * len(values))})", values)
        self.press.close()
        self.press = self.toy.press(cache=self.cache)

    @rule()
    def migrate(self) -> None:
        capture = Capture(toy_registry().facts)
        with self.toy.transaction() as run:
            capture.remove(run, run, self.toy.dialect)
            run("update post set title = 'migrated' where day = 1")
            capture.install(run, run, self.toy.dialect)

    # -- and what must hold

    @rule(forget=st.sampled_from([False] * 8 + [True]), full=st.sampled_from([False] * 8 + [True]))
    def press_it(self, forget: bool, full: bool) -> None:
        self.forgot |= forget
        self.run(forget=forget, full=full)

    @rule()
    def press_once_more(self) -> None:
        self.run()

    def run(self, *, prove_too: bool | None = None, **how: bool) -> None:
        self.runs += 1
        self.waiting = 0
        outcome = self.press.run(**how)
        audit(
            self.toy,
            self.press,
            outcome,
            self.before,
            since=self.told,
            forgot=self.forgot,
            prove_too=self.runs % 4 == 0 if prove_too is None else prove_too,
        )
        self.before, self.told, self.forgot = self.toy.tree(), None, False


def test_any_history_on_sqlite() -> None:
    run_state_machine_as_test(
        History,
        settings=settings(max_examples=400 if THOROUGH else 40, stateful_step_count=60 if THOROUGH else 30),
    )


@pytest.mark.postgres
def test_any_history_on_postgresql(conninfo: str) -> None:
    class HistoryOnPostgres(History):
        pass

    HistoryOnPostgres.conninfo = conninfo
    run_state_machine_as_test(
        HistoryOnPostgres,
        settings=settings(max_examples=100 if THOROUGH else 12, stateful_step_count=60 if THOROUGH else 30),
    )


def test_a_redirect_is_not_the_file_of_a_page_that_fails_when_the_ledger_is_lost() -> None:
    history = History()
    history.begin(cache=10, every=99)
    try:
        history.write(post=3, live=True, day=1, slug="c", title="T1", by=1, picture=None, text="x")
        history.move_address(post=3, slug="a")
        history.run()
        history.write(post=1, live=True, day=1, slug="a", title="T2", by=1, picture=None, text="!fail")
        history.lose_ledger(how="scribble")
        history.run()
    finally:
        history.teardown()


def test_what_a_failing_group_claimed_goes_on_before_a_redirect() -> None:
    history = History()
    history.begin(cache=10, every=99)
    try:
        history.write(post=1, live=True, day=1, slug="a", title="T1", by=1, picture=None, text="x")
        history.move_address(post=1, slug="a")
        history.run()
        history.name_site(title="!day1")
        history.run()
        assert b"<title>!day1" in history.toy.tree()["post/a/index.html"]
    finally:
        history.teardown()
