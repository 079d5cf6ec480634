"""The report of an import: every item and every element of the source, carried, changed or held back, and why.

The sums are over the source, not over what happened to be loaded: they always make up the whole.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from masthead.importers import accounting
from masthead.importers.accounting import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from masthead.importers.staging import Staging
    from masthead.importers.uploads import Placed
    from masthead.importers.vocabulary import Vocabulary

EXAMPLES: Final = 20
GAPS_SHOWN: Final = 1000
OUTCOMES: Final = ("carried", "changed", "held")


class Gap(NamedTuple):
    """A file that was not carried."""

    path: str
    reason: str


class Report:
    """Filled while loading; read through `as_dict` and by rich, which prints it."""

    def __init__(self, staging: Staging, *, dry_run: bool) -> None:
        self.staging = staging
        self.dry_run = dry_run
        self.loaded: Counter[str] = Counter()
        self.already: Counter[str] = Counter()
        self.added: Counter[str] = Counter()
        # Old addresses that something else has already.
        self.conflicts = 0
        # Bodies of an earlier import whose missing files came this time.
        self.mended = 0
        self.gaps: list[Gap] = []
        self._placed: dict[int, Placed] = {}
        self._notes: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {}
        self._changed: set[int] = set()
        self._held: dict[int, str] = {}
        self._trying: list[tuple[int, str, str]] | None = None

    # Filling it

    def note(self, seq: int, code: str, detail: str = "") -> None:
        """Something was changed in an item while loading it."""
        if self._trying is not None:
            self._trying.append((seq, code, detail))
            return
        self._changed.add(seq)
        self._count(seq, code, detail)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """What is noted within counts only if the block ends without an error."""
        noted = self._trying = []
        try:
            yield
        finally:
            self._trying = None
        for seq, code, detail in noted:
            self.note(seq, code, detail)

    def hold(self, seq: int, reason: str) -> None:
        """An item could not be loaded."""
        self._held[seq] = reason

    def _count(self, seq: int, code: str, detail: str) -> None:
        self._notes[code] += 1
        examples = self._examples.setdefault(code, [])
        if len(examples) < EXAMPLES:
            examples.append(self._example(seq, detail))

    def files(self, placed: dict[int, Placed]) -> None:
        """What became of the attachments."""
        self._placed = placed
        self.added += Counter(found.kind for found in placed.values() if found.kind)
        for seq, file in self.staging.files():
            if not placed[seq].kind:
                self.gaps.append(Gap(file.path, placed[seq].gap))

    def vocabulary(self, words: Vocabulary) -> None:
        """How many persons and terms were added."""
        self.added += Counter(words.added)

    # Reading it

    def items(self) -> Counter[tuple[str, str, str, str]]:
        """How many items there are of each type, status, outcome and reason."""
        counts: Counter[tuple[str, str, str, str]] = Counter()
        for item in self.staging.staged_items():
            fate = self._fate(item.seq, item.outcome, item.reason)
            counts[item.type, item.status, fate.outcome, fate.reason] += 1
        return counts

    def _fate(self, seq: int, outcome: str, reason: str) -> Outcome:
        if seq in self._held:
            return Outcome("held", self._held[seq])
        placed = self._placed.get(seq)
        if placed is not None and not placed.kind:
            return Outcome("held", f"file: {placed.gap}")
        if seq in self._changed:
            return Outcome("changed", reason)
        return Outcome(outcome, reason)

    def elements(self) -> Counter[tuple[str, str, str]]:
        """How many elements there are of each sort, outcome and reason."""
        shapes = self.staging.shape_counts()
        items: Counter[tuple[int, Outcome]] = Counter()
        for seq, shape, outcome, reason in self.staging.fates():
            items[shape, self._fate(seq, outcome, reason)] += 1
        counts: Counter[tuple[str, str, str]] = Counter()
        for (shape, fate), times in items.items():
            for label, number in shapes[shape].items():
                counts[label, *accounting.of_item(label, fate)] += number * times
        for shape, times in self.staging.channels():
            for label, number in shapes[shape].items():
                counts[label, *accounting.of_channel(label)] += number * times
        return counts

    def changes(self) -> dict[str, dict[str, Any]]:
        """What was changed or left out, by sort, with examples."""
        counts = Counter(self._notes)
        examples = {code: list(known) for code, known in self._examples.items()}
        for seq, code, detail in self.staging.notes():
            counts[code] += 1
            known = examples.setdefault(code, [])
            if detail and len(known) < EXAMPLES:
                known.append(self._example(seq, detail))
        return {code: {"count": counts[code], "examples": examples[code]} for code in sorted(counts)}

    def _example(self, seq: int, detail: str) -> str:
        row = self.staging.db.execute("SELECT number FROM item WHERE seq = ?", (seq,)).fetchone()
        return f"item {row[0]}: {detail}" if row else detail

    def as_dict(self) -> dict[str, Any]:
        """The whole report as plain values."""
        items, elements = self.items(), self.elements()
        site = self.staging.site
        return {
            "dry_run": self.dry_run,
            "source": {"system": site.system, "name": site.name, "url": site.url, "language": site.language},
            "items": {
                **_sums(items, 2),
                "rows": [
                    {"type": t, "status": s, "outcome": o, "reason": r, "count": n}
                    for (t, s, o, r), n in sorted(items.items())
                ],
            },
            "elements": {
                **_sums(elements, 1),
                "rows": [
                    {"element": e, "outcome": o, "reason": r, "count": n} for (e, o, r), n in sorted(elements.items())
                ],
            },
            "loaded": {sort: self.loaded[sort] for sort in ("entry", "page")},
            "already_there": {sort: self.already[sort] for sort in ("entry", "page")},
            "added": {sort: self.added[sort] for sort in ("person", "category", "tag", "image", "document")},
            "comments": {"counted": _comments(elements), "stored": 0},
            "changes": self.changes(),
            "gaps": {"count": len(self.gaps), "files": [gap._asdict() for gap in self.gaps[:GAPS_SHOWN]]},
            "address_conflicts": self.conflicts,
            "gaps_filled": self.mended,
        }

    def __rich__(self) -> RenderableType:
        from masthead.importers.showing import shown

        return shown(self.as_dict())


def _sums(counts: Counter[Any], outcome: int) -> dict[str, int]:
    sums = Counter(dict.fromkeys(OUTCOMES, 0))
    for key, number in counts.items():
        sums[key[outcome]] += number
    return {"total": counts.total(), **{name: sums[name] for name in OUTCOMES}}


def _comments(elements: Counter[tuple[str, str, str]]) -> int:
    return sum(number for (label, _, _), number in elements.items() if label == "wp:comment")
