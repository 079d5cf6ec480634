"""Noticing changes: triggers that write an outbox row in the transaction that changed a row.

A change says where something moved, never what to do. Its images hold only the columns that some fact is
keyed by; `cols` has one bit for each column that some fact reads, so that a change of other columns writes
nothing at all. `cols` is -1 where a row came or went, or (images absent) where a table was emptied at once.

Triggers carry no WHEN and no UPDATE OF: PostgreSQL refuses to alter the type of a column named there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, NamedTuple

from masthead.press.errors import NotCaptured
from masthead.press.facts import Dialect, Fact

OUTBOX = "press_outbox"
MARK = "press_mark"
Run = Callable[[str], Any]
Ask = Callable[[str], list[tuple[Any, ...]]]

_TABLES: dict[Dialect, tuple[str, ...]] = {
    "sqlite": (
        f"create table if not exists {OUTBOX} (id integer primary key autoincrement, tbl text not null, "
        "old text, new text, cols integer not null, at text not null default current_timestamp)",
        f"create table if not exists {MARK} (id integer primary key check (id = 1), token text not null)",
        f"insert or ignore into {MARK} (id, token) values (1, '')",
    ),
    "postgresql": (
        f"create table if not exists {OUTBOX} (id bigserial primary key, tbl text not null, old jsonb, "
        "new jsonb, cols bigint not null, at timestamptz not null default now())",
        f"create table if not exists {MARK} (id int primary key check (id = 1), token text not null)",
        f"insert into {MARK} (id, token) values (1, '') on conflict do nothing",
    ),
}


_NEW_MARK: dict[Dialect, str] = {
    "sqlite": f"update {MARK} set token = 'new ' || lower(hex(randomblob(8)))",
    "postgresql": f"update {MARK} set token = 'new ' || md5(random()::text || clock_timestamp()::text)",
}


class Change(NamedTuple):
    """One captured row change. An image is absent where the row was not there before, or is gone."""

    id: int
    table: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    cols: int


def image(value: str | Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A row image as the database hands it over: text on SQLite, parsed on PostgreSQL."""
    return json.loads(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Captured:
    """A table that facts read: the columns its images hold, and the columns that have a bit."""

    table: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]

    def mask(self, columns: Iterable[str]) -> int:
        """The bits of these columns."""
        return sum(1 << self.columns.index(column) for column in set(columns))


class Trigger(NamedTuple):
    """One trigger: its name, the statements that make it, and what tells that one in the database is as it was made."""

    name: str
    statements: tuple[str, ...]
    mark: str


class Capture:
    """What has to be captured for a set of facts, and the triggers that do it."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = tuple(facts)
        self.by_table: dict[str, list[Fact]] = {}
        self._marks: dict[Dialect, dict[str, str]] = {}
        for fact in self.facts:
            for table in fact.tables:
                self.by_table.setdefault(table, []).append(fact)

    @cached_property
    def tables(self) -> dict[str, Captured]:
        """The captured tables by name."""
        return {table: self._captured(table, facts) for table, facts in sorted(self.by_table.items())}

    @cached_property
    def masks(self) -> dict[tuple[str, str], int]:
        """For each table and fact name, the bits of the columns that the fact reads there."""
        return {
            (table, fact.name): self.tables[table].mask(fact.columns_read(table))
            for table, facts in self.by_table.items()
            for fact in facts
        }

    def doubted(self, change: Change) -> set[tuple[str, bytes | None]]:
        """The facts, by name and encoded arguments, whose answer this change may have moved.

        Arguments of None stand for every answer of that fact: the table was emptied at once.
        """
        # Most changes leave the columns of the images alone: then both give the same keys.
        rows = (change.new,) if change.old == change.new else (change.old, change.new)
        found: set[tuple[str, bytes | None]] = set()
        for fact in self.by_table.get(change.table, ()):
            if not change.cols & self.masks[change.table, fact.name]:
                continue
            if rows == (None,):
                found.add((fact.name, None))
                continue
            keys = (fact.keys_in(change.table, row) for row in rows)
            found |= {(fact.name, key) for key in keys if key is not None}
        return found

    def install(self, run: Run, ask: Ask, dialect: Dialect) -> None:
        """Creates the outbox and the triggers; those that are there and current stay untouched."""
        for statement in _TABLES[dialect]:
            run(statement)
        wanted = self._wanted(dialect)
        installed = _installed(ask, dialect)
        for name, table, mark in installed:
            if wanted.get(name) != mark:
                run(_drop(name, table, dialect))
        there = {name for name, _, mark in installed if wanted.get(name) == mark}
        missing = [trigger for trigger in self._triggers(dialect) if trigger.name not in there]
        for statement in (s for trigger in missing for s in trigger.statements):
            run(statement)
        if missing:
            # What changed while they were missing is unknown, so nothing remembered may be built upon.
            run(_NEW_MARK[dialect])

    def remove(self, run: Run, ask: Ask, dialect: Dialect) -> None:
        """Drops the triggers, for as long as migrations change the tables below them."""
        for name, table, _ in _installed(ask, dialect):
            run(_drop(name, table, dialect))

    def check(self, ask: Ask, dialect: Dialect) -> list[str]:
        """The names of triggers that are missing, switched off or not as they were made."""
        there = {name: mark for name, _, mark in _installed(ask, dialect)}
        return sorted(name for name, mark in self._wanted(dialect).items() if there.get(name) != mark)

    def ensure(self, ask: Ask, dialect: Dialect) -> None:
        """Raises `NotCaptured` if a trigger is missing."""
        if missing := self.check(ask, dialect):
            raise NotCaptured(
                f"{len(missing)} triggers that notice changes are missing or old, {missing[0]} first. "
                "Run `masthead upgrade`: until then the press cannot know what changed."
            )

    def _wanted(self, dialect: Dialect) -> dict[str, str]:
        if dialect not in self._marks:
            self._marks[dialect] = {trigger.name: trigger.mark for trigger in self._triggers(dialect)}
        return self._marks[dialect]

    def _captured(self, table: str, facts: list[Fact]) -> Captured:
        keys = {c.name for fact in facts for c in fact.key_columns(table)}
        keys |= {column.name for fact in facts for column, _ in fact.constants if column.table == table}
        columns = {name for fact in facts for name in fact.columns_read(table)}
        return Captured(table, tuple(sorted(keys)), tuple(sorted(columns)))

    def _triggers(self, dialect: Dialect) -> list[Trigger]:
        write = _sqlite_triggers if dialect == "sqlite" else _postgres_triggers
        return [trigger for captured in self.tables.values() for trigger in write(captured)]


def _installed(ask: Ask, dialect: Dialect) -> list[tuple[str, str, str]]:
    """Name, table and mark of each trigger of ours that the database has."""
    if dialect == "sqlite":
        sql = "select name, tbl_name, sql from sqlite_master where type = 'trigger' and name glob 'press_*'"
        return [(str(name), str(table), str(text)) for name, table, text in ask(sql)]
    sql = (
        "select tgname, relname, tgenabled in ('O', 'A'), pg_get_triggerdef(pg_trigger.oid, true), prosrc "
        "from pg_trigger join pg_class on pg_class.oid = tgrelid join pg_proc on pg_proc.oid = tgfoid "
        "where not tgisinternal and starts_with(tgname, 'press_') "
        "and pg_class.relnamespace = (select oid from pg_namespace where nspname = current_schema())"
    )
    return [
        (str(name), str(table), _postgres_mark(definition, body) if is_on else "")
        for name, table, is_on, definition, body in ask(sql)
    ]


def _postgres_mark(definition: str, body: str) -> str:
    """PostgreSQL writes a trigger's events in an order of its own."""
    return " ".join(sorted(definition.lower().split())) + body


