"""The report of an import: every item and every element of the source, carried, changed or held back, and why.

The sums are over the source, not over what happened to be loaded: they always make up the whole.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from masthead.importers import accounting
from masthead.importers.accounting import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.importers.staging import Staging
    from masthead.importers.uploads import Placed
    from masthead.importers.vocabulary import Vocabulary

# Why a file is a gap, where the whole folder may be.
NO_FOLDER: Final = "no uploads folder was given"
NOT_THERE: Final = "not in the uploads folder"
EXAMPLES: Final = 20
GAPS_SHOWN: Final = 1000
# Notes whose detail is the place of an attachment in the staging file, and what to say where that is a gap.
FILE_MISSING: Final = {"featured picture put first": "featured picture missing"}
DELETED: Final = "deleted here, and not brought again"
OUTCOMES: Final = ("carried", "changed", "held")


class Gap(NamedTuple):
    """A file that was not carried."""

    path: str
    reason: str


class Report:
    """Filled while loading; read through `as_dict`."""

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
        self._settled: dict[int, Outcome] = {}
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

    def deleted(self, sort: str) -> list[int]:
        """Those of a sort that were brought once, and that somebody has deleted since."""
        found = self.staging.deleted(sort)
        self._settled |= dict.fromkeys(found, Outcome("held", DELETED))
        return found

    def hold(self, seq: int, reason: str) -> None:
        """An item could not be loaded."""
        self._settled[seq] = Outcome("held", reason)

    def carry(self, seq: int, changed: str = "") -> None:
        """An item of another sort than entries, pages and files was carried, or with a reason, changed."""
        self._settled[seq] = Outcome("changed", changed) if changed else accounting.CARRIED

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
        if seq in self._settled:
            return self._settled[seq]
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
            what = FILE_MISSING[code] if code in FILE_MISSING and self._is_missing(detail) else code
            counts[what] += 1
            known = examples.setdefault(what, [])
            if len(known) < EXAMPLES:
                known.append(self._example(seq, detail))
        return {code: {"count": counts[code], "examples": examples[code]} for code in sorted(counts)}

    def _is_missing(self, seq: str) -> bool:
        """Whether an attachment, known by its place in the staging file, could not be carried."""
        placed = self._placed.get(int(seq)) if seq.isdigit() else None
        return placed is not None and not placed.kind

    def _example(self, seq: int, detail: str) -> str:
        """The item by what people know it by, and the detail, unless that is but a number."""
        name = self._name(seq)
        if not name:
            return detail
        return f"“{name}”" if detail in ("", name) or detail.isdigit() else f"“{name}”: {detail}"

    def _name(self, seq: int) -> str:
        """An item's title, else its first words, else its old address; empty for what is no item."""
        row = self.staging.db.execute(
            "SELECT number, record FROM item LEFT JOIN record USING (seq) WHERE seq = ?", (seq,)
        ).fetchone()
        if row is None:
            return ""
        record = json.loads(row[1]) if row[1] else {}
        known = [record.get(name, "") for name in ("headline", "label", "title")] + list(record.get("addresses", ()))
        return str(next(filter(None, known), "") or f"item {row[0]}")

    def _hint(self) -> str:
        """What to do where no file at all was found."""
        if not self.gaps or len(self.gaps) < len(self._placed):
            return ""
        reasons = {gap.reason for gap in self.gaps}
        if reasons == {NO_FOLDER}:
            return (
                "Give the old wp-content/uploads with --uploads, now or in a later import of the same file; "
                "or fetch the files from the old site with --download."
            )
        if reasons == {NOT_THERE}:
            folder, _, name = self.gaps[0].path.rpartition("/")
            wanted = f"folders such as {folder}" if folder else f"files such as {name}"
            return f"The folder given does not look like wp-content/uploads: it should contain {wanted}."
        return ""

    def _damaged(self) -> dict[str, Any]:
        """Texts that look as if they had been read in the wrong encoding once."""
        found = self.staging.suspects()
        shown = [
            {"item": self._name(seq), "before": before, "after": after} for seq, before, after in found[:GAPS_SHOWN]
        ]
        return {"count": len(found), "repaired": bool(self.staging.meta("repair")), "places": shown}

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
            "damaged_text": self._damaged(),
            "gaps": {
                "count": len(self.gaps),
                "hint": self._hint(),
                "files": [gap._asdict() for gap in self.gaps[:GAPS_SHOWN]],
            },
            "address_conflicts": self.conflicts,
            "gaps_filled": self.mended,
        }


def _sums(counts: Counter[Any], outcome: int) -> dict[str, int]:
    sums = Counter(dict.fromkeys(OUTCOMES, 0))
    for key, number in counts.items():
        sums[key[outcome]] += number
    return {"total": counts.total(), **{name: sums[name] for name in OUTCOMES}}


def _comments(elements: Counter[tuple[str, str, str]]) -> int:
    return sum(number for (label, _, _), number in elements.items() if label == "wp:comment")
