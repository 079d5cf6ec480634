"""Tables as text (CSV, RFC 4180), on their way to spreadsheets and back.

A spreadsheet takes what begins with one of a few signs for a formula and reckons it, so that a name could send the
whole table elsewhere. Such a cell gets an apostrophe in front (OWASP, "CSV Injection",
https://owasp.org/www-community/attacks/CSV_Injection), and loses it when it is read here: what was written comes back
as it was.
"""

from __future__ import annotations

import re
from typing import Final

MARK: Final = "\N{BYTE ORDER MARK}"
"""In front of a table: it tells spreadsheets of UTF-8."""
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")
"""Full-width signs, too, which some spreadsheets take for the others."""
_BEHIND: Final = r"([;\t\r\n][ \"]*)"
_SIGN: Final = r"(?='*(?:[=+@\uFF1D\uFF0B\uFF20]|[-\uFF0D][\w($=+@-]))"
_WITHIN: Final = re.compile(_BEHIND + _SIGN)
"""Where semicolons or tabs part cells, as in much of Europe, one of these within a cell begins the next one."""
_GUARDED: Final = re.compile(f"{_BEHIND}'{_SIGN}")


def guarded(cell: str) -> str:
    """A text that no spreadsheet reckons with."""
    within = _WITHIN.sub(r"\1'", cell)
    return f"'{within}" if _FORMULA.match(within) else within


def bare(cell: str) -> str:
    """What `guarded` was given."""
    within = cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
    return _GUARDED.sub(r"\1", within)


def decoded(content: bytes) -> str:
    """A table in one of the encodings that spreadsheets write today. Raises UnicodeDecodeError for others."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\0" in content[:200]:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    return content.decode("utf-8-sig")
