"""Fetching files from the old site: what is asked, what is never asked, and what is taken."""

from __future__ import annotations

import contextlib
import errno
import http.server
import ipaddress
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from loaded import attached, entry, png
from wxr import export, item

from masthead.importers import downloading
from masthead.importers.downloading import Downloads, is_public
from masthead.importers.report import Report
from masthead.site.folder import SiteFolder

Import = Callable[..., Report]
NO_WEB = "its address is none of the web"
NOT_PUBLIC = "its address is not a public one"


class OldSite(http.server.BaseHTTPRequestHandler):
    """Answers by path; what was asked is remembered."""

    asked: ClassVar[list[str]] = []
    answers: ClassVar[dict[str, Callable[[OldSite], None]]] = {}

    def do_GET(self) -> None:
        self.asked.append(self.path)
        answer = self.answers.get(self.path)
        if answer is None:
            self.send_error(404)
        else:
            answer(self)

    def log_message(self, *_: object) -> None:
        pass

    def give(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def old_site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OldSite)
    OldSite.asked, OldSite.answers = [], {}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def downloads(tmp_path: Path) -> Downloads:
    """Only tests may ask this machine, by an argument that no command and no setting gives."""
    return Downloads(tmp_path / "downloads", allowed=lambda address, _port: address.is_loopback, pause=0)


def give(body: bytes, **how: object) -> Callable[[OldSite], None]:
    return lambda site: site.give(body, **how)  # type: ignore[arg-type]


def redirect(to: str, status: int = 302) -> Callable[[OldSite], None]:
    return lambda site: site.give(b"", status, Location=to)


# What is never asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "198.18.0.1",
        "fec0::1", "192.0.0.192",
    ],
)  # fmt: skip
def test_no_address_of_a_private_network_may_be_asked(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address), 443)


