"""REDbot, the judge of HTTP, has nothing to complain about, whoever serves the store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from masthead.reader.addresses import encoded, location
from masthead.reader.answers import Gone, Moved, every
from outside.servers import OUTSIDE, answering

pytestmark = pytest.mark.outside

Judge = Callable[[str], tuple[int, list[str]]]


@pytest.fixture(scope="session")
def redbot() -> Judge:
    """Status and complaints of an address; of its compressed form and conditional requests, too."""
    libraries = OUTSIDE / "python"
    if not (libraries / "redbot").is_dir():
        pytest.skip("needs REDbot (`make check-outside` installs it)")

    def judge(url: str) -> tuple[int, list[str]]:
        said = subprocess.run(
            [sys.executable, "-m", "redbot.cli", "-o", "har", url],
            env=os.environ | {"PYTHONPATH": str(libraries)},
            capture_output=True, text=True, timeout=180,
        )  # fmt: skip
        [entry] = json.loads(said.stdout)["log"]["entries"]
        notes = [each for note in entry["_red_messages"] for each in (note, *note.get("subnotes", ()))]
        assert notes
        return entry["response"]["status"], [note["summary"] for note in notes if note["level"] in {"BAD", "WARN"}]

    return judge


def sorts(store: Path) -> dict[str, int]:
    """One address of each sort of resource, with its status."""
    said = dict(every(store))
    moved = next(address for address, answer in said.items() if isinstance(answer, Moved) and "?" not in address)
    gone = next(address for address, answer in said.items() if isinstance(answer, Gone))
    # No AVIF, whose first bytes REDbot does not know yet.
    files = [next(store.glob(pattern)) for pattern in ("theme/*.css", "media/*.webp")]
    there = ("/", "/blog/", "/blog/rss.xml", "/blog/atom.xml", "/blog/feed.json", "/sitemap.xml", "/favicon.ico",
             *(f"/{encoded(file.relative_to(store).as_posix())}" for file in files))  # fmt: skip
    return {
        **dict.fromkeys(there, 200),
        **dict.fromkeys((location(moved), "/blog", "/?p=3"), 301),
        location(gone): 410,
        "/nothing/": 404,
    }


def test_redbot_complains_where_there_is_a_reason(redbot: Judge, tmp_path: Path) -> None:
    class Wrong(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name in ("Cache-Control: no-cache", "Server: x", "Content-Length: 1"):
                self.send_header(*name.split(": "))
            self.end_headers()
            self.wfile.write(b"x")

        def log_message(self, *args: object) -> None:
            pass

    with answering(Wrong) as port:
        status, complaints = redbot(f"http://127.0.0.1:{port}/")
    assert status == 200
    assert complaints


def test_redbot_has_nothing_to_complain_about(redbot: Judge, server: int, store: Path) -> None:
    expected = sorts(store)
    with ThreadPoolExecutor(2) as pool:
        found = dict(
            zip(expected, pool.map(lambda target: redbot(f"http://127.0.0.1:{server}{target}"), expected), strict=True)
        )
    assert found == {target: (status, []) for target, status in expected.items()}
