"""The part of `serve` that answers requests: Granian with the site's application."""

from __future__ import annotations

import logging
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from masthead.cli.errors import sentences
from masthead.site.folder import SiteFolder
from masthead.site.start import check_version, start

# Seconds that requests in progress have when the server stops. Nobody waits longer for a browser that has stopped
# reading, or stopped sending.
GRACE: Final = 3
MOST_FILES: Final = 65_536
FACTORIES: Final = {"both": "make", "readers": "make_readers", "desk": "make_desk"}


def main() -> None:
    """Arguments: web HOST PORT WORKERS SIDE; the site is in MASTHEAD_SITE."""
    host, port, workers, side = sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    with sentences():
        start(SiteFolder(Path(os.environ["MASTHEAD_SITE"])))
        check_version()
        follow_address()
    _allow_connections()
    # A client that stalls in the midst of a request is nobody's concern.
    logging.getLogger("_granian").addFilter(lambda line: "refused to gracefully stop" not in str(line.msg))
    Granian(
        f"masthead.site.application:{FACTORIES[side]}",
        factory=True,
        address=host,
        port=port,
        workers=workers,
        interface=Interfaces.ASGI,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    ).serve()


def _allow_connections() -> None:
    """As many as the machine lets a process have. What is usual, a thousand, one stranger alone can hold."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, MOST_FILES if hard < 0 else min(hard, MOST_FILES)), hard))


def follow_address() -> None:
    """The setting may have changed since the site was made; the desk's links are made of Wagtail's own row."""
    from django.conf import settings
    from django.db import connection

    from masthead.site.making import match_address

    match_address(settings.OPTIONS.url)
    connection.close()
