"""Measures an import end to end, as a user runs it: `importing.py [POSTS…]` prints one JSON line for each size.

Each size gets a site and an export of its own. Counted are the whole time, start-up included, and the greatest
memory of all its processes together.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate_wxr import write
from memory import Watched


def measure(posts: int) -> dict[str, float | int]:
    """One import into a new site."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "export.xml").open("w", encoding="utf-8") as file:
            write(posts, file)
        command = [sys.executable, "-m", "masthead"]
        subprocess.run([*command, "new", folder / "site"], check=True, capture_output=True)
        importing = [*command, "--site", folder / "site", "import", "wordpress", folder / "export.xml", "--json"]
        started = time.perf_counter()
        done = subprocess.Popen(importing, stdout=subprocess.DEVNULL)
        watched = Watched(done)
        _, status, usage = os.wait4(done.pid, 0)
        seconds = time.perf_counter() - started
        if status:
            raise SystemExit(f"The import of {posts} posts failed.")
        return {
            "posts": posts,
            "megabytes_read": round((folder / "export.xml").stat().st_size / 1e6, 1),
            "seconds": round(seconds, 2),
            "posts_a_second": round(posts / seconds),
            "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
            "peak_megabytes": watched.megabytes(),
            "load_average": round(os.getloadavg()[0], 1),
        }


if __name__ == "__main__":
    for size in [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000]:
        print(json.dumps(measure(size)), flush=True)