def _drop(name: str, table: str, dialect: Dialect) -> str:
    return f"drop trigger {name}" + ("" if dialect == "sqlite" else f" on {table}")


def _named(table: str, event: str, text: str) -> str:
    """Names of PostgreSQL end at 63 bytes, so a long table name is cut and the digest kept."""
    return f"press_{table[:36]}_{event}_{blake2b(text.encode(), digest_size=5).hexdigest()}"


def _sqlite_triggers(captured: Captured) -> list[Trigger]:
    def image_of(row: str) -> str:
        return "json_object(" + ", ".join(f"'{key}', {row}.{key}" for key in captured.keys) + ")"

    bits = " | ".join(f"((old.{c} is not new.{c}) << {i})" for i, c in enumerate(captured.columns))
    into = f"insert into {OUTBOX} (tbl, old, new, cols)"
    bodies = {
        "insert": f"{into} values ('{captured.table}', null, {image_of('new')}, -1);",
        "delete": f"{into} values ('{captured.table}', {image_of('old')}, null, -1);",
        "update": f"{into} select '{captured.table}', {image_of('old')}, {image_of('new')}, bits "
        f"from (select {bits} as bits) where bits <> 0;",
    }
    triggers: list[Trigger] = []
    for event, body in bodies.items():
        name = _named(captured.table, event, body)
        # In capitals, as SQLite keeps it.
        text = f"CREATE TRIGGER {name} after {event} on {captured.table} begin {body} end"
        triggers.append(Trigger(name, (text,), text))
    return triggers


def _postgres_triggers(captured: Captured) -> list[Trigger]:
    def image_of(row: str) -> str:
        return "jsonb_build_object(" + ", ".join(f"'{key}', {row}.{key}" for key in captured.keys) + ")"

    bits = " | ".join(
        f"((old.{c} is distinct from new.{c})::int::bigint << {i})" for i, c in enumerate(captured.columns)
    )
    into = f"insert into {OUTBOX} (tbl, old, new, cols)"
    body = f"""
declare bits bigint;
begin
  if tg_op = 'INSERT' then {into} values ('{captured.table}', null, {image_of("new")}, -1);
  elsif tg_op = 'DELETE' then {into} values ('{captured.table}', {image_of("old")}, null, -1);
  elsif tg_op = 'TRUNCATE' then {into} values ('{captured.table}', null, null, -1);
  else
    bits := {bits};
    if bits = 0 then return null; end if;
    {into} values ('{captured.table}', {image_of("old")}, {image_of("new")}, bits);
  end if;
  notify press;
  return null;
end"""
    row, whole = _named(captured.table, "row", body), _named(captured.table, "truncate", body)
    function = f"create or replace function {row}() returns trigger language plpgsql as $press${body}$press$"
    definitions = {
        row: f"create trigger {row} after insert or update or delete on {captured.table} "
        f"for each row execute function {row}()",
        whole: f"create trigger {whole} after truncate on {captured.table} for each statement execute function {row}()",
    }
    return [
        Trigger(name, (function, definition), _postgres_mark(definition, body))
        for name, definition in definitions.items()
    ]
