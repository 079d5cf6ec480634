"""Starting Django for one site in this process."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

from masthead.site.folder import SiteFolder
from masthead.site.no_api import no_api
from masthead.site.options import SettingsError


class NoSiteError(SettingsError):
    pass


class NoKeyError(SettingsError):
    pass


class OtherSiteError(SettingsError):
    pass


def start(folder: SiteFolder) -> None:
    """Makes models and settings of this site usable. Once a process: Django cannot change sites.

    Raises SettingsError when the folder is no site or its settings cannot be used.
    """
    check(folder)
    path = str(folder.path.resolve())
    started = os.environ.get("DJANGO_SETTINGS_MODULE") and os.environ.get("MASTHEAD_SITE")
    if _is_ready() and started != path:
        raise OtherSiteError(f"This process already works for the site in {started}.")
    os.environ["MASTHEAD_SITE"] = path
    os.environ["DJANGO_SETTINGS_MODULE"] = "masthead.site.settings"
    # Imported late: `--help` and `new` in an empty folder work before there is anything to configure.
    import django

    with _all_is_kept(), no_api():
        django.setup()
    atexit.register(_close)


def _close() -> None:
    """What is kept for ever is not put away at the end either, and SQLite would leave what was written in its journal:
    whoever copies the database's file alone would have none of it."""
    from django.db import connections

    connections.close_all()


@contextmanager
def _all_is_kept() -> Iterator[None]:
    """Looks for no garbage: what Django makes when it starts lives as long as the process.

    To look at its hundred thousands of objects again and again takes a third of the time that a start takes.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _is_ready() -> bool:
    from django.apps import apps

    return apps.ready


def check(folder: SiteFolder) -> None:
    """Raises NoSiteError or NoKeyError."""
    check_configuration(folder)
    if not folder.key.is_file():
        raise NoKeyError(
            f"{folder.key} is missing. Put it back from a backup, or write a new one with "
            "`masthead upgrade --new-key`; everybody then has to log in again."
        )


def check_configuration(folder: SiteFolder) -> None:
    if not folder.configuration.is_file():
        raise NoSiteError(
            f"There is no masthead.toml in {folder.path}. Name a site with --site DIR or the variable "
            "MASTHEAD_SITE, or make one with `masthead new DIR`."
        )


def check_version() -> None:
    """Raises SettingsError when the database is not of this version. Needs a started Django."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    is_old = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    if is_old:
        raise SettingsError("The database is of an older version of Masthead. Run `masthead upgrade`.")
