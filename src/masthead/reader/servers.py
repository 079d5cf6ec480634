"""What a web server must be told to give readers what `Reader` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from masthead.reader.answers import Gone, Moved, Nothing, every

Answer: TypeAlias = Moved | Gone | Nothing


class Site(NamedTuple):
    """A store and where the rest is to be had."""

    store: Path
    host: str  # the public one
    secure: bool  # readers come by HTTPS
    port: int  # of the application, on this machine
    answers: Mapping[str, Answer]  # of addresses that are no page any more


def site_of(store: Path, *, host: str, secure: bool, port: int) -> Site:
    return Site(store, host, secure, port, dict(every(store)))
