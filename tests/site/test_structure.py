"""A new site's database is laid at once, and is what the migrations would have made of it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import ConnectionHandler

from masthead.site.structure import FILE, lay, written

STEP_OF_TOMORROW = (
    "insert into django_migrations values (9999, 'wagtailcore', '9999_of_tomorrow', current_timestamp);\n"
)


@pytest.fixture
def blank(_django: None, tmp_path: Path) -> Iterator[Any]:
    """A connection to an empty database."""
    handler = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "blank.sqlite3"}}
    )
    yield handler["default"]
    handler["default"].close()


def test_the_file_is_what_the_migrations_make() -> None:
    done = subprocess.run([sys.executable, "-m", "masthead.site.structure"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert FILE.read_text(encoding="utf-8") == done.stdout, "structure.sql is old: make structure"


def test_what_is_laid_is_what_was_written(blank: Any) -> None:
    assert lay(blank)
    assert written(blank.connection) == FILE.read_text(encoding="utf-8")
    keys = blank.cursor().execute("select translation_key from wagtailcore_page").fetchall()
    assert len({key for (key,) in keys}) == len(keys) == 2


def test_two_sites_share_no_key_of_theirs() -> None:
    def keys() -> set[str]:
        database = sqlite3.connect(":memory:")
        database.executescript(FILE.read_text(encoding="utf-8"))
        return {key for (key,) in database.execute("select translation_key from wagtailcore_page")}

    assert not keys() & keys()


def test_nothing_is_laid_over_what_is_there(blank: Any) -> None:
    blank.cursor().execute("create table somebody (name text)")
    assert not lay(blank)
    assert blank.introspection.table_names() == ["somebody"]


def test_a_database_of_other_code_is_left_to_the_migrations(blank: Any) -> None:
    assert not lay(blank, FILE.read_text(encoding="utf-8") + STEP_OF_TOMORROW)
    assert blank.introspection.table_names() == []
