"""Putting many pages under one parent at once, by treebeard's rules and without its queries a page.

Within the caller's transaction: the parent's row is locked (PostgreSQL), the last child's path is read, Wagtail's rows
and then those of each child table are inserted, the parent's count is raised. `bulk_create` refuses tables of inherited
models, hence plain inserts from the models' own columns. `Page.find_problems()` finds nothing afterwards.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import F
from wagtail.models import Page

from masthead.importers.errors import LoadRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import Field, Model

# Four digits of base 36 a level.
MOST_CHILDREN = 36**4 - 1
MOST_ASKED = 500
Row = dict[str, Any]


class Parent(NamedTuple):
    """What children take from their parent."""

    id: int
    path: str
    depth: int
    url_path: str
    locale_id: int


class NewPage(NamedTuple):
    """A page to be inserted: its type, Wagtail's columns but for derived ones, and those of each child table."""

    model: type[Model]
    page: Row
    tables: tuple[tuple[type[Model], Row], ...]


def parent(page_id: int) -> Parent:
    """Read, and on PostgreSQL lock, the row of a parent. Nobody else adds children to it until the commit."""
    rows = Page.objects.select_for_update() if connection.features.has_select_for_update else Page.objects
    found = rows.filter(pk=page_id).values_list("pk", "path", "depth", "url_path", "locale_id").get()
    return Parent(*found)


def insert_pages(above: Parent, pages: Sequence[NewPage]) -> None:
    """Insert pages as the last children of a parent, in order."""
    if not pages:
        return
    step = _last_step(above)
    if step + len(pages) > MOST_CHILDREN:
        raise LoadRefused(
            f"Wagtail can hold {MOST_CHILDREN:,} pages below one parent; divide the import between several blogs."
        )
    rows = [_page_row(above, step + i, page) for i, page in enumerate(pages, 1)]
    insert_rows(Page, rows)
    tables: dict[type[Model], list[Row]] = {}
    for page in pages:
        for model, row in page.tables:
            tables.setdefault(model, []).append(row)
    for model, table in tables.items():
        insert_rows(model, table)
    Page.objects.filter(pk=above.id).update(numchild=F("numchild") + len(pages))


def _last_step(above: Parent) -> int:
    last = (
        Page.objects.filter(path__range=(above.path, above.path + "\uffff"), depth=above.depth + 1)
        .order_by("-path")
        .values_list("path", flat=True)
        .first()
    )
    return int(Page._str2int(last[-Page.steplen :])) if last else 0


def _page_row(above: Parent, step: int, new: NewPage) -> Row:
    page = new.page
    return {
        "path": Page._get_path(above.path, above.depth + 1, step),
        "depth": above.depth + 1,
        "numchild": 0,
        "locale_id": above.locale_id,
        "content_type_id": _content_type(new.model),
        "draft_title": page["title"],
        "url_path": f"{above.url_path}{page['slug']}/",
    } | page


def _content_type(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk


def translation_key(permanent: UUID) -> UUID:
    """Wagtail's key of a page among its translations; ours are linked otherwise."""
    return uuid5(permanent, "translation")


class _Insert(NamedTuple):
    sql: str
    # Each column's default, prepared for the database; a body has none and is always given.
    defaults: Row
    # Columns whose values the driver does not take as they are.
    unlike: frozenset[str]


@cache
def _insert_into(model: type[Model], vendor: str, *, with_key: bool) -> _Insert:
    fields = tuple(f for f in model._meta.local_concrete_fields if with_key or not f.primary_key)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - the models' names
    unlike = frozenset(str(f.attname) for f in fields if f.get_internal_type() in {"DateTimeField", "UUIDField"})
    return _Insert(sql, {str(field.attname): _default(field) for field in fields}, unlike)


def _default(field: Field[Any, Any]) -> Any:
    if field.get_internal_type() == "JSONField":
        return None
    return field.get_db_prep_save(field.get_default(), connection)


def insert_rows(model: type[Model], rows: Iterable[Row]) -> None:
    """Insert rows of one table; columns that a row does not name get the model's default. JSON is given as text."""
    rows = list(rows)
    if not rows:
        return
    key = model._meta.pk
    assert key is not None, "every model has a primary key"  # noqa: S101
    insert = _insert_into(model, str(connection.vendor), with_key=str(key.attname) in rows[0])
    adapted = _adapter()
    whole = []
    for row in rows:
        values = insert.defaults | row
        for name in insert.unlike:
            values[name] = adapted(values[name])
        whole.append(tuple(values.values()))
    with connection.cursor() as cursor:
        cursor.executemany(insert.sql, whole)


def _adapter() -> Callable[[Any], Any]:
    """What Django's fields do, for the few types that occur, and ten times as fast."""
    adapt = connection.ops.adapt_datetimefield_value
    # As Django's SQLite has it, where all times are UTC.
    is_plain = connection.vendor == "sqlite" and connection.timezone is UTC
    is_native = connection.features.has_native_uuid_field

    def adapted(value: Any) -> Any:
        if isinstance(value, datetime):
            return str(value.replace(tzinfo=None)) if is_plain and value.tzinfo is UTC else adapt(value)
        return value.hex if isinstance(value, UUID) and not is_native else value

    return adapted


def rows_among(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that asks `IN (…)`, for any number of values; the ORM would take apart each of them."""
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(values), MOST_ASKED):
            some = values[start : start + MOST_ASKED]
            cursor.execute(sql.replace("(…)", f"({', '.join(['%s'] * len(some))})"), some)
            found += cursor.fetchall()
    return found
