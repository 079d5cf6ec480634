"""The sheets of a list: cut anew where rows came, went or moved, and nowhere else.

Whether an item starts a sheet depends on its neighbours alone (see `cutting`), and every sheet but the last has more
items than one needs to know on a side. So a few changes are settled on the sheets around them, however long the list.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

from masthead.kinds.register.cutting import cuts
from masthead.kinds.register.models import LostSheet, Place, Row, RowList, Sheet

Item = TypeVar("Item")
BATCH: Final = 500
FEW: Final = 12
MARGIN: Final = 3
"""Sheets on either side. What stands within `width` of a change may be cut anew, for which `width` more must be known:
MARGIN * (width + 1) - FEW >= 2 * width + 1, as sheets may have lost as many items as there are changes."""


class Spot(NamedTuple):
    """A place in a list, in its order."""

    sort_key: str
    rank: int
    item: int


FIRST: Final = Spot("", -1, 0)
"""Where the first sheet starts, whatever stands there."""
NOWHERE: Final = -1
"""No sheet."""


def starts_of(one: RowList) -> list[Spot]:
    """Where the sheets of a list start, in its order; nothing as long as nothing stands in it."""
    begun = Sheet.objects.filter(of_id=one.pk).values("start")
    found = Place.objects.filter(of_id=one.pk, item__in=begun).values_list("sort_key", "rank", "item")
    # Not by the database, which may have an order of its own.
    starts = sorted(Spot(*spot) for spot in found)
    return [FIRST, *starts] if starts or begun.filter(start=FIRST.item).exists() else []


def at(starts: Sequence[Spot], spot: Spot) -> int:
    """Which sheet a spot is on."""
    return max(0, bisect_right(starts, spot) - 1)


class Cutter:
    """Cuts one list. Hears of all that comes, goes or moves before it does, for it asks what the sheets were."""

    def __init__(self, one: RowList, width: int, *, anew: bool = False) -> None:
        """`anew`: cuts all of it, whatever moved."""
        self.one = one
        self._width = width
        self._anew = anew
        self._moved: list[Spot] = []
        self._touched: list[int] = []

    @cached_property
    def _before(self) -> list[Spot]:
        return starts_of(self.one)

    @property
    def _known(self) -> list[Spot]:
        return self._before or [FIRST]

    @property
    def has_work(self) -> bool:
        return self._anew or bool(self._moved)

    def move(self, spot: Spot) -> int:
        """Something comes, or goes, there. The sheet on which it stands for now."""
        self._moved.append(spot)
        return self._known[at(self._known, spot)].item

    def cut(self) -> None:
        """Writes the sheets as they must be now."""
        after, shift = list(self._known), 0
        # All is read before any of it is written: what started a sheet may have moved from one run to another.
        for first, last, rows in [(*run, self._rows(*run)) for run in self._runs()]:
            begun = self._cut(first, last, rows)
            after[first + shift : last + 1 + shift] = begun
            shift += len(begun) - (last + 1 - first)
        self._write(after)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Runs of sheets around what moved, the first and the last of each."""
        end = len(self._known) - 1
        if self._anew or len(self._moved) > FEW:
            yield 0, end
            return
        run: tuple[int, int] | None = None
        for place in sorted({at(self._known, spot) for spot in self._moved}):
            first, last = max(0, place - MARGIN), min(end, place + MARGIN)
            if run and first > run[1]:
                yield run
                run = None
            run = (run[0] if run else first), last
        if run:
            yield run

    def _rows(self, first: int, last: int) -> list[tuple[str, int, int, int]]:
        """What stands on a run of sheets, in its order, each with its sheet."""
        found = Place.objects.filter(of_id=self.one.pk)
        if (first, last) != (0, len(self._known) - 1):
            found = found.filter(sheet__in=[spot.item for spot in self._known[first : last + 1]])
        return sorted(found.values_list("sort_key", "rank", "item", "sheet"))

    def _cut(self, first: int, last: int, rows: Sequence[tuple[str, int, int, int]]) -> list[Spot]:
        """Cuts a run of sheets: sets the sheet of each place, and gives where they start."""
        known = [spot.item for spot in self._known[first : last + 1]]
        self._touched += known
        is_first, is_last = first == 0, last == len(self._known) - 1
        new = {*cuts([rank for _, rank, _, _ in rows], self._width)}

        def starts(place: int) -> bool:
            # So near to an end that is not the list's, nothing has changed, and not all is known.
            near = (place < self._width and not is_first) or (place >= len(rows) - self._width and not is_last)
            return place == 0 or (rows[place][2] in known if near else place in new)

        begun = [place for place in range(len(rows)) if starts(place)]
        spots = [FIRST if is_first and not place else Spot(*rows[place][:3]) for place in begun]
        moved: dict[int, list[int]] = defaultdict(list)
        for spot, place, end in zip(spots, begun, [*begun[1:], len(rows)], strict=False):
            moved[spot.item] += [item for _, _, item, sheet in rows[place:end] if sheet != spot.item]
        for sheet, items in moved.items():
            for batch in batches(items):
                Place.objects.filter(of_id=self.one.pk, item__in=batch).update(sheet=sheet)
        return spots

    # -- what is known of sheets apart from their places

    def _write(self, after: Sequence[Spot]) -> None:
        sheets = Sheet.objects.filter(of_id=self.one.pk)
        now, was = _neighbours(after), _neighbours(self._before)
        if self._anew:  # whatever SQL did to them
            was = {start: (before, after) for start, before, after in sheets.values_list("start", "before", "after")}
        new = [start for start in now if start not in was]
        gone = [sheet for batch in batches([*was.keys() - now.keys()]) for sheet in sheets.filter(start__in=batch)]
        self._lose(gone, new, after)
        for batch in batches([sheet.pk for sheet in gone]):
            sheets.filter(pk__in=batch).delete()
        changed = []
        for batch in batches([start for start in now.keys() & was.keys() if now[start] != was[start]]):
            for sheet in sheets.filter(start__in=batch):
                sheet.before, sheet.after = now[sheet.start]
                changed.append(sheet)
        Sheet.objects.bulk_update(changed, ["before", "after"], batch_size=BATCH)
        codes = self._codes(new)
        made = (
            Sheet(register_id=self.one.register_id, of_id=self.one.pk, start=start, code=codes[start][0],
                  leaf=codes[start][1], before=now[start][0], after=now[start][1])
            for start in new
        )  # fmt: skip
        Sheet.objects.bulk_create(made, batch_size=BATCH)

    def _codes(self, items: Sequence[int]) -> dict[int, tuple[str, int]]:
        """What new sheets are called in addresses, and where the manifest keeps them."""
        found: dict[int, tuple[str, int]] = {FIRST.item: ("", self.one.leaf)}
        for batch in batches(items):
            rows = Row.objects.filter(pk__in=[item for item in batch if item > 0])
            lists = RowList.objects.filter(pk__in=[-item for item in batch if item < 0])
            found |= {pk: (code, leaf) for pk, code, leaf in rows.values_list("pk", "code", "leaf")}
            found |= {-pk: (word, leaf) for pk, word, leaf in lists.values_list("pk", "word", "leaf")}
        return found

    def _lose(self, gone: Sequence[Sheet], new: Sequence[int], after: Sequence[Spot]) -> None:
        """Remembers what started a sheet and does not, and which sheet now covers each such place."""
        there = LostSheet.objects.filter(of_id=self.one.pk)
        for batch in batches(new):
            there.filter(item__in=batch).delete()
        lost = [each for batch in batches(self._touched) for each in there.filter(sheet__in=batch)]
        stood = {spot.item: spot for spot in self._before}
        erased = set(
            Row.objects.filter(pk__in=[sheet.start for sheet in gone], erased=True).values_list("pk", flat=True)
        )
        for sheet in gone:
            if sheet.start != FIRST.item and (spot := stood.get(sheet.start)):
                if spot.item in erased:  # by the order of a list its words could be guessed
                    spot = spot._replace(sort_key="")
                lost.append(LostSheet(of_id=self.one.pk, item=spot.item, code=sheet.code, sort_key=spot.sort_key,
                                      rank=spot.rank, sheet=NOWHERE))  # fmt: skip
        for each in lost:
            now = after[at(after, Spot(each.sort_key, each.rank, each.item))].item if after else FIRST.item
            if each.sheet != now:
                each.sheet = now
                each.save()


def _neighbours(starts: Sequence[Spot]) -> dict[int, tuple[int | None, int | None]]:
    """By where it starts, a sheet's neighbours."""
    items = [spot.item for spot in starts]
    around = zip([None, *items[:-1]], items, [*items[1:], None], strict=True) if items else ()
    return {item: (before, after) for before, item, after in around}


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
