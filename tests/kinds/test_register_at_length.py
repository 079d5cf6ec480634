"""Registers that are long: a change is settled around its rows, and writes the pages that show something else."""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.editors import Desk
from kinds.test_register import COLUMNS, a_register, a_row, add, columns
from pages.world import World, text_block

Run = Callable[..., "CompletedProcess[str]"]


def cut(rows: Sequence[Any], width: int) -> list[Sequence[Any]]:
    """The sheets of a list, by the definition: its rows in order, each with its rank behind its key."""
    from masthead.kinds.register.cutting import cuts

    starts = [0, *cuts([row[1] for row in rows], width), len(rows)] if rows else []
    return [rows[first:last] for first, last in pairwise(starts)]


def public(register: Any) -> list[Any]:
    from masthead.kinds.register.models import Row

    found = Row.objects.filter(register_id=register.pk, state="public", erased=False)
    return sorted(found, key=lambda row: (row.sort_key, row.rank, row.pk))


def lists(register: Any) -> dict[tuple[str, str], list[Any]]:
    """The rows of every list of rows."""
    from masthead.kinds.register.arranging import Arranger

    arranger = Arranger(register)
    found = defaultdict(list)
    for row in public(register):
        for name in arranger._lists(row):
            found[name].append(row)
    return found


