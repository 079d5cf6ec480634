"""A web server that runs what `masthead server-config` prints answers as `masthead serve` does when that is off."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import brotli
import pytest

from masthead.reader.addresses import encoded
from masthead.reader.answers import Gone, every
from masthead.reader.application import Reader
from masthead.reader.servers import ABSENT
from masthead.site.folder import SiteFolder
from outside.conftest import Run
from outside.servers import Answer, Ports, answering, get, targets

pytestmark = pytest.mark.outside

COMPARED = (
    "content-type", "cache-control", "content-security-policy", "x-content-type-options", "referrer-policy",
    "permissions-policy", "cross-origin-opener-policy", "content-disposition", "vary", "strict-transport-security",
)  # fmt: skip
MADE = (
    "/blog/index.html", "/blog", "/about", "/about?x=1", "/blog/?utm_source=x", "/nothing/", "/nothing", "/404.html",
    "/.answers/", "/.answers", "//blog/", "/blog//", "/blog/page/2/", "/blog/feed/", "/blog/feed/atom/", "/%5Cx/",
    "/people/ines-holloway/feed/", "/?p=3&utm_source=x", "/?p=999999", "/blog/comment-page-3/",
    "/blog/index.html.gz", "/blog/rss.xml.br",
)  # fmt: skip


def ours(reader: Reader, target: str, encoding: str = "identity") -> Answer:
    path, _, query = target.partition("?")
    said = reader.respond("GET", path.encode(), query.encode(), [(b"accept-encoding", encoding.encode())])
    headers = {name.decode(): value.decode("latin-1") for name, value in said.headers}
    return Answer(said.status, headers, said.body or (Path(said.file).read_bytes() if said.file else b""))


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


def test_every_address_is_answered_as_the_store_says(server: int, store: Path) -> None:
    asked = targets(store)
    assert len(asked) > 600
    assert sum(1 for _ in every(store)) > 100
    gone = [
        address for address, said in every(store) if said == Gone() and address.endswith("/") and "?" not in address
    ]
    below = [f"{encoded(address)}{tail}" for address in gone for tail in ("a1b2c3/", "list.csv", "by/town/quay/")]
    assert below
    assert differences(server, Reader(store), [*asked, *MADE, *below]) == []


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_the_smaller_form_is_for_who_takes_it(
    server: int, store: Path, encoding: str, request: pytest.FixtureRequest
) -> None:
    if (encoding, request.node.callspec.params["server"]) == ("br", "nginx"):
        pytest.skip("brotli is a module of nginx that not every nginx has")
    decoded = {"gzip": gzip.decompress, "br": brotli.decompress}[encoding]
    reader = Reader(store)
    for target in (target for target in targets(store) if "?" not in target):
        theirs, expected = get(server, target, encoding), ours(reader, target, encoding)
        for name in ("content-encoding", "vary"):
            assert theirs.headers.get(name) == expected.headers.get(name), target
        if theirs.headers.get("content-encoding"):
            assert decoded(theirs.body) == decoded(expected.body)


def test_a_page_that_is_known_is_not_sent_again(server: int) -> None:
    for encoding in ("identity", "gzip"):
        first = get(server, "/blog/", encoding)
        known = get(server, "/blog/", encoding, **{"If-None-Match": first.headers["etag"]})
        assert (known.status, known.body, known.headers["cache-control"]) == (304, b"", "no-cache")
        dated = get(server, "/blog/", encoding, **{"If-Modified-Since": first.headers["last-modified"]})
        assert (dated.status, dated.body) == (304, b"")
        stale = get(server, "/blog/", encoding, **{"If-None-Match": '"another"'})
        assert (stale.status, stale.body) == (200, first.body)


def test_two_forms_of_a_page_have_two_tags(server: int) -> None:
    assert get(server, "/blog/", "gzip").headers["etag"] != get(server, "/blog/").headers["etag"]


def test_what_stands_in_for_a_page_is_never_known(server: int) -> None:
    for headers in (
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"},
        {"Range": "bytes=0-1"},
    ):
        answer = get(server, "/nothing/", **headers)
        assert (answer.status, answer.headers.get("etag"), len(answer.body) > 500) == (404, None, True)


def test_head_is_get_without_a_body(server: int, store: Path) -> None:
    for target in ("/blog/", "/blog/rss.xml", "/nothing/"):
        whole, head = get(server, target), get(server, target, method="HEAD")
        assert (head.status, head.body) == (whole.status, b"")
        assert head.headers["content-length"] == str(len(whole.body))
        assert head.headers["content-type"] == whole.headers["content-type"]


def test_a_part_of_a_file_is_sent_alone(server: int, store: Path) -> None:
    picture = next(path for path in store.glob("media/**/*.*") if path.is_file())
    part = get(server, f"/{picture.relative_to(store)}", Range="bytes=10-19")
    assert (part.status, part.body) == (206, picture.read_bytes()[10:20])


def test_a_page_cannot_be_written(server: int) -> None:
    answer = get(server, "/blog/", method="POST")
    assert (answer.status, answer.headers.get("content-type") is not None) == (405, True)


class Application(BaseHTTPRequestHandler):
    """Says that it was asked, and for what."""

    def do_GET(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        body = f"{self.headers['Host']} {self.headers['X-Forwarded-Proto']} {self.path} {sent}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library calls it so

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def application(proxy: Ports) -> Iterator[None]:
    with answering(Application, proxy.application):
        yield


@pytest.mark.usefixtures("application")
def test_the_application_is_asked_for_what_is_no_file(proxy: Ports, store: Path) -> None:
    for target in ("/desk/", "/desk/login/?next=/desk/", "/respond/comment/", "/nothing/", "/%DA%86/x", "/blog/?p=5",
                   "/x.jpg", "/a/index.html", "/health"):  # fmt: skip
        answer = get(proxy.server, target)
        assert (answer.status, answer.body.decode()) == (200, f"localhost http {target} ")
        assert "content-security-policy" not in answer.headers  # the application says its own
        assert "cache-control" not in answer.headers
        assert len(answer.headers.get_all("server")) == 1
    assert get(proxy.server, "/blog/").body == (store / "blog/index.html").read_bytes()


@pytest.mark.usefixtures("application")
def test_what_is_written_reaches_desk_and_respond(proxy: Ports) -> None:
    for target in ("/desk/login/", "/respond/comment/"):
        answer = get(proxy.server, target, method="POST", body=b"a=1", **{"X-Forwarded-Proto": "https"})
        assert (answer.status, answer.body.decode()) == (200, f"localhost http {target} a=1")


def test_desk_and_forms_alone_are_missed_while_the_application_is_off(proxy: Ports) -> None:
    for target in ("/desk/", "/respond/petition/x/", "/respond/forms.css"):
        answer = get(proxy.server, target)
        assert (answer.status, answer.body.decode()) == (503, ABSENT)
        assert (answer.headers.get_content_type(), answer.headers["cache-control"]) == ("text/plain", "no-store")
    assert get(proxy.server, "/blog/").status == 200


def test_old_addresses_end_where_the_check_says(server: int, demo: SiteFolder, run: Run) -> None:
    """`masthead import check` asks the store; whoever serves the store says the same."""
    old = demo.path.with_name("old-addresses")
    links = set(re.findall(r"<link>http://blog\.example(/.+?)</link>", demo.path.with_name("export.xml").read_text()))
    old.write_text("\n".join([*sorted(links), "/blog/", "/?p=3&utm_source=x", "/never/"]))
    done = run("--site", demo.path, "import", "check", old, "--json")
    checked = json.loads(done.stdout)["addresses"]
    assert len(checked) > 30
    for said in checked:
        answer = get(server, said["address"])
        ends = get(server, answer.headers["location"]).status if answer.status == 301 else 0
        assert (answer.status, ends) == (said["status"], said["ends"]), said
