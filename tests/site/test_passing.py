"""From readers' port to the desk: through a server as people run it, and to desks that behave badly."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import shutil
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import postgres
from cli.test_serve import SECONDS, Run, Server, descendants, free_port, wait_for
from masthead.site.folder import SiteFolder
from masthead.site.passing import ENDS, Passing

WORD = "four chairs at a table"
# Somebody at this address has tried too often already.
TRIED = f"""
from django.contrib.auth.models import User
from masthead.desk.log_in import tries
admin = User.objects.get(); admin.set_password({WORD!r}); admin.save()
for _ in range(30):
    tries.take([tries.key("network", "127.0.0.1")])
"""


@pytest.fixture(scope="module")
def server(site_template: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = SiteFolder(Path(shutil.copytree(site_template, tmp_path_factory.mktemp("passing") / "site")))
    if postgres.CHOSEN:
        postgres.use_database(folder, postgres.copy_database(site_template))
    port = free_port()
    with folder.configuration.open("a") as file:
        file.write(f"\nport = {port}\n")
    done = run("--site", folder.path, "shell", "-c", TRIED)
    assert done.returncode == 0, done.stderr
    made = Server(folder, port, folder.path.parent / "serve.log")
    yield made
    made.stop()


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://localhost:{server.port}", timeout=SECONDS) as client:
        yield client


def log_in(client: httpx.Client, **headers: str) -> httpx.Response:
    form = {"username": "admin", "password": WORD, "csrfmiddlewaretoken": token(client.get("/desk/login/"))}
    return client.post("/desk/login/", data=form, headers={"Origin": str(client.base_url), **headers})


def token(page: httpx.Response) -> str:
    (found,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text))
    return found


def named(server: Server, name: str) -> list[int]:
    return [pid for pid in descendants(server.process.pid) if Path(f"/proc/{pid}/comm").read_text().strip() == name]


def most_memory(server: Server) -> int:
    """In kilobytes, of the process of readers' side that had most."""
    said = [Path(f"/proc/{pid}/status").read_text() for pid in named(server, "masthead-web")]
    return max(int(re.search(r"VmHWM:\s+(\d+)", each)[1]) for each in said)


def test_the_desk_knows_who_asks_whatever_he_says_of_himself(client: httpx.Client) -> None:
    refused = log_in(client, **{ENDS.decode(): "203.0.113.7 1 203.0.113.7 1", "Connection": ENDS.decode()})
    assert "There were too many attempts" in refused.text
    came_in = log_in(client, **{"X-Forwarded-For": "203.0.113.7"})
    assert (came_in.status_code, came_in.headers["location"]) == (302, "/desk/"), "a proxy on this machine is believed"


def test_a_large_file_goes_to_the_desk_and_comes_back_without_being_held(
    server: Server, client: httpx.Client, tmp_path: Path
) -> None:
    log_in(client, **{"X-Forwarded-For": "203.0.113.8"})
    large = tmp_path / "archive.bin"
    large.write_bytes(os.urandom(1 << 20) * 40)
    form = client.get("/desk/documents/add/")
    before = most_memory(server)
    with large.open("rb") as file:
        sent = client.post(
            "/desk/documents/add/",
            data={"csrfmiddlewaretoken": token(form), "title": "The archive", "collection": "1"},
            files={"file": ("archive.bin", file)}, headers={"Origin": str(client.base_url)},
        )  # fmt: skip
    assert sent.status_code == 302, sent.text
    address = re.search(r'href="(/desk/files/[^"]+)"', client.get("/desk/documents/").text)[1]
    digest = hashlib.sha256()
    with client.stream("GET", address) as answer:
        for part in answer.iter_bytes():
            digest.update(part)
    assert digest.digest() == hashlib.sha256(large.read_bytes()).digest()
    assert most_memory(server) - before < 20_000
    head = client.head(address)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(40 << 20), b"")


def test_a_desk_that_dies_comes_back_and_readers_do_not_notice(server: Server, client: httpx.Client) -> None:
    wait_for(lambda: client.get("/").status_code == 200)
    assert client.get("/desk/login/").status_code == 200
    desk = named(server, "masthead-desk")
    (supervisor,) = {int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) for pid in desk} - {*desk}
    os.kill(supervisor, signal.SIGSTOP)
    try:
        for pid in desk:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: client.get("/desk/login/").status_code == 503)
        absent = client.get("/desk/login/")
        assert (absent.status_code, absent.headers["retry-after"]) == (503, "5")
        assert "The desk does not answer" in absent.text
        assert "میز تحریریه" in absent.text
        assert client.head("/desk/").status_code == 503
        assert (client.get("/").status_code, client.get("/health").status_code) == (200, 200)
    finally:
        os.kill(supervisor, signal.SIGCONT)
    wait_for(lambda: client.get("/desk/login/").status_code == 200)
    assert "The desk has ended with code -9; it starts again in 1 s." in server.log.read_text()


