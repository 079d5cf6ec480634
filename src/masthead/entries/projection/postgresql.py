"""The projection's views, functions and triggers on PostgreSQL.

Rows only say what they touched; a deferred trigger settles once, at commit, under a lock. So the lock is the last
one that a transaction takes: two editors cannot wait for each other in a circle, and a hundred statements are
settled as one. Whoever must see the projection before the commit says `set constraints all immediate`.

No WHEN and no UPDATE OF on triggers: they would forbid altering the columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from masthead.entries.projection import desk, settling
from masthead.entries.projection.definitions import views
from masthead.entries.projection.dialects import POSTGRESQL
from masthead.entries.projection.rules import (
    FOLLOW_PARENT,
    KEPT,
    PAGE,
    PARENT,
    REMEMBERED,
    RULES,
    Keep,
    Rule,
    Touch,
    remember,
    remember_gone,
)
from masthead.press.capture import Ask

LOCK: Final = 0x6D61737468656164  # "masthead"
TAKE_LOCK: Final = f"select pg_advisory_xact_lock({LOCK})"
SETTLE: Final = "select masthead_settle()"

TABLES: Final = {
    "masthead_touched": "tx xid8 not null default pg_current_xact_id(), kind text not null, id bigint not null,"
    " path text not null, primary key (tx, kind, id, path)",
    "masthead_pending": "tx xid8 primary key default pg_current_xact_id()",
    **settling.SCRATCH,
}

# Working tables have no statistics: left alone, the planner scans a million rows to meet three.
_PLANS: Final = "set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off"


def objects() -> dict[str, str]:
    """Every table, view, function and trigger of ours by name, in the order in which they are made."""
    made = {name: f"{POSTGRESQL.scratch} {name} ({columns})" for name, columns in TABLES.items()}
    made |= {name: f"create view {name} as {query}" for name, query in views(POSTGRESQL).items()}
    made |= {f"{name}()": sql for name, sql in _functions().items()}
    return made | _triggers()


def _functions() -> dict[str, str]:
    functions = {
        "masthead_settle": _function("masthead_settle", "void", _settle_body(), _PLANS),
        "masthead_project_commit": _function(
            "masthead_project_commit", "trigger", ["perform masthead_settle()", "return null"]
        ),
        "masthead_project_truncate": _function(
            "masthead_project_truncate", "trigger", [*_touch_rows([Touch("all")], ""), "return null"]
        ),
    }
    for rule in RULES:
        name = f"masthead_project_{rule.table}"
        functions[name] = _function(name, "trigger", _rule_body(rule))
    for keep in KEPT:
        name = f"masthead_history_{keep.table}"
        functions[name] = _function(name, "trigger", _keep_body(keep))
    for after in REMEMBERED:
        name = f"masthead_history_{after.name}"
        body = [_if(after.condition, [after.statement])] if after.condition else [after.statement]
        functions[name] = _function(name, "trigger", [*body, "return old" if after.when == "before" else "return null"])
    return functions


def _function(name: str, returns: str, body: list[str], options: str = "") -> str:
    statements = "".join(f"{statement};\n" for statement in body)
    return (
        f"create function {name}() returns {returns} language plpgsql {options} as $masthead$\n"
        f"#variable_conflict use_column\nbegin\n{statements}end $masthead$"
    )


def _settle_body() -> list[str]:
    mine = POSTGRESQL.mine
    return [
        "if not exists (select 1 from masthead_pending where tx = pg_current_xact_id()) then return; end if",
        "if current_setting('transaction_isolation') <> 'read committed' then raise exception"
        " 'Masthead keeps its listings in READ COMMITTED transactions only: start yours so.'"
        " using errcode = 'feature_not_supported'; end if",
        f"perform pg_advisory_xact_lock({LOCK})",
        "delete from masthead_pending where tx = pg_current_xact_id()",
        _if(f"exists (select 1 from masthead_touched t where t.kind = 'all'{mine})", [*everything(), *desk.RECONCILE]),
        _if(
            f"exists (select 1 from masthead_touched t where t.kind in ('closure', 'all'){mine})",
            settling.CATEGORIES,
        ),
        *settling.settle(POSTGRESQL),
    ]


def _if(condition: str, body: list[str]) -> str:
    return f"if {condition} then " + ";\n".join(body) + "; end if"


def everything() -> list[str]:
    """Every id that the projection knows, or should know, is looked at."""
    return [
        f"insert into masthead_work (id) {query} where true on conflict do nothing" for query in settling.EVERYTHING
    ]


def _touch_rows(touches: list[Touch], row: str) -> list[str]:
    rows = ", ".join(f"('{touch.kind}', {touch.id.format(r=row)}, {touch.path.format(r=row)})" for touch in touches)
    return [
        f"insert into masthead_touched (kind, id, path) values {rows} on conflict do nothing",
        "insert into masthead_pending default values on conflict do nothing",
    ]


def _changed(columns: tuple[str, ...]) -> str:
    old, new = (", ".join(column.format(r=row) for column in columns) for row in ("old", "new"))
    return f"row({old}) is distinct from row({new})"


def _rule_body(rule: Rule) -> list[str]:
    touches = list(rule.touches)
    moved = f"old.path is distinct from new.path and {PARENT.format(r='old')} <> {PARENT.format(r='new')}"
    follow = [_if(moved, [FOLLOW_PARENT])] if rule is PAGE else []
    unchanged = f"not ({_changed(rule.columns)})"
    return [
        _if("tg_op = 'UPDATE'", [_if(unchanged, ["return null"]), *follow]),
        _if("tg_op <> 'INSERT'", _touch_rows(touches, "old")),
        _if("tg_op <> 'DELETE'", _touch_rows(touches, "new")),
        "return null",
    ]


def _keep_body(keep: Keep) -> list[str]:
    gone = remember_gone(keep.query) if keep.is_page else remember(keep.query)
    back = "if tg_op = 'DELETE' then return old; end if; return new" if keep.when == "before" else "return null"
    return [
        f"if tg_op = 'DELETE' then {gone}; elsif {_changed(keep.columns)} then {remember(keep.query)}; end if",
        back,
    ]


def _triggers() -> dict[str, str]:
    made = {
        "masthead_project_commit": "create constraint trigger masthead_project_commit after insert"
        " on masthead_pending deferrable initially deferred for each row"
        " execute function masthead_project_commit()"
    }
    for rule in RULES:
        name = f"masthead_project_{rule.table}"
        made[name] = (
            f"create trigger {name} after insert or update or delete on {rule.table} for each row"
            f" execute function {name}()"
        )
        made[f"{name}_truncate"] = (
            f"create trigger {name}_truncate after truncate on {rule.table} for each statement"
            " execute function masthead_project_truncate()"
        )
    for keep in KEPT:
        name = f"masthead_history_{keep.table}"
        made[name] = (
            f"create trigger {name} {keep.when} update or delete on {keep.table} for each row execute function {name}()"
        )
    for after in REMEMBERED:
        name = f"masthead_history_{after.name}"
        made[name] = (
            f"create trigger {name} {after.when} {after.event} on {after.table} for each row execute function {name}()"
        )
    return made


# No percent sign stands in it: the press's driver would take it for a place of a value.
_PRESENT: Final = """
select t.tgname, 'trigger ' || t.tgname || ' on ' || t.tgrelid::regclass,
    case when t.tgenabled in ('O', 'A') then pg_get_triggerdef(t.oid, true) else '' end
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
 where not t.tgisinternal and c.relnamespace = current_schema()::regnamespace
   and (starts_with(t.tgname, 'masthead_project_') or starts_with(t.tgname, 'masthead_history_'))
