"""A register of twenty thousand rows: imported, changed by a second file, pressed, filtered, one row hidden.

    python bench/register.py [ROWS] [FILE]

FILE is a CSV with the columns below; without one a list is made up, always the same. Prints what
each step took, and writes it to `bench/results/`.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
COLUMNS = (
    ("name", "Name", "text", {"sort": True}), ("number", "Number", "text", {"key": True, "in_table": False}),
    ("born", "Born", "date", {"filter": True}), ("town", "Town", "place", {"filter": True}),
    ("ship", "Ship", "choice", {"filter": True, "choices": "Heron\nTern\nPlover"}), ("remark", "Remark", "text", {}),
)  # fmt: skip
FIRST = (
    "Ada",
    "Bram",
    "Cleo",
    "Dara",
    "Edda",
    "Faye",
    "Golnar",
    "Hanne",
    "Ines",
    "Jonas",
    "Kaveh",
    "Lene",
    "Mahin",
    "Nour",
)
LAST = (
    "Barrow",
    "Achterberg",
    "Fanousi",
    "Ketteridge",
    "Marsh",
    "Obermoos",
    "Pell",
    "Wrona",
    "Holloway",
    "Abara",
    "Sand",
)
TOWNS = [
    f"{a} {b}"
    for a in ("Upper", "Lower", "Old", "New", "East", "West")
    for b in ("Sill", "Quay", "Lea", "Mill", "Ford")
]


def made_up(count: int) -> list[list[str]]:
    chance = random.Random(7)
    return [
        [f"{chance.choice(LAST)}, {chance.choice(FIRST)}", str(n), _date(chance), chance.choice(TOWNS),
         chance.choice(("Heron", "Tern", "Plover")), f"See page {chance.randrange(900)}." if n % 3 else ""]
        for n in range(count)
    ]  # fmt: skip


def _date(chance: random.Random) -> str:
    year = 1860 + chance.randrange(80)
    return chance.choice(
        (f"{year}", f"{year}-{1 + chance.randrange(12):02}", f"{year}-05-{1 + chance.randrange(28):02}", "")
    )


def written(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([[label for _, label, _, _ in COLUMNS], *rows])
    return out.getvalue().encode()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rows = made_up(count)
    if len(sys.argv) > 2:
        rows = list(csv.reader(io.StringIO(Path(sys.argv[2]).read_text("utf-8-sig"))))[1 : count + 1]
    with tempfile.TemporaryDirectory(prefix="masthead-register-") as base:
        measured = measure(Path(base) / "site", rows)
    name = "register_of_a_file.json" if len(sys.argv) > 2 else "register.json"
    (RESULTS / name).write_text(json.dumps(measured, indent=2) + "\n")
    print(json.dumps(measured, indent=2))


def measure(path: Path, rows: list[list[str]]) -> dict[str, Any]:
    subprocess.run(
        [sys.executable, "-m", "masthead", "new", str(path), "--name", "Bench"], check=True, capture_output=True
    )
    from masthead.site.folder import SiteFolder
    from masthead.site.options import load
    from masthead.site.start import start

    folder = SiteFolder(path)
    start(folder)
    from masthead.pages.pressing import site_press
    from masthead.press.proof import prove

    press = site_press(folder, load(folder.configuration).options)
    steps: dict[str, Any] = {}
    register = a_register()

    def pressed(name: str) -> None:
        begun = time.perf_counter()
        outcome = press.run()
        receipt = outcome.receipt
        counts = (
            {"appeared": len(receipt.appeared), "changed": len(receipt.changed), "gone": len(receipt.gone)}
            if receipt
            else {}
        )
        steps[f"press: {name}"] = {
            "seconds": round(time.perf_counter() - begun, 2), "queries": outcome.tally.queries,
            "facts": outcome.tally.facts, "laid out": len(outcome.tally.laid_out), **counts,
            "kinds": kinds([*receipt.appeared, *receipt.changed, *receipt.gone] if receipt else []),
        }  # fmt: skip
        print(name, steps[f"press: {name}"], flush=True)

    def done(name: str, work: Any) -> Any:
        begun = time.perf_counter()
        answer = work()
        steps[name] = {"seconds": round(time.perf_counter() - begun, 3)}
        print(name, steps[name], flush=True)
        return answer

    from masthead.kinds.register.columns import cells_of
    from masthead.kinds.register.importing.bringing import bring
    from masthead.kinds.register.importing.matching import counted, difference
    from masthead.kinds.register.importing.reading import read
    from masthead.kinds.register.models import Row, State
    from masthead.kinds.register.rows import changing

    press.run()
    sheet = done("read the file", lambda: read("list.csv", written(rows)))
    done("preview", lambda: difference(register, sheet))
    steps["first file"] = counted(done("bring it", lambda: bring(register, sheet)))
    pressed("all rows")
    # A second file: a hundred rows say something else, fifty are new, fifty are not there any more.
    chance = random.Random(11)
    second = [list(row) for row in rows[50:]]
    for row in chance.sample(second, 100):
        row[5] = "Changed."
    second += [[f"Zz, {n}", f"x{n}", "1899", "New Ford", "Tern", ""] for n in range(50)]
    again = read("list.csv", written(second))
    steps["second file"] = counted(done("bring the second file", lambda: bring(register, again, gone=State.WITHDRAWN)))
    pressed("second file")
    some = list(Row.objects.filter(register_id=register.pk, state="public").order_by("sort_key", "rank"))
    row = some[len(some) // 2]

    def hide() -> None:
        with changing(register) as hand:
            hand.set_state(row, State.HIDDEN)

    done("hide one row", hide)
    pressed("one row hidden")

    def change() -> None:
        with changing(register) as hand:
            other = some[len(some) // 3]
            hand.change(other, {**cells_of(other.cells), "remark": "A word."}, other.source)

    done("change one row", change)
    pressed("one row changed")
    pressed("nothing")
    scratch = folder.path / "proof"
    found = done("proof", lambda: prove(press, scratch))
    press.close()
    return {
        "rows": len(rows), "made up": len(sys.argv) < 3, "steps": steps, "differences": len(found.differences),
        "largest memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load": os.getloadavg()[0],
    }  # fmt: skip


def kinds(addresses: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for address in addresses:
        sort = (
            "filter" if "/by/" in address else "sheet" if "/from/" in address else address.rpartition("/")[2] or "page"
        )
        if sort == "page":
            sort = "row" if len(address.strip("/").split("/")) == 3 and "/kinds/" not in address else "front or list"
        found[sort] = found.get(sort, 0) + 1
    return found


def a_register() -> Any:
    from django.db import transaction

    from masthead.entries.models import Blog
    from masthead.kinds.register.models import Register

    columns = [{"type": "column", "value": {"name": name, "label": label, "type": sort, "in_table": True, **more}}
               for name, label, sort, more in COLUMNS]  # fmt: skip
    register = Register(headline="Passengers", columns=json.dumps(columns), downloadable=True, body="[]", live=True)
    with transaction.atomic():
        Blog.objects.get(slug="blog").add_child(instance=register)
    return Register.objects.get(pk=register.pk)


if __name__ == "__main__":
    main()
