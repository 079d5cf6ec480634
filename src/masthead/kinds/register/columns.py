"""The columns that a register's editors define, and what stands in a cell of each.

Both are stored as JSON that SQL may have written: whatever cannot be is as if it were not there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, cast, get_args

from masthead.entries.languages import format_year
from masthead.entries.richtext import key_of, one_line, visible, website_of
from masthead.entries.slugs import slugify
from masthead.kinds.register import dates

Type = Literal["text", "date", "place", "person", "link", "image", "choice"]
TYPES: Final[tuple[Type, ...]] = get_args(Type)
MOST: Final = 40
"""Columns of a register."""
LONGEST: Final = 5000
"""Letters of a cell."""
LONGEST_LABEL: Final = 200
"""Letters of what rows are filtered by."""
FACETED: Final = ("text", "date", "place", "person", "choice")
_NAME: Final = re.compile(r"[\w-]{1,60}")
# Directions that are switched and not switched back would turn round what follows.
_SWITCHES: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

Cell = str | dict[str, Any]
"""Words; a person by number, `{"person": 5}`; a picture, `{"image": 7, "alt": "…"}`."""
Cells = dict[str, Cell]


class Column(NamedTuple):
    name: str  # in addresses and cells; never changes
    label: str
    type: Type
    choices: tuple[str, ...]
    calendar: str
    in_table: bool
    filter: bool
    sort: bool
    key: bool  # rows of a later file are recognised by it


@lru_cache(maxsize=256)
def columns_of(stored: str) -> tuple[Column, ...]:
    """The columns, as the database keeps them."""
    try:
        blocks = json.loads(stored or "[]")
    except ValueError:
        return ()
    found: dict[str, Column] = {}
    for block in blocks if isinstance(blocks, list) else ():
        column = _column(block.get("value")) if isinstance(block, dict) else None
        if column and len(found) < MOST:
            found.setdefault(column.name, column)
    return tuple(found.values())


def _column(value: object) -> Column | None:
    if not isinstance(value, dict):
        return None
    name, label, sort = value.get("name"), words(value.get("label")), value.get("type")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not label or sort not in TYPES:
        return None
    calendar = value.get("calendar")
    return Column(
        name=name,
        label=label,
        type=cast("Type", sort),
        choices=choices_of(value.get("choices")),
        calendar=calendar if calendar in dates.CALENDARS else "gregorian",
        in_table=bool(value.get("in_table", True)) and sort != "image",
        filter=bool(value.get("filter")) and sort in FACETED,
        sort=bool(value.get("sort")),
        key=bool(value.get("key")),
    )


def choices_of(text: object) -> tuple[str, ...]:
    """Choices, one a line."""
    lines = text.splitlines() if isinstance(text, str) else []
    return tuple(dict.fromkeys(filter(None, map(words, lines))))


def title_column(columns: tuple[Column, ...]) -> Column | None:
    """The column that names a row: the first one of words."""
    named = [column for column in columns if column.type not in ("link", "image")]
    return next((column for column in named if column.in_table), named[0] if named else None)


def words(text: object) -> str:
    """A text of one line as cells keep it."""
    return _SWITCHES.sub("", one_line(unicodedata.normalize("NFC", visible(text))))[:LONGEST]


def lines(text: object) -> str:
    """A text that may have several lines."""
    return "\n".join(line for line in map(words, visible(text).splitlines()) if line)[:LONGEST]


def cells_of(stored: str) -> Cells:
    """The cells of a row, as the database keeps them."""
    try:
        found = json.loads(stored or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: cell for name, value in found.items() if (cell := _cell(value))}


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return lines(value)
    if isinstance(value, dict) and key_of(value.get("person")):
        return {"person": key_of(value["person"])}
    if isinstance(value, dict) and key_of(value.get("image")):
        return {"image": key_of(value["image"]), "alt": words(value.get("alt"))}
    return ""


def stored(cells: Mapping[str, Cell]) -> str:
    """Cells as the database keeps them: one spelling, without what is empty."""
    return json.dumps({name: cells[name] for name in sorted(cells) if cells[name]}, ensure_ascii=False, sort_keys=True)


class Typed(NamedTuple):
    """What somebody wrote into a cell, or why it cannot stand there."""

    cell: Cell
    doubt: str = ""  # a date that nobody understands: its words stay
    problem: str = ""  # a choice that there is not, an address that is none


def typed(column: Column, text: str) -> Typed:
    """A cell from the words of a form or a file."""
    text = lines(text) if column.type == "text" else words(text)
    if not text:
        return Typed("")
    if column.type == "date":
        date = dates.read(text, column.calendar)
        return Typed(date) if date else Typed(text, doubt=text)
    if column.type == "choice":
        known = {choice.casefold(): choice for choice in column.choices}
        choice = known.get(text.casefold())
        return Typed(choice) if choice else Typed("", problem=text)
    if column.type == "link":
        url = website_of(text)
        return Typed(url) if url else Typed("", problem=text)
    return Typed(text)


def person_of(cell: Cell | None) -> int | None:
    return cell.get("person") if isinstance(cell, dict) else None


def image_of(cell: Cell | None) -> int | None:
    return cell.get("image") if isinstance(cell, dict) else None


def text_of(cell: Cell | None) -> str:
    return cell if isinstance(cell, str) else ""


def filed(column: Column, cell: Cell | None, language: str, named: Sequence[str] | None) -> tuple[str, str]:
    """By which word of an address a row is found under a column, and what readers are told; both empty if it is not.
    `named`: name and slug of the person in the cell."""
    if column.type == "date":
        year = dates.year(text_of(cell), language)
        return (str(year), format_year(year, language)) if year else ("", "")
    if named:
        return slugify(named[1] or named[0]), named[0]
    label = text_of(cell)
    return (slugify(label), label) if len(label) <= LONGEST_LABEL else ("", "")


def folded(text: str) -> str:
    """A text as two that mean the same are compared: case, spelling of letters and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
