"""What pages read of a petition. Nothing here reads who signed: only what readers may see of it."""

from __future__ import annotations

from typing import Final, NamedTuple

from masthead.pages.facts import registry
from masthead.press.answers import record
from masthead.press.facts import Join

TABLE: Final = "masthead_petition"
TALLY: Final = "masthead_petition_tally"
JSON: Final = ("addressees", "updates")
NUMBERS: Final = ("goal", "delivered_signatures")


@record
class PetitionRow(NamedTuple):
    """The columns of a petition that no other kind has, but for those of its form of signing."""

    addressees: str
    goal: int | None
    opens: str | None  # 2026-05-03
    closes: str | None
    updates: str
    delivered_on: str | None
    delivered_to: str
    delivered_signatures: int | None
    delivery_note: str
    answered_on: str | None
    answer: str
    state: str


@record
class TallyRow(NamedTuple):
    """How many signed."""

    total: int
    on_paper: int
    shown: int
    sheets: int


@record
class NameRow(NamedTuple):
    """A name that may be shown."""

    number: int
    name: str
    place: str
    comment: str
    day: int


def _kind(name: str) -> str:
    return "json" if name in JSON else "int" if name in NUMBERS else "text"


petition = registry.fact(
    "petition",
    "masthead_public_entry",
    where=("entry_id",),
    joins=(Join(TABLE, "entry_ptr_id", "entry_id"),),
    select=tuple(f"{TABLE}.{name}:{_kind(name)}" for name in PetitionRow._fields),
    one=True,
    record=PetitionRow,
)
petition_tally = registry.fact(
    "petition_tally",
    "masthead_public_entry",
    where=("entry_id",),
    joins=(Join(TALLY, "petition_id", "entry_id"),),
    select=tuple(f"{TALLY}.{name}" for name in TallyRow._fields),
    one=True,
    record=TallyRow,
)
# Apart, since which pages there are does not follow from how many signed; also of a petition that was withdrawn.
petition_sheets = registry.fact("petition_sheets", TALLY, where=("petition_id",), select=("sheets",), one=True)
petition_sheets_in = registry.fact(
    "petition_sheets_in",
    "masthead_petition_sheet",
    where=("petition_id", "hundred"),
    select=("number",),
    order=("number",),
)
petition_sheet_begun = registry.fact(
    "petition_sheet_begun", "masthead_petition_sheet", where=("petition_id", "number"), select=("number",), one=True
)
petition_names = registry.fact(
    "petition_names",
    "masthead_petition_shown",
    where=("petition_id", "block"),
    select=("number", "name:text", "place:text", "comment:text", "day"),
    order=("-number",),
    record=NameRow,
)
