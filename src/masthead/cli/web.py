"""The part of `serve` that answers requests: Granian with the site's applications.

Readers and the desk have processes of their own. They are copies of this one, made when Django has started: so that
takes its time and its memory once.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from masthead.cli.child import die_with_parent
from masthead.cli.errors import sentences
from masthead.cli.supervising import Branch, Part, Supervisor
from masthead.site.folder import SiteFolder
from masthead.site.start import check_version, start

if TYPE_CHECKING:
    from masthead.site.application import Side

# Seconds that requests in progress have when the server stops. Nobody waits longer for a browser that has stopped
# reading, or stopped sending.
GRACE: Final = 3
# Less than the patience of whoever stops this process.
PATIENCE: Final = 10.0
MOST_FILES: Final = 65_536


def main() -> None:
    """Arguments: web HOST PORT DESK WORKERS, where the desk has a port, or a socket's path; the site is in
    MASTHEAD_SITE."""
    host, port, desk, workers = sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
    with sentences():
        start(SiteFolder(Path(os.environ["MASTHEAD_SITE"])))
        check_version()
        follow_address()
    _allow_connections()
    # A client that stalls in the midst of a request is nobody's concern.
    logging.getLogger("_granian").addFilter(lambda line: "refused to gracefully stop" not in str(line.msg))
    socket = "" if desk.isdecimal() else desk
    readers = partial(_listen, host, str(port), workers, partial(_application, "readers", socket))
    editors = partial(_listen, host, desk, workers, partial(_application, "desk", socket))
    parts = [
        Part("desk", partial(Branch, "masthead-desk", editors)),
        Part("web server", partial(Branch, "masthead-web", readers)),
    ]
    supervisor = Supervisor(parts, lambda sentence: click.echo(sentence, err=True), PATIENCE)
    raise SystemExit(supervisor.run(lambda: True))


def _listen(host: str, where: str, workers: int, load: Callable[[], Side]) -> None:
    at: dict[str, Any] = {"address": host, "port": int(where)} if where.isdecimal() else _at_socket(Path(where))
    Granian(
        "masthead",
        interface=Interfaces.ASGI,
        workers=workers,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        **at,
    ).serve(target_loader=load, wrap_loader=False)


def _at_socket(socket: Path) -> dict[str, Any]:
    # What a desk that was killed has left behind.
    socket.unlink(missing_ok=True)
    return {"uds": socket, "uds_permissions": 0o600}


def _application(side: Literal["readers", "desk"], socket: str) -> Side:
    """Called in each worker."""
    from masthead.site.application import make_desk, make_readers

    # Who has lost its server has nobody to stop it.
    die_with_parent(signal.SIGKILL)
    return make_desk(socket) if side == "desk" else make_readers(socket)


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
