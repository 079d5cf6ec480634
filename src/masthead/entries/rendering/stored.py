"""Reading stored JSON that may be anything: what is not of the expected type counts as empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Blocks = Sequence[Mapping[str, Any]]
"""A body as it is stored: `[{"type": …, "value": …, "id": …}, …]`; what is not so is passed over."""


def stored_blocks(blocks: object) -> list[Mapping[str, Any]]:
    """Give the blocks of a stored body that have a type; what else the column holds is passed over."""
    return [block for block in listed(blocks) if isinstance(struct(block).get("type"), str)]


def lead_blocks(blocks: Blocks) -> list[Mapping[str, Any]]:
    """Give the blocks that stand before the "more" mark, all of them where there is none."""
    lead = []
    for block in stored_blocks(blocks):
        if block["type"] == "more":
            break
        lead.append(block)
    return lead


def listed(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else ()


def struct(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> list[Mapping[str, Any]]:
    """Give the values of a list as Wagtail stores it: `[{"type": "item", "value": …}, …]`."""
    return [struct(struct(item).get("value")) for item in listed(value)]