def kept(register: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    """What is stored of each list: its sheets in order, by what starts them, with neighbours and rows; its count."""
    from masthead.kinds.register.models import Place, RowList, Sheet

    for one in RowList.objects.filter(register_id=register.pk):
        places = sorted(Place.objects.filter(of=one).values_list("sort_key", "rank", "item", "sheet"))
        around = {each.start: (each.before, each.after) for each in Sheet.objects.filter(of=one)}
        rows: dict[int, list[int]] = {}
        for _key, _rank, item, sheet in places:
            rows.setdefault(sheet, []).append(item)
        yield (
            (one.of_column, one.word),
            (one.count, {start: (*around.pop(start), rows[start]) for start in rows}, around),
        )


def defined(rows: Sequence[tuple[str, int, int]], width: int) -> Any:
    """The same, by the definition."""
    parts = cut(rows, width)
    starts = [part[0][2] if place else 0 for place, part in enumerate(parts)]
    around = zip([None, *starts], [*starts[1:], None], strict=False)
    return len(rows), {
        start: (*neighbours, [item for _, _, item in part])
        for start, neighbours, part in zip(starts, around, parts, strict=False)
    }, {}  # fmt: skip


def agrees(register: Any) -> int:
    """Everything that is stored of the register's lists is as if it had been cut at once; how many sheets there are."""
    from masthead.entries.collation import sort_key
    from masthead.kinds.register.cutting import ROWS, VALUES
    from masthead.kinds.register.models import LostSheet, RowList

    stored = dict(kept(register))
    wanted = {name: defined([(row.sort_key, row.rank, row.pk) for row in rows], ROWS)
              for name, rows in lists(register).items()}  # fmt: skip
    values = defaultdict(list)
    for one in RowList.objects.filter(register_id=register.pk).exclude(word=""):
        if one.count:
            values[one.of_column, ""].append((sort_key(one.label, "en"), one.rank, -one.pk))
    wanted |= {name: defined(sorted(found), VALUES) for name, found in values.items()}
    nothing = (0, {}, {})
    assert stored == {name: wanted.get(name, nothing) for name in stored | wanted.keys()}
    lost = LostSheet.objects.filter(of__register_id=register.pk).select_related("of")
    for each in lost:
        assert each.item not in stored[each.of.of_column, each.of.word][1], "an address leads to two"
        assert each.sheet in (*stored[each.of.of_column, each.of.word][1], 0)
    return sum(len(sheets) for _count, sheets, _rest in stored.values())


SHAPES = {"filters": ([*COLUMNS[:4], {"label": "Word", "type": "choice", "choices": "", "filter": True}], 300, 10, 20),
          "one list": (COLUMNS[:1], 600, 200, 2)}  # fmt: skip
"""Columns, rows, how often something changes, and how many rows do at most."""


@pytest.mark.parametrize("shape", SHAPES)
def test_changes_one_after_another_cut_as_all_at_once(world: World, shape: str) -> None:
    from masthead.kinds.register.columns import cells_of
    from masthead.kinds.register.models import Row, State
    from masthead.kinds.register.rows import changing

    defined_columns, count, times, most = SHAPES[shape]
    entry = a_register(world, columns=columns(defined_columns))
    chance = random.Random(8)
    add(entry, *({**a_row(n), "word": f"w{n * 37 % 211}"} for n in range(count)))
    assert agrees(entry) > 20
    for turn in range(times):
        rows = list(Row.objects.filter(register_id=entry.pk, erased=False))
        with changing(type(entry).objects.get(pk=entry.pk)) as hand:
            for row in chance.sample(rows, chance.choice((1, 1, 2, most))):
                sort = chance.choice(("state", "state", "name", "word", "erase", "new"))
                if sort == "state":
                    hand.set_state(row, chance.choice(list(State.values)))
                elif sort == "new":
                    number = chance.randrange(10_000)
                    # By its key it has the same rank each time.
                    hand.add({**a_row(number), "word": f"w{number % 211}"}, key=f"{turn} {number}")
                elif sort == "erase":
                    hand.delete(row)
                else:
                    other = a_row(chance.randrange(500))["name"] if sort == "name" else f"w{chance.randrange(300)}"
                    hand.change(row, {**cells_of(row.cells), sort: other}, row.source)
        agrees(entry)


def test_what_starts_a_sheet_may_start_another_far_away(world: World) -> None:
    from masthead.kinds.register.columns import cells_of
    from masthead.kinds.register.models import Row, Sheet
    from masthead.kinds.register.rows import changing

    entry = a_register(world, 600, columns=columns(COLUMNS[:1]))
    begun = set(Sheet.objects.filter(of__register_id=entry.pk).values_list("start", flat=True))
    # The smallest rank of all starts a sheet wherever it stands, if it is not among the first.
    row = Row.objects.filter(register_id=entry.pk, pk__in=begun).order_by("rank")[0]
    before = public(entry)
    there = [each.pk for each in before].index(row.pk)
    far = before[100 if there > 300 else 500]
    with changing(type(entry).objects.get(pk=entry.pk)) as hand:
        hand.change(row, {"name": cells_of(far.cells)["name"] + " b"}, "")
    assert row.pk in Sheet.objects.filter(of__register_id=entry.pk).values_list("start", flat=True)
    agrees(entry)


def shown(register: Any) -> dict[str, Any]:
    """What each page of a register shows, by its address; worked out from all rows at once."""
    from masthead.entries.collation import sort_key
    from masthead.kinds.register.arranging import Arranger, rank_of_word
    from masthead.kinds.register.columns import cells_of
    from masthead.kinds.register.cutting import ROWS, VALUES
    from masthead.kinds.register.models import RowList

    arranger, base = Arranger(register), f"/blog/{register.slug}/"
    cells = {row.pk: cells_of(row.cells) for row in public(register)}
    pages: dict[str, Any] = {f"{base}{row.code}/": (row.cells, row.source) for row in public(register)}
    labels: dict[str, list[Any]] = defaultdict(list)
    numbers = {(one.of_column, one.word): one.pk for one in RowList.objects.filter(register_id=register.pk)}

    def laid(below: str, parts: list[Sequence[Any]], codes: list[str], says: Callable[[Any], Any], count: int) -> None:
        spans = [(says(part[0])[0], says(part[-1])[0]) for part in parts]
        addresses = [f"{base}{below}" + (f"from/{code}/" if place else "") for place, code in enumerate(codes)]
        for place, part in enumerate(parts):
            around = [(addresses[n], spans[n]) for n in (place - 1, place + 1) if 0 <= n < len(parts)]
            pages[addresses[place]] = ([says(each) for each in part], around, count if place == 0 else None)

    def says(spot: Any) -> Any:
        row = spot[3]
        return cells[row.pk]["name"], row.code, [cells[row.pk].get(column.name) for column in arranger.columns]

    for (column, word), rows in lists(register).items():
        parts = cut([(row.sort_key, row.rank, row.pk, row) for row in rows], ROWS)
        below = f"by/{column}/{word}/" if column else ""
        laid(below, parts, [part[0][3].code for part in parts], says, len(rows))
        if column:
            found = next(each for each in arranger.columns if each.name == column)
            labels[column].append((arranger.label(found, cells[rows[0].pk].get(column))[1], word, len(rows)))
    pages[f"{base}register.txt"] = pages[base][0], pages[base][2]
    for column, found in labels.items():
        spots = sorted(
            (sort_key(label, "en"), rank_of_word(column, word), -numbers[column, word], (label, word, count))
            for label, word, count in found
        )
        parts = cut(spots, VALUES)
        laid(f"by/{column}/", parts, [part[0][3][1] for part in parts], lambda spot: spot[3], 0)
        pages[base] = (pages[base], pages[f"{base}by/{column}/"])
    pages[f"{base}register.csv"] = [(row.code, row.cells, row.source) for row in public(register)]
    return pages


FEEDS = 15
"""Rows in feeds; none of these is changed here, and so is nothing that other pages show of the register."""
SIZES = (120, 720)


def differ(world: World, before: dict[str, Any], after: dict[str, Any]) -> tuple[set[str], set[str], set[str]]:
    """Addresses that appeared, changed, went; what answers that it is gone, or leads on, is changed."""
    left = before.keys() - after.keys()
    gone = {each for each in left if world.leads(each) == 404}
    same = {each for each in before.keys() & after.keys() if before[each] == after[each]}
    return {*after.keys() - before.keys()}, {*before.keys() - same - gone}, gone


def long_row(n: int) -> dict[str, Any]:
    """Of so many years that their own list is cut, too."""
    return {**a_row(n), "born": str(1850 + n % 61)}


def written(rows: Sequence[dict[str, Any]], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.DictWriter(out, ["name", "born", "ship", "town"])
        lines.writeheader()
        lines.writerows(rows)
    return path


def test_a_second_file_and_a_hidden_row_write_the_pages_that_differ_and_no_others(
    desk: Desk, run: Run, tmp_path: Path
) -> None:
    from masthead.kinds.register.models import Row

    world, hiding, pressing = desk.world, [], []
    for count in SIZES:
        entry = a_register(world, headline=f"List {count}")
        rows = [long_row(n) for n in range(count)]
        command = ("--site", world.folder.path, "register", "import", f"blog/{entry.slug}", tmp_path / "list.csv")

        def bring(*how: str, rows: Sequence[dict[str, Any]], command: Any = command) -> dict[str, Any]:
            written(rows, tmp_path / "list.csv")
            done = run(*command, "--json", *how)
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout)

        assert bring(rows=rows)["new"] == count
        world.run()
        first = shown(entry)
        assert count / 40 < sum("/from/" in each and "/by/" not in each for each in first) < count / 13
        middle = sorted(rows, key=lambda row: row["name"])[FEEDS + count // 2 :][:8]
        moved, gone, hidden = middle[0], middle[4], middle[2]
        second = [{**row, "town": "Far Isle"} if row == moved else row for row in rows if row != gone]
        found = bring("--gone", "withdraw", rows=[*second, {**long_row(7), "name": f"{middle[6]['name']}b"}])
        assert [found[each] for each in ("new", "changed", "gone", "same")] == [1, 1, 1, count - 2]
        outcome = world.run()
        then = shown(entry)
        assert_written(outcome, *differ(world, first, then))

        row = Row.objects.get(register_id=entry.pk, cells__contains=f'"{hidden["name"]}"')
        form = {f"cell-{name}": text for name, text in hidden.items()} | {"source": "", "state": "hidden"}
        with CaptureQueriesContext(connection) as sent:
            assert desk.admin.post(f"/desk/registers/{entry.pk}/rows/{row.pk}/", form).status_code == 302
        outcome = world.run()
        assert_written(outcome, *differ(world, then, shown(entry)))
        agrees(entry)
        hiding.append(len(sent))
        pressing.append(outcome.tally.statements)
        world.edit(entry, body=json.dumps([text_block("<p>Another introduction.</p>")]))
        assert world.run().tally.pages < 40, "the words above the table move no row"
    assert hiding[1] <= hiding[0] + 25, "more sheets, and no more statements"
    assert pressing[1] <= pressing[0] * 1.5 + 25
    world.prove()


def assert_written(outcome: Any, appeared: set[str], changed: set[str], gone: set[str]) -> None:
    """Exactly the pages were written that show something else, and hardly another was laid out."""
    receipt = outcome.receipt
    assert {*receipt.appeared} == appeared
    assert {*receipt.changed} == changed
    assert {*receipt.gone} == gone
    assert len(changed) > 10
    assert len({*outcome.tally.laid_out} - appeared - changed) <= 1, (
        "where a cut goes, one asks whether its way has moved"
    )
