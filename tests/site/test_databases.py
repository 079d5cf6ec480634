from __future__ import annotations

from pathlib import Path

import pytest

from masthead.site.addresses import addresses
from masthead.site.databases import databases
from masthead.site.folder import SiteFolder
from masthead.site.options import SettingsError, load


def test_without_an_address_the_database_is_a_file_of_the_site(tmp_path: Path) -> None:
    made = databases("", SiteFolder(tmp_path))["default"]
    assert made["ENGINE"] == "django.db.backends.sqlite3"
    assert made["NAME"] == str(tmp_path / "var" / "masthead.sqlite3")
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert made["ATOMIC_REQUESTS"] is False


def test_an_address_of_postgresql_is_taken_apart() -> None:
    url = "postgresql://me:p%40ss@db.example:5433/site?sslmode=require"
    made = databases(url, None)["default"]
    assert made == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "site",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"connect_timeout": 10, "sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["postgresql://me:hunter2@host", "postgresql://me:hunter2@host:port/x?y=z"])
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsError) as error:
        databases(url, None)
    assert "hunter2" not in str(error.value)


def test_pragmas_hold_on_every_connection(site: SiteFolder) -> None:
    from django.db import connection

    def pragma(name: str) -> object:
        with connection.cursor() as cursor:
            cursor.execute(f"pragma {name}")
            return cursor.fetchone()[0]

    wanted = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "recursive_triggers": 1, "secure_delete": 1}
    assert {name: pragma(name) for name in wanted} == wanted
    connection.close()
    assert {name: pragma(name) for name in wanted} == wanted


def test_hosts_origins_and_security_follow_from_the_public_addresses() -> None:
    environ = {
        "MASTHEAD_URL": "https://example.org",
        "MASTHEAD_ALIASES": "https://www.example.org,http://[2001:db8::1]:81",
    }
    found = addresses(load(None, environ).options)
    assert found.secure
    assert found.hosts == ("example.org", "www.example.org", "[2001:db8::1]", "localhost", "127.0.0.1", "[::1]")
    assert found.origins == ("https://example.org", "https://www.example.org", "http://[2001:db8::1]:81")
    assert not addresses(load(None, {}).options).secure
