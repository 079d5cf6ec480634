"""`masthead serve` as people run it: in a process of its own, asked over HTTP."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from sqlite3 import connect
from subprocess import CompletedProcess
from typing import Any

import pytest

from masthead.cli.serve import note_on_address
from masthead.site.folder import SiteFolder
from masthead.site.options import load

Run = Callable[..., "CompletedProcess[str]"]
SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def descendants(pid: int) -> set[int]:
    """The processes that this one has started, and theirs, as Linux lists them."""
    children = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, set()).add(int(status.parent.name))
    found, waiting = set(), {pid}
    while waiting:
        waiting = {child for each in waiting for child in children.get(each, ())} - found
        found |= waiting
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until, "it has not happened"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Server:
    def __init__(self, site: SiteFolder, port: int, log: Path) -> None:
        self.site, self.port, self.log = site, port, log
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "masthead", "--site", site.path, "serve", "--port", str(port)],
                stdout=out,
                stderr=out,
            )
        wait_for(lambda: "Stop with Ctrl-C." in log.read_text() or self.process.poll() is not None)

    def get(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@pytest.fixture
def server(site_folder: SiteFolder, tmp_path: Path) -> Iterator[Server]:
    made = Server(site_folder, free_port(), tmp_path / "serve.log")
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def test_one_command_serves_readers_and_the_desk_and_presses(server: Server) -> None:
    said = server.log.read_text()
    assert f"Readers: http://127.0.0.1:{server.port}/" in said
    assert f"Desk:    http://127.0.0.1:{server.port}/desk/" in said
    wait_for(lambda: server.get("/")[0] == 200)
    status, headers, body = server.get("/blog/")
    assert status == 200
    assert b"The Test Press" in body
    assert "set-cookie" not in headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert server.get("/nothing/")[0] == 404
    status, headers, body = server.get("/favicon.ico")
    assert (status, headers["content-type"], body[:4]) == (200, "image/x-icon", b"\0\0\1\0")


def test_the_desk_asks_who_is_there_and_gets_its_style(server: Server) -> None:
    status, headers, _ = server.get("/desk/")
    assert (status, headers["location"]) == (302, "/desk/login/?next=/desk/")
    status, _, body = server.get("/desk/login/")
    assert status == 200
    style = re.search(rb'href="(/desk/static/[^"]+core[^"]*\.css[^"]*)"', body)
    assert style is not None
    status, headers, _ = server.get(style.group(1).decode())
    assert (status, headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert server.get("/desk/static/../../secret.key")[0] == 404
    assert server.get("/desk/uploads/images/a.jpg")[0] == 302
    assert server.get("/desk/files/1/a.pdf")[0] == 302


STALLED = {
    "before the request": b"",
    "in its head": b"GET / HTTP/1.1\r\nHost: local",
    "in its body": b"POST /desk/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nusername=",
}


def test_clients_that_stall_do_not_hold_it_up(server: Server) -> None:
    kept = HTTPConnection("127.0.0.1", server.port, timeout=SECONDS)
    kept.request("GET", "/desk/login/")
    kept.getresponse().read()
    stalled = [socket.create_connection(("127.0.0.1", server.port)) for _ in STALLED]
    for client, sent in zip(stalled, STALLED.values(), strict=True):
        client.sendall(sent)
    time.sleep(0.5)
    began = time.monotonic()
    assert server.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < 8, "the server's own patience, and no longer"
    for client in stalled:
        client.close()
    kept.close()
    assert server.log.read_text().endswith("Stop with Ctrl-C.\n")


def test_a_press_that_waits_for_another_one_stops_at_once(server: Server) -> None:
    import fcntl

    wait_for(lambda: server.get("/")[0] == 200)
    with server.site.press_lock.open("a+") as lock:
        wait_for(lambda: taken(lock, fcntl))
        with connect(server.site.database) as database:
            database.execute("update masthead_blog set description = 'Changed'")
        database.close()
        time.sleep(2)
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 8


def taken(lock: Any, fcntl: Any) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def test_it_says_so_when_the_site_s_address_leads_elsewhere(server: Server) -> None:
    assert (
        "Links in feeds and mail begin with http://localhost:8000. If they should not, write into masthead.toml: "
        f"port = {server.port}\n"
    ) in server.log.read_text()


def test_the_address_follows_the_port_that_is_set(site_folder: SiteFolder, tmp_path: Path) -> None:
    port = free_port()
    with site_folder.configuration.open("a") as file:
        file.write(f"\nport = {port}\n")
    made = Server(site_folder, port, tmp_path / "serve.log")
    try:
        assert "Links in feeds" not in made.log.read_text()
        wait_for(lambda: made.get("/blog/")[0] == 200)
        assert f'href="http://localhost:{port}/blog/"'.encode() in made.get("/blog/")[2]
        with connect(site_folder.database) as database:
            assert database.execute("select hostname, port from wagtailcore_site").fetchall() == [("localhost", port)]
        database.close()
    finally:
        made.stop()


@pytest.mark.parametrize(
    ("text", "host", "port", "wanted"),
    [
        ("", "127.0.0.1", 8000, ""),
        ("", "localhost", 8000, ""),
        ("", "::1", 8000, ""),
        ("", "127.0.0.1", 8001, "port = 8001"),
        ('url = "http://localhost:8000"', "127.0.0.1", 8001, 'url = "http://localhost:8001"'),
        ('url = "http://localhost"', "127.0.0.1", 80, ""),
        ("", "0.0.0.0", 8000, 'url = "http://ADDRESS:8000", with the address under which others reach this machine'),
        ('url = "https://example.org"', "127.0.0.1", 8001, ""),
    ],
)
def test_the_note_on_the_address_says_what_to_set(tmp_path: Path, text: str, host: str, port: int, wanted: str) -> None:
    (tmp_path / "masthead.toml").write_text(text)
    note = note_on_address(load(tmp_path / "masthead.toml", {}), host, port)
    assert note.rpartition("write into masthead.toml: ")[2] == wanted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_leaves_no_process_behind(server: Server, number: int) -> None:
    children = descendants(server.process.pid)
    assert len(children) >= 3, "web server, its worker, press"
    assert server.stop(number) == 0
    assert not [pid for pid in children if alive(pid)]
    assert "Traceback" not in server.log.read_text()


def test_nothing_is_left_when_the_supervisor_is_killed(server: Server) -> None:
    children = descendants(server.process.pid)
    server.process.kill()
    server.process.wait()
    wait_for(lambda: not [pid for pid in children if alive(pid)])


def test_a_press_that_dies_is_started_again(server: Server) -> None:
    def presses() -> list[int]:
        found = []
        for pid in descendants(server.process.pid):
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                continue
            if b"\0press\0" in line:
                found.append(pid)
        return found

    wait_for(lambda: len(presses()) == 1)
    (first,) = presses()
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: presses() not in ([], [first]))
    assert "The press has ended with code -9; it starts again in 1 s." in server.log.read_text()
    assert server.get("/desk/login/")[0] == 200


def test_a_port_that_is_taken_is_named_with_what_to_do(site_folder: SiteFolder, run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("--site", site_folder.path, "serve", "--port", str(port))
    assert done.returncode == 3
    assert re.fullmatch(
        rf"Error: Port {port} on 127\.0\.0\.1 is taken by another program\. Stop that one, or choose another port: "
        r"`masthead serve --port \d+`\.\n",
        done.stderr,
    )


def test_a_host_that_is_not_here_is_named(site_folder: SiteFolder, run: Run) -> None:
    done = run("--site", site_folder.path, "serve", "--host", "no.such.host.invalid")
    assert (done.returncode, done.stderr) == (
        3,
        "Error: There is no “no.such.host.invalid” to listen on. Choose another with --host.\n",
    )


def test_a_database_of_an_older_version_is_not_served(site_folder: SiteFolder, run: Run) -> None:
    with connect(site_folder.database) as database:
        database.execute("delete from django_migrations where app = 'wagtailusers' and name like '0015%'")
    database.close()
    done = run("--site", site_folder.path, "serve", "--port", str(free_port()), "--no-press")
    assert done.returncode == 3
    assert "Error: The database is of an older version of Masthead. Run `masthead upgrade`.\n" in done.stderr
