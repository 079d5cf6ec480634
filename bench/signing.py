"""Many sign a petition at once, while editors save and readers read: a real `masthead serve`, a real mail server.

    python bench/signing.py                         SQLite, 200 signatures a second for a minute, and as many confirmed
    python bench/signing.py --kill serve            the server is killed in the middle, and started again
    python bench/signing.py --database postgresql --kill database

Each signer asks for the form, fills it in for four seconds, sends it, reads what comes; when the letter is there,
follows its link, and presses the button. All runs on this machine: the load, mail server, editors and readers.
Prints JSON, and writes it to bench/results/signing-*.json.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    import httpx

HERE = Path(__file__).parent
NETWORKS = 1000
"""From so many networks signatures come: none is ahead of its pace."""
TYPING = 4.0
QUIET = 15.0
MAKE = """
from masthead.entries.models import Blog
from masthead.kinds.petition.models import Petition
from masthead.kinds.article.models import Article
blog = Blog.objects.get()
petition = blog.add_child(instance=Petition(headline="A bridge for Little Quay", language="en", live=False))
petition.save_revision().publish()
article = blog.add_child(instance=Article(headline="The tide table", language="en", live=False))
article.save_revision().publish()
print(petition.permanent_id.hex, article.pk)
"""
COUNT = """
from masthead.kinds.petition.models import Signature, ShownSignature, Tally
import json
confirmed = Signature.objects.filter(confirmed_at__isnull=False)
print(json.dumps({
    "signed": Signature.objects.count(), "confirmed": confirmed.count(), "counted": confirmed.filter(counted_at__isnull=False).count(),
    "tally": list(Tally.objects.values_list("total", "shown")), "shown": ShownSignature.objects.count(),
    "keys": sorted(confirmed.values_list("email", flat=True)),
}))
"""  # noqa: E501


# -- the mail server, in a process of its own


class Office:
    """Takes every letter, and says on its output to whom it was and where its first link leads."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        link = re.search(rb"https?://[^/\s]+(/respond/\S+/confirm/)", envelope.content)
        where = link[1].decode() if link else "-"
        sys.stdout.write(f"{envelope.rcpt_tos[0]} {where}\n")
        sys.stdout.flush()
        return "250 Taken"


def smtp(port: int) -> None:
    from aiosmtpd.controller import UnthreadedController

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        controller = UnthreadedController(Office(), hostname="127.0.0.1", port=port, loop=loop)
        controller.server = await controller._create_server()
        await asyncio.Event().wait()

    asyncio.run(serve())


# -- an editor and a reader, in processes of their own


def edit(url: str, word: str, number: str) -> None:
    """Opens an entry and saves it as a draft, every four seconds, as a browser would; prints how long each took."""
    import httpx
    from lxml import html

    with httpx.Client(base_url=url, timeout=60, follow_redirects=True) as client:
        while (answer := client.get("/desk/login/")).status_code == 503:
            time.sleep(1)
        form = html.fromstring(answer.content).forms[0]
        fields = dict(form.form_values()) | {"username": "admin", "password": word}
        origin = {"Origin": url, "Referer": f"{url}/desk/"}
        client.post("/desk/login/", data=fields, headers=origin)
        while True:
            try:
                took = _save(client, f"/desk/pages/{number}/edit/", origin)
            except httpx.TransportError:  # The server was killed, and comes back.
                took = -1
            print(took, flush=True)
            time.sleep(4)


def _save(client: httpx.Client, address: str, origin: dict[str, str]) -> int:
    """How many milliseconds a draft took to be saved; -1 where it was not."""
    from lxml import html

    page = html.fromstring(client.get(address).content)
    form = next(each for each in page.forms if "headline" in each.fields)
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    # What a script would draw the body from is not sent by a form without one.
    sent |= {"headline": [f"The tide table {time.time():.0f}"], "body-count": ["0"]}
    start = time.perf_counter()
    answer = client.post(address, data=sent, headers=origin)
    is_saved = answer.status_code == 200 and "/edit/" in str(answer.url)
    return round((time.perf_counter() - start) * 1000) if is_saved else -1


def read(url: str) -> None:
    """Reads a page twenty times a second; prints how long each took."""
    import http.client

    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    while True:
        start = time.perf_counter()
        try:
            connection.request("GET", "/blog/")
            answer = connection.getresponse()
            answer.read()
            print(round((time.perf_counter() - start) * 1000, 1) if answer.status == 200 else -1, flush=True)
        except OSError:
            connection.close()
            print(-1, flush=True)
        time.sleep(0.05)


