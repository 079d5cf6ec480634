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
from typing import Any

import bystanders
from bystanders import Beside
from signers import TYPING, Client, Load

HERE = Path(__file__).parent
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
PASSWORD = "four chairs"
SET_PASSWORD = (
    f"from django.contrib.auth.models import User; u = User.objects.get(); u.set_password({PASSWORD!r}); u.save()"
)


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


def settings(options: argparse.Namespace, port: int, mail_port: int, desk_port: int) -> dict[str, str]:
    environ = {
        "MASTHEAD_URL": f"http://127.0.0.1:{port}", "MASTHEAD_PORT": str(port), "MASTHEAD_MAIL_HOST": "127.0.0.1",
        "MASTHEAD_MAIL_PORT": str(mail_port), "MASTHEAD_MAIL_SECURITY": "none",
        "MASTHEAD_PROXIES": "127.0.0.1",
    }  # fmt: skip
    return environ | ({"MASTHEAD_DESK_PORT": str(desk_port)} if options.desk_apart else {})


def make(folder: Path, environ: dict[str, str], postgres: Any) -> tuple[str, str]:
    """A site with a petition and an entry: how the petition's address names it, and the entry's number."""
    database = ("--database", postgres.uri(postgres.create_database()["NAME"])) if postgres else ()
    subprocess.run(
        [sys.executable, "-m", "masthead", "new", str(folder), "--name", "The Load", *database],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    named, article = masthead(folder, "shell", "-c", MAKE, environ=environ).split()
    masthead(folder, "shell", "-c", SET_PASSWORD, environ=environ)
    return named, article


def kill(what: str, server: Server, postgres: Any) -> float:
    """Kills the server or the database, and starts it again. How many seconds that took."""
    start = time.perf_counter()
    if what == "serve":
        server.kill()
        server.start()
    else:
        import psutil

        whole = psutil.Process(postgres.server().get_pid())
        for process in [whole, *whole.children(recursive=True)]:
            process.kill()
        psutil.wait_procs([whole], timeout=10)
        postgres.server().ensure_postgres_running()
    return round(time.perf_counter() - start, 2)


def run(options: argparse.Namespace, scratch: Path, postgres: Any) -> dict[str, Any]:
    folder, port, mail_port = scratch / "site", free_port(), free_port()
    desk_port = free_port() if options.desk_apart else port
    environ = settings(options, port, mail_port, desk_port)
    named, article = make(folder, environ, postgres)
    post = bystanders.start("smtp", str(mail_port))
    server = Server(folder, environ, {port, desk_port})
    beside: dict[str, Beside] = {}
    address = "blog/a-bridge-for-little-quay/"
    page = folder / "public" / address / "index.html"
    try:
        while not page.exists():
            time.sleep(0.1)
        beside = {
            "editors": Beside("edit", f"http://127.0.0.1:{desk_port}", PASSWORD, article),
            "readers": Beside("read", environ["MASTHEAD_URL"]),
        }
        time.sleep(5)
        for each in beside.values():
            each.take()
        time.sleep(QUIET)
        quiet = {name: each.take() for name, each in beside.items()}
        since = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
        before = server.seconds_of_cpu()
        away: list[float] = []

        async def whole() -> tuple[Load, float]:
            load = Load(Client(port), f"/respond/petition/{named}/")
            return load, await loaded(options, load, post, lambda: away.append(kill(options.kill, server, postgres)))

        load, took = asyncio.run(whole())
        under_load = {name: each.take() for name, each in beside.items()}
        used = server.seconds_of_cpu()
        time.sleep(8)
        return {
            "database": options.database,
            "kill": options.kill or "nothing",
            "desk_apart": options.desk_apart,
            **({"killed": {"away_s": away[0]}} if away else {}),
            "asked_a_second": options.rate,
            "seconds": options.seconds,
            "sending_took_s": round(took, 1),
            **counted(load, json.loads(masthead(folder, "shell", "-c", COUNT, environ=environ)), page),
            "petition": editions(folder, since, address),
            **felt(load),
            "quiet": quiet,
            "under_load": under_load,
            "cpu_seconds": {name: round(used[name] - before.get(name, 0), 1) for name in used},
            "load_average": os.getloadavg(),
        }
    finally:
        for each in beside.values():
            each.process.kill()
        server.stop()
        post.kill()


def counted(load: Load, found: dict[str, Any], page: Path) -> dict[str, Any]:
    """What became of the signatures: as those who signed saw it, in the database, on the page."""
    keys = set(found.pop("keys"))
    said = re.search(r'id="count">([^<]+)<', page.read_text())
    return {
        "from_first_to_last_s": {what: round(times[-1] - times[0], 1) for what, times in load.moments.items() if times},
        "a_second_in_ten": {what: _tens(times) for what, times in load.moments.items()},
        "taken": len(load.taken),
        "letters": sum(load.letters.values()),
        "addresses_with_letters": len(load.letters),
        "addresses_with_two": sum(1 for count in load.letters.values() if count > 1),
        "confirmed_as_the_page_said": len(load.confirmed),
        "in_the_database": found,
        "confirmed_and_lost": len(load.confirmed - keys),
        "the_page_says": said[1].strip() if said else "",
    }


def felt(load: Load) -> dict[str, Any]:
    """What those who signed had to wait for."""
    return {
        "troubles": dict(load.troubles),
        "letter_after_s": _spread(load.letter_seconds, 1),
        "answers_ms": {what: _spread(times, 1000) for what, times in load.client.times.items()},
    }


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
    main()
