"""Text that was read in the wrong encoding once, and stored so: `GrÃ¼ÃŸe` for `Grüße`.

Found, shown with what it may have been, and changed only if somebody says so: a guess is no knowledge. Whether letters
make sense together is judged by ftfy; that is slow, so only lines get there that hold the marks of such a fault.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# The first bytes of letters in UTF-8, each followed by one that continues it, as windows-1252, its neighbours, Cyrillic
# windows-1251 and Mac Roman show them.
_MARKS: Final = re.compile(
    "[\u00c2-\u00f4\u0102\u0103\u010e\u0110\u0111]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|[\u0420\u0421\u0413\u0432][\u0402-\u040f\u0452-\u045f\u0490\u0491\u0080-\u00bf\u2013-\u203a\u20ac\u2122]"
    "|\u221a[\u2018-\u2265\u00a0-\u00ff]|\u201a\u00c4[\u00a0-\u2265]"
)
# The first half of these, which is four times as quick to look for.
_MAYBE: Final = re.compile(
    "[\u00c2-\u00f4\u0102\u0103\u010e\u0110\u0111\u0413\u0420\u0421\u0432\u201a\u221a](?=[\u0080-\u2265])"
)
AROUND: Final = 30
MOST: Final = 20
"""Places of one text that are shown."""


class Suspect(NamedTuple):
    """A place, and what it may have been."""

    before: str
    after: str


def mended(text: str) -> tuple[str, list[Suspect]]:
    """The text as it may have been, and where it would differ: line by line, so that sound lines are not touched."""
    if text.isascii() or not _MAYBE.search(text) or not _MARKS.search(text):
        return text, []
    from ftfy import fix_encoding

    lines, found = text.split("\n"), []
    for number, line in enumerate(lines):
        if _MARKS.search(line) and (fixed := fix_encoding(line)) != line:
            lines[number] = fixed
            found.append(_place(line, fixed))
    return "\n".join(lines), found[:MOST]


def _place(before: str, after: str) -> Suspect:
    """The surroundings of the first difference."""
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = max(0, same - AROUND)
    return Suspect(before[start : same + AROUND], after[start : same + AROUND])
