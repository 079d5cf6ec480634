"""A site that `masthead serve` serves in processes of its own, and a browser that notes every complaint.

Playwright's synchronous interface runs an event loop, in which Django refuses to ask the database: so nothing
here calls models.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response, sync_playwright

from started import AtSite, started

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Served:
    """A site on this machine, with its readers' side, desk and press."""

    def __init__(self, folder: Path, url: str, masthead: AtSite) -> None:
        self.folder = folder
        self.url = url
        self._masthead = masthead

    @property
    def store(self) -> Path:
        return self.folder / "public"

    def command(self, *arguments: str) -> Any:
        """What a command says as JSON."""
        done = self._masthead(*arguments, "--json")
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout)

    def python(self, code: str) -> None:
        """Runs this in the site's shell."""
        done = self._masthead("shell", "-c", code)
        assert done.returncode == 0, done.stderr

    def receipts(self) -> list[dict[str, Any]]:
        """All receipts, the newest last."""
        lines = (self.folder / "var" / "receipts.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def files(self) -> dict[str, tuple[int, int]]:
        """Each file of the store with what changes when it is replaced."""
        found = (path for path in self.store.rglob("*") if path.is_file())
        return {str(path.relative_to(self.store)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}

    def rest(self) -> None:
        """Waits until the press has nothing to do."""
        wait_for(lambda: self._backlog() == 0, 60)
        time.sleep(0.3)

    def _backlog(self) -> int:
        import sqlite3

        with sqlite3.connect(f"file:{self.folder}/var/masthead.sqlite3?mode=ro", uri=True) as database:
            return int(database.execute("select count(*) from press_outbox").fetchone()[0])


def wait_for(condition: Any, seconds: float = 10.0) -> float:
    """Waits for something to become true, and says how long that took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "waited in vain"
        time.sleep(0.03)
    return time.monotonic() - start


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[Served]:
    """Runs `masthead serve` for a site, on a free port, until it is no longer needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = (folder.parent / f"{folder.name}.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "masthead", "--site", str(folder), "serve", "--port", str(port)],
        stdout=log,
        stderr=log,
        env=os.environ
        | {"PYTHONWARNINGS": "", "MASTHEAD_URL": url}
        | {f"MASTHEAD_{name.upper()}": value for name, value in settings.items()},
    )
    try:
        wait_for(lambda: _answers(f"{url}/") and _answers(f"{url}/desk/login/"), 60)
        # Commands know the address as the server does: another would make other pages.
        with started(folder, MASTHEAD_URL=url) as masthead:
            site = Served(folder, url, masthead)
            site.rest()
            yield site
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        log.close()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, calling nobody by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Window:
    """One person's window. `complaints` holds errors of the console, refusals, and requests to anybody else."""

    def __init__(self, browser: Browser, site: Served, **options: Any) -> None:
        self.site = site
        self.context = browser.new_context(base_url=site.url, viewport={"width": 1400, "height": 1000}, **options)
        self.context.set_default_timeout(60_000)  # machines that do other work, too
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        """Statuses that a test brings about. The browser complains of them at any time, also once the page is there."""
        self.page.on("console", self._note_error)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note_foreign)
        self.page.on("response", self._note_refusal)

    def _note_error(self, message: Any) -> None:
        address = message.location["url"]
        # The desk saves by itself whatever stands there, and is told so when that cannot be saved yet.
        autosaved = "status of 400" in message.text and address.startswith(f"{self.site.url}/desk/")
        expected = autosaved or any(f"status of {status} " in message.text for status in self.expected)
        # Browsers ask for the icon by themselves; a site need not have one.
        if message.type == "error" and not expected and not address.endswith("/favicon.ico"):
            self.complaints.append(f"{message.text} ({address})")

    def _note_refusal(self, response: Response) -> None:
        asked_by_hand = response.request.resource_type == "document"
        if response.status >= 500 or (response.status == 400 and asked_by_hand):
            self.complaints.append(f"{response.status} {response.url}")

    def _note_foreign(self, request: Any) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:", "about:")):
            self.complaints.append(f"asked {request.url}")

    def close(self) -> None:
        self.context.close()
