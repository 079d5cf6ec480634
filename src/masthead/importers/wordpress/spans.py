"""Tags and elements in a text of HTML, found in one pass whatever the text: no unclosed one is searched for twice."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# A "<" ends what looked like a tag, so that a text of nothing but beginnings is looked through once.
TAG: Final = r"""</?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>"""
_TAG = re.compile(TAG)


class Endings:
    """Where elements of a text end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._none: set[str] = set()

    def after(self, name: str, position: int) -> int | None:
        """The end of the next closing tag of this name, None if there is none. Positions must not go back."""
        if name in self._none:
            return None
        found = _closing(name).search(self.text, position)
        if found is None:
            self._none.add(name)
        return found.end() if found else None


@lru_cache(maxsize=64)
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\s*+>", re.IGNORECASE)


def elements(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """From where to where elements of these names reach, each to the next closing tag of its name."""
    endings = Endings(text)
    position = 0
    while tag := _TAG.search(text, position):
        position = tag.end()
        name = tag["name"].lower()
        if name in names and not tag[0].startswith("</") and (end := endings.after(name, position)) is not None:
            yield tag.start(), end
            position = end
