"""What kinds ask of their readers: each in a module `respond` in its folder.

urlpatterns   its addresses below /respond/KIND/; views are coroutines that get a request and answer with a response
chores        what it does again and again, in the clock's process
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver


class Chore(NamedTuple):
    """`every`: seconds from one end to the next beginning."""

    name: str
    every: float
    do: Callable[[], object]


class Room(NamedTuple):
    """What a kind brings."""

    urlpatterns: Sequence[URLPattern | URLResolver]
    chores: Sequence[Chore]


@cache
def rooms() -> dict[str, Room]:
    """The kinds that ask something of their readers, by name."""
    found: dict[str, Room] = {}
    for folder in sorted(files("masthead.kinds").iterdir(), key=lambda each: each.name):
        if (folder / "respond.py").is_file():
            module: Any = import_module(f"masthead.kinds.{folder.name}.respond")
            found[folder.name] = Room(module.urlpatterns, getattr(module, "chores", ()))
    return found
