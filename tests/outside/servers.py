"""Web servers that run what Masthead prints for them, and what they answer."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from masthead.reader.addresses import encoded, location
from masthead.reader.answers import every
from masthead.reader.caddy import caddy
from masthead.reader.nginx import nginx
from masthead.reader.servers import Desk, site_of

# Where `make check-outside` puts what it gets from PyPI and npm.
OUTSIDE = Path(sys.prefix) / "outside"
PACKAGES = {"nginx": "nginx-light", "caddy": "caddy"}
SBIN = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"
NGINX = """
daemon off; master_process off; pid {scratch}/pid; error_log {scratch}/errors;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {scratch}; proxy_temp_path {scratch}; fastcgi_temp_path {scratch};
  uwsgi_temp_path {scratch}; scgi_temp_path {scratch};
  include {scratch}/site.conf;
}}
"""
CADDY = """
{{
    admin off
    auto_https off
    storage file_system {scratch}
    default_bind 127.0.0.1
}}
import {scratch}/site.conf
"""


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage | dict[str, str]
    body: bytes


class Ports(NamedTuple):
    server: int
    application: int


def program(name: str, package: str) -> str:
    found = shutil.which(name, path=SBIN)
    if found is None:
        pytest.skip(f"needs {name} (apt install {package})")
    return found


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


@contextmanager
def running(command: list[str | Path], *ports: int, env: dict[str, str] | None = None) -> Iterator[None]:
    """A server, from when it listens at these ports."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | (env or {})
    ) as process:
        try:
            for port in ports:
                wait_for(port, process)
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                # As one process, nginx looks for signals before it goes to sleep, and misses one that comes in between.
                process.kill()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.5).close()
        except OSError:
            if process.poll() is not None:
                pytest.fail(f"{process.args} ended with {process.returncode}")
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"{process.args} did not start")


@contextmanager
def answering(handler: type[BaseHTTPRequestHandler], port: int = 0) -> Iterator[int]:
    """A server of the test's own, and its port."""
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


@contextmanager
def running_nginx(store: Path, ports: Ports, scratch: Path, desk: Desk | None = None) -> Iterator[None]:
    site = site_of(store, host="localhost", secure=False, port=ports.application, desk=desk)
    with running_on("nginx", nginx(site, listen=f"127.0.0.1:{ports.server}"), ports.server, scratch):
        yield


@contextmanager
def running_caddy(store: Path, ports: Ports, scratch: Path, desk: Desk | None = None) -> Iterator[None]:
    site = site_of(store, host="localhost", secure=False, port=ports.application, desk=desk)
    address = f"http://localhost:{ports.server}, http://127.0.0.1:{ports.server}"
    with running_on("caddy", caddy(site, address=address), ports.server, scratch):
        yield


@contextmanager
def running_on(name: str, printed: str, port: int, scratch: Path) -> Iterator[None]:
    """A web server on a configuration that was printed for it."""
    command = program(name, PACKAGES[name])
    (scratch / "site.conf").write_text(printed, encoding="utf-8")
    configuration = scratch / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[name]
    configuration.write_text({"nginx": NGINX, "caddy": CADDY}[name].format(scratch=scratch), encoding="utf-8")
    options: dict[str, list[str | Path]] = {
        "nginx": ["-p", scratch, "-e", scratch / "errors", "-c", configuration],
        "caddy": ["run", "--config", configuration, "--adapter", "caddyfile"],
    }
    with running([command, *options[name]], port):
        yield


def get(
    port: int, target: str, encoding: str = "identity", method: str = "GET", body: bytes | None = None,
    source: str = "", **headers: str,
) -> Answer:  # fmt: skip
    """`source`: the address from which it is asked; of this machine all that begin with 127."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0) if source else None)
    connection.request(method, target, body, headers={"Accept-Encoding": encoding, "Host": "localhost", **headers})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers, content)


def targets(store: Path) -> list[str]:
    """Every address that the store knows, pages and others, as requests write them."""
    names = [path.relative_to(store).as_posix() for path in store.rglob("*") if path.is_file()]
    pages = {"/" + name.removesuffix("index.html") for name in names if not name.startswith(".")}
    return [*sorted(encoded(page) for page in pages), *sorted({location(address) for address, _ in every(store)})]
