"""Which row stands where: order, filters and sheets, kept in the transaction that changes rows.

What is stored here is content like any other: the press reads it, and cuts nothing itself.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

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
from masthead.kinds.register.cutting import BRANCHES, LEAVES, ROWS, VALUES, cuts
from masthead.kinds.register.models import LostSheet, Place, Register, Row, RowList, Sheet, State

if TYPE_CHECKING:
    from collections.abc import Sequence

BATCH: Final = 500
SEPARATOR: Final = "\x1f"
ROW_COLUMNS: Final = ("sort_key", "key", "search")


class Spot(NamedTuple):
    """A place in a list, in its order."""

    sort_key: str
    rank: int
    item: int


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
    arranger.settle(Row.objects.filter(register_id=register.pk).order_by("pk"))


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
        missing = list(wanted - self._people.keys())
        for start in range(0, len(missing), BATCH):
            self._people.update(Person.objects.in_bulk(missing[start : start + BATCH]))

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

    def _lists(self, row: Row) -> list[tuple[str, str]]:
        """The lists that a row stands in."""
        if row.state != State.PUBLIC or row.erased:
            return []
        cells = cells_of(row.cells)
        found = [(column.name, self.label(column, cells.get(column.name))[0]) for column in self.filtering]
        return [("", ""), *(name for name in found if name[1])]

    # -- placing

    def settle(self, rows: Iterable[Row]) -> None:
        """Places rows that came, changed or went, and cuts the lists that this touches."""
        rows = list(rows)
        self.know_people(cells_of(row.cells) for row in rows)
        lists = {(each.of_column, each.word): each for each in RowList.objects.filter(register_id=self.register.pk)}
        here = {each.pk: name for name, each in lists.items()}
        wanted: dict[tuple[str, str], dict[int, Spot]] = defaultdict(dict)
        for row in rows:
            for name in self._lists(row):
                wanted[name][row.pk] = Spot(row.sort_key, row.rank, row.pk)
        touched = {*wanted, ("", "")}
        stale: list[int] = []
        changed: list[Place] = []
        for place in self._places(row.pk for row in rows):
            spot = wanted.get(here[place.of_id], {}).pop(place.item, None)
            if spot is None:
                stale.append(place.pk)
                touched.add(here[place.of_id])
            elif spot[:2] != (place.sort_key, place.rank):
                place.sort_key, place.rank = spot.sort_key, spot.rank
                changed.append(place)
                touched.add(here[place.of_id])
        for start in range(0, len(stale), BATCH):
            Place.objects.filter(pk__in=stale[start : start + BATCH]).delete()
        Place.objects.bulk_update(changed, ["sort_key", "rank"], batch_size=BATCH)
        for name in touched - lists.keys():
            lists[name] = self._new_list(*name)
        new = (Place(of_id=lists[name].pk, item=spot.item, sort_key=spot.sort_key, rank=spot.rank)
               for name in sorted(wanted) for spot in wanted[name].values())  # fmt: skip
        Place.objects.bulk_create(new, batch_size=BATCH)
        self._settle_lists(lists, touched)

    def _places(self, numbers: Iterable[int]) -> Iterable[Place]:
        found = list(numbers)
        for start in range(0, len(found), BATCH):
            yield from Place.objects.filter(item__in=found[start : start + BATCH]).order_by("pk")

    def _new_list(self, column: str, word: str) -> RowList:
        rank = rank_of_word(column, word)
        made, _ = RowList.objects.get_or_create(
            register_id=self.register.pk,
            of_column=column,
            word=word,
            defaults={"rank": rank, **leaf_of(rank)._asdict()},
        )
        return made

    def _settle_lists(self, lists: dict[tuple[str, str], RowList], touched: set[tuple[str, str]]) -> None:
        """Cuts lists of rows, counts them, and then the lists of what stands in each column that filters."""
        of_column: dict[str, list[RowList]] = defaultdict(list)
        names = {column.name for column in self.filtering}
        for name in sorted(touched):
            column, word = name
            if column and not word:
                continue
            one = lists[name]
            count = self._cut(one, ROWS)
            label = self._called(one) if column and count else ""
            if (count, label) != (one.count, one.label):
                one.count, one.label = count, label
                one.save(update_fields=["count", "label"])
            if column in names:
                of_column[column].append(one)
        for column, ones in of_column.items():
            self._settle_values(self._new_list(column, ""), ones)
        for (column, _word), one in lists.items():
            # What does not filter any more is empty, and its addresses say so.
            if column and column not in names and one.count:
                Place.objects.filter(of_id=one.pk).delete()
                one.count, one.label = self._cut(one, VALUES), ""
                one.save(update_fields=["count", "label"])
        whole = lists["", ""]
        whole.arranged = self.mark
        whole.save(update_fields=["arranged"])

    def _called(self, one: RowList) -> str:
        """What readers are told that a list's rows have in common: as its first row spells it."""
        first = Place.objects.filter(of_id=one.pk).order_by("sort_key", "rank", "item").values("item")[:1]
        cells = cells_of(Row.objects.filter(pk__in=first).values_list("cells", flat=True)[0])
        column = next((each for each in self.columns if each.name == one.of_column), None)
        return self.label(column, cells.get(one.of_column))[1] if column else one.label

    def _settle_values(self, values: RowList, ones: Sequence[RowList]) -> None:
        """The list of what stands in a column, in the language's order; what has no row left is in none."""
        there = {
            place.item: place for place in Place.objects.filter(of_id=values.pk, item__in=[-one.pk for one in ones])
        }
        for one in ones:
            place = there.get(-one.pk)
            key = collation.sort_key(one.label, self.language)
            if one.count == 0:
                if place:
                    place.delete()
            elif place is None:
                Place.objects.create(of_id=values.pk, item=-one.pk, sort_key=key, rank=one.rank)
            elif place.sort_key != key:
                place.sort_key = key
                place.save(update_fields=["sort_key"])
        values.count = self._cut(values, VALUES)
        values.save(update_fields=["count"])

    # -- cutting

    def _cut(self, one: RowList, width: int) -> int:
        """Cuts a list anew, writes what differs, and says how many stand in it."""
        rows = list(
            Place.objects.filter(of_id=one.pk).order_by("sort_key", "rank", "item")
            .values_list("sort_key", "rank", "item", "sheet")
        )  # fmt: skip
        starts = [0, *cuts([row[1] for row in rows], width)] if rows else []
        moved: dict[int, list[int]] = defaultdict(list)
        for place, end in zip(starts, [*starts[1:], len(rows)], strict=False):
            sheet = rows[place][2] if place else 0
            moved[sheet] += [row[2] for row in rows[place:end] if row[3] != sheet]
        for sheet, items in moved.items():
            for start in range(0, len(items), BATCH):
                Place.objects.filter(of_id=one.pk, item__in=items[start : start + BATCH]).update(sheet=sheet)
        begun = [Spot(*rows[place][:3]) if place else Spot("", -1, 0) for place in starts]
        self._write_sheets(one, begun)
        return len(rows)

    def _write_sheets(self, one: RowList, begun: Sequence[Spot]) -> None:
        there = {sheet.start: sheet for sheet in Sheet.objects.filter(of_id=one.pk)}
        numbers = [spot.item for spot in begun]
        around = zip([None, *numbers[:-1]], numbers, [*numbers[1:], None], strict=True) if numbers else ()
        new, changed = [], []
        codes = self._codes(one, [number for number in numbers if number not in there])
        for before, number, after in around:
            sheet = there.pop(number, None)
            if sheet is None:
                code, leaf = codes[number]
                new.append(Sheet(register_id=self.register.pk, of=one, start=number, code=code, leaf=leaf,
                                 before=before, after=after))  # fmt: skip
            elif (sheet.before, sheet.after) != (before, after):
                sheet.before, sheet.after = before, after
                changed.append(sheet)
        self._lose(one, there.values(), begun)
        if there:
            Sheet.objects.filter(pk__in=[sheet.pk for sheet in there.values()]).delete()
        Sheet.objects.bulk_update(changed, ["before", "after"], batch_size=BATCH)
        Sheet.objects.bulk_create(new, batch_size=BATCH)

    def _codes(self, one: RowList, numbers: Sequence[int]) -> dict[int, tuple[str, int]]:
        """What new sheets are called in addresses, and where the manifest keeps them."""
        rows = dict(_pairs(Row.objects.filter(pk__in=[n for n in numbers if n > 0])
                           .values_list("pk", "code", "leaf")))  # fmt: skip
        words = dict(_pairs((-pk, word, leaf) for pk, word, leaf in
                            RowList.objects.filter(pk__in=[-n for n in numbers if n < 0])
                            .values_list("pk", "word", "leaf")))  # fmt: skip
        return {0: ("", one.leaf), **rows, **words}

    def _lose(self, one: RowList, gone: Iterable[Sheet], begun: Sequence[Spot]) -> None:
        """Remembers what started a sheet and does not, and which sheet now covers each such place."""
        lost = {each.item: each for each in LostSheet.objects.filter(of_id=one.pk)}
        found = [lost[spot.item].pk for spot in begun if spot.item in lost]
        if found:
            LostSheet.objects.filter(pk__in=found).delete()
        for sheet in gone:
            if sheet.start:
                spot = self._spot(sheet.start)
                if spot is not None:
                    lost[sheet.start] = LostSheet(of=one, item=sheet.start, code=sheet.code, sort_key=spot.sort_key,
                                                  rank=spot.rank, sheet=-1)  # fmt: skip
        for spot in begun:
            lost.pop(spot.item, None)
        starts = [(spot.sort_key, spot.rank) for spot in begun]
        for each in lost.values():
            now = begun[bisect_right(starts, (each.sort_key, each.rank)) - 1].item if begun else 0
            if each.sheet != now:
                each.sheet = now
                each.save()

    def _spot(self, item: int) -> Spot | None:
        """Where an item stood, which may be gone from the list."""
        if item > 0:
            row = Row.objects.filter(pk=item).first()
            return Spot(row.sort_key, row.rank, item) if row else None
        one = RowList.objects.filter(pk=-item).first()
        return Spot(collation.sort_key(one.label or one.word, self.language), one.rank, item) if one else None


def _pairs(rows: Iterable[tuple[int, str, int]]) -> Iterable[tuple[int, tuple[str, int]]]:
    return ((number, (code, leaf)) for number, code, leaf in rows)
