"""The store is made to be read by any web server: nginx, without a line of Masthead, gives the same pages."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from masthead.reader.addresses import encoded
from masthead.reader.application import Reader
from masthead.site.folder import SiteFolder

pytestmark = pytest.mark.outside

CONFIGURATION = """
daemon off; master_process off; pid {scratch}/pid; error_log {scratch}/errors;
events {{ }}
http {{
  access_log off; include /etc/nginx/mime.types; gzip_static on;
  client_body_temp_path {scratch}; proxy_temp_path {scratch}; fastcgi_temp_path {scratch};
  uwsgi_temp_path {scratch}; scgi_temp_path {scratch};
  server {{ listen 127.0.0.1:{port}; root {root}; location ~ /\\. {{ return 404; }} error_page 404 /404.html; }}
}}
"""


@pytest.fixture(scope="module")
def nginx(demo: SiteFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        pytest.skip("needs nginx (apt install nginx-light)")
    scratch = tmp_path_factory.mktemp("nginx")
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        port = attempt.getsockname()[1]
    configuration = scratch / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(scratch=scratch, port=port, root=demo.store), encoding="utf-8")
    with subprocess.Popen([program, "-p", scratch, "-e", scratch / "errors", "-c", configuration]) as process:
        wait_for(port)
        yield port
        process.terminate()


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("nginx did not start")


def get(port: int, address: str, encoding: str) -> tuple[int, str, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", encoded(address), headers={"Accept-Encoding": encoding})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers.get_content_type(), body


def pages(store: Path) -> list[str]:
    names = [path.relative_to(store).as_posix() for path in store.rglob("*") if path.is_file()]
    shown = [name for name in names if not name.startswith(".") and not name.endswith((".gz", ".br"))]
    return sorted("/" + name.removesuffix("index.html") for name in shown if name not in {"404.html", "410.html"})


def test_nginx_gives_every_page_as_the_reader_does(nginx: int, demo: SiteFolder) -> None:
    reader = Reader(demo.store)
    addresses = pages(demo.store)
    assert len(addresses) > 50
    for address in addresses:
        ours = reader.respond("GET", encoded(address).encode(), b"", [(b"accept-encoding", b"identity")])
        status, kind, body = get(nginx, address, "identity")
        assert (status, body) == (ours.status, ours.body), address
        if address.endswith("/"):
            assert kind == "text/html"
        _, _, small = get(nginx, address, "gzip")
        assert small == body or gzip.decompress(small) == body


def test_nginx_shows_the_sites_own_page_where_nothing_is(nginx: int, demo: SiteFolder) -> None:
    for address in ("/nothing/", "/.answers/"):
        assert get(nginx, address, "identity")[::2] == (404, (demo.store / "404.html").read_bytes())
