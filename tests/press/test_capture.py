"""P1: every committed change of a captured column leaves a row in the outbox, in its own transaction; P2: a change
that moves a fact's answer doubts that fact's key."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import Toy, toy_registry

from masthead.press.answers import Answer, decode, encode
from masthead.press.capture import OUTBOX, Capture, Change, _installed
from masthead.press.errors import FactRefused, NotCaptured
from masthead.press.evaluation import Facts
from masthead.press.facts import Fact, Join


def outbox(toy: Toy) -> list[Change]:
    """The changes that wait, which are struck off."""
    database = toy.database()
    with database.snapshot() as snapshot:
        changes = snapshot.changes()
    database.strike_off([change.id for change in changes], "")
    database.close()
    return changes


def shape(changes: list[Change]) -> list[tuple[str, bool, bool]]:
    return [(c.table, c.old is not None, c.new is not None) for c in changes]


@pytest.fixture
def filled(toy: Toy) -> Toy:
    with toy.transaction() as run:
        run("insert into author values (1, 'Ann', 'b')")
        for post in range(1, 5):
            run("insert into post values (?, true, 1, ?, 'T', 1, null)", (post, f"s{post}"))
            run("insert into body values (?, 'x')", (post,))
    outbox(toy)
    return toy


CAME, WENT, MOVED = (False, True), (True, False), (True, True)

ROWS: list[tuple[str, list[tuple[str, bool, bool]]]] = [
    ("insert into post values (9, true, 1, 's9', 'T', 1, null)", [("post", *CAME)]),
    ("insert into post select id + 10, live, day, slug, title, author, picture from post", [("post", *CAME)] * 4),
    ("update post set slug = 'other' where id = 1", [("post", *MOVED)]),
    ("update post set title = 'bulk'", [("post", *MOVED)] * 4),
    ("update post set id = 40 - id where id = 4", [("post", *MOVED), ("body", *WENT)]),
    ("delete from post where id = 1", [("post", *WENT), ("body", *WENT)]),
    ("delete from post", [("post", *WENT), ("body", *WENT)] * 4),
    ("insert into author values (1, 'B', 'b') on conflict (id) do update set name = 'B'", [("author", *MOVED)]),
    ("insert into author values (1, 'Bob', 'b') on conflict (id) do nothing", []),
    ("update setting set hidden = 'no fact reads this'", []),
    ("update post set title = title", []),
    ("update post set author = null where id = 1", [("post", *MOVED)]),
    ("update author set name = 'Z' where id = 99", []),
    ("insert into post_tag values (1, 1, 1)", [("post_tag", *CAME)]),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "expected"), ROWS, ids=[sql[:50] for sql, _ in ROWS])
def test_each_way_of_changing_a_row_is_captured(filled: Toy, sql: str, expected: list[Any]) -> None:
    if "id = 40" in sql:  # a body follows no change of its post's key: both databases refuse while it is there
        filled.execute("delete from body where post = 4")
        outbox(filled)
        expected = expected[:1]
    filled.execute(sql)
    assert sorted(shape(outbox(filled))) == sorted(expected)


def test_a_rolled_back_change_leaves_nothing(filled: Toy) -> None:
    with filled.transaction(keep=False) as run:
        run("delete from post")
    assert outbox(filled) == []


def test_a_change_and_its_trace_become_visible_together(filled: Toy) -> None:
    database = filled.database()
    with filled.transaction() as run:
        run("update post set title = 'later' where id = 1")
        with database.snapshot() as snapshot:
            assert snapshot.changes() == []
    with database.snapshot() as snapshot:
        assert len(snapshot.changes()) == 1
    database.close()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=False)
def test_a_replaced_row_is_captured_as_gone_and_come(filled: Toy) -> None:
    filled.execute("insert or replace into author values (1, 'Bob', 'b')")
    assert sorted(shape(outbox(filled))) == sorted([("author", *WENT), ("author", *CAME)])
    filled.execute("insert into post_tag values (1, 1, 1)")
    outbox(filled)
    # Evicted through another unique key than its own.
    filled.execute("insert or replace into post_tag values (2, 1, 1)")
    assert sorted(shape(outbox(filled))) == sorted([("post_tag", *WENT), ("post_tag", *CAME)])


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=False)
def test_truncate_copy_and_another_session_are_captured(filled: Toy) -> None:
    filled.execute("truncate author")
    assert shape(outbox(filled)) == [("author", False, False)]
    with psycopg.connect(filled.conninfo) as other, other.cursor().copy("copy author from stdin") as copy:
        copy.write("7\tCopied\tb\n8\tCopied\tb\n")
    assert shape(outbox(filled)) == [("author", *CAME)] * 2


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=False)
def test_a_disabled_trigger_is_missed_and_put_back(filled: Toy) -> None:
    filled.execute("alter table post disable trigger all")
    press = filled.press()
    with pytest.raises(NotCaptured, match="masthead upgrade"):
        press.run()
    filled.capture(press.capture)
    filled.execute("update post set title = 'seen' where id = 1")
    assert shape(outbox(filled)) == [("post", *MOVED)]
    press.close()


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=False)
def test_a_column_may_change_its_type_under_the_triggers(filled: Toy) -> None:
    filled.execute("alter table post alter column title type varchar(200)")
    filled.execute("update post set title = 'seen' where id = 1")
    assert shape(outbox(filled)) == [("post", *MOVED)]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=False)
def test_triggers_that_a_migration_dropped_are_missed(filled: Toy) -> None:
    """As Django's AlterField does on SQLite: the table is made anew and its triggers are gone, silently."""
    filled.execute("create table fresh as select * from author")
    filled.execute("drop table author")
    filled.execute("alter table fresh rename to author")
    press = filled.press()
    with pytest.raises(NotCaptured, match="3 triggers"):
        press.run()
    press.close()


