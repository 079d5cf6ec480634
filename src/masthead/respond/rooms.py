"""What kinds ask of their readers: each in a module `respond` in its folder.

urlpatterns   its addresses below /respond/KIND/; views are coroutines that get a request and answer with a response
chores        what it does again and again, in the clock's process, of its own accord, too
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver

from masthead import kind_folders


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
    for kind, name in kind_folders.modules("respond").items():
        module: Any = import_module(name)
        found[kind] = Room(module.urlpatterns, getattr(module, "chores", ()))
    return found
