"""The part of `serve` that answers requests: Granian with the site's application."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from masthead.cli.errors import sentences
from masthead.site.folder import SiteFolder
from masthead.site.options import SettingsError
from masthead.site.start import start


def main() -> None:
    """Arguments: web HOST PORT WORKERS; the site is in MASTHEAD_SITE."""
    host, port, workers = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with sentences():
        start(SiteFolder(Path(os.environ["MASTHEAD_SITE"])))
        _check_version()
    Granian(
        "masthead.site.application:make",
        factory=True,
        address=host,
        port=port,
        workers=workers,
        interface=Interfaces.ASGI,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def _check_version() -> None:
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        is_old = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise SettingsError(f"The database cannot be used: {str(error).strip()}.") from None
    connection.close()
    if is_old:
        raise SettingsError("The database is of an older version of Masthead. Run `masthead upgrade`.")