def test_a_trigger_that_goes_between_two_runs_is_missed(filled: Toy) -> None:
    press = filled.press()
    press.run()
    (trigger, table, _), *_ = _installed(filled.execute, filled.dialect)
    filled.execute(f"drop trigger {trigger}" + ("" if filled.dialect == "sqlite" else f" on {table}"))
    with pytest.raises(NotCaptured, match="1 triggers"):
        press.run()
    press.close()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=False)
def test_a_trigger_that_a_backup_lacks_is_missed(filled: Toy) -> None:
    """Both files count the changes of their schema, and count the same."""
    press = filled.press()
    press.run()
    kept, backup = filled.folder / "toy.sqlite3", filled.folder / "backup.sqlite3"
    filled.execute("pragma wal_checkpoint(truncate)")
    filled.execute("vacuum into ?", (str(backup),))
    with sqlite3.connect(backup) as db:
        db.execute(f"drop trigger {_installed(filled.execute, filled.dialect)[0][0]}")
        (count,) = filled.execute("pragma schema_version")[0]
        db.execute(f"pragma schema_version = {count}")
    db.close()
    filled.close()
    backup.replace(kept)
    with pytest.raises(NotCaptured, match="1 triggers"):
        press.run()
    press.close()


def test_installing_twice_changes_nothing_and_removing_takes_all(toy: Toy) -> None:
    capture = Capture(toy_registry().facts)
    before = toy.execute("select token from press_mark")
    toy.capture(capture)
    assert toy.execute("select token from press_mark") == before
    assert capture.check(toy.execute, toy.dialect) == []  # type: ignore[arg-type]
    toy.execute("create table pressed (id integer)")
    capture.remove(toy.execute, toy.execute, toy.dialect)  # type: ignore[arg-type]
    assert len(capture.check(toy.execute, toy.dialect)) >= 12  # type: ignore[arg-type]


def test_what_changed_while_triggers_were_away_is_found(filled: Toy) -> None:
    press = filled.press()
    press.run()
    with filled.transaction() as run:
        press.capture.remove(run, run, filled.dialect)  # type: ignore[arg-type]
        run("update post set title = 'unseen' where id = 1")
        press.capture.install(run, run, filled.dialect)  # type: ignore[arg-type]
    outcome = press.run()
    assert outcome.receipt is not None
    assert "/post/s1/" in outcome.receipt.changed
    press.close()