class Beside:
    """A process that prints numbers."""

    def __init__(self, *arguments: str) -> None:
        self.values: list[float] = []
        self.process = subprocess.Popen([sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.values.append(float(line))

    def take(self) -> dict[str, float]:
        values, self.values = self.values, []
        good = sorted(value for value in values if value >= 0)
        if not good:
            return {"count": 0, "failed": len(values)}
        return {
            "count": len(good),
            "failed": len(values) - len(good),
            "median_ms": round(statistics.median(good), 1),
            "p95_ms": round(good[int(len(good) * 0.95)], 1),
            "most_ms": round(good[-1], 1),
        }


# -- the load


class Client:
    """HTTP over some connections that stay open: as little work as can be."""

    def __init__(self, port: int, connections: int = 300) -> None:
        self._port = port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._places = asyncio.Semaphore(connections)
        self.times: dict[str, list[float]] = {}

    async def ask(self, what: str, method: str, path: str, network: str, form: dict[str, str] | None = None) -> Any:
        """Status, headers and body. Raises OSError where nobody answers."""
        start = time.perf_counter()  # with the time that it waits for a connection
        async with self._places:
            try:
                answer = await asyncio.wait_for(self._once(method, path, network, form), 60)
            except (asyncio.IncompleteReadError, TimeoutError) as error:
                raise OSError(str(error)) from error
            self.times.setdefault(what, []).append(time.perf_counter() - start)
            return answer

    async def _once(self, method: str, path: str, network: str, form: dict[str, str] | None) -> Any:
        reader, writer = self._idle() or await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 18)
        body = urlencode(form).encode() if form is not None else b""
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if form else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nX-Forwarded-For: {network}\r\n{kind}\r\n"
        try:
            writer.write(head.encode() + body)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            content = await reader.readexactly(int(headers.get("content-length", 0)))
        except BaseException:
            writer.close()
            raise
        self._free.append((reader, writer))
        return int(lines[0].split()[1]), headers, content

    def _idle(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection that is still open: a server closes those that nobody has used for a while."""
        while self._free:
            reader, writer = self._free.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return None


class Load:
    """`taken`: who got the page that says "look into your mail"; `confirmed`: who got the one that says it counts."""

    def __init__(self, client: Client, path: str) -> None:
        self.client, self.path = client, path
        self.taken: set[str] = set()
        self.confirmed: set[str] = set()
        self.letters: Counter[str] = Counter()
        self.troubles: Counter[str] = Counter()
        self.letter_seconds: list[float] = []
        self.moments: dict[str, list[float]] = {"taken": [], "confirmed": []}
        self._taken_at: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, rate: float, seconds: float) -> None:
        start = time.perf_counter()
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
            self._begin(self._sign(number))

    def _begin(self, coroutine: Any) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self, seconds: float) -> None:
        """Until everybody who was taken has confirmed, or no more comes."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and (self._tasks or self.confirmed != self.taken):
            await asyncio.sleep(0.2)

    async def _sign(self, number: int) -> None:
        network = f"10.{number % NETWORKS // 250}.{number % 250}.{number // NETWORKS + 1}"
        mail = f"signer{number}@example.org"
        form = await self._again("form", "GET", self.path, network)
        token = re.search(rb'name="token" value="([^"]+)"', form[2])
        assert token, form
        await asyncio.sleep(TYPING)
        filled = {
            "token": token[1].decode(), "name": f"Signer {number}", "email": mail, "place": "Little Quay",
            "comment": "It is far round by the old one." * (number % 3), "shown": "yes" if number % 2 else "",
        }  # fmt: skip
        _, headers, _ = await self._again("sign", "POST", self.path, network, filled, good=303)
        self._taken_at.setdefault(mail, time.perf_counter())
        self.taken.add(mail)
        self.moments["taken"].append(time.perf_counter())
        await self._again("sent", "GET", headers["location"], network)

    def posted(self, mail: str, link: str) -> None:
        """A letter is there."""
        self.letters[mail] += 1
        if mail in self._taken_at and self.letters[mail] == 1:
            self.letter_seconds.append(time.perf_counter() - self._taken_at[mail])
        if link != "-" and self.letters[mail] == 1:
            self._begin(self._confirm(mail, link))

    async def _confirm(self, mail: str, link: str) -> None:
        network = f"10.200.{random.randrange(250)}.{random.randrange(250)}"
        page = await self._again("look", "GET", link, network)
        version = re.search(rb'name="version" value="(\w+)"', page[2])
        if version:
            page = await self._again("confirm", "POST", link, network, {"version": version[1].decode()})
        if b"Your signature counts" in page[2]:
            self.confirmed.add(mail)
            self.moments["confirmed"].append(time.perf_counter())
        else:
            self.troubles["not confirmed"] += 1

    async def _again(self, what: str, method: str, path: str, network: str, form: Any = None, good: int = 200) -> Any:
        """Like a person who is told to try again in a moment."""
        while True:
            try:
                answer = await self.client.ask(what, method, path, network, form)
                if answer[0] == good:
                    return answer
                self.troubles[f"{what} {answer[0]}"] += 1
            except OSError:
                self.troubles[f"{what} no answer"] += 1
            await asyncio.sleep(0.5 + random.random())


# -- the whole


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`masthead serve`, which may be killed, with all its processes."""

    def __init__(self, folder: Path, environ: dict[str, str], ports: set[int]) -> None:
        self.folder, self.environ, self.ports = folder, environ, ports
        self.start()

    def start(self) -> None:
        log = (self.folder.parent / "serve.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "masthead", "--site", str(self.folder), "serve"],
            stdout=log, stderr=log, env=os.environ | self.environ,
        )  # fmt: skip
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                for port in self.ports:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                return
            time.sleep(0.1)
        raise SystemExit("the server did not start: " + (self.folder.parent / "serve.log").read_text())

    def kill(self) -> None:
        import psutil

        whole = psutil.Process(self.process.pid)
        every = [whole, *whole.children(recursive=True)]
        for process in every:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()
        psutil.wait_procs(every, timeout=30)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def seconds_of_cpu(self) -> dict[str, float]:
        import psutil

        used: Counter[str] = Counter()
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                times, words = process.cpu_times(), [process.name(), *process.cmdline()]
                names = ("masthead-web", "masthead-desk", "web", "clock", "press")
                part = next((name for name in names if name in words), "other")
                used[part] += times.user + times.system
        return {name: round(value, 1) for name, value in used.items()}


@contextlib.contextmanager
def postgresql(kind: str) -> Iterator[Any]:
    if kind != "postgresql":
        yield None
        return
    sys.path.insert(0, str(HERE.parent / "tests"))
    import postgres

    yield postgres


def masthead(folder: Path, *arguments: str, environ: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "masthead", "--site", str(folder), *arguments],
        capture_output=True, text=True, env=os.environ | environ, timeout=600,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


async def loaded(options: argparse.Namespace, load: Load, post: subprocess.Popen[str], kill: Any) -> float:
    loop = asyncio.get_running_loop()

    def listen() -> None:
        for line in post.stdout or ():
            mail, link = line.split()
            if loop.is_closed():
                return
            loop.call_soon_threadsafe(load.posted, mail, link)

    threading.Thread(target=listen, daemon=True).start()
    start = time.perf_counter()
    running = asyncio.create_task(load.run(options.rate, options.seconds))
    if options.kill:
        await asyncio.sleep(options.seconds / 2 + TYPING)
        await asyncio.to_thread(kill)
    await running
    took = time.perf_counter() - start
    # What the killed process had in hand is another's after three minutes.
    await load.settle(240)
    return took


def editions(folder: Path, since: str, address: str) -> dict[str, Any]:
    """How often the petition's page was pressed, and how close two of those were."""
    from datetime import datetime

    receipts = [json.loads(line) for line in (folder / "var/receipts.jsonl").read_text().splitlines()]
    mine = [each for each in receipts if each["started"] > since and address in json.dumps(each, ensure_ascii=False)]
    moments = [datetime.fromisoformat(each["started"]) for each in mine]
    gaps = [(later - one).total_seconds() for one, later in itertools.pairwise(moments)]
    return {
        "pressed": len(mine),
        "shortest_gap_s": min(gaps, default=0),
        "median_gap_s": statistics.median(gaps or [0]),
    }


def run(options: argparse.Namespace, scratch: Path, postgres: Any) -> dict[str, Any]:
    folder, port, mail_port = scratch / "site", free_port(), free_port()
    desk_port = free_port() if options.desk_apart else port
    environ = {
        "MASTHEAD_URL": f"http://127.0.0.1:{port}", "MASTHEAD_PORT": str(port), "MASTHEAD_MAIL_HOST": "127.0.0.1",
        "MASTHEAD_MAIL_PORT": str(mail_port), "MASTHEAD_MAIL_SECURITY": "none",
        "MASTHEAD_PROXIES": "127.0.0.1",
    }  # fmt: skip
    if options.desk_apart:
        environ["MASTHEAD_DESK_PORT"] = str(desk_port)
    database = ("--database", postgres.uri(postgres.create_database()["NAME"])) if postgres else ()
    subprocess.run(
        [sys.executable, "-m", "masthead", "new", str(folder), "--name", "The Load", *database],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    named, article = masthead(folder, "shell", "-c", MAKE, environ=environ).split()
    setting = (
        "from django.contrib.auth.models import User; u=User.objects.get(); u.set_password('four chairs'); u.save()"
    )
    masthead(folder, "shell", "-c", setting, environ=environ)
    post = subprocess.Popen([sys.executable, __file__, "smtp", str(mail_port)], stdout=subprocess.PIPE, text=True)
    server = Server(folder, environ, {port, desk_port})
    url = environ["MASTHEAD_URL"]
    beside: dict[str, Beside] = {}
    address = "blog/a-bridge-for-little-quay/"
    page = folder / "public" / address / "index.html"
    try:
        while not page.exists():
            time.sleep(0.1)
        beside = {
            "editors": Beside("edit", f"http://127.0.0.1:{desk_port}", "four chairs", article),
            "readers": Beside("read", url),
        }
        time.sleep(5)
        for each in beside.values():
            each.take()
        time.sleep(QUIET)
        quiet = {name: each.take() for name, each in beside.items()}
        killed: dict[str, float] = {}

        def kill() -> None:
            start = time.perf_counter()
            if options.kill == "serve":
                server.kill()
                server.start()
            else:
                import psutil

                whole = psutil.Process(postgres.server().get_pid())
                for process in [whole, *whole.children(recursive=True)]:
                    process.kill()
                psutil.wait_procs([whole], timeout=10)
                postgres.server().ensure_postgres_running()
            killed["away_s"] = round(time.perf_counter() - start, 2)

        since = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
        before = server.seconds_of_cpu()
        client: dict[str, Client] = {}

        async def whole() -> tuple[Load, float]:
            client["one"] = Client(port)
            load = Load(client["one"], f"/respond/petition/{named}/")
            return load, await loaded(options, load, post, kill)

        load, took = asyncio.run(whole())
        busy = {name: each.take() for name, each in beside.items()}
        used = server.seconds_of_cpu()
        time.sleep(8)
        found = json.loads(masthead(folder, "shell", "-c", COUNT, environ=environ))
        keys = set(found.pop("keys"))
        said = re.search(r'id="count">([^<]+)<', page.read_text())
        return {
            "database": options.database,
            "kill": options.kill or "nothing",
            "desk_apart": options.desk_apart,
            **({"killed": killed} if killed else {}),
            "asked_a_second": options.rate,
            "seconds": options.seconds,
            "sending_took_s": round(took, 1),
            "from_first_to_last_s": {
                what: round(times[-1] - times[0], 1) for what, times in load.moments.items() if times
            },
            "a_second_in_ten": {what: _tens(times) for what, times in load.moments.items()},
            "taken": len(load.taken),
            "letters": sum(load.letters.values()),
            "addresses_with_letters": len(load.letters),
            "addresses_with_two": sum(1 for count in load.letters.values() if count > 1),
            "confirmed_as_the_page_said": len(load.confirmed),
            "in_the_database": found,
            "confirmed_and_lost": len(load.confirmed - keys),
            "the_page_says": said[1].strip() if said else "",
            "petition": editions(folder, since, address),
            "troubles": dict(load.troubles),
            "letter_after_s": _spread(load.letter_seconds, 1),
            "answers_ms": {what: _spread(times, 1000) for what, times in client["one"].times.items()},
            "quiet": quiet,
            "under_load": busy,
            "cpu_seconds": {name: round(used[name] - before.get(name, 0), 1) for name in used},
            "load_average": os.getloadavg(),
        }
    finally:
        for each in beside.values():
            each.process.kill()
        server.stop()
        post.kill()


def _tens(times: list[float]) -> list[float]:
    """How many a second, in each ten seconds."""
    counted = Counter(int((moment - times[0]) // 10) for moment in times)
    return [counted[ten] / 10 for ten in range(max(counted, default=-1) + 1)]


def _spread(times: list[float], unit: float) -> dict[str, float]:
    ordered = sorted(times) or [0.0]
    return {"median": round(statistics.median(ordered) * unit, 1), "p95": round(ordered[int(len(ordered) * 0.95)] * unit, 1), "most": round(ordered[-1] * unit, 1)}  # fmt: skip  # noqa: E501


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kill", choices=("serve", "database"))
    parser.add_argument("--desk-apart", action="store_true", help="the desk at a port of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signing-") as scratch, postgresql(options.database) as postgres:
        result = run(options, Path(scratch), postgres)
    parts = [
        "signing",
        options.database,
        f"kill-{options.kill}" * bool(options.kill),
        "desk-apart" * options.desk_apart,
    ]
    name = "-".join(filter(None, parts))
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (HERE / "results" / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    own = {"smtp": lambda port: smtp(int(port)), "edit": edit, "read": read}
    if sys.argv[1:] and sys.argv[1] in own:
        own[sys.argv[1]](*sys.argv[2:])
    else:
        main()
