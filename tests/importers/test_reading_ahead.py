"""What is read in a process of its own is what the importing process would have read."""

from __future__ import annotations

from pathlib import Path

import pytest
from wxr import export, item

from masthead.importers.ahead import ahead
from masthead.importers.errors import ImportRefused
from masthead.importers.wordpress import read


def silent(_step: str, _done: int, _total: int) -> None:
    pass


def rows(staging_dir: Path, source: Path) -> list[list[object]]:
    with read([source], staging_dir, silent) as staging:
        tables = ("meta", "person", "term", "item", "record", "raw", "address", "note")
        return [staging.db.execute(f"select * from {table} order by 1, 2").fetchall() for table in tables]


def test_reading_ahead_reads_once_and_the_same(tmp_path: Path) -> None:
    source = export(tmp_path / "export.xml", *(item(n, title=f"T{n}", body="<p>Words.") for n in range(1, 600)))
    told: list[tuple[str, int, int]] = []
    with ahead([source], tmp_path / "ahead", repair_text=False) as process:
        process.read(lambda *step: told.append(step))
    assert told[-1] == ("reading", source.stat().st_size, source.stat().st_size)
    assert {path.suffix for path in (tmp_path / "ahead").iterdir()} == {".sqlite3", ".lock"}
    assert rows(tmp_path / "ahead", source) == rows(tmp_path / "here", source)


def test_what_the_process_leaves_is_converted_here(tmp_path: Path) -> None:
    source = export(tmp_path / "export.xml", *(item(n, title=f"T{n}", body="<p>Words.") for n in range(1, 600)))
    for folder, dies in (("whole", False), ("left", True)):
        with ahead([source], tmp_path / folder, repair_text=False) as process:
            process.read(silent)
            if dies:
                process._process.kill()
            with read([source], tmp_path / folder, convert_later=True) as staging:
                assert [*process.converted(staging, "files"), *process.converted(staging, "items")][-1] == 599
        assert rows(tmp_path / folder, source) == rows(tmp_path / "here", source)


def test_what_cannot_be_read_is_left_to_the_caller_to_refuse(tmp_path: Path) -> None:
    source = export(tmp_path / "export.xml", item(1, title="T"))
    source.write_bytes(source.read_bytes()[:-40])
    with ahead([source], tmp_path / "ahead", repair_text=False) as process:
        process.read(silent)
    assert [path.suffix for path in (tmp_path / "ahead").iterdir()] == [".lock"]
    with pytest.raises(ImportRefused, match="its XML breaks in line"):
        read([source], tmp_path / "ahead")


def test_giving_up_leaves_nothing_half_read(tmp_path: Path) -> None:
    source = export(tmp_path / "export.xml", *(item(n, title=f"T{n}", body="word " * 2000) for n in range(1, 1500)))
    with ahead([source], tmp_path / "ahead", repair_text=False):
        pass
    assert [path for path in (tmp_path / "ahead").glob("*") if path.suffix not in {".sqlite3", ".lock"}] == []
