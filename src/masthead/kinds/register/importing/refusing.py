"""Why a file cannot be read, for people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from masthead.kinds.register.importing.reading import (
    LARGEST,
    LARGEST_UNPACKED,
    MOST_COLUMNS,
    MOST_ROWS,
    TooLarge,
    UnknownSort,
    Unreadable,
)


def refusal(error: Unreadable) -> Any:
    """A sentence."""
    reason = str(error)
    if isinstance(error, TooLarge):
        sentence = _(
            "This file is too large. It may have %(size)s MB, %(unpacked)s MB unpacked, %(rows)s rows and %(columns)s "
            "columns."
        )
        numbers = {
            "size": LARGEST >> 20,
            "unpacked": LARGEST_UNPACKED >> 20,
            "rows": MOST_ROWS,
            "columns": MOST_COLUMNS,
        }
        return sentence % numbers
    if isinstance(error, UnknownSort):
        return _("This is no table. Save it as CSV, XLSX or ODS.")
    if reason == "encoding":
        return _("This text is not in Unicode. Save it as CSV in UTF-8.")
    if reason == "nothing":
        return _("Nothing stands in this file.")
    if reason == "doctype":
        return _("This file holds what no spreadsheet writes, so it was not read.")
    return _("This file is damaged, or not what its name says.")
