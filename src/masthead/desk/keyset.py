"""Walking a long list in parts: from the last row of one part to the first of the next, whatever lies before.

Neither a count nor an offset, both of which look at everything that is not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from masthead.entries.models import DeskEntry


BEFORE: Final = "before"
AFTER: Final = "after"


class Place(NamedTuple):
    """Where an entry stands in the order of dates."""

    at: int
    entry_id: int

    def __str__(self) -> str:
        return f"{self.at}.{self.entry_id}"


class Part(NamedTuple):
    """One part of the list, and what leads to its neighbours; empty where nothing follows."""

    numbers: list[int]
    before: str
    after: str


def part_of(rows: QuerySet[DeskEntry], asked: str, most: int, *, oldest_first: bool = False) -> Part:
    """The part that `after-PLACE` or `before-PLACE` names; the first for anything else that is asked."""
    way, _, text = asked.partition("-")
    place = _place(text) if way in (BEFORE, AFTER) else None
    back = place is not None and way == BEFORE
    rising = oldest_first is not back
    if place is not None:
        beyond = f"(masthead_desk_entry.at, masthead_desk_entry.entry_id) {'>' if rising else '<'} (%s, %s)"
        rows = rows.extra(where=[beyond], params=[*place])  # noqa: S610
    order = ("at", "entry_id") if rising else ("-at", "-entry_id")
    found = [Place(*row) for row in rows.order_by(*order).values_list("at", "entry_id")[: most + 1]]
    has_more, found = len(found) > most, found[:most]
    if back:
        found.reverse()
    numbers = [row.entry_id for row in found]
    if not found:
        return Part(numbers, "", "")
    has_before, has_after = (has_more, True) if back else (place is not None, has_more)
    return Part(
        numbers, f"{BEFORE}-{found[0]}" if has_before else "", f"{AFTER}-{found[-1]}" if has_after else ""
    )  # fmt: skip


def _place(text: str) -> Place | None:
    at, _, number = text.partition(".")
    try:
        place = Place(int(at), int(number))
    except ValueError:
        return None
    return place if all(-(2**63) <= each < 2**63 for each in place) else None