def test_random_changes_against_a_dump_of_the_tables(toy: Toy) -> None:
    """Whatever differs between two dumps is named by a row of the outbox."""
    chance = random.Random(7)
    for _ in range(40):
        before = dump(toy)
        with toy.transaction() as run:
            for _ in range(chance.randint(1, 3)):
                change_at_random(run, chance)
        after, changes = dump(toy), outbox(toy)
        for table in before:
            for row in before[table] ^ after[table]:
                key = "post" if table == "body" else "id"
                named = {(c.old or c.new or {}).get(key) for c in changes if c.table == table}
                named |= {(c.new or {}).get(key) for c in changes if c.table == table}
                assert row[0] in named, (table, row)


READ = {"author": "id, name, bio", "post": "id, live, day, slug, title, author, picture", "body": "post, text"}


def dump(toy: Toy) -> dict[str, set[tuple[Any, ...]]]:
    return {table: set(toy.execute(f"select {columns} from {table}")) for table, columns in READ.items()}


def change_at_random(run: Any, chance: random.Random) -> None:
    post, other = chance.randint(1, 5), chance.randint(1, 5)
    kind = chance.randrange(9)
    if kind < 3:
        run("delete from post where id = ?", (post,))
        row = (post, chance.random() < 0.7, chance.randint(1, 3), f"s{other}", f"T{other}", chance.choice([None, 1, 2]))
        run("insert into post values (?, ?, ?, ?, ?, ?, null)", row)
        run("insert into body values (?, ?)", (post, f"text {other}"))
    elif kind == 3:
        run("update post set live = not live, title = ? where day = ?", (f"T{other}", chance.randint(1, 3)))
    elif kind == 4:
        run("delete from post where id = ?", (post,))
    elif kind == 5:
        run(
            "update post set day = ?, author = ? where id = ?",
            (chance.randint(1, 3), chance.choice([None, 1, 2]), post),
        )
    elif kind == 6:
        sql = "insert into author values (?, ?, 'b') on conflict (id) do update set name = excluded.name"
        run(sql, (chance.randint(1, 2), f"N{other}"))
    elif kind == 7:
        run(
            "insert into moved values (?, ?) on conflict (address) do update set post = excluded.post",
            (f"/o{other}/", post),
        )
    else:
        sql = "insert into post_tag select ?, id, ? from post where id = ? on conflict do nothing"
        run(sql, (post * 10 + other, other % 2 + 1, post))


def possible_keys(fact: Fact) -> Iterator[tuple[Answer, ...]]:
    """Every key that the small random database can have."""
    if not fact.where:
        yield ()
    else:
        assert len(fact.where) == 1
        yield from ((number,) for number in range(6))


def test_whenever_an_answer_moved_the_change_doubts_its_key(toy: Toy) -> None:
    """For every fact of the registry; a new fact is covered on the day it is written."""
    registry = toy_registry()
    capture, facts, chance = Capture(registry.facts), Facts(registry, toy.dialect), random.Random(3)  # type: ignore[arg-type]
    database = toy.database()
    moved_names: set[str] = set()

    def answers() -> dict[tuple[str, bytes], bytes]:
        with database.snapshot() as snapshot:
            return {
                (fact.name, encode(key)): encode(facts.ask(snapshot, registry.queries[fact.name], key))
                for fact in registry.facts
                for key in possible_keys(fact)
            }

    before = answers()
    for _ in range(60):
        with toy.transaction() as run:
            change_at_random(run, chance)
        after, changes = answers(), outbox(toy)
        doubted = {found for change in changes for found in capture.doubted(change)}
        for key in before:
            if before[key] != after[key]:
                moved_names.add(key[0])
                assert key in doubted or (key[0], None) in doubted, (key[0], decode(key[1]), changes)
        before = after
    never_moved = {fact.name for fact in registry.facts} - moved_names
    assert never_moved <= {"title"}, "every fact was put to the test"
    database.close()


