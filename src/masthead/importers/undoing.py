"""Taking an import back: what it brought goes, unless somebody has changed it since or something else uses it.

First a plan, which changes nothing and can be shown; then the same plan again, carried out in committed batches. Killed
in between, it is simply asked for again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import connection, transaction
from wagtail.models import Page

from masthead.entries.models import (
    AddressHistory,
    Blog,
    Category,
    Entry,
    Import,
    Imported,
    MenuItem,
    Rendition,
    StaticPage,
)
from masthead.entries.projection import bulk
from masthead.importers.at_work import at_work
from masthead.importers.brought import model_of, states_of
from masthead.importers.errors import LoadRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BATCH: Final = 200
KINDS: Final = ("menu", "page", "category", "tag", "person", "image", "document")
CHANGED: Final = "changed since"
USED: Final = "used by something else"
_ID: Final = re.compile(r'\bid="(\d{1,18})"')


class Kept(NamedTuple):
    """Something that stays, and why."""

    kind: str
    name: str
    reason: str


class Plan(NamedTuple):
    """What taking an import back would remove, by kind, and what it would leave."""

    number: int
    removed: dict[str, list[int]]
    kept: list[Kept]

    def as_dict(self) -> dict[str, Any]:
        """As plain values, with numbers instead of ids."""
        return {
            "import": self.number,
            "removed": {kind: len(ids) for kind, ids in self.removed.items()},
            "kept": [found._asdict() for found in self.kept],
        }


class Listed(NamedTuple):
    """An import, and how much of what it brought is still here."""

    number: int
    started: str
    system: str
    name: str
    url: str
    blog: str
    here: dict[str, int]


def imports() -> list[Listed]:
    """All imports of which something is here, the newest first."""
    blogs = dict(Blog.objects.values_list("pk", "slug"))
    found = []
    for row in Import.objects.order_by("-pk"):
        here = {kind: len(states_of(kind, ids)) for kind, ids in _targets(row.pk).items()}
        if any(here.values()):
            blog = blogs.get(row.blog_id, "")
            found.append(Listed(row.pk, row.started.isoformat(), row.system, row.name, row.url, blog, here))
    return found


def _targets(number: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for kind, target in Imported.objects.filter(import_id=number).order_by("pk").values_list("kind", "target_id"):
        found[kind].append(target)
    return found


def plan(number: int) -> Plan:
    """What there is to take back of an import. Raises `LoadRefused` if there is no such import."""
    if not Import.objects.filter(pk=number).exists():
        raise LoadRefused(f"There is no import {number}; `masthead import undo` lists them.")
    targets = _targets(number)
    made = Plan(number, {}, [])
    for kind in KINDS:
        untouched = _untouched(made, kind, targets[kind])
        made.removed[kind] = _unused(made, kind, untouched) if untouched else []
    return made


def _untouched(made: Plan, kind: str, ids: list[int]) -> list[int]:
    """Those that are here as the import left them."""
    rows = Imported.objects.filter(import_id=made.number, kind=kind).values_list("target_id", "state")
    brought, now = dict(rows), states_of(kind, ids)
    changed = [number for number in ids if number in now and now[number] != brought[number]]
    made.kept.extend(Kept(kind, name, CHANGED) for name in _names(kind, changed))
    return [number for number in ids if now.get(number) == brought[number]]


def _names(kind: str, ids: list[int]) -> Iterator[str]:
    column = {"page": "title", "image": "title", "document": "title", "menu": "label"}.get(kind, "name")
    for chunk in _chunks(ids):
        yield from model_of(kind).objects.filter(pk__in=chunk).order_by("pk").values_list(column, flat=True)


def _unused(made: Plan, kind: str, ids: list[int]) -> list[int]:
    mine = set(ids)
    if kind == "menu":
        used: set[int] = set()
    elif kind == "page":
        others = MenuItem.objects.exclude(page=None).exclude(pk__in=made.removed["menu"])
        named = mine & set(others.values_list("page_id", flat=True))
        used = named | _with_others_below(mine - named)
    else:
        used = set(_named_by_rows(made, kind, mine))
        if kind in ("image", "document"):
            used |= mine & _numbers_in_bodies(set(made.removed["page"]))
    made.kept.extend(Kept(kind, name, USED) for name in _names(kind, sorted(used)))
    return [number for number in ids if number not in used]


def _with_others_below(mine: set[int]) -> set[int]:
    """Pages with a page below them that stays."""
    paths = {path: number for chunk in _chunks(sorted(mine)) for number, path in _paths(chunk)}
    stay: set[int] = set()
    # The deepest first: what stays keeps all above it.
    for path in sorted(paths, key=len, reverse=True):
        below = Page.objects.filter(path__range=(path, path + "\uffff"), depth=len(path) // Page.steplen + 1)
        if any(child not in mine or child in stay for child in below.values_list("pk", flat=True)):
            stay.add(paths[path])
    return stay


def _paths(ids: list[int]) -> list[tuple[int, str]]:
    """Of those that have any page below them."""
    return list(Page.objects.filter(pk__in=ids, numchild__gt=0).values_list("pk", "path"))


def _named_by_rows(made: Plan, kind: str, mine: set[int]) -> Iterator[int]:
    """Those that a row of something which stays names by a foreign key."""
    model = model_of(kind)
    pages = set(made.removed["page"])
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        other, column = relation.related_model, relation.field.attname
        if other is Rendition:
            continue
        # The row goes with the entry, or with the category, that goes.
        owner = "entry_id" if _has_column(other, "entry_id") else "pk"
        gone = mine if other is Category and kind == "category" else pages if owner == "entry_id" else set()
        for chunk in _chunks(sorted(mine)):
            rows = other._base_manager.filter(**{f"{column}__in": chunk}).values_list(column, owner)
            yield from (named for named, by in rows if by not in gone)


def _has_column(model: Any, name: str) -> bool:
    return any(field.attname == name for field in model._meta.concrete_fields)


def _numbers_in_bodies(without: set[int]) -> set[int]:
    """Every number by which a text that stays, or a version of it, may name a file: rather one too many."""
    found: set[int] = set()
    bodies = (
        (Entry, "page_ptr_id", "body"), (StaticPage, "page_ptr_id", "body"),
    )  # fmt: skip
    for model, key, column in bodies:
        found |= _numbers(f"SELECT {key}, {column} FROM {model._meta.db_table}", without)  # noqa: S608
    return found | _numbers("SELECT object_id, content FROM wagtailcore_revision", without)


def _numbers(sql: str, without: set[int]) -> set[int]:
    found: set[int] = set()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(BATCH):
            for owner, body in rows:
                if not str(owner).isdigit() or int(owner) not in without:
                    found.update(_in_json(json.loads(body) if isinstance(body, str) else body))
    return found


def _in_json(value: Any) -> Iterator[int]:
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield value
    elif isinstance(value, str):
        yield from (int(number) for number in _ID.findall(value))
        # The body of a version is JSON within JSON.
        if value[:1] in "[{" and value[:1]:
            try:
                yield from _in_json(json.loads(value))
            except ValueError:
                return
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _in_json(part)


def undo(number: int, staging_dir: Path, progress: Callable[[int, int], None] = lambda _done, _total: None) -> Plan:
    """Take an import back, and say what went and what stayed. Raises `LoadRefused`."""
    with at_work(staging_dir):
        made = plan(number)
        total, done = sum(map(len, made.removed.values())), 0
        for kind in KINDS:
            for chunk in _chunks(_deepest_first(made.removed[kind]) if kind == "page" else made.removed[kind][::-1]):
                with transaction.atomic(), bulk():
                    _remove(number, kind, chunk)
                done += len(chunk)
                progress(done, total)
        _forget(number, front=not made.kept)
    return made


def _deepest_first(pages: list[int]) -> list[int]:
    depths = dict(
        row for chunk in _chunks(pages) for row in Page.objects.filter(pk__in=chunk).values_list("pk", "depth")
    )
    return sorted(pages, key=lambda number: -depths.get(number, 0))


def _remove(number: int, kind: str, ids: list[int]) -> None:
    model_of(kind).objects.filter(pk__in=ids).delete()
    Imported.objects.filter(import_id=number, kind=kind, target_id__in=ids).delete()
    old = AddressHistory.objects.filter(target_kind=kind, target_id__in=ids)
    # The old site's addresses are nobody's again. A page's own address here answers that it is gone.
    (old.filter(origin=f"import {number}") if kind == "page" else old).delete()


def _forget(number: int, *, front: bool) -> None:
    """What leads to the blog itself goes with the last of the import; so does its row."""
    with transaction.atomic():
        if front:
            AddressHistory.objects.filter(origin=f"import {number}").delete()
        if not Imported.objects.filter(import_id=number).exists():
            Import.objects.filter(pk=number).delete()


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    numbers = list(ids)
    return (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))
