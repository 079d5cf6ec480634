"""Installing the press's capture around migrations: no trigger stands while tables change below it."""

from __future__ import annotations

import secrets
from typing import Any, cast

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate, pre_migrate

from masthead.press.capture import MARK, Capture
from masthead.press.facts import Dialect


def connect() -> None:
    """Follows every run of migrations, once, on the content's database only."""
    pre_migrate.connect(_before, dispatch_uid="masthead.pages.capture")
    post_migrate.connect(_after, dispatch_uid="masthead.pages.capture")


def install(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Creates outbox and triggers where they are missing or old, and marks the database as not pressed yet."""
    run, ask, dialect = _door(alias)
    _capture().install(run, ask, dialect)
    run(f"update {MARK} set token = '{secrets.token_hex(8)}'")  # noqa: S608 - our own table and hexadecimal digits


def missing(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of triggers that are missing or old."""
    _, ask, dialect = _door(alias)
    return _capture().check(ask, dialect)


def _before(sender: AppConfig, using: str, plan: object = (), **_: object) -> None:
    if using == DEFAULT_DB_ALIAS and plan and sender == _senders()[0]:
        run, ask, dialect = _door(using)
        _capture().remove(run, ask, dialect)


def _after(sender: AppConfig, using: str, **_: object) -> None:
    if using == DEFAULT_DB_ALIAS and sender == _senders()[-1] and _is_whole(using):
        install(using)


def _senders() -> list[AppConfig]:
    """Django sends both signals once for each of these, in this order."""
    return [config for config in apps.get_app_configs() if config.models_module is not None]


def _is_whole(alias: str) -> bool:
    """Whether all tables are there: migrating back to nothing is no time for triggers."""
    with connections[alias].cursor() as cursor:
        return set(_capture().tables) <= set(connections[alias].introspection.table_names(cursor))


def _capture() -> Capture:
    from masthead.pages.manifest import declared

    return Capture(declared().facts)


def _door(alias: str) -> tuple[Any, Any, Dialect]:
    connection = connections[alias]

    def run(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cast("list[tuple[Any, ...]]", cursor.fetchall())

    return run, ask, "sqlite" if connection.vendor == "sqlite" else "postgresql"
