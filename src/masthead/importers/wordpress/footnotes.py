"""The footnotes of a post: a field of it holds them, `<sup data-fn="id">` marks their places.

Where a block shows the notes they become the desk's: `[^1]` in the text, and a note with the label 1.
"""

from __future__ import annotations

import json
import re
from typing import Final

_MARK: Final = re.compile(r'<sup data-fn="([^"<>]{1,80})"[^<>]*>[^<>]*(?:<a\b[^<>]*>[^<>]*</a>[^<>]*)?</sup>')
_SHOWN: Final = "<!-- wp:footnotes"
_NONCHARACTERS: Final = re.compile("[\ufdd0-\ufdef]")


class Footnotes:
    """The notes of one body."""

    def __init__(self, field: str) -> None:
        self._notes = _notes(field)
        self._labels: dict[str, str] = {}

    def marked(self, text: str) -> str:
        """The text with the desk's marks, if it shows the notes."""
        if not self._notes or _SHOWN not in text or self._labels:
            return text
        # Nothing that looks like a mark already may become one.
        prefix = "note-" if "[^" in text else ""
        self._labels = {name: f"{prefix}{number}" for number, (name, _) in enumerate(self._notes, 1)}
        return _MARK.sub(lambda m: f"[^{self._labels[m[1]]}]" if m[1] in self._labels else m[0], text)

    def pop_all(self) -> list[tuple[str, str]]:
        """Label and text of each; they are shown once."""
        notes, self._notes = self._notes, []
        return [(self._labels.get(name, str(number)), text) for number, (name, text) in enumerate(notes, 1)]


def _notes(field: str) -> list[tuple[str, str]]:
    try:
        found = json.loads(field) if field else []
    except (ValueError, RecursionError):
        return []
    notes = [note for note in found if isinstance(note, dict)] if isinstance(found, list) else []
    pairs = [(note.get("id"), note.get("content")) for note in notes]
    return [
        (name if isinstance(name, str) else "", _NONCHARACTERS.sub("", text))
        for name, text in pairs
        if isinstance(text, str)
    ]
