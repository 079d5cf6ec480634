"""Moments of a recording, as people write them: `1:15`, `1:02:03`, `00:01:15.250`, `۱:۱۵`."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MOMENT: Final = r"\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?"
"""Digits of any script; a fraction of a second is left out."""
_PARTS: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?")


def seconds_of(text: str) -> int | None:
    """The seconds since the beginning; None for what is no moment."""
    found = _PARTS.fullmatch("".join(_latin(each) for each in text.strip()))
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if seconds > 59 or (found[1] and minutes > 59):
        return None
    return hours * 3600 + minutes * 60 + seconds


def written(seconds: int) -> str:
    """The shortest way to write a moment: `1:15`, `1:02:03`."""
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _latin(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdecimal() else character
