"""A web server that runs what `masthead server-config` prints answers as the application does when that is off."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from masthead.reader.addresses import encoded, location
from masthead.reader.answers import every
from masthead.reader.application import Reader
from masthead.reader.nginx import nginx
from masthead.reader.servers import site_of
from masthead.site.folder import SiteFolder

pytestmark = pytest.mark.outside

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
# What the store of a site with a past says of old addresses: renamed, withdrawn, imported.
EDITS = """
from masthead.entries.models import Blog
from masthead.kinds.article.models import Article
trees = Article.objects.get(slug="a-calendar-of-the-seven-trees")
trees.slug = "seven-trees"
trees.save_revision().publish()
Article.objects.get(slug="bread-through-the-letterbox").unpublish()
"""
COMPARED = (
    "content-type", "cache-control", "content-security-policy", "x-content-type-options", "referrer-policy",
    "permissions-policy", "cross-origin-opener-policy", "content-disposition", "vary", "strict-transport-security",
)  # fmt: skip


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage | dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def store(demo: SiteFolder, run: Callable[..., subprocess.CompletedProcess[str]]) -> Path:
    """The demo with old addresses."""
    export = demo.path / "export.xml"
    bench = Path(__file__).parents[2] / "bench" / "generate_wxr.py"
    subprocess.run([sys.executable, bench, "30", export], check=True)
    for command in (["shell", "-c", EDITS], ["import", "wordpress", export, "--blog", "blog"], ["press"]):
        done = run("--site", demo.path, *command)
        assert done.returncode == 0, done.stderr
    return demo.store


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


@contextmanager
def running(command: list[str | Path], port: int) -> Iterator[int]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(400):
                try:
                    socket.create_connection(("127.0.0.1", port), 0.5).close()
                    break
                except OSError:
                    time.sleep(0.05)
            else:
                pytest.fail(f"{command[0]} did not start")
            yield port
        finally:
            process.terminate()


def program(name: str, package: str) -> str:
    found = shutil.which(name, path=SBIN)
    if found is None:
        pytest.skip(f"needs {name} (apt install {package})")
    return found


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    """Of the web server and of the application, where nothing runs."""
    return free_port(), free_port()


@pytest.fixture(scope="module")
def nginx_port(store: Path, ports: tuple[int, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    command = program("nginx", "nginx-light")
    scratch = tmp_path_factory.mktemp("nginx")
    port, application = ports
    site = site_of(store, host="localhost", secure=False, port=application)
    (scratch / "site.conf").write_text(nginx(site, listen=f"127.0.0.1:{port}"), encoding="utf-8")
    configuration = scratch / "nginx.conf"
    configuration.write_text(NGINX.format(scratch=scratch), encoding="utf-8")
    with running([command, "-p", scratch, "-e", scratch / "errors", "-c", configuration], port):
        yield port


def get(port: int, target: str, encoding: str = "identity", method: str = "GET", **headers: str) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, target, headers={"Accept-Encoding": encoding, "Host": "localhost", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers, body)


def ours(reader: Reader, target: str, encoding: str = "identity") -> Answer:
    path, _, query = target.partition("?")
    said = reader.respond("GET", path.encode(), query.encode(), [(b"accept-encoding", encoding.encode())])
    headers = {name.decode(): value.decode("latin-1") for name, value in said.headers}
    return Answer(said.status, headers, said.body or (Path(said.file).read_bytes() if said.file else b""))


def targets(store: Path) -> list[str]:
    """Every address that the store knows, pages and others, as requests write them."""
    names = [path.relative_to(store).as_posix() for path in store.rglob("*") if path.is_file()]
    pages = {"/" + name.removesuffix("index.html") for name in names if not name.startswith(".")}
    return [*sorted(encoded(page) for page in pages), *sorted({location(address) for address, _ in every(store)})]


MADE = (
    "/blog/index.html", "/blog", "/about", "/about?x=1", "/blog/?utm_source=x", "/nothing/", "/nothing", "/404.html",
    "/.answers/", "/.answers", "//blog/", "/blog//", "/blog/page/2/", "/blog/feed/", "/blog/feed/atom/", "/%5Cx/",
    "/people/ines-holloway/feed/", "/?p=3&utm_source=x", "/?p=999999", "/blog/comment-page-3/",
    "/blog/index.html.gz", "/blog/rss.xml.br",
)  # fmt: skip


def differences(port: int, reader: Reader, asked: list[str]) -> list[str]:
    found = []
    for target in asked:
        theirs, expected = get(port, target), ours(reader, target)
        if theirs.status != expected.status:
            found.append(f"{target}: {theirs.status} instead of {expected.status}")
        elif expected.status == 301:
            if theirs.headers["location"] != expected.headers["location"]:
                found.append(f"{target} → {theirs.headers['location']} instead of {expected.headers['location']}")
        elif theirs.body != expected.body:
            found.append(f"{target}: other bytes")
        else:
            found += [
                f"{target}: {name}: {theirs.headers.get(name)} instead of {expected.headers.get(name)}"
                for name in COMPARED
                if theirs.headers.get(name) != expected.headers.get(name)
            ]
    return found


def test_nginx_answers_every_address_as_the_application_does(nginx_port: int, store: Path) -> None:
    asked = targets(store)
    assert len(asked) > 600
    assert sum(1 for _ in every(store)) > 100
    assert differences(nginx_port, Reader(store), [*asked, *MADE]) == []


def test_nginx_gives_the_smaller_form_to_who_takes_it(nginx_port: int, store: Path) -> None:
    reader = Reader(store)
    for target in (target for target in targets(store) if "?" not in target):
        theirs, expected = get(nginx_port, target, "gzip"), ours(reader, target, "gzip")
        assert theirs.headers.get("content-encoding") == expected.headers.get("content-encoding"), target
        if theirs.headers.get("content-encoding"):
            assert gzip.decompress(theirs.body) == gzip.decompress(expected.body)


def test_nginx_says_that_a_page_is_known(nginx_port: int) -> None:
    first = get(nginx_port, "/blog/")
    known = get(nginx_port, "/blog/", **{"If-None-Match": first.headers["etag"]})
    assert (known.status, known.body, known.headers["cache-control"]) == (304, b"", "no-cache")
    assert get(nginx_port, "/blog/", method="HEAD").body == b""
    assert get(nginx_port, "/blog/", method="POST").status == 405


class Application(BaseHTTPRequestHandler):
    """Says that it was asked, and for what."""

    def do_GET(self) -> None:
        body = f"{self.headers['Host']} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def application(nginx_port: int, ports: tuple[int, int]) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", ports[1]), Application) as server:
        Thread(target=server.serve_forever).start()
        yield
        server.shutdown()


@pytest.mark.usefixtures("application")
def test_nginx_asks_the_application_what_it_does_not_have(nginx_port: int, store: Path) -> None:
    for target in (
        "/desk/",
        "/desk/login/?next=/desk/",
        "/nothing/",
        "/%DA%86/x",
        "/blog/?p=5",
        "/x.jpg",
        "/a/index.html",
    ):
        answer = get(nginx_port, target)
        assert (answer.status, answer.body.decode()) == (200, f"localhost {target}")
        assert "content-security-policy" not in answer.headers  # the application says its own
    assert get(nginx_port, "/blog/").body == (store / "blog/index.html").read_bytes()