union all
select p.proname || '()', 'function ' || p.proname || '()', p.prosrc from pg_proc p
 where p.pronamespace = current_schema()::regnamespace
   and (starts_with(p.proname, 'masthead_project_') or starts_with(p.proname, 'masthead_history_')
     or p.proname = 'masthead_settle')
union all
select c.relname, case c.relkind when 'v' then 'view ' else 'table ' end || c.relname,
    coalesce(obj_description(c.oid, 'pg_class'), '') from pg_class c
 where c.relnamespace = current_schema()::regnamespace
   and (c.relkind = 'v' and starts_with(c.relname, 'masthead_') or c.relkind = 'r'
     and (starts_with(c.relname, 'masthead_work') or c.relname in ('masthead_touched', 'masthead_pending')))"""


def present(ask: Ask) -> dict[str, str]:
    """The objects of ours that the database has, by name, each with what tells whether it is as it was made."""
    found = {str(name): (str(what), str(mark)) for name, what, mark in ask(_PRESENT)}
    wanted = objects()
    return {name: _verdict(name, what, mark, wanted.get(name, "")) for name, (what, mark) in found.items()}


def _verdict(name: str, what: str, mark: str, wanted: str) -> str:
    """The SQL that made the object if it is still what that made, else what it is."""
    kind = what.split()[0]
    as_made = {
        "trigger": _words(mark) == _words(wanted),
        "function": bool(mark) and f"$masthead${mark}$masthead$" in wanted,
        "view": mark == fingerprint(wanted),
        "table": mark == fingerprint(wanted),
    }[kind]
    return wanted if as_made and wanted else what


def _words(definition: str) -> list[str]:
    """A trigger's definition in no order: PostgreSQL writes the events in one of its own."""
    return sorted(definition.lower().split())


def fingerprint(sql: str) -> str:
    """PostgreSQL keeps no text of views and tables: their comment says which one made them."""
    return "masthead " + hashlib.blake2b(sql.encode(), digest_size=12).hexdigest()


def comments(made: Mapping[str, str]) -> list[str]:
    named = {name: sql.split()[1] for name, sql in made.items()}
    kinds = {"view": "view", "unlogged": "table"}
    return [
        f"comment on {kinds[kind]} {name} is '{fingerprint(made[name])}'"
        for name, kind in named.items()
        if kind in kinds
    ]


def drops(ask: Ask) -> list[str]:
    """Triggers before functions, views before the tables that they read."""
    found = [str(what) for _name, what, _mark in ask(_PRESENT)]
    order = ("trigger", "function", "view", "table")
    return [
        f"drop {what.replace('view ', 'view if exists ')} cascade" if what.startswith("view") else f"drop {what}"
        for kind in order
        for what in found
        if what.startswith(kind + " ")
    ]
