"""The projection and Django's migrations: triggers stand aside while tables are altered.

SQLite remakes a table for many alterations and loses its triggers without a word; PostgreSQL refuses to drop a
column that a view reads. So they are taken out before, and put back after, and the tables made right again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from masthead.entries.projection.installing import install, installable, remove
from masthead.entries.projection.reconciling import reconcile

if TYPE_CHECKING:
    from django.apps import AppConfig
    from django.db.backends.base.base import BaseDatabaseWrapper

CONTENT = "default"


def connect() -> None:
    pre_migrate.connect(_before, dispatch_uid="masthead.projection.before")
    post_migrate.connect(_after, dispatch_uid="masthead.projection.after")


def _apps() -> list[AppConfig]:
    """Django sends both signals once for each of these, in this order."""
    return [config for config in apps.get_app_configs() if config.models_module is not None]


def _before(sender: AppConfig, using: str, plan: Any = (), **rest: Any) -> None:
    if using == CONTENT and plan and sender == _apps()[0]:
        remove(connections[using])


def _after(sender: AppConfig, using: str, **rest: Any) -> None:
    if using != CONTENT or sender != _apps()[-1]:
        return
    connection = connections[using]
    if not installable(connection):
        return
    if install(connection):
        reconcile(connection)
    _settle_emptiness(connection)


def _settle_emptiness(connection: BaseDatabaseWrapper) -> None:
    """`flush` empties table after table, in any order: each page that goes leaves its address behind, and what was
    kept of the others may be kept anew once its own table is empty."""
    from wagtail.models import Page

    from masthead.entries.models import AddressHistory, GoneListing, GonePage, LostCut

    if Page.objects.using(connection.alias).exists():
        return
    reconcile(connection)
    for model in (AddressHistory, GonePage, GoneListing, LostCut):
        model.objects.using(connection.alias).all().delete()
