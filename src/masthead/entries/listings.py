"""How the projection numbers its listings."""

from __future__ import annotations

from typing import Final

BLOG, CATEGORY, TAG, PERSON, FACET, SERIES = 1, 2, 3, 4, 5, 6
"""Kinds of listings."""

LISTING: Final = 10**12
"""A listing's number is its kind times this, plus the id of what it lists."""


def listing_number(kind: int, target: int) -> int:
    """The number under which the projection keeps a listing."""
    return kind * LISTING + target
