"""The report of an import as people read it, on terminals of several widths and in a pipe."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from importers.wxr import export, item, meta
from masthead.site.folder import SiteFolder

Run = Callable[..., "CompletedProcess[str]"]
LONG = "A title that is rather longer than any column of a narrow terminal could ever be"


@pytest.fixture
def old_blog(tmp_path: Path) -> Path:
    """One post of every sort of trouble: featured pictures that are not there, a protected text."""
    picture = "http://old.example/wp-content/uploads/2008/06/lamp.jpg"
    return export(
        tmp_path / "old.xml",
        item(1, title=LONG, body="Words.", inner=meta("_thumbnail_id", "9")),
        item(2, title="Behind a password", body="Words.", post_password="x"),
        item(3, title="", body="Without a title.", inner=meta("_thumbnail_id", "9")),
        item(9, kind="attachment", status="inherit", attachment_url=picture),
        item(10, kind="attachment", status="inherit", attachment_url=picture.replace("lamp", "door")),
    )


def on_terminal(width: int, *words: str | Path) -> str:
    """What the command writes to a terminal of this width; its progress goes elsewhere."""
    main, terminal = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "masthead", *map(str, words)], stdout=terminal, stderr=subprocess.DEVNULL,
        env=os.environ | {"COLUMNS": str(width), "TERM": "xterm"},
    )  # fmt: skip
    os.close(terminal)
    said = b""
    try:
        while part := os.read(main, 4096):
            said += part
    except OSError:  # Linux answers so when nobody holds the other end any more
        pass
    os.close(main)
    assert running.wait(60) == 0
    return re.sub(r"\x1b\[[0-9;]*m", "", said.decode().replace("\r\n", "\n"))


def cells(said: str) -> list[list[str]]:
    """The rows of all tables, with what was wrapped put together again."""
    rows: list[list[str]] = []
    for line in said.splitlines():
        if line.startswith("│"):
            parts = [part.strip() for part in line.strip("│").split("│")]
            if parts[-1] or not rows or len(parts) != len(rows[-1]):
                rows.append(parts)
            else:
                rows[-1] = [f"{before} {part}".strip() for before, part in zip(rows[-1], parts, strict=True)]
    return rows


@pytest.mark.parametrize("width", [60, 80, 0])
def test_the_report_reads_well_and_cuts_nothing(width: int, site_folder: SiteFolder, run: Run, old_blog: Path) -> None:
    words = ("--site", site_folder.path, "import", "wordpress", "--dry-run", old_blog)
    said = on_terminal(width, *words) if width else run(*words, env={"COLUMNS": "60"}).stdout
    tables = [line for line in said.splitlines() if line[:1] in "┏┡│└┃"]
    assert max(map(len, tables)) <= (width or 110)
    assert "…" not in "".join(tables)
    found = cells(said)
    assert ["featured picture missing", f"“{LONG}”", "2"] in found
    if width != 60:  # a word that is broken in two is put together wrongly above
        assert ["post", "publish", "changed", "password-protected, made a draft", "1"] in found
    assert "2 files are gaps: no uploads folder was given. Give the old wp-content/uploads with --uploads, now" in said
    assert "item 3" not in said


def test_a_featured_picture_that_is_not_there_is_not_put_first(at_site: Run, old_blog: Path, tmp_path: Path) -> None:
    def changes(*more: str | Path) -> set[str]:
        words = ("import", "wordpress", "--dry-run", "--json", old_blog)
        return set(json.loads(at_site(*words, *more).stdout)["changes"])

    assert "featured picture missing" in changes()
    assert "featured picture put first" not in changes()
    from PIL import Image

    (tmp_path / "uploads/2008/06").mkdir(parents=True)
    Image.new("RGB", (3, 2)).save(tmp_path / "uploads/2008/06/lamp.jpg")
    assert "featured picture put first" in changes("--uploads", tmp_path / "uploads")


def test_a_folder_that_is_not_the_uploads_is_named_once(at_site: Run, old_blog: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    words = ("import", "wordpress", "--dry-run", old_blog)
    said = at_site(*words, "--uploads", tmp_path / "empty").stdout
    assert (
        "2 files are gaps: not in the uploads folder. The folder given does not look like wp-content/uploads: "
        "it should contain folders such as 2008/06.\n"
    ) in said
    assert "lamp.jpg" not in said
    # One file that is there is enough to know the folder: then the others are listed.
    (tmp_path / "some/2008/06").mkdir(parents=True)
    (tmp_path / "some/2008/06/door.jpg").write_text("no picture")
    said = at_site(*words, "--uploads", tmp_path / "some").stdout
    assert "does not look like" not in said
    assert "2008/06/lamp.jpg" in said
