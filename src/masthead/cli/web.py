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
from masthead.site.start import check_version, start


def main() -> None:
    """Arguments: web HOST PORT WORKERS; the site is in MASTHEAD_SITE."""
    host, port, workers = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with sentences():
        start(SiteFolder(Path(os.environ["MASTHEAD_SITE"])))
        check_version()
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
