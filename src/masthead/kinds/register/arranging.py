"""Which row stands where: order, filters and sheets, kept in the transaction that changes rows.

What is stored here is content like any other: the press reads it, and cuts nothing itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Final, NamedTuple, TypeAlias

from django.db import transaction

from masthead.entries import collation
from masthead.entries.models import Person
from masthead.kinds.register import dates
from masthead.kinds.register.columns import (
    Cell,
    Cells,
    Column,
    cells_of,
    filed,
    folded,
    person_of,
    text_of,
)
from masthead.kinds.register.cutting import BRANCHES, LEAVES, ROWS, VALUES
from masthead.kinds.register.models import Place, Register, Row, RowList, State
from masthead.kinds.register.sheets import BATCH, FIRST, Cutter, Spot, batches

SEPARATOR: Final = "\x1f"
ROW_COLUMNS: Final = ("sort_key", "key", "search")

Name: TypeAlias = tuple[str, str]
"""Of a list in a register: a column and a word."""
Cutters: TypeAlias = dict[Name, Cutter]
WHOLE: Final[Name] = ("", "")


class Leaf(NamedTuple):
    """Where the manifest keeps what has this rank: a tree of three levels, however long the register."""

    branch: int
    leaf: int


def leaf_of(rank: int) -> Leaf:
    leaf = rank % LEAVES
    return Leaf(leaf // (LEAVES // BRANCHES), leaf)


def rank_of_word(column: str, word: str) -> int:
    """A number that looks random, of what stands in a column."""
    return int.from_bytes(blake2b(f"{column}/{word}".encode(), digest_size=8).digest()) >> 1


@transaction.atomic
def rearrange(register_id: int) -> None:
    """Puts every row where the register's columns and language say, if they say anything new."""
    # What is stored: an object may hold a draft, of which only the number of its revision is saved.
    register = Register.objects.get(pk=register_id)
    arranger = Arranger(register)
    whole = RowList.objects.filter(register_id=register.pk, of_column="", word="").first()
    if whole is None or whole.arranged == arranger.mark:
        return
    lock(register.pk)
    changed = []
    for row in Row.objects.filter(register_id=register.pk, erased=False).order_by("pk").iterator(BATCH):
        before = [getattr(row, name) for name in ROW_COLUMNS]
        arranger.derive(row)
        if before != [getattr(row, name) for name in ROW_COLUMNS]:
            changed.append(row)
    Row.objects.bulk_update(changed, ROW_COLUMNS, batch_size=BATCH)
    arranger.settle(Row.objects.filter(register_id=register.pk).order_by("pk"), anew=True)


def lock(register_id: int) -> None:
    """One at a time: two who arrange the same list would cut it in two ways."""
    Register.objects.select_for_update(of=("self",)).filter(pk=register_id).values_list("pk").first()


