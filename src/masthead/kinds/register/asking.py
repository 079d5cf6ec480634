"""What readers' pages may ask of registers. Nothing here grows with a register beyond one sheet.

A row is in an answer only while it is public; whether the register is, `shape` says, which every page asks first.
"""

from __future__ import annotations

from typing import NamedTuple

from masthead.kinds.register.columns import Column, columns_of
from masthead.pages import facts
from masthead.pages.facts import registry
from masthead.press.answers import record
from masthead.press.facts import Join

PUBLIC = {"state:text": "public"}
WITHDRAWN = {"state:text": "withdrawn"}


@record
class RegisterRow(NamedTuple):
    """The columns that no other kind has."""

    about: str
    columns: str
    downloadable: bool


@record
class RegisterShape(NamedTuple):
    """What all pages of a register share: apart from its words, so that these move no row."""

    address: str
    language: str
    blog_id: int
    about: str
    columns: str

    def defined(self) -> tuple[Column, ...]:
        return columns_of(self.columns)

    def shown(self) -> tuple[Column, ...]:
        """The columns of the table; never none, if there are any."""
        defined = self.defined()
        return tuple(column for column in defined if column.in_table) or defined[:1]


@record
class PublicRow(NamedTuple):
    register_id: int
    code: str
    cells: str
    source: str


@record
class RegisterList(NamedTuple):
    """A list of a register: see `masthead.kinds.register.models.RowList`."""

    register_id: int
    column: str
    word: str

    @property
    def is_of_values(self) -> bool:
        return bool(self.column and not self.word)


@record
class RegisterTold(NamedTuple):
    """What readers are told of a list. Apart, so that a count moves no address."""

    label: str
    rows: int


@record
class RegisterSheet(NamedTuple):
    code: str
    before: int | None
    after: int | None


register = registry.fact(
    "register",
    "masthead_public_entry",
    where=("entry_id",),
    joins=(Join("masthead_register", "entry_ptr_id", "entry_id"),),
    select=(
        "masthead_register.about:text",
        "masthead_register.columns:json",
        "masthead_register.downloadable:bool",
    ),
    one=True,
    record=RegisterRow,
)
list_number = registry.fact(
    "register_list",
    "masthead_register_list",
    where=("register_id", "of_column:text", "word:text"),
    select=("id",),
    one=True,
)
listed = registry.fact(
    "register_listed",
    "masthead_register_list",
    where=("id",),
    select=("register_id", "of_column:text", "word:text"),
    one=True,
    record=RegisterList,
)
told = registry.fact(
    "register_told",
    "masthead_register_list",
    where=("id",),
    select=("label:text", "count"),
    one=True,
    record=RegisterTold,
)
items = registry.fact(
    "register_items",
    "masthead_register_place",
    where=("of_id", "sheet"),
    select=("item",),
    order=("sort_key:text", "rank", "item"),
)
sheet = registry.fact(
    "register_sheet",
    "masthead_register_sheet",
    where=("of_id", "start"),
    select=("code:text", "before", "after"),
    one=True,
    record=RegisterSheet,
)
lost = registry.fact(
    "register_lost",
    "masthead_register_lost",
    where=("of_id", "sheet"),
    select=("code:text",),
    order=("code:text",),
    distinct=True,
)
public_row = registry.fact(
    "register_row",
    "masthead_register_row",
    where=("id",),
    const=PUBLIC,
    select=("register_id", "code:text", "cells:text", "source:text"),
    one=True,
    record=PublicRow,
)

# For the manifest: what stands on one leaf

row_leaves = registry.fact(
    "register_row_leaves",
    "masthead_register_row",
    where=("register_id", "branch"),
    select=("leaf",),
    order=("leaf",),
    distinct=True,
)
list_leaves = registry.fact(
    "register_list_leaves",
    "masthead_register_list",
    where=("register_id", "branch"),
    select=("leaf",),
    order=("leaf",),
    distinct=True,
)
rows_in = registry.fact(
    "register_rows_in",
    "masthead_register_row",
    where=("register_id", "leaf"),
    const=PUBLIC,
    select=("id", "code:text"),
    order=("id",),
)
withdrawn_in = registry.fact(
    "register_withdrawn_in",
    "masthead_register_row",
    where=("register_id", "leaf"),
    const=WITHDRAWN,
    select=("code:text",),
    order=("code:text",),
)
lists_in = registry.fact(
    "register_lists_in", "masthead_register_list", where=("register_id", "leaf"), select=("id",), order=("id",)
)
sheets_in = registry.fact(
    "register_sheets_in",
    "masthead_register_sheet",
    where=("register_id", "leaf"),
    select=("of_id", "start"),
    order=("of_id", "start"),
)


@registry.query(keep=True)
def register_shape(entry_id: int) -> RegisterShape | None:
    """None while the register is not public."""
    entry, row = facts.entry_row(entry_id), register(entry_id)
    if entry is None or row is None:
        return None
    return RegisterShape(entry.address, entry.language, entry.blog_id, row.about, row.columns)


def shape_of(entry_id: int) -> RegisterShape:
    """Raises LookupError while the register is not public."""
    found = register_shape(entry_id)
    if found is None:
        raise LookupError(f"There is no public register {entry_id}.")
    return found


def below(one: RegisterList) -> str:
    """Where a list stands, below its register."""
    if not one.column:
        return ""
    return f"by/{one.column}/{one.word}/" if one.word else f"by/{one.column}/"


@registry.query(keep=True)
def register_below(list_id: int, start: int) -> str:
    """Where a sheet stands, below its register; empty if it is not there."""
    one, part = listed(list_id), sheet(list_id, start)
    if one is None or part is None:
        return ""
    return f"{below(one)}from/{part.code}/" if start else below(one)
