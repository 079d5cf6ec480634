"""What the manual tells people to type: every command is one of the program's own, and its ways are walked."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import click
import pytest

import postgres
from masthead.cli import group

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TUTORIAL = ROOT / "docs" / "tutorial" / "first-site.md"
BACKUP = ROOT / "docs" / "how-to" / "back-up-and-restore.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SERVICE = re.compile(r"^ExecStart=(.+)$", re.MULTILINE)
_PASSWORD = re.compile(r"[a-z0-9]{5}(-[a-z0-9]{5}){3}")
# What the tests' machine has done already, or must not do: the program and its libraries are installed.
_INSTALLING = re.compile(r"python3 -m venv|pip install|export PATH|\. \S+/activate|git clone|\S+/pip install")
ARTICLE = """
from django.db import transaction
from masthead.entries.models import Blog
from masthead.kinds.article.models import Article
article = Article(headline="The lamp at number nine", body=[("text", "<p>It is lit at six.</p>")])
with transaction.atomic():
    Blog.objects.get(slug="street-notes").add_child(instance=article)
    article.save_revision().publish()
"""


class Typed(NamedTuple):
    """A command with what the page shows below it."""

    command: str
    shown: tuple[str, ...]


def typed(page: Path) -> Iterator[Typed]:
    for block in _CONSOLE.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^[$#] ", block.replace("\\\n", ""), flags=re.MULTILINE)[1:]:
            command, *shown = part.rstrip().splitlines()
            yield Typed(command, tuple(shown))


def of_masthead(page: Path) -> Iterator[list[str]]:
    """The arguments of each time that the program is called, also by a service or as another user."""
    lines = [each.command for each in typed(page)] + _SERVICE.findall(page.read_text(encoding="utf-8"))
    for line in lines:
        # What the shell does with the output is no word of the command.
        words = list(takewhile(lambda word: word not in {">", "|"}, shlex.split(line)))
        called = [place for place, word in enumerate(words) if word.endswith("/bin/masthead")]
        if words[0] == "masthead" or called:
            yield words[max(called, default=0) + 1 :]


def understood(arguments: list[str]) -> None:
    """Raises a UsageError unless the command, its options and their number are right. Files need not be there."""
    command: click.Command = group
    context = click.Context(group, info_name="masthead", **group.context_settings)
    rest = arguments
    while True:
        parser = command.make_parser(context)
        parser.allow_interspersed_args = not isinstance(command, click.Group)
        values, rest, _ = parser.parse_args(list(rest))
        for parameter in command.get_params(context):
            if not isinstance(parameter.type, click.Path | click.File):
                parameter.handle_parse_result(context, values, [])
            elif parameter.required and not values.get(parameter.name or ""):
                raise click.MissingParameter(ctx=context, param=parameter)
        if not isinstance(command, click.Group):
            break
        if not rest:
            return  # `masthead --version`
        name, command, rest = command.resolve_command(context, rest)  # type: ignore[assignment]
        context = click.Context(command, info_name=name, parent=context)
    if rest:
        raise click.UsageError(f"too many words: {rest}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_the_manual_is_understood(page: Path) -> None:
    wrong = []
    for arguments in of_masthead(page):
        try:
            understood(arguments)
        except click.exceptions.Exit:
            pass  # --version, --help
        except click.ClickException as error:
            wrong.append(f"masthead {shlex.join(arguments)}: {error.format_message()}")
    assert wrong == []


@pytest.mark.parametrize("wrong", ["serve --prot 80", "serve --port eighty", "user add", "import wordpres x", "proof x",
                                   "clock extra"])  # fmt: skip
def test_a_command_that_does_not_exist_is_found(wrong: str) -> None:
    with pytest.raises(click.UsageError):
        understood(shlex.split(wrong))


def test_commands_are_found_where_they_are_typed() -> None:
    assert sum(1 for page in PAGES for _ in of_masthead(page)) >= 30


class Terminal:
    """A shell in a folder of its own, where `masthead` is the program under test."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.programs = folder / "programs"
        self.programs.mkdir()
        for name, arguments in (("masthead", "-m masthead"), ("python", ""), ("python3", "")):
            program = self.programs / name
            program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {arguments} "$@"\n')
            program.chmod(0o755)
        (folder / "bench").symlink_to(ROOT / "bench")

    def environment(self) -> dict[str, str]:
        import os

        return os.environ | {
            "PATH": f"{self.programs}:{os.environ['PATH']}", "MASTHEAD_PORT": str(self.port), "COLUMNS": "200",
        }  # fmt: skip

    def type(self, lines: str) -> str:
        done = subprocess.run(["sh", "-ec", lines.replace("localhost:8000", f"localhost:{self.port}")], text=True,
                              cwd=self.folder, capture_output=True, timeout=180, env=self.environment())  # fmt: skip
        assert done.returncode == 0, f"{lines}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    @contextmanager
    def serving(self, line: str) -> Iterator[Path]:
        """Runs `masthead … serve`, and stops it as Ctrl-C does."""
        log = self.folder / "serve.log"
        with log.open("w") as output:
            server = subprocess.Popen(["sh", "-c", f"exec {line}"], cwd=self.folder, stdout=output, stderr=output,
                                      env=self.environment())  # fmt: skip
            try:
                until(lambda: "Stop with Ctrl-C." in log.read_text())
                yield log
            finally:
                server.terminate()
                server.wait(30)