def test_public_addresses_may_be_asked_at_the_ports_of_the_web() -> None:
    for address in ("1.1.1.1", "2606:4700:4700::1111"):
        assert is_public(ipaddress.ip_address(address), 443)
        assert is_public(ipaddress.ip_address(address), 80)
        assert not is_public(ipaddress.ip_address(address), 22)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/x.png", NOT_PUBLIC), ("http://localhost/x.png", NOT_PUBLIC), ("http://[::1]/", NOT_PUBLIC),
        ("http://0x7f.1/x.png", NOT_PUBLIC), ("http://2130706433/x.png", NOT_PUBLIC), ("http://0/x.png", NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data", NOT_PUBLIC), ("http://1.1.1.1:22/x.png", NOT_PUBLIC),
        ("file:///etc/passwd", NO_WEB), ("ftp://old.example/x", NO_WEB),
        ("gopher://127.0.0.1/", NO_WEB), ("/x.png", NO_WEB),
        ("", NO_WEB), ("http://me:secret@1.1.1.1/", NO_WEB),
        ("http://[::1", "its address is none"), ("http://a:99999/", "its address is none"),
        ("http://" + "a" * 300 + "/", "its address is none"),
    ],
)  # fmt: skip
def test_what_is_no_public_address_is_refused_before_any_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, reason: str
) -> None:
    def connected(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be connected to")

    monkeypatch.setattr(socket, "create_connection", connected)
    assert Downloads(tmp_path).fetch(url) == reason


def test_a_name_is_resolved_once_and_that_very_address_connected_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that changes its mind after the check gains nothing."""
    names, connections = [], []

    def resolve(host: str, port: int, **_: object) -> list[object]:
        names.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34" if len(names) == 1 else "127.0.0.1", port))
        ]

    def connect(address: tuple[str, int], **_: object) -> None:
        connections.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    Downloads(tmp_path).fetch("https://old.example/x.png")
    assert (names, connections) == (["old.example"], [("93.184.216.34", 443)])


def test_a_name_with_one_private_address_among_public_ones_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(0, 0, 0, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    assert Downloads(tmp_path).fetch("http://old.example/x.png") == NOT_PUBLIC


def test_every_redirect_is_checked_anew(old_site: str, tmp_path: Path) -> None:
    first = int(old_site.rpartition(":")[2])
    OldSite.answers = {"/x.png": redirect("http://127.0.0.1:9/inner"), "/y.png": redirect("file:///etc/passwd")}
    downloads = Downloads(tmp_path, allowed=lambda _, port: port == first, pause=0)
    assert downloads.fetch(f"{old_site}/x.png") == NOT_PUBLIC
    assert downloads.fetch(f"{old_site}/y.png") == NO_WEB


# What is taken


def test_a_file_is_fetched_once_through_redirects_and_asked_for_by_its_path(
    old_site: str, downloads: Downloads
) -> None:
    OldSite.answers = {"/a%20%D8%A2.png?x=1": redirect("/b.png"), "/b.png": give(b"body")}
    for _ in range(2):
        found = downloads.fetch(f"{old_site}/a آ.png?x=1")
        assert isinstance(found, Path)
        assert found.read_bytes() == b"body"
    assert OldSite.asked == ["/a%20%D8%A2.png?x=1", "/b.png"]


def test_what_cannot_be_had_is_said(old_site: str, downloads: Downloads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "MAX_BYTES", 1000)
    OldSite.answers = {
        "/round": redirect("/round"), "/large": give(b"x" * 2000), "/torn": give(b"x", length=50),
        "/endless": lambda site: (site.send_response(200), site.end_headers(), site.wfile.write(b"x" * 5000)),
        "/packed": give(b"x", Content_Encoding="gzip"), "/error": give(b"x", status=500),
        "/busy": give(b"x", status=503, Retry_After="9999"),
    }  # fmt: skip
    reasons = {path: downloads.fetch(f"{old_site}/{path}") for path in
               ("none", "round", "large", "endless", "torn", "packed", "error", "busy")}  # fmt: skip
    assert reasons == {
        "none": "the old site answers 404", "round": "the old site leads round in circles",
        "large": "larger than 0 MiB", "endless": "larger than 0 MiB", "torn": "the old site broke off",
        "packed": "the old site sends it in a form that was not asked for", "error": "the old site answers 500",
        "busy": "the old site is busy (status 503)",
    }  # fmt: skip
    assert list(downloads.folder.iterdir()) == []


def test_a_busy_site_is_waited_for(old_site: str, downloads: Downloads) -> None:
    def busy_once(site: OldSite) -> None:
        site.give(b"x", 200 if OldSite.asked.count("/x") > 1 else 429, Retry_After="0")

    OldSite.answers = {"/x": busy_once}
    assert isinstance(downloads.fetch(f"{old_site}/x"), Path)


def test_a_site_that_drips_is_cut_off(old_site: str, downloads: Downloads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "LONGEST", 0.3)

    def drip(site: OldSite) -> None:
        site.send_response(200)
        site.end_headers()
        for _ in range(100):
            time.sleep(0.05)
            with contextlib.suppress(OSError):
                site.wfile.write(b"x")

    def drip_header(site: OldSite) -> None:
        for _ in range(100):
            time.sleep(0.05)
            with contextlib.suppress(OSError):
                site.wfile.write(b"x")

    OldSite.answers = {"/body": drip, "/header": drip_header}
    started = time.monotonic()
    assert isinstance(downloads.fetch(f"{old_site}/header"), str)
    assert downloads.fetch(f"{old_site}/body") == "the old site broke off"
    assert time.monotonic() - started < 3


def test_a_host_that_is_gone_is_left_alone_after_some_tries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def refused(*_: object, **__: object) -> None:
        tries.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refused)
    downloads = Downloads(tmp_path, allowed=lambda *_: True, pause=0)
    for number in range(20):
        assert "does not answer" in str(downloads.fetch(f"http://127.0.0.1/{number}.png"))
    assert len(tries) == downloading.MOST_FAILURES


def test_a_full_disk_is_no_fault_of_the_old_site(
    old_site: str, downloads: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    OldSite.answers = {"/x": give(b"body")}

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(downloading, "_save", full)
    with pytest.raises(OSError, match="No space left"):
        downloads.fetch(f"{old_site}/x")


# In an import


def test_an_import_fetches_what_the_uploads_folder_lacks(
    bring: Import, old_site: str, downloads: Downloads, tmp_path: Path
) -> None:
    from wagtail.documents import get_document_model

    from masthead.entries.models import Image

    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "here.png").write_bytes(png(5, 5))
    base = "/wp-content/uploads"
    OldSite.answers = {
        f"{base}/there.png": give(png(3, 2)), f"{base}/report.pdf": give(b"%PDF-1.4"),
        f"{base}/disguised.png": give(b"<svg/>"),
    }  # fmt: skip
    names = ("here.png", "there.png", "report.pdf", "disguised.png", "lost.png")
    items = [item(1, title="One", body=f'<img src="http://old.example{base}/there.png">')]
    items += [
        attached(n, name).replace(f"http://old.example{base}", f"{old_site}{base}") for n, name in enumerate(names, 2)
    ]
    report = bring(*items, uploads=uploads, downloads=downloads).as_dict()
    assert sorted(Image.objects.values_list("width", flat=True)) == [3, 5]
    assert get_document_model().objects.count() == 1
    assert entry("One").body[0].value["image"].width == 3
    assert {gap["path"]: gap["reason"] for gap in report["gaps"]["files"]} == {
        "disguised.png": "it is not a picture that can be shown, or it is damaged",
        "lost.png": "the old site answers 404",
    }
    # Nothing of what came is asked for again, nor kept twice.
    assert list(downloads.folder.iterdir()) == []
    OldSite.asked.clear()
    bring(*items, uploads=uploads, downloads=downloads)
    assert sorted(OldSite.asked) == [f"{base}/disguised.png", f"{base}/lost.png"]


def test_the_command_asks_no_private_address(
    run: Callable[..., subprocess.CompletedProcess[str]], site_folder: SiteFolder, tmp_path: Path, old_site: str
) -> None:
    OldSite.answers = {"/wp-content/uploads/x.png": give(png())}
    path = export(tmp_path / "a.xml", attached(1, "x.png").replace("http://old.example", old_site))
    done = run("--site", site_folder.path, "import", "wordpress", path, "--download", "--json")
    assert done.returncode == 0, done.stderr
    assert NOT_PUBLIC in done.stdout
    assert OldSite.asked == []
