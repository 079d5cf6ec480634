"""The projection's views and triggers on SQLite.

SQLite knows no procedures and no trigger at commit: `insert into masthead_settle select 1` calls the trigger that
settles, after each touching statement's row, unless a bulk load says that it will settle itself at its end.
No WITH inside a trigger (views may have one); ON CONFLICT DO NOTHING instead of OR IGNORE, which the outer
statement would override. https://sqlite.org/lang_createtrigger.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from masthead.entries.projection import desk, settling
from masthead.entries.projection.definitions import views
from masthead.entries.projection.dialects import SQLITE
from masthead.entries.projection.rules import (
    FOLLOW_PARENT,
    KEPT,
    PAGE,
    PARENT,
    REMEMBERED,
    RULES,
    After,
    Keep,
    Rule,
    Touch,
    remember,
    remember_gone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.press.capture import Ask

TOUCHED: Final = "kind text not null, id bigint not null, path text not null, primary key (kind, id, path)"
_CATEGORIES: Final = (
    "insert into masthead_settle_categories select 1"
    " where exists (select 1 from masthead_touched where kind = 'closure')"
)
SETTLE: Final = (_CATEGORIES, *settling.settle(SQLITE))
"""For many changes at once: the same statements take half as long again in a trigger."""
_UNLESS_BULK: Final = "insert into masthead_settle select 1 where not exists (select 1 from masthead_bulk)"

# While a subtree moves, row by row, a page may arrive before what is above it. It is then left as it is: when
# the page above arrives, it touches all that stands below. Without this each page would go and come back.
_ARRIVED: Final = f"""(old.path is new.path or length(new.path) <= 4
   or exists (select 1 from wagtailcore_page a where a.path = {PARENT.format(r="new")}))"""


def objects() -> dict[str, str]:
    """Every table, view and trigger of ours by name, in the order in which they are made."""
    tables = {"masthead_touched": TOUCHED, **settling.SCRATCH}
    made = {name: f"CREATE TABLE {name} ({columns}) without rowid" for name, columns in tables.items()}
    made |= {name: f"CREATE VIEW {name} as {query}" for name, query in views(SQLITE).items()}
    for name in ("masthead_settle", "masthead_settle_categories"):
        made[name] = f"CREATE VIEW {name} as select 0 as x"
    return made | {desk.WORDS: desk.FTS} | _triggers()


def _triggers() -> dict[str, str]:
    made = [
        _trigger("masthead_project_categories", "instead of insert on masthead_settle_categories", settling.CATEGORIES),
        _trigger("masthead_project_settle", "instead of insert on masthead_settle", SETTLE),
        *(trigger for rule in RULES for trigger in _rule(rule)),
        *(trigger for keep in KEPT for trigger in _keep(keep)),
        *(_after(after) for after in REMEMBERED),
        *(_trigger(f"masthead_project_words_{name}", *made) for name, made in desk.FTS_TRIGGERS.items()),
    ]
    return dict(made)


def _trigger(name: str, event: str, body: Iterable[str]) -> tuple[str, str]:
    statements = "".join(f"{statement};\n" for statement in body)
    return name, f"CREATE TRIGGER {name} {event} begin\n{statements}end"


def _rule(rule: Rule) -> list[tuple[str, str]]:
    name = f"masthead_project_{rule.table}"
    changed = _changed(rule.columns)
    inserted, deleted = (_touches(rule, row) for row in ("new", "old"))
    if rule is PAGE:
        return [
            _trigger(f"{name}_insert", f"after insert on {rule.table}", [*inserted, _UNLESS_BULK]),
            _trigger(f"{name}_delete", f"after delete on {rule.table}", [*deleted, _UNLESS_BULK]),
            _trigger(
                f"{name}_update",
                f"after update of {_named(rule.columns)} on {rule.table} when ({changed}) and {_ARRIVED}",
                [FOLLOW_PARENT, *inserted, _UNLESS_BULK],
            ),
        ]
    return [
        _trigger(f"{name}_insert", f"after insert on {rule.table}", [*inserted, _UNLESS_BULK]),
        _trigger(f"{name}_delete", f"after delete on {rule.table}", [*deleted, _UNLESS_BULK]),
        _trigger(
            f"{name}_update",
            f"after update of {_named(rule.columns)} on {rule.table} when {changed}",
            [*deleted, *inserted, _UNLESS_BULK],
        ),
    ]


def _named(columns: tuple[str, ...]) -> str:
    """The columns of the expressions. Updates of others then need not compile the trigger, which takes 10 ms."""
    return ", ".join(re.findall(r"{r}\.(\w+)", " ".join(columns)))


def _changed(columns: tuple[str, ...]) -> str:
    return " or ".join(f"{column.format(r='old')} is not {column.format(r='new')}" for column in columns)


def _touches(rule: Rule, row: str) -> list[str]:
    return [_touch(touch, row) for touch in rule.touches]


def _touch(touch: Touch, row: str) -> str:
    values = f"'{touch.kind}', {touch.id.format(r=row)}, {touch.path.format(r=row)}"
    return f"insert into masthead_touched (kind, id, path) values ({values}) on conflict do nothing"


def _keep(keep: Keep) -> list[tuple[str, str]]:
    name = f"masthead_history_{keep.table}"
    return [
        _trigger(
            f"{name}_update",
            f"{keep.when} update of {_named(keep.columns)} on {keep.table} when {_changed(keep.columns)}",
            [remember(keep.query)],
        ),
        _trigger(
            f"{name}_delete",
            f"{keep.when} delete on {keep.table}",
            [remember_gone(keep.query) if keep.is_page else remember(keep.query)],
        ),
    ]


def _after(after: After) -> tuple[str, str]:
    named = f" of {after.columns}" if after.columns else ""
    event = f"{after.when} {after.event}{named} on {after.table}"
    condition = f" when {after.condition}" if after.condition else ""
    return _trigger(f"masthead_history_{after.name}", event + condition, [after.statement])


def present(ask: Ask) -> dict[str, str]:
    """The objects of ours that the database has, by name."""
    found = ask(
        "select name, sql from sqlite_master where (type = 'trigger' and (name like 'masthead_project_%'"
        " or name like 'masthead_history_%')) or (type = 'view' and name like 'masthead_%')"
        " or (type = 'table' and (name like 'masthead_work%' or name = 'masthead_touched'"
        f" or name = '{desk.WORDS}'))"
        " order by type = 'table', type = 'view'"
    )
    return {str(name): str(sql) for name, sql in found}


def drops(ask: Ask) -> list[str]:
    """Triggers first, then views, then the tables that they read."""
    kinds = {"virtual": "table"}
    made = ((name, sql.split()[1].lower()) for name, sql in present(ask).items())
    return [f"drop {kinds.get(kind, kind)} {name}" for name, kind in made]
