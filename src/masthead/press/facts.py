"""Facts: the only queries that read the database. The key is the footprint.

A fact is declared, not written. Its arguments are exactly the equality columns of its one SELECT, so a change
finds the answers that it may have moved by computing their keys from the row's old and new image: there is
nothing to derive and nothing to get wrong. Every joined table must be reached by the same arguments through
equal columns; a fact for which that fails is refused when it is declared, since each change of that table
would doubt every answer it ever gave.

    of_sheet = registry.fact(
        "of_sheet", "listing_entry", where=("listing", "sheet"), select=("entry_id", "day"),
        order=("-at", "-rank"))
    of_sheet(12, 0)    # ((7, 20261123), (5, 20261122))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from masthead.press.answers import Answer, encode
from masthead.press.errors import FactRefused, UnorderedRows

if TYPE_CHECKING:
    from masthead.press.database import Snapshot

Dialect = Literal["sqlite", "postgresql"]
Kind = Literal["int", "text", "bool", "json", "uuid", "time"]


class Column(NamedTuple):
    """A column of a table and how its values are read: the same on both databases."""

    table: str
    name: str
    kind: Kind = "int"


@dataclass(frozen=True)
class Join:
    """An inner join: `table.column` equals `on`, a column of a table named before (`other.column`) or of
    the fact's own table (`column`)."""

    table: str
    column: str
    on: str


