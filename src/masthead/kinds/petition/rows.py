"""Signatures as a table of text (CSV): written for people who open it in a spreadsheet, and read again."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from masthead.entries.spreadsheets import MARK, bare, decoded, guarded
from masthead.kinds.petition.signing import lines as tidy

DELIVERED: Final = ("number", "name", "place", "comment", "source", "day")
"""What the addressees get: every name, and never an address of mail."""
KEPT: Final = ("number", "name", "email", "place", "comment", "shown", "withheld", "source", "language", "signed",
               "confirmed")  # fmt: skip
"""All that is kept, for the organisers' own safe."""
ALSO: Final[Mapping[str, str]] = {
    "e-mail": "email", "mail": "email", "email address": "email", "full name": "name", "city": "place",
    "town": "place", "message": "comment", "public": "shown", "date": "signed", "signed at": "signed",
    "نام": "name", "نشانی ایمیل": "email", "ایمیل": "email", "رایانامه": "email", "محل": "place", "شهر": "place",
    "پیام": "comment", "نمایش": "shown", "تاریخ": "signed", "زبان": "language",
}  # fmt: skip
"""Other names that columns have in tables of elsewhere."""
WITHHELD: Final = ("comment", "all")
YES: Final = frozenset({"1", "yes", "y", "true", "x", "بله", "آری"})
LARGEST: Final = 20 << 20
_DELIMITERS: Final = ",;\t"


class NotATable(ValueError):
    """What was given cannot be read; the message says what to do."""


class Row(NamedTuple):
    """A line of a table, as it was written there."""

    line: int
    name: str
    email: str = ""
    place: str = ""
    comment: str = ""
    shown: bool = False
    language: str = ""
    signed: dt.datetime | None = None
    withheld: str = ""
    wrong: str = ""  # why it cannot be taken; "" where it can


def written(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Line by line, with a mark in front that tells spreadsheets of UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)

    def taken() -> str:
        text = out.getvalue()
        out.seek(0)
        out.truncate()
        return text

    writer.writerow(columns)
    yield MARK + taken()
    for row in rows:
        writer.writerow([guarded(_cell(row[name])) for name in columns])
        yield taken()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    return "" if value is None else str(value)


def text_of(content: bytes) -> str:
    """Raises NotATable for what is in no encoding that spreadsheets write today."""
    if len(content) > LARGEST:
        raise NotATable(_("This file is larger than 20 MB. Cut it into several."))
    try:
        return decoded(content).replace("\0", "")
    except UnicodeDecodeError:
        raise NotATable(_("This file is not in UTF-8. Save it again as “CSV UTF-8”.")) from None


def read(text: str) -> Iterator[Row]:
    """The rows of a table whose first line names its columns. Raises NotATable if no column is the name."""
    text = text.removeprefix(MARK)
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        columns = [_column(cell) for cell in next(lines, [])]
        if "name" not in columns:
            raise NotATable(_("The first line names the columns, and one of them is “name”."))
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield _row(lines.line_num, dict(zip(columns, map(bare, cells), strict=False)))
    except csv.Error as error:
        raise NotATable(_("This is no table that can be read: %(reason)s.") % {"reason": error}) from None


def _column(cell: str) -> str:
    name = " ".join(cell.strip().lower().split())
    return ALSO.get(name, name)


def _row(line: int, cells: Mapping[str, str]) -> Row:
    signed = cells.get("confirmed", "").strip() or cells.get("signed", "").strip()
    row = Row(
        line,
        name=tidy.line(cells.get("name", "")),
        email=tidy.line(cells.get("email", "")),
        place=tidy.line(cells.get("place", "")),
        comment=tidy.lines(cells.get("comment", "")),
        shown=cells.get("shown", "").strip().lower() in YES,
        language=tidy.line(cells.get("language", ""))[:16],
        withheld=withheld if (withheld := cells.get("withheld", "").strip()) in WITHHELD else "",
    )
    if "confirmed" in cells and not cells["confirmed"].strip():
        return row._replace(wrong=_("It was never confirmed."))
    try:
        return row._replace(signed=_moment(signed) if signed else None)
    except (ValueError, OverflowError):
        return row._replace(wrong=_("“%(date)s” is no date as 2026-05-03.") % {"date": signed[:40]})


def _moment(text: str) -> dt.datetime:
    """A day alone is its noon, in the site's time zone."""
    found = dt.datetime.fromisoformat(text)
    if len(text) <= len("2026-05-03"):
        found = found.replace(hour=12)
    known = found if found.tzinfo else timezone.make_aware(found, timezone.get_default_timezone())
    return known.astimezone(dt.UTC)