class Arranger:
    """Knows where each row of a register belongs."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.language = register.language
        self.columns = register.shape()

    @cached_property
    def mark(self) -> str:
        """Changes when rows must be arranged anew."""
        said = json.dumps([self.language, collation.VERSION, ROWS, VALUES, [tuple(column) for column in self.columns]])
        return blake2b(said.encode(), digest_size=16).hexdigest()

    @cached_property
    def sorting(self) -> list[Column]:
        return [column for column in self.columns if column.sort] or list(self.columns[:1])

    @cached_property
    def filtering(self) -> list[Column]:
        return [column for column in self.columns if column.filter]

    @cached_property
    def telling(self) -> list[Column]:
        """The columns by which a row is known again."""
        return [column for column in self.columns if column.key] or [c for c in self.columns if c.type != "image"]

    @cached_property
    def _people(self) -> dict[int, Person | None]:
        return {}

    def know_people(self, rows: Iterable[Cells]) -> None:
        """Looks up at once whom many rows name."""
        wanted = {person for cells in rows for cell in cells.values() if (person := person_of(cell))}
        for batch in batches(list(wanted - self._people.keys())):
            self._people.update(Person.objects.in_bulk(batch))

    def person(self, cell: Cell | None) -> Person | None:
        number = person_of(cell)
        if number is None:
            return None
        if number not in self._people:
            self._people[number] = Person.objects.filter(pk=number).first()
        return self._people[number]

    def words(self, column: Column, cell: Cell | None) -> str:
        """What stands in a cell, in words."""
        person = self.person(cell)
        return person.name if person else text_of(cell)

    # -- what follows from a row's cells

    def derive(self, row: Row) -> None:
        """Order, key and words for searching."""
        cells = cells_of(row.cells)
        row.sort_key = "/".join(self._sort_part(column, cells.get(column.name)) for column in self.sorting)
        row.key = self.key(cells)
        row.search = folded(" ".join(filter(None, (self.words(c, cells.get(c.name)) for c in self.columns))))

    def key(self, cells: Mapping[str, Cell]) -> str:
        said = [folded(self.words(column, cells.get(column.name))) for column in self.telling]
        return SEPARATOR.join(said) if any(said) else ""

    def _sort_part(self, column: Column, cell: Cell | None) -> str:
        if column.type == "date":
            day = dates.first_day(text_of(cell))
            return day or collation.LAST + collation.sort_key(text_of(cell), self.language)
        person = self.person(cell)
        return collation.sort_key(person.sort_name or person.name if person else text_of(cell), self.language)

    def label(self, column: Column, cell: Cell | None) -> tuple[str, str]:
        """By which word of an address a row is found under this column, and what readers are told; else empty."""
        person = self.person(cell)
        return filed(column, cell, self.language, (person.name, person.slug) if person else None)

    def _lists(self, row: Row) -> list[Name]:
        """The lists that a row stands in."""
        if row.state != State.PUBLIC or row.erased:
            return []
        cells = cells_of(row.cells)
        found = [(column.name, self.label(column, cells.get(column.name))[0]) for column in self.filtering]
        return [WHOLE, *(name for name in found if name[1])]

    # -- placing

    def settle(self, rows: Iterable[Row], *, anew: bool = False) -> None:
        """Places rows that came, changed or went, and cuts the lists that this touches; `anew`: all of them."""
        rows = list(rows)
        self.know_people(cells_of(row.cells) for row in rows)
        wanted: dict[Name, dict[int, Spot]] = {WHOLE: {}}
        for row in rows:
            for name in self._lists(row):
                wanted.setdefault(name, {})[row.pk] = Spot(row.sort_key, row.rank, row.pk)
        places = list(self._places([row.pk for row in rows]))
        lists = self._lists_of(wanted, None if anew else {place.of_id for place in places})
        cutters = {name: Cutter(one, ROWS, anew=anew) for name, one in lists.items()}
        self._place(places, wanted, cutters)
        self._settle_lists(cutters, anew=anew)

    def _place(self, places: Iterable[Place], wanted: Mapping[Name, dict[int, Spot]], cutters: Cutters) -> None:
        """Writes where rows stand now."""
        by_list = {cutter.one.pk: name for name, cutter in cutters.items()}
        stale: list[int] = []
        changed: list[Place] = []
        for place in places:
            name = by_list[place.of_id]
            spot = wanted.get(name, {}).pop(place.item, None)
            was = Spot(place.sort_key, place.rank, place.item)
            if spot == was:
                continue
            cutters[name].move(was)
            if spot is None:
                stale.append(place.pk)
                continue
            place.sort_key, place.rank, place.sheet = spot.sort_key, spot.rank, cutters[name].move(spot)
            changed.append(place)
        new = [Place(of_id=cutters[name].one.pk, item=spot.item, sort_key=spot.sort_key, rank=spot.rank,
                     sheet=cutters[name].move(spot))
               for name in sorted(wanted) for spot in wanted[name].values()]  # fmt: skip
        for batch in batches(stale):
            Place.objects.filter(pk__in=batch).delete()
        Place.objects.bulk_update(changed, ["sort_key", "rank", "sheet"], batch_size=BATCH)
        Place.objects.bulk_create(new, batch_size=BATCH)

    def _places(self, rows: Sequence[int]) -> Iterator[Place]:
        for batch in batches(rows):
            yield from Place.objects.filter(item__in=batch).order_by("pk")

    def _lists_of(self, names: Iterable[Name], numbers: Collection[int] | None) -> dict[Name, RowList]:
        """The lists that are called so, and those with these numbers; all of the register's if there are none."""
        names = set(names)
        there = RowList.objects.filter(register_id=self.register.pk)
        words, numbered = sorted({word for _, word in names}), sorted(numbers or ())
        if numbers is None:
            found = {(each.of_column, each.word): each for each in there}
        else:
            called = (each for batch in batches(words) for each in there.filter(word__in=batch))
            of_places = (each for batch in batches(numbered) for each in there.filter(pk__in=batch))
            found = {(each.of_column, each.word): each for each in called if (each.of_column, each.word) in names}
            found |= {(each.of_column, each.word): each for each in of_places}
        return found | {name: self._new_list(*name) for name in sorted(names - found.keys())}

    def _new_list(self, column: str, word: str) -> RowList:
        rank = rank_of_word(column, word)
        made, _ = RowList.objects.get_or_create(
            register_id=self.register.pk,
            of_column=column,
            word=word,
            defaults={"rank": rank, **leaf_of(rank)._asdict()},
        )
        return made

    def _settle_lists(self, cutters: Cutters, *, anew: bool) -> None:
        """Cuts lists of rows, counts them, and then the lists of what stands in each column that filters."""
        of_column: dict[str, list[RowList]] = {column.name: [] for column in self.filtering}
        for (column, word), cutter in sorted(cutters.items()):
            if (column, word) == WHOLE or (word and column in of_column):
                self._settle_list(cutter)
            if word and column in of_column:
                of_column[column].append(cutter.one)
        for column, ones in of_column.items():
            if ones:
                self._settle_values(self._new_list(column, ""), ones, anew=anew)
        for (column, _word), cutter in cutters.items():
            if column and column not in of_column:
                self._empty(cutter)
        whole = cutters[WHOLE].one
        if anew or not whole.arranged:
            whole.arranged = self.mark
            whole.save(update_fields=["arranged"])

    def _settle_list(self, cutter: Cutter) -> None:
        one = cutter.one
        count = one.count
        if cutter.has_work:
            cutter.cut()
            count = Place.objects.filter(of_id=one.pk).count()
        label = self._called(one) if one.of_column and count else ""
        if (count, label) != (one.count, one.label):
            one.count, one.label = count, label
            one.save(update_fields=["count", "label"])

    def _empty(self, cutter: Cutter) -> None:
        """What does not filter any more is empty, and its addresses say so."""
        places = Place.objects.filter(of_id=cutter.one.pk)
        for spot in places.values_list("sort_key", "rank", "item"):
            cutter.move(Spot(*spot))
        if cutter.has_work:
            places.delete()
            self._settle_list(cutter)

    def _called(self, one: RowList) -> str:
        """What readers are told that a list's rows have in common: as its first row spells it."""
        sheet = Place.objects.filter(of_id=one.pk, sheet=FIRST.item)
        _, _, first = min(sheet.values_list("sort_key", "rank", "item"))
        cells = cells_of(Row.objects.values_list("cells", flat=True).get(pk=first))
        column = next(each for each in self.filtering if each.name == one.of_column)
        return self.label(column, cells.get(one.of_column))[1]

    def _settle_values(self, values: RowList, ones: Sequence[RowList], *, anew: bool) -> None:
        """The list of what stands in a column, in the language's order; what has no row left is in none."""
        cutter = Cutter(values, VALUES, anew=anew)
        of_values = Place.objects.filter(of_id=values.pk)
        there = {place.item: place for batch in batches(ones)
                 for place in of_values.filter(item__in=[-one.pk for one in batch])}  # fmt: skip
        for one in ones:
            place = there.get(-one.pk)
            spot = Spot(collation.sort_key(one.label, self.language), one.rank, -one.pk) if one.count else None
            was = Spot(place.sort_key, place.rank, place.item) if place else None
            if spot == was:
                continue
            if was:
                cutter.move(was)
            sheet = cutter.move(spot) if spot else FIRST.item
            if place and spot:
                place.sort_key, place.rank, place.sheet = spot.sort_key, spot.rank, sheet
                place.save(update_fields=["sort_key", "rank", "sheet"])
            elif place:
                place.delete()
            elif spot:
                Place.objects.create(
                    of_id=values.pk, item=spot.item, sort_key=spot.sort_key, rank=spot.rank, sheet=sheet
                )
        if cutter.has_work:
            cutter.cut()
            values.count = of_values.count()
            values.save(update_fields=["count"])