def until(condition: object, seconds: float = 60) -> None:
    start = time.monotonic()
    while not condition():  # type: ignore[operator]
        assert time.monotonic() - start < seconds, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Terminal(tmp_path, probe.getsockname()[1])


def plain(line: str) -> str:
    """A line without what differs each time: passwords, numbers, times, the widths of tables."""
    line = re.sub(r"[━─]+", "─", _PASSWORD.sub("PASSWORD", line.replace("127.0.0.1", "localhost")))
    return re.sub(r"\s+", " ", re.sub(r"\d[\d,.:+TZ-]*", "0", line)).strip()


def missing(shown: tuple[str, ...], output: str) -> list[str]:
    """Lines that the page promises and the program does not give, in their order; `…` stands for any others."""
    lines = iter([plain(line) for line in output.splitlines()])
    return [line for line in shown if line.strip() not in {"", "…"} and plain(line) not in lines]


def settled(terminal: Terminal) -> None:
    """Waits until the press has done what was to be done."""

    def backlog() -> int:
        with closing(sqlite3.connect(f"file:{terminal.folder}/street/var/masthead.sqlite3?mode=ro", uri=True)) as rows:
            return int(rows.execute("select count(*) from press_outbox").fetchone()[0])

    until(lambda: backlog() == 0)
    time.sleep(0.3)  # the receipt is written behind the files


def walk(terminal: Terminal, page: Path) -> list[str]:
    """Types every command of a page, in its order; gives the lines that are shown there and did not come."""
    wrong = []
    steps = iter(each for each in typed(page) if not _INSTALLING.match(each.command))

    def go(steps: Iterator[Typed]) -> None:
        for step in steps:
            if step.command.endswith(" serve"):
                with terminal.serving(step.command) as log:
                    settled(terminal)
                    wrong.extend(missing(step.shown, log.read_text()))
                    # What hands do at the desk is tried in tests/browser.
                    terminal.type(f"masthead --site street shell -c {shlex.quote(ARTICLE)}")
                    settled(terminal)
                    go(steps)
            else:
                wrong.extend(missing(step.shown, terminal.type(step.command)))
                if " import " in step.command:
                    settled(terminal)

    go(steps)
    return wrong


def test_the_tutorial_shows_what_happens(terminal: Terminal) -> None:
    assert walk(terminal, TUTORIAL) == []


def test_the_readme_types_what_the_tutorial_tries() -> None:
    tried = [arguments[:3] for arguments in of_masthead(TUTORIAL)]
    begun = [arguments[:3] for arguments in of_masthead(README)]
    assert [arguments for arguments in begun if arguments not in tried] == []
    assert begun[-1] == ["--site", "street", "serve"]


def test_a_site_is_saved_and_restored_as_the_manual_says(terminal: Terminal, site_template: Path) -> None:
    if shutil.which("sqlite3") is None:
        pytest.skip("needs sqlite3 (apt install sqlite3)")
    if postgres.CHOSEN:
        pytest.skip("the manual saves SQLite's file here")
    shutil.copytree(site_template, terminal.folder / "street")
    terminal.type("masthead --site street press")
    commands = list(typed(BACKUP))
    output = terminal.type("\n".join(each.command for each in commands))
    assert missing(tuple(line for each in commands for line in each.shown), output) == []
    assert (terminal.folder / "restored/public/index.html").is_file()
