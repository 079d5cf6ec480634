"""Measures Masthead and prints what it found; saves the same as JSON.

    python bench/run.py [--sizes 1000 10000] [--out bench/results/latest.json]

For each size: an export of so many posts is written, imported and pressed; then six sorts of edit are made
while `watch` is at work, and the time from COMMIT to the last file in place is taken. Reading is measured from every
server on the same files (bench/reading.py), if nginx and wrk are installed. Medians, since machines are noisy.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from memory import Watched

HERE = Path(__file__).parent
MASTHEAD = [sys.executable, "-m", "masthead"]


def main() -> None:
    # As on a user's machine, where libraries are compiled once.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--repeat", type=int, default=7, help="how often each sort of edit is made")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "latest.json")
    options = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    results: dict[str, Any] = {"machine": machine}
    with tempfile.TemporaryDirectory(prefix="masthead-bench-") as scratch:
        for size in options.sizes:
            print(f"\n{size:,} entries", flush=True)
            results[str(size)] = measure(Path(scratch), size, options.repeat)
        results["reading"] = reading(Path(scratch) / f"site{options.sizes[0]}")
    compare(results, options.sizes)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(f"\nSaved in {options.out}")


def measure(scratch: Path, size: int, repeat: int) -> dict[str, Any]:
    site = scratch / f"site{size}"
    run([*MASTHEAD, "new", str(site)])
    export = scratch / f"export{size}.xml"
    run([sys.executable, str(HERE / "generate_wxr.py"), str(size), str(export)])
    seconds, memory = run([*MASTHEAD, "--site", str(site), "import", "wordpress", str(export), "--json"])
    found: dict[str, Any] = {"import": {"posts_a_second": round(size / seconds), "peak_memory_mb": memory}}
    show("import", found["import"])
    found["full_press"] = full_press(site, size)
    show("full press", found["full_press"])
    edits = subprocess.run(
        [sys.executable, str(HERE / "edits.py"), str(site), str(repeat)], check=True, capture_output=True, text=True
    )
    found["edits"] = json.loads(edits.stdout)
    for name, row in found["edits"].items():
        show(f"  {name}", row)
    return found


def full_press(site: Path, size: int) -> dict[str, Any]:
    seconds, memory = run([*MASTHEAD, "--site", str(site), "press"])
    command = [*MASTHEAD, "--site", str(site), "receipts", "--last", "1", "--json"]
    receipt = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)[0]
    ledger = (site / "var" / "ledger.sqlite3").stat().st_size
    return {
        "pages": receipt["pages"],
        "pages_a_second": round(receipt["pages"] / seconds),
        "seconds": round(seconds, 2),
        "peak_memory_mb": memory,
        "ledger_bytes_an_entry": round(ledger / size),
    }


def run(command: list[str]) -> tuple[float, int]:
    """Seconds of one command, and the peak memory (MB) of all its processes together."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    watched = Watched(process)
    _, said = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return seconds, watched.megabytes()


def show(name: str, row: dict[str, Any]) -> None:
    figures = (f"{key} {value:,}" for key, value in row.items() if not isinstance(value, list))
    print(f"{name:22} " + "  ".join(figures), flush=True)


def compare(results: dict[str, Any], sizes: list[int]) -> None:
    if len(sizes) < 2:
        return
    print(f"\nan edit at {sizes[-1]:,} entries beside one at {sizes[0]:,}")
    small, large = (results[str(size)]["edits"] for size in (sizes[0], sizes[-1]))
    ratios = {name: round(large[name]["median_ms"] / small[name]["median_ms"], 2) for name in small}
    results["ratio"] = ratios
    show("ratio of medians", ratios)


def reading(site: Path) -> dict[str, Any]:
    """Requests a second for one entry's page, from `masthead serve` and from web servers on the same files."""
    if not (shutil.which("wrk") and shutil.which("nginx")):
        print("reading: skipped, needs wrk and nginx")
        return {}
    from reading import readers

    found = readers(site, MASTHEAD)
    for name, row in found.items():
        show(f"reading, {name}", row)
    return found


if __name__ == "__main__":
    main()
