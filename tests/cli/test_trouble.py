"""A database that cannot be used is one sentence with what to check, and exit code 3."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from masthead.site.folder import SiteFolder
from masthead.site.trouble import database_trouble

Run = Callable[..., "CompletedProcess[str]"]
ADVICE = "Check that PostgreSQL runs there, and the address in the option “database”."


@pytest.fixture
def nobody() -> Iterator[str]:
    """A port that is taken and not listened on: every connection is refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"postgresql://ada:hunter2@127.0.0.1:{taken.getsockname()[1]}/x"


def refused(nobody: str) -> str:
    port = nobody.rpartition(":")[2].removesuffix("/x")
    return (
        f"The database cannot be reached: connection to server at “127.0.0.1”, port {port} failed: Connection refused. "
        f"{ADVICE}"
    )


COMMANDS = [
    "press", "proof", "user list", "user add ada", "blog add News", "upgrade", "serve",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_is_away_is_one_sentence(command: str, site_folder: SiteFolder, run: Run, nobody: str) -> None:
    done = run("--site", site_folder.path, *command.split(), env={"MASTHEAD_DATABASE": nobody})
    assert (done.returncode, done.stderr) == (3, f"Error: {refused(nobody)}\n")
    assert done.stdout == ""


def test_doctor_names_it_as_a_finding(site_folder: SiteFolder, run: Run, nobody: str) -> None:
    done = run("--site", site_folder.path, "doctor", "--json", env={"MASTHEAD_DATABASE": nobody})
    assert done.returncode == 1, done.stderr
    assert [(each["id"], each["sentence"]) for each in json.loads(done.stdout)] == [("database", refused(nobody))]


def test_new_leaves_nothing_behind(tmp_path: Path, run: Run, nobody: str) -> None:
    done = run("new", tmp_path / "site", "--database", nobody)
    assert (done.returncode, done.stderr) == (
        3,
        f"Nothing is left behind in {tmp_path / 'site'}.\nError: {refused(nobody)}\n",
    )
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("command", ["press", "user list", "serve"])
def test_a_missing_file_is_not_made_anew(command: str, site_folder: SiteFolder, run: Run) -> None:
    site_folder.database.unlink()
    done = run("--site", site_folder.path, *command.split())
    assert (done.returncode, done.stderr) == (
        3,
        f"Error: The database {site_folder.database} is missing. Put a backup in its place.\n",
    )
    assert not site_folder.database.exists()


def test_a_file_that_is_no_database_is_named(site_folder: SiteFolder, run: Run) -> None:
    for path in site_folder.var.glob("masthead.sqlite3-*"):
        path.unlink()
    site_folder.database.write_bytes(b"a letter, perhaps" * 100)
    done = run("--site", site_folder.path, "user", "list")
    assert (done.returncode, done.stderr) == (
        3,
        "Error: The database file cannot be used: file is not a database. Put a backup in its place.\n",
    )


def test_a_database_without_tables_wants_an_upgrade(site_folder: SiteFolder, run: Run) -> None:
    for path in site_folder.var.glob("masthead.sqlite3*"):
        path.unlink()
    site_folder.database.touch()
    done = run("--site", site_folder.path, "user", "list")
    assert (done.returncode, done.stderr) == (
        3,
        "Error: The database lacks tables of this version of Masthead. `masthead upgrade` makes them.\n",
    )


def test_our_own_faults_keep_their_traceback() -> None:
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(":memory:").execute("selec 1")
    assert database_trouble(caught.value) is None
    assert database_trouble(KeyError("x")) is None


REASONS = {
    'connection failed: connection to server at "::1", port 5432 failed: FATAL:  no such role "ada"\nmore': (
        "connection to server at “::1”, port 5432 failed: no such role “ada”"
    ),
    "[Errno -2] Name or service not known": "Name or service not known",
    """Multiple connection attempts failed. All failures were:
- host: 'db', port: '1', hostaddr: '::1': connection failed: connection to server at "::1", port 1 failed: Refused
\tIs the server running?
- host: 'db', port: '1', hostaddr: '127.0.0.1': connection failed""": (
        "connection to server at “::1”, port 1 failed: Refused"
    ),
}


@pytest.mark.parametrize("message", REASONS)
def test_the_driver_s_reason_is_told_in_one_line(message: str) -> None:
    import psycopg

    assert (
        database_trouble(psycopg.OperationalError(message))
        == f"The database cannot be reached: {REASONS[message]}. {ADVICE}"
    )


def test_a_store_that_cannot_be_written_is_told_in_a_sentence(site_folder: SiteFolder, run) -> None:
    shutil.rmtree(site_folder.store)
    site_folder.store.write_text("somebody's file", encoding="ascii")
    done = run("--site", site_folder.path, "press")
    assert done.returncode == 3
    assert done.stderr.startswith(f"Error: {site_folder.store}")
    assert "Traceback" not in done.stderr
    assert site_folder.store.read_text(encoding="ascii") == "somebody's file"
