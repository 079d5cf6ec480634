"""The store is made to be read by any web server: nginx, without a line of Masthead, gives the same pages."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from masthead.reader.addresses import encoded
from masthead.reader.application import Reader
from masthead.site.folder import SiteFolder
from outside.servers import PACKAGES, free_port, get, program, running

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
    scratch, port = tmp_path_factory.mktemp("nginx"), free_port()
    configuration = scratch / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(scratch=scratch, port=port, root=demo.store), encoding="utf-8")
    command = [program("nginx", PACKAGES["nginx"]), "-p", scratch, "-e", scratch / "errors", "-c", configuration]
    with running(command, port):
        yield port


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
        plain = get(nginx, encoded(address))
        assert (plain.status, plain.body) == (ours.status, ours.body), address
        if address.endswith("/"):
            assert plain.headers["content-type"] == "text/html"
        small = get(nginx, encoded(address), "gzip").body
        assert small == plain.body or gzip.decompress(small) == plain.body


def test_nginx_shows_the_sites_own_page_where_nothing_is(nginx: int, demo: SiteFolder) -> None:
    for address in ("/nothing/", "/.answers/"):
        answer = get(nginx, address)
        assert (answer.status, answer.body) == (404, (demo.store / "404.html").read_bytes())