@given(st.sampled_from([True, "1", 1.0, 2**63, b"1", (1,)]))
def test_a_key_has_one_spelling(value: Any) -> None:
    """`True`, `"1"` and 1 find the same row, but a change of that row doubts only the key 1."""
    with pytest.raises(FactRefused, match="not as"):
        Fact("f", "post", ("id",), ("slug:text",), one=True).accept((value,))


@pytest.mark.parametrize(
    ("spelling", "good", "bad"),
    [
        ("a:text", "x", ["x\0", "\ud800", 1, None.__class__]),
        ("a:bool", True, [1, "true"]),
        ("a:uuid", "0" * 32, ["0" * 31, "A" * 32, "00000000-0000-0000-0000-000000000000"]),
    ],
)
def test_keys_of_other_kinds(spelling: str, good: Answer, bad: list[Any]) -> None:
    fact = Fact("f", "post", (spelling,), ("id",), one=True)
    fact.accept((good,))
    fact.accept((None,))
    for value in bad:
        with pytest.raises(FactRefused):
            fact.accept((value,))
    with pytest.raises(FactRefused, match="takes 1 arguments"):
        fact.accept(())


def test_facts_that_no_key_reaches_are_refused() -> None:
    with pytest.raises(FactRefused, match="does not reach"):
        Fact("f", "post", ("day",), ("body.text:text",), joins=(Join("body", "post", "id"),), order=("id",))
    with pytest.raises(FactRefused, match="needs an order"):
        Fact("f", "post", ("day",), ("id",))
    with pytest.raises(FactRefused, match="several spellings"):
        Fact("f", "post", ("at:time",), ("id",), one=True)


def test_text_keys_survive_the_outbox_on_both_databases(toy: Toy) -> None:
    fact = Fact("by_address", "moved", ("address:text",), ("post",), one=True)
    capture = Capture([*toy_registry().facts, fact])
    toy.capture(capture)
    for text in ("a'b", 'a"b', "\u200c\u0645", "a\\b\n\t\x01", "🙂", "é", "e\u0301", ""):
        toy.execute("insert into moved values (?, 1)", (text,))
        (change,) = outbox(toy)
        assert ("by_address", encode((text,))) in capture.doubted(change)


def test_order_is_the_same_on_both_databases(toy: Toy) -> None:
    """Text by code points, whatever the database's locale; absence first."""
    for number, name in enumerate(["b", "a", "B", "ä", "Z", "", "a b", "ab"], 1):
        toy.execute("insert into author values (?, ?, 'x')", (number, name))
    toy.execute("insert into post values (1, true, 1, 's', 't', null, null)")
    toy.execute("insert into post values (2, true, 1, 's', 't', 5, null)")
    database = toy.database()
    with database.snapshot() as snapshot:

        def ask(**declared: Any) -> Answer:
            fact = Fact("f", where=(), **declared)
            return fact.answer(snapshot.rows(fact.sql(toy.dialect)))  # type: ignore[arg-type]

        names = ask(table="author", select=("name:text",), order=("name",), distinct=True)
        assert names == tuple(sorted(["b", "a", "B", "ä", "Z", "", "a b", "ab"]))
        assert ask(table="author", select=("name:text",), order=("-name",)) == names[::-1]
        assert ask(table="post", select=("author",), order=("author",)) == (None, 5)
        assert ask(table="post", select=("author",), order=("-author",)) == (5, None)
    database.close()


def test_sqlite_needs_recursive_triggers_for_replace(folder: Any) -> None:
    """Why the site's settings carry the pragma: without it an evicted row goes unseen."""
    toy = Toy(folder)
    toy.execute("insert into author values (1, 'Ann', 'b')")
    outbox(toy)
    other = sqlite3.connect(folder / "toy.sqlite3", isolation_level=None)
    other.execute("insert or replace into author values (1, 'Bob', 'b')")
    assert shape(outbox(toy)) == [("author", *CAME)]
    other.close()
    toy.close()
    assert OUTBOX == "press_outbox"
