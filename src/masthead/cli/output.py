"""What commands say: to people, and as JSON to scripts. Results go to stdout, progress to stderr."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for scripts.")


def console() -> Console:
    screen = Console(highlight=False, soft_wrap=True)
    if not screen.is_terminal:
        screen.width = max(screen.width, 110)
    return screen


def say_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar with the remaining time as the last half minute's pace foretells it; nothing when stderr is no
    terminal. The caller tells steps done and steps in all; 0 in all means: nobody knows."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=quiet or not screen.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def say_missing_words(language: str) -> None:
    """Tells who makes a site or a blog in a language that Masthead's pages do not speak."""
    from masthead.entries.languages import language_name, normalised_tag, spoken

    if normalised_tag(language).split("-")[0] == spoken(language).split("-")[0]:
        return
    name = language_name(language, "en")
    click.echo(
        f"\nMasthead's own words on pages, as “Read more”, are English or Persian: around texts in {name} they are "
        f"English, but dates and numbers are as in {name}. A theme can say other words: see “Change the looks” in the "
        "manual."
    )