@dataclass(frozen=True)
class Fact:
    """A declared read. Columns are written `column`, `table.column`, with `:kind` behind if not an integer.

    `where`: the equality columns, in the order of the arguments. `const`: columns that must have a value.
    `order`: columns, `-` in front for descending; needed unless `one`, and must end in a unique key.
    `one`: at most one row is expected; the answer is that row or None. Else it is a tuple of rows.
    `record`: the named tuple that holds a row; without it a row is a plain tuple, or the bare value if just
    one column is selected.
    """

    name: str
    table: str
    where: tuple[str, ...]
    select: tuple[str, ...]
    joins: tuple[Join, ...] = ()
    const: Mapping[str, int | str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    one: bool = False
    distinct: bool = False
    record: type | None = None

    def __post_init__(self) -> None:
        if not self.one and not self.order:
            raise FactRefused(f"The fact {self.name} returns several rows and needs an order.")
        for table in self.tables:
            missing = [
                a for a, columns in zip(self.where, self._equal, strict=True) if table not in {c.table for c in columns}
            ]
            if missing:
                raise FactRefused(
                    f"The fact {self.name} reads {table}, which its argument {missing[0]} does not reach: every "
                    f"change of {table} would doubt every answer. Join it on a column equal to {missing[0]}, or "
                    "ask for that table in a fact of its own."
                )

        for argument in self.arguments:
            if argument.kind not in _ACCEPTED:
                raise FactRefused(f"The fact {self.name} is keyed by {argument.name}, which has several spellings.")

    def accept(self, args: tuple[Answer, ...]) -> None:
        """Checks the arguments: a change finds an answer only under the one spelling that its rows give.

        Raises `FactRefused`: asking for 1 with `True` or `"1"` would find the row and never be doubted.
        """
        if len(args) != len(self.arguments):
            raise FactRefused(f"The fact {self.name} takes {len(self.arguments)} arguments and got {len(args)}.")
        for column, value in zip(self.arguments, args, strict=True):
            if value is not None and not _ACCEPTED[column.kind](value):
                raise FactRefused(f"The fact {self.name} takes {column.name} as {column.kind}, not as {value!r}.")

    def column(self, spelling: str) -> Column:
        """Reads a spelling such as `page.live:bool`."""
        name, _, kind = spelling.lstrip("-").partition(":")
        table, dot, bare = name.rpartition(".")
        return Column(table if dot else self.table, bare, kind or "int")  # type: ignore[arg-type]

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables read, the fact's own first."""
        return (self.table, *(join.table for join in self.joins))

    @cached_property
    def arguments(self) -> tuple[Column, ...]:
        """The equality columns, in the order of the arguments."""
        return tuple(self.column(spelling) for spelling in self.where)

    @cached_property
    def selected(self) -> tuple[Column, ...]:
        """The columns of the answer."""
        return tuple(self.column(spelling) for spelling in self.select)

    @cached_property
    def constants(self) -> tuple[tuple[Column, int | str], ...]:
        """The columns that must have a value, with that value."""
        return tuple((self.column(spelling), value) for spelling, value in self.const.items())

    @cached_property
    def _equal(self) -> tuple[frozenset[Column], ...]:
        """For each argument the columns equal to it, carried over the joins to a fixpoint."""
        pairs = [(Column(j.table, j.column), self.column(j.on)) for j in self.joins]
        found = []
        for argument in self.arguments:
            equal = {argument._replace(kind="int")}
            while more := {b for pair in pairs for a, b in (pair, pair[::-1]) if a in equal} - equal:
                equal |= more
            found.append(frozenset(equal))
        return tuple(found)

    def key_columns(self, table: str) -> tuple[Column, ...]:
        """The columns of `table` that equal the arguments, in their order."""
        return self._key_columns[table]

    @cached_property
    def _key_columns(self) -> dict[str, tuple[Column, ...]]:
        return {
            table: tuple(
                min(c for c in equal if c.table == table)._replace(kind=argument.kind)
                for equal, argument in zip(self._equal, self.arguments, strict=True)
            )
            for table in self.tables
        }

    def columns_read(self, table: str) -> frozenset[str]:
        """Every column of `table` on which the answer may depend."""
        ordered = (self.column(spelling) for spelling in self.order)
        joined = [Column(j.table, j.column) for j in self.joins] + [self.column(j.on) for j in self.joins]
        constant = [column for column, _ in self.constants]
        every = (*self.arguments, *self.selected, *ordered, *joined, *constant)
        return frozenset(column.name for column in every if column.table == table)

    def sql(self, dialect: Dialect) -> str:
        """The one SELECT, with the database's own placeholders."""
        mark = "?" if dialect == "sqlite" else "%s"
        wanted = ", ".join(_expression(column, dialect) for column in self.selected)
        joins = "".join(f" join {j.table} on {j.table}.{j.column} = {_name(self.column(j.on))}" for j in self.joins)
        where = [f"{_name(c)} = {mark}" for c in self.arguments]
        where += [f"{_name(column)} = {_literal(value)}" for column, value in self.constants]
        condition = f" where {' and '.join(where)}" if where else ""
        order = ", ".join(self._ordered(spelling, dialect) for spelling in self.order)
        return f"select {'distinct ' if self.distinct else ''}{wanted} from {self.table}{joins}{condition}" + (
            f" order by {order}" if order else ""
        )

    def _ordered(self, spelling: str, dialect: Dialect) -> str:
        """One column of the order, which is the same on every machine: text by code points, absence first."""
        column, down = self.column(spelling), " desc" if spelling.startswith("-") else ""
        known = [c for c in (*self.selected, *self.arguments) if c[:2] == column[:2]]
        name = _expression(known[0] if known else column, dialect)
        absent = "" if dialect == "sqlite" else (" nulls last" if down else " nulls first")
        return name + down + absent

    def answer(self, rows: Iterable[tuple[Any, ...]]) -> Answer:
        """The answer that rows of the database make, in the closed set of types."""
        shaped = tuple(self._row(row) for row in rows)
        if not self.one:
            return shaped
        if len(shaped) > 1:
            raise FactRefused(f"The fact {self.name} found {len(shaped)} rows and promises at most one.")
        return shaped[0] if shaped else None

    def _row(self, row: tuple[Any, ...]) -> Answer:
        values = [READ[column.kind](value) for column, value in zip(self.selected, row, strict=True)]
        if self.record is not None:
            return self.record(*values)
        return values[0] if len(values) == 1 else tuple(values)

    def keys_in(self, table: str, image: Mapping[str, Any] | None) -> bytes | None:
        """The encoded arguments under which this row image of `table` is found; None if it is in no answer."""
        if image is None:
            return None
        for column, value in self.constants:
            if column.table == table and READ[column.kind](image[column.name]) != value:
                return None
        columns = self.key_columns(table)
        values = tuple(READ[column.kind](image[column.name]) for column in columns)
        return None if None in values else encode(values)


def check_order(fact: Fact, snapshot: Snapshot, dialect: Dialect) -> str:
    """What leaves a fact's order open, by the unique keys that the database has; empty if nothing does.

    A tie is broken by whatever the database happens to do, so that two presses could differ.
    """
    if fact.one:
        return ""
    ordered = {fact.column(spelling)[:2] for spelling in fact.order}
    if all(column[:2] in ordered for column in fact.selected):
        return ""  # Rows that tie are equal.
    fixed = {column[:2] for equal in fact._equal for column in equal}
    fixed |= {column[:2] for column, _ in fact.constants} | ordered
    pairs = [((j.table, j.column), fact.column(j.on)[:2]) for j in fact.joins]
    while more := {b for pair in pairs for a, b in (pair, pair[::-1]) if a in fixed} - fixed:
        fixed |= more
    for table in fact.tables:
        known = {name for owner, name in fixed if owner == table}
        if not any(set(key) <= known for key in _unique_keys(snapshot, table, dialect)):
            return (
                f"The fact {fact.name} orders its rows by {', '.join(fact.order)}, which leaves rows of {table} in "
                "any order. End it with the columns of a unique key."
            )
    return ""


def check(facts: Iterable[Fact], snapshot: Snapshot, dialect: Dialect) -> None:
    """Raises `UnorderedRows` for the first fact whose order leaves ties open."""
    for fact in facts:
        if problem := check_order(fact, snapshot, dialect):
            raise UnorderedRows(problem)


def _unique_keys(snapshot: Snapshot, table: str, dialect: Dialect) -> list[tuple[str, ...]]:
    """The columns of each unique key of a table that leaves no row out and no column empty."""
    if dialect == "postgresql":
        rows = snapshot.rows(
            "select array_agg(attname::text) from pg_index join pg_attribute on attrelid = indrelid "
            "and attnum = any(indkey) where indrelid = %s::regclass and indisunique and indpred is null "
            "and indexprs is null group by indexrelid having bool_and(attnotnull) and count(*) = max(indnatts)",
            (table,),
        )
        return [tuple(columns) for (columns,) in rows]
    columns = snapshot.rows(f"select name, pk, \"notnull\" from pragma_table_info('{table}')")
    filled = {name for name, key, notnull in columns if key or notnull}
    keys = [tuple(name for name, key, _ in columns if key)] if any(key for _, key, _ in columns) else []
    found = f"select name from pragma_index_list('{table}') where \"unique\" and not partial"
    for (index,) in snapshot.rows(found):
        names = tuple(name for (name,) in snapshot.rows(f"select name from pragma_index_info('{index}')"))
        if filled.issuperset(names):
            keys.append(names)
    return keys


def _name(column: Column) -> str:
    return f"{column.table}.{column.name}"


def _literal(value: int | str) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _expression(column: Column, dialect: Dialect) -> str:
    """JSON and UUID columns are read as text on PostgreSQL, which would else parse them; text in no locale."""
    if dialect == "sqlite" or column.kind not in ("json", "uuid", "text"):
        return _name(column)
    return f"{_name(column)}::text" + (' collate "C"' if column.kind == "text" else "")


def _time(value: Any) -> str | None:
    """A moment as ISO 8601 in UTC, whatever the database's own form."""
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat()


def _is_text(value: Answer) -> bool:
    # Neither a NUL nor half a surrogate pair can be in a database's text.
    return type(value) is str and "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)


_ACCEPTED: dict[Kind, Any] = {
    "int": lambda value: type(value) is int and -(2**63) <= value < 2**63,
    "bool": lambda value: type(value) is bool,
    "text": _is_text,
    "uuid": lambda value: type(value) is str and len(value) == 32 and not set(value) - set("0123456789abcdef"),
}
"""The arguments that a column takes. Moments and JSON have many spellings and are no keys."""

READ: dict[Kind, Any] = {
    "int": lambda value: None if value is None else int(value),
    "text": lambda value: None if value is None else str(value),
    "json": lambda value: None if value is None else str(value),
    "bool": lambda value: None if value is None else bool(value),
    "uuid": lambda value: None if value is None else str(value).replace("-", ""),
    "time": _time,
}
"""How a value of the database, or of a row image in the outbox, becomes an answer."""
