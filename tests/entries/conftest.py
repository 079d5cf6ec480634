"""Sites for the tests of the content model: each test gets a database of its own, on SQLite or PostgreSQL.

Both are as `masthead new` makes them, with the projection's triggers and the press's.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest


def _use(configuration):
    """Make this the content database of every thread, until the test is over."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connections

    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": configuration})["default"]
    del connections["default"]
    ContentType.objects.clear_cache()


@contextmanager
def content_database(configuration):
    from django.db import connections

    before = dict(connections.settings["default"])
    _use(configuration)
    try:
        yield
    finally:
        _use(before)


@pytest.fixture
def on_sqlite(_django, site_template, tmp_path):
    from masthead.site.databases import sqlite
    from masthead.site.folder import SiteFolder

    path = tmp_path / "site.sqlite3"
    shutil.copy(SiteFolder(site_template).database, path)
    with content_database(sqlite(str(path))):
        yield "sqlite"


@pytest.fixture(scope="session")
def _postgres_database(_django, postgres_template):
    from django.db import connection
    from modelsearch.backends.database.postgres import weights

    import postgres

    configuration = postgres.create_database(postgres.database_of(postgres_template))
    # Wagtail's search chose its models for SQLite when this process imported them: deletions look for this
    # table, and only a start on PostgreSQL sets the weights.
    with content_database(configuration), connection.cursor() as cursor:
        cursor.execute("create table wagtailsearch_indexentry_fts (rowid bigint primary key)")
    weights.BOOSTS_WEIGHTS or weights.set_weights()
    return configuration


@pytest.fixture
def on_postgres(_postgres_database):
    import postgres

    configuration = postgres.create_database(_postgres_database["NAME"])
    with content_database(configuration):
        yield "postgresql"
    postgres.drop_database(configuration["NAME"])


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site_database(request):
    return request.getfixturevalue(f"on_{request.param}")
