"""What a file would change: rows that are new, changed, gone, wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

from masthead.entries.languages import CATALOGUES
from masthead.entries.models import Person
from masthead.kinds.register.arranging import Arranger
from masthead.kinds.register.columns import Cell, Cells, cells_of, folded, lines, person_of, stored, typed
from masthead.kinds.register.importing.reading import Line, Sheet
from masthead.kinds.register.models import Register, Row

OWN_PAGE: Final = re.compile(r"(?:https?://[^/]+)?/people/([\w-]+)/?")
SOURCE: Final = "Source"
ADDRESS: Final = "Address"


class Problem(NamedTuple):
    """Why a line is left out."""

    sort: str  # choice, link, key, twice
    column: str = ""
    text: str = ""


class New(NamedTuple):
    line: int
    cells: Cells
    source: str
    key: str


class Changed(NamedTuple):
    line: int
    row: Row
    cells: Cells
    source: str
    differences: tuple[tuple[str, str, str], ...]  # heading, what stood there, what will


class Wrong(NamedTuple):
    line: int
    text: str
    problems: tuple[Problem, ...]


class Doubt(NamedTuple):
    line: int
    column: str
    text: str


class Difference(NamedTuple):
    """What a file would change. What editors hid or withdrew stays so, whatever happens to its words."""

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    same: int
    gone: tuple[Row, ...]
    wrong: tuple[Wrong, ...]
    doubts: tuple[Doubt, ...]  # dates that are kept as words
    unused: tuple[str, ...]  # headings that no column has
    missing: tuple[str, ...]  # columns that the file does not have

    @property
    def print(self) -> str:
        """Tells whether a preview still says what will happen."""
        said = repr((
            [(each.key, stored(each.cells), each.source) for each in self.new],
            [(each.row.pk, stored(each.cells), each.source) for each in self.changed],
            [row.pk for row in self.gone],
        ))  # fmt: skip
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def difference(register: Register, sheet: Sheet, *, source: str = "") -> Difference:
    """Compares a file with the rows that are there. `source`: of rows for which the file names none."""
    return _Matching(register, sheet, lines(source)).run()


class _Matching:
    def __init__(self, register: Register, sheet: Sheet, source: str) -> None:
        self.arranger = Arranger(register)
        self.sheet = sheet
        self.source = source
        self.places: dict[str, int] = {}
        self.source_place: int | None = None
        self.unused: list[str] = []
        self._read_headings()
        self.rows: dict[str, Row] = {}
        living = list(Row.objects.filter(register_id=register.pk, erased=False).order_by("pk"))
        self.arranger.know_people(cells_of(row.cells) for row in living)
        for row in living:
            self.rows.setdefault(row.key, row)
        self.everybody = living

    def _read_headings(self) -> None:
        by_heading = {folded(column.name): column for column in reversed(self.arranger.columns)}
        by_heading |= {folded(column.label): column for column in reversed(self.arranger.columns)}
        for place, heading in enumerate(self.sheet.headings):
            column = by_heading.get(folded(heading))
            if column and column.type != "image" and column.name not in self.places:
                self.places[column.name] = place
            elif folded(heading) in _named(SOURCE) and self.source_place is None:
                self.source_place = place
            elif heading and folded(heading) not in _named(ADDRESS):
                self.unused.append(heading)

    def run(self) -> Difference:
        new, changed, wrong, doubts = [], [], [], []
        seen: set[str] = set()
        same = 0
        for line in self.sheet.lines if self.places else ():
            typed_cells, problems, doubtful = self._typed(line)
            if not any(typed_cells.values()) and not problems:
                continue
            key = self.arranger.key(typed_cells)
            if not key:
                problems.append(Problem("key"))
            elif key in seen:
                problems.append(Problem("twice"))
            seen.add(key)
            if problems:
                wrong.append(Wrong(line.number, "; ".join(filter(None, line.cells))[:200], tuple(problems)))
                continue
            doubts += doubtful
            row = self.rows.get(key)
            if row is None:
                new.append(New(line.number, _filled(typed_cells), self._source(line) or self.source, key))
                continue
            change = self._change(line, row, typed_cells)
            changed += [change] if change.differences else []
            same += not change.differences
        gone = tuple(row for row in self.everybody if row.key not in seen or self.rows[row.key].pk != row.pk)
        missing = tuple(c.label for c in self.arranger.columns if c.name not in self.places and c.type != "image")
        return Difference(
            tuple(new), tuple(changed), same, gone if self.places else (), tuple(wrong), tuple(doubts),
            tuple(self.unused), missing,
        )  # fmt: skip

    def _typed(self, line: Line) -> tuple[Cells, list[Problem], list[Doubt]]:
        cells: Cells = {}
        problems: list[Problem] = []
        doubts: list[Doubt] = []
        for column in self.arranger.columns:
            if column.name not in self.places:
                continue
            place = self.places[column.name]
            text = line.cells[place] if place < len(line.cells) else ""
            found = typed(column, text)
            cells[column.name] = self._person(found.cell) if column.type == "person" else found.cell
            if found.problem:
                problems.append(Problem(column.type, column.label, found.problem))
            if found.doubt:
                doubts.append(Doubt(line.number, column.label, found.doubt))
        return cells, problems, doubts

    def _person(self, cell: Cell) -> Cell:
        """Somebody whose page the file names; a name alone is nobody in particular."""
        found = OWN_PAGE.fullmatch(cell) if isinstance(cell, str) else None
        person = Person.objects.filter(slug=found[1]).values_list("pk", flat=True).first() if found else None
        return {"person": person} if person else cell

    def _source(self, line: Line) -> str:
        place = self.source_place
        return line.cells[place] if place is not None and place < len(line.cells) else ""

    def _change(self, line: Line, row: Row, typed_cells: Cells) -> Changed:
        before = cells_of(row.cells)
        after = dict(before)
        told: list[tuple[str, str, str]] = []
        for column in self.arranger.columns:
            if column.name not in typed_cells:
                continue
            old, new = before.get(column.name, ""), typed_cells[column.name]
            old_words = self.arranger.words(column, old)
            # Who has a page keeps it, as long as the file says the same name.
            if old == new or (person_of(old) and new == old_words):
                continue
            after[column.name] = new
            told.append((column.label, old_words, self.arranger.words(column, new)))
        source = self._source(line) if self.source_place is not None else row.source
        source = source or row.source or self.source
        if source != row.source:
            told.append((SOURCE, row.source, source))
        return Changed(line.number, row, _filled(after), source, tuple(told))


def _filled(cells: Cells) -> Cells:
    return {name: cell for name, cell in cells.items() if cell}


def _named(message: str) -> frozenset[str]:
    """A heading of our own downloads, in each language that they may be in."""
    return frozenset({folded(message), *(folded(words.gettext(message)) for words in CATALOGUES.values())})


def counted(found: Difference) -> dict[str, int]:
    """How many of each."""
    several: Iterable[tuple[str, Sequence[object]]] = (
        ("new", found.new), ("changed", found.changed), ("gone", found.gone), ("wrong", found.wrong),
        ("doubts", found.doubts),
    )  # fmt: skip
    return {**{name: len(each) for name, each in several}, "same": found.same}
