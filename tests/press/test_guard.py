"""P4: a query reads only what it asks; every other way is refused, and the error names the page and the read.
P3: what it answers depends on content and key alone, in any process."""

from __future__ import annotations

import json
import os
import random
import secrets
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from toy import Toy, toy_registry

from masthead.press import guard
from masthead.press.errors import UntrackedRead
from masthead.press.manifest import Claim, Group, Page, Ref
from masthead.press.registry import Registry

HERE = Path(__file__)
"ä".encode("idna")  # Python loads this codec when it is first needed, which is a read of a file.


def connect() -> None:
    with socket.socket() as made:
        made.connect(("127.0.0.1", 9))


READS: list[tuple[str, Callable[[], Any], str]] = [
    ("open", lambda: HERE.read_text(), "a file"),
    ("pathlib", lambda: HERE.read_bytes(), "a file"),
    ("os.open", lambda: os.open(HERE, os.O_RDONLY), "a file"),
    ("folder", lambda: list(Path("/").iterdir()), "a folder"),
    ("socket", connect, "the network"),
    ("dns", lambda: socket.getaddrinfo("localhost", 80), "the network"),
    ("sqlite", lambda: sqlite3.connect(":memory:"), "a database"),
    ("subprocess", lambda: subprocess.run(["true"], check=False), "another program"),
    ("system", lambda: os.system("true"), "another program"),
    ("fork", lambda: os._exit(0) if os.fork() == 0 else None, "another process"),
    ("thread", lambda: threading.Thread(target=print).start(), "another thread"),
    ("time", lambda: time.time(), "the clock"),
    ("localtime", lambda: time.localtime(), "the clock"),
    ("random", lambda: random.random(), "chance"),
    ("choices", lambda: random.choices("ab"), "chance"),
    ("secrets", lambda: secrets.token_hex(4), "chance"),
    ("uuid", lambda: uuid.uuid4(), "chance"),
    ("urandom", lambda: os.urandom(4), "chance"),
]


def spoilt(read: Callable[[], Any]) -> Registry:
    registry = toy_registry()

    @registry.page()
    def careless() -> Page:
        read()
        return Page(b"never")

    plain = registry.queries["root"].fn
    registry.queries["root"].fn = lambda: Group((*plain().pages, Claim("/careless/", Ref("careless"))), plain().groups)
    return registry


@pytest.mark.parametrize(("name", "read", "what"), READS, ids=[name for name, _, _ in READS])
def test_a_read_behind_the_press_is_an_error_that_names_page_and_read(
    folder: Path, name: str, read: Callable[[], Any], what: str
) -> None:
    toy = Toy(folder)
    press = toy.press(registry=spoilt(read))
    outcome = press.run()
    assert set(outcome.failed) == {"/careless/"}
    assert "careless()" in outcome.failed["/careless/"]
    assert what in outcome.failed["/careless/"]
    assert "index.html" in toy.tree(), "one careless page does not stop the others"
    press.close()
    toy.close()
    read_once_more = name not in ("fork", "socket", "thread")
    if read_once_more:
        read()  # outside of queries everything is as it was


def test_a_refusal_cannot_be_swallowed(folder: Path) -> None:
    def read() -> None:
        try:
            HERE.read_bytes()
        except Exception:
            return

    toy = Toy(folder)
    press = toy.press(registry=spoilt(read))
    assert "a file" in press.run().failed["/careless/"]
    press.close()
    toy.close()


@pytest.mark.postgres
def test_sql_through_another_connection_is_refused(conninfo: str, folder: Path) -> None:
    toy = Toy(folder, conninfo)
    with psycopg.connect(conninfo, autocommit=True) as other:
        press = toy.press(registry=spoilt(lambda: other.execute("select 1")))
        assert "a database" in press.run().failed["/careless/"]
        press.close()
        assert other.execute("select 1").fetchone() == (1,)
    toy.close()


def test_a_tripwire_guards_what_a_site_names() -> None:
    class Cache:
        def get(self, key: str) -> str:
            return key

    guard.tripwire(Cache, "get", "the cache")
    guard.tripwire(Cache, "get", "the cache")
    assert Cache().get("x") == "x"
    with guard.closed("page(1)"):
        with pytest.raises(UntrackedRead, match=r"page\(1\) reached for the cache"):
            Cache().get("x")
        with guard.opened():
            assert Cache().get("x") == "x"


PURE = """
import json, os, sys, hashlib
sys.path.insert(0, {here!r})
from pathlib import Path
from toy import Toy
import toy as module
kind = module.Toy.__new__(module.Toy)
kind.folder, kind.conninfo, kind.stamp, kind.broken, kind._writer = Path({folder!r}), "", "1", set(), None
kind.drawn = []
press = kind.press({name!r})
with press.database.snapshot():
    press.database._reader.execute("pragma reverse_unordered_selects = " + {reverse!r})
press.run()
press.close()
print(json.dumps({{path: hashlib.sha256(body).hexdigest() for path, body in sorted(kind.tree({name!r}).items())}}))
"""


def test_two_machines_make_the_same_bytes(folder: Path) -> None:
    """Other hash seed, zone, locale, working folder, row order, clock."""
    toy = Toy(folder)
    for post in range(1, 30):
        toy.execute(
            "insert into post values (?, true, ?, ?, 'T', ?, ?)", (post, post % 4, f"s{post}", post % 3, post % 3)
        )
        toy.execute("insert into body values (?, ?)", (post, f"long @{post - 1} " * 30))
        toy.execute("insert into post_tag values (?, ?, ?)", (post, post, post % 2 + 1))
    toy.close()
    trees = []
    for name, reverse, env, cwd in (
        ("one", "off", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}, "/"),
        ("two", "on", {"PYTHONHASHSEED": "77", "TZ": "Asia/Tehran", "LC_ALL": "tr_TR.UTF-8"}, "/tmp"),
    ):
        script = PURE.format(here=str(HERE.parent), folder=str(folder), name=name, reverse=reverse)
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=os.environ | env, cwd=cwd, check=False
        )
        assert done.returncode == 0, done.stderr
        trees.append(json.loads(done.stdout))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 60
