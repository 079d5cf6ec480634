"""Cutting a long list into sheets by what stands in it, not by counting: see the record of decisions, 8.

An item starts a sheet if its rank is the smallest among its neighbours on either side, and enough stand before it.
Whether it does depends on these neighbours alone, so a row that comes or goes changes one to three sheets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

ROWS: Final = 12
"""Neighbours on either side: sheets of 13 rows and more, 25 on average."""
VALUES: Final = 25
"""Of what stands in a column: a list of up to 26 is one sheet."""

LEAVES: Final = 1024
BRANCHES: Final = 16
"""Where the manifest keeps rows, lists and sheets: a tree of three levels, however long the register."""


def cuts(ranks: Sequence[int], width: int) -> list[int]:
    """The places, from 0, of those that start a sheet behind the first."""
    found = []
    for place in range(width, len(ranks)):
        rank = ranks[place]
        if rank < min(ranks[place - width : place]) and all(
            rank < other for other in ranks[place + 1 : place + 1 + width]
        ):
            found.append(place)
    return found
