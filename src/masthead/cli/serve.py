"""`masthead serve`"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Final

import click

from masthead.cli.context import Context, pass_site
from masthead.cli.errors import CommandError
from masthead.cli.supervising import Part, Supervisor, child
from masthead.site.addresses import clash, desk_address

if TYPE_CHECKING:
    from masthead.site.options import Options, Settings

MOST_BYTES: Final = 80
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@click.command()
@click.option("--host", help="Where to listen. Default: 127.0.0.1; 0.0.0.0 means every network of this machine.")
@click.option("--port", type=int, help="The port to listen on. Default: 8000.")
@click.option("--no-press", is_flag=True, help="Without the press, for where `masthead press --watch` runs apart.")
@pass_site
def serve(site: Context, host: str | None, port: int | None, no_press: bool) -> None:
    """Serve readers and the desk, keep the schedule, and keep the pages up to date.

    One command runs all of it; Ctrl-C stops all of it.
    """
    from masthead.site.databases import check_reachable
    from masthead.site.options import load
    from masthead.site.start import check

    check(site.folder)
    options = load(site.folder.configuration, flags={"host": host, "port": port}).options
    for port in _ports(options):
        check_port(options.host, port)
    # Here and not only in the parts, so that it is said once.
    check_reachable(options.database, site.folder)
    os.environ["MASTHEAD_SITE"] = str(site.path)
    note = note_on_address(load(site.folder.configuration), options.host, options.port)
    with _desk_at(options) as desk:
        web = partial(child, "web", options.host, str(options.port), desk, str(options.workers))
        parts = [Part("web server", web), Part("clock", partial(child, "clock"))]
        if not no_press:
            parts.append(Part("press", partial(child, "press", "--watch")))
        supervisor = Supervisor(parts, lambda sentence: click.echo(sentence, err=True))
        raise SystemExit(supervisor.run(lambda: _answers(options, desk, note)))


@contextmanager
def _desk_at(options: Options) -> Iterator[str]:
    """The desk's port; without one the path of a socket, in a folder that is nobody else's."""
    if options.desk_port:
        yield str(options.desk_port)
        return
    # Not in the site's folder: it may lie too deep for a socket's path, which has a hundred bytes.
    at = None if len(os.fsencode(gettempdir())) < MOST_BYTES else "/tmp"  # noqa: S108 - within, a folder of our own
    with TemporaryDirectory(prefix="masthead-", dir=at, ignore_cleanup_errors=True) as folder:
        yield f"{folder}/desk"


def _ports(options: Options) -> list[int]:
    """Where to listen: for both sides, or for readers and for the desk. Raises CommandError if they are the same."""
    if options.desk_port == options.port:
        raise CommandError(f"Readers and the desk cannot both have port {options.port}. Change port or desk_port.")
    if problem := clash(options):
        raise CommandError(problem)
    return [options.port, options.desk_port] if options.desk_port else [options.port]


def note_on_address(settings: Settings, host: str, port: int) -> str:
    """What to set where the site's address, of which links are made, does not lead here. Empty where it does, and where
    the address is a public one: then a proxy stands before this server."""
    from urllib.parse import urlsplit

    (url,) = (each for each in settings.origins if each.row.name == "url")
    parts = urlsplit(str(url.value))
    if parts.hostname not in LOOPBACK:
        return ""
    if _near(host) not in LOOPBACK or host != _near(host):
        wanted = f'url = "http://ADDRESS:{port}", with the address under which others reach this machine'
    elif (parts.port or 80) == port:
        return ""
    else:
        wanted = f"port = {port}" if url.origin == "default" else f'url = "http://localhost:{port}"'
    return f"Links in feeds and mail begin with {url.value}. If they should not, write into masthead.toml: {wanted}"


def _answers(options: Options, desk_at: str, note: str) -> bool:
    """Whether the servers take connections; says so, once, when they do."""
    ports = _ports(options)
    try:
        for port in ports:
            socket.create_connection((_near(options.host), port), timeout=0.2).close()
        if not options.desk_port:
            with socket.socket(socket.AF_UNIX) as attempt:
                attempt.connect(desk_at)
    except OSError:
        return False
    readers, desk = (f"http://{_written(_near(options.host))}:{port}" for port in (ports[0], ports[-1]))
    if options.desk_host:
        desk = desk_address(options)
    for line in (f"Readers: {readers}/", f"Desk:    {desk}/desk/", note, "Stop with Ctrl-C."):
        if line:
            click.echo(line)
    return True


def _near(host: str) -> str:
    """Where this machine itself reaches a server that listens everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def check_port(host: str, port: int) -> None:
    """Raises CommandError with what to do when nothing can listen there."""
    try:
        _bind(host, port)
    except socket.gaierror:
        raise CommandError(f"There is no “{host}” to listen on. Choose another with --host.") from None
    except OSError as error:
        raise CommandError(_why_not(host, port, error)) from None


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program. Stop that one, or choose another port: "
            f"`masthead serve --port {_free_port(host)}`."
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {port} needs more rights than you have. Choose one above 1023: `masthead serve --port 8000`."
    return f"Nothing can listen on {host}, port {port}: {error.strerror}. Choose others with --host and --port."


def _bind(host: str, port: int) -> int:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as attempt:
        # A server that stopped a moment ago leaves connections behind that hold nobody up.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        attempt.bind(address)
        return int(attempt.getsockname()[1])


def _free_port(host: str) -> int:
    return _bind(host, 0)
