"""Marks of notes in rich text, `[^label]`, and the notes that they lead to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from masthead.entries.rendering.stored import items, struct
from masthead.entries.richtext import one_line

LABEL: Final = r"[\w.:\u200c-]{1,40}"
# A tag; else a mark with the space before it, which would let a line break between a word and its mark.
_TAG_OR_MARK: Final = re.compile(rf"<(/?)([a-z0-9]+)[^>]*>|[ \t\xa0]*\[\^({LABEL})\]")
_A_LABEL: Final = re.compile(LABEL)
_LITERAL: Final = frozenset({"code", "pre", "kbd", "samp"})

Writer = Callable[[str], "str | None"]
"""Gives what stands for the mark with this label; None leaves the text as it is."""


class Notes:
    """The notes of a body, numbered in the order in which their marks are met."""

    def __init__(self, blocks: Sequence[Mapping[str, Any]]) -> None:
        self.texts: dict[str, object] = {}
        self.order: list[str] = []  # the labels that have a number
        self.numbers: dict[str, int] = {}
        self.marks: dict[str, int] = {}  # how many marks of each note have been met
        self.missing: dict[str, None] = {}  # the labels of marks that have no note
        for block in blocks:
            if block["type"] == "footnotes":
                for note in items(struct(block.get("value")).get("notes")):
                    label = label_of(note)
                    if label:
                        self.texts.setdefault(label, note.get("text"))

    def meet(self, label: str) -> int | None:
        """Meet a mark: give the number of its note, None if there is no such note."""
        if label not in self.texts:
            self.missing[label] = None
            return None
        self.marks[label] = self.marks.get(label, 0) + 1
        return self.number(label)

    def number(self, label: str) -> int:
        """Give a note's number, the next one if it has none yet."""
        if label not in self.numbers:
            self.order.append(label)
            self.numbers[label] = len(self.order)
        return self.numbers[label]

    def in_order(self) -> Iterator[str]:
        """Give all labels by number, last those that no mark has named. Meanwhile more marks may be met."""
        unmarked = (label for label in self.texts if label not in self.numbers)
        place = 0
        while place < len(self.order) or self._has_next(unmarked):
            yield self.order[place]
            place += 1

    def _has_next(self, unmarked: Iterator[str]) -> bool:
        label = next(unmarked, None)
        return label is not None and bool(self.number(label))


def label_of(note: Mapping[str, Any]) -> str:
    """Give a note's label, "" if no mark can name it. Authors may write it as it stands in the mark."""
    label = one_line(note.get("label")).removeprefix("[").removeprefix("^").removesuffix("]")
    return label if _A_LABEL.fullmatch(label) else ""


def marked(markup: str, write: Writer) -> str:
    """Write the marks in cleaned HTML anew. In code they are code; within a link they are put behind it."""
    if "[^" not in markup:
        return markup
    literal, in_link, waiting = 0, False, ""

    def written(match: re.Match[str]) -> str:
        nonlocal literal, in_link, waiting
        closing, tag, label = match.groups()
        if label:
            shown = None if literal else write(label)
            if shown is None:
                return match[0]
            waiting += shown if in_link else ""
            return "" if in_link else shown
        if tag in _LITERAL:
            literal += -1 if closing else 1
        elif tag == "a":
            in_link, behind, waiting = not closing, waiting, ""
            return match[0] + behind
        return match[0]

    return _TAG_OR_MARK.sub(written, markup)