Desk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def asked(
    desk: Desk, tmp_path: Path, *parts: dict[str, Any], until: Callable[[], object] = lambda: True, **given: Any
) -> list[dict[str, Any]]:
    """What is answered to a request when the desk behaves like this. After its parts nothing more comes."""
    passing, left, answers = Passing(str(tmp_path / "desk")), [*parts], []

    async def receive() -> dict[str, Any]:
        return left.pop(0) if left else await asyncio.Event().wait()  # type: ignore[return-value]

    async def send(message: Any) -> None:
        answers.append(message)

    async def ask() -> None:
        async with await asyncio.start_unix_server(desk, tmp_path / "desk"):
            await passing(scope(**given), receive, send)
            while not until():
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(ask(), SECONDS))
    return answers


def scope(**given: Any) -> dict[str, Any]:
    return {
        "type": "http", "method": "GET", "path": "/desk/", "raw_path": b"/desk/", "query_string": b"",
        "headers": [(b"host", b"localhost")], "client": ("203.0.113.7", 4711), "server": ("localhost", 8000), **given,
    }  # fmt: skip


WHOLE = {"type": "http.request", "body": b"", "more_body": False}


def saying(answer: bytes, heard: list[bytes] | None = None) -> Desk:
    async def desk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if heard is not None:
            heard.append(head)
        writer.write(answer)
        writer.close()

    return desk


def test_what_belongs_to_one_connection_is_not_passed_on(tmp_path: Path) -> None:
    heard: list[bytes] = []
    desk = saying(
        b"HTTP/1.1 200 OK\r\nConnection: close, X-Own\r\nX-Own: 1\r\nKeep-Alive: 5\r\nX-Other: 2\r\n\r\nyes", heard
    )
    headers = [
        (b"host", b"localhost"), (b"connection", b"X-Mine, upgrade"), (b"x-mine", b"1"), (b"upgrade", b"h2c"),
        (b"te", b"trailers"), (b"x-other", b"2"), (ENDS, b"10.0.0.1 1 10.0.0.2 2"),
    ]  # fmt: skip
    start, *body = asked(desk, tmp_path, WHOLE, headers=headers, query_string=b"a=%20b")
    assert (start["status"], start["headers"]) == (200, [(b"x-other", b"2")])
    assert b"".join(each["body"] for each in body) == b"yes"
    assert heard[0].split(b"\r\n") == [
        b"GET /desk/?a=%20b HTTP/1.1", b"host: localhost", b"x-other: 2",
        b"masthead-ends: 203.0.113.7 4711 localhost 8000", b"connection: close", b"", b"",
    ]  # fmt: skip


def test_a_desk_that_goes_away_in_its_work_is_told(tmp_path: Path) -> None:
    start, body = asked(saying(b""), tmp_path, WHOLE)
    assert start["status"] == 502
    assert b"may not have been saved" in body["body"]


def test_half_an_answer_is_not_told_as_a_whole_one(tmp_path: Path) -> None:
    answers = asked(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"), tmp_path, WHOLE)
    assert answers[0]["status"] == 200
    assert answers[-1] == {"type": "http.response.body", "body": b"half", "more_body": True}


@pytest.mark.parametrize("is_whole", [True, False])
def test_the_desk_hears_that_somebody_has_left(tmp_path: Path, is_whole: bool) -> None:
    ended = asyncio.Event()

    async def desk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        ended.set()
        writer.close()

    sent = {"type": "http.request", "body": b"form", "more_body": not is_whole}
    left = {"type": "http.disconnect"}
    assert asked(desk, tmp_path, sent, left, until=ended.is_set, method="POST") == []


def test_no_more_than_so_many_are_passed_on_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("masthead.site.passing.MOST", 1)
    passing = Passing(str(tmp_path / "desk"))
    statuses: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def ask() -> None:
        left = [WHOLE]

        async def receive() -> dict[str, Any]:
            return left.pop() if left else await asyncio.Event().wait()  # type: ignore[return-value]

        await passing(scope(), receive, send)

    async def desk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if not statuses:
            await ask()
        writer.write(b"HTTP/1.1 204 None\r\n\r\n")
        writer.close()

    async def twice() -> None:
        async with await asyncio.start_unix_server(desk, tmp_path / "desk"):
            await ask()
            await ask()

    asyncio.run(asyncio.wait_for(twice(), SECONDS))
    assert statuses == [503, 204, 204]


def test_what_is_no_http_is_not_passed_on(tmp_path: Path) -> None:
    assert asked(saying(b""), tmp_path, WHOLE, raw_path="/desk/é".encode())[0]["status"] == 400
