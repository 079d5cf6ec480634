"""A register as a file for spreadsheets: CSV, in UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from masthead.entries.languages import strings
from masthead.entries.spreadsheets import guarded
from masthead.kinds.register import asking
from masthead.kinds.register.asking import shape_of
from masthead.kinds.register.columns import Column, cells_of, text_of
from masthead.kinds.register.showing import cell_of
from masthead.pages.facts import registry
from masthead.pages.frame import absolute


def _line(values: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([guarded(value) for value in values])
    return out.getvalue()


def _columns(entry_id: int) -> tuple[Column, ...]:
    return tuple(column for column in shape_of(entry_id).defined() if column.type != "image")


def header(entry_id: int) -> str:
    words = strings(shape_of(entry_id).language)
    labels = [column.label for column in _columns(entry_id)]
    return _line([*labels, words.gettext("Source"), words.gettext("Address")])


@registry.query(keep=True)
def register_csv_part(entry_id: int, list_id: int, start: int) -> str:
    """The rows of one sheet. Remembered, so that one other row makes one part anew."""
    shape = shape_of(entry_id)
    lines = []
    for item in asking.items(list_id, start):
        row = asking.public_row(item)
        if row is None:
            continue
        cells = cells_of(row.cells)
        # Dates as they are stored: a file that comes back is understood.
        values = [
            text_of(cells.get(c.name)) or cell_of(c, cells.get(c.name), shape.language).text for c in _columns(entry_id)
        ]
        lines.append(_line([*values, row.source, absolute(f"{shape.address}{row.code}/")]))
    return "".join(lines)
