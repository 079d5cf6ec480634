"""What a web server must be told to give readers what `Reader` gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from masthead.reader.addresses import above, location
from masthead.reader.answers import Gone, Moved, Nothing, every
from masthead.reader.responses import SAFETY, STRICT_TRANSPORT

Answer: TypeAlias = Moved | Gone | Nothing

DESK: Final = "/desk/"
RESPOND: Final = "/respond/"
"""How the addresses begin that are the application's own."""
ABSENT: Final = "This cannot be done at the moment. Go back, and try again in a minute."
"""For whoever asks for one of them while the application is switched off."""

_PARAMETER: Final = re.compile(r"\?([A-Za-z0-9_]+)=[^&]*")


class Desk(NamedTuple):
    """Where the desk is, if not below the readers' address."""

    host: str  # a public one of its own, with its port if it has an unusual one; empty: this server has none of it
    port: int  # on this machine


class Site(NamedTuple):
    """A store and where the rest is to be had."""

    store: Path
    host: str  # the public one
    secure: bool  # readers come by HTTPS
    port: int  # of the application, on this machine
    answers: Mapping[str, Answer]  # of addresses that are no page any more
    desk: Desk | None = None  # None: below the same address
    proxies: tuple[str, ...] = ()  # addresses and networks that are believed when they say for whom they ask


def site_of(
    store: Path, *, host: str, secure: bool, port: int, desk: Desk | None = None, proxies: tuple[str, ...] = ()
) -> Site:
    return Site(store, host, secure, port, dict(every(store)), desk, proxies)


def application(site: Site) -> tuple[str, ...]:
    """How the addresses begin that are the application's own at the readers' host."""
    return (RESPOND,) if site.desk else (DESK, RESPOND)


def prefix(site: Site) -> str:
    """Names belong to the whole of a web server: those of two sites must not meet."""
    return f"masthead_{blake2b(str(site.store).encode(), digest_size=3).hexdigest()}"


def safety(site: Site) -> list[tuple[str, str]]:
    """The headers of every answer."""
    headers = (*SAFETY, *(STRICT_TRANSPORT if site.secure else ()))
    return [(name.decode(), value.decode()) for name, value in headers]


def parameters(site: Site) -> list[str]:
    """Those that old addresses have: `p` of `/?p=3`."""
    return sorted({match[1] for address in site.answers if (match := _PARAMETER.search(address))})


def gone_folders(site: Site) -> Iterator[str]:
    """The gone addresses that stand for all below them: see `Reader`."""
    gone = {address for address, answer in site.answers.items() if isinstance(answer, Gone)}
    return (each for each in sorted(gone) if each.endswith("/") and not any(folder in gone for folder in above(each)))


def said(answer: Answer) -> str:
    """An answer as one word: where it leads, or its status."""
    return location(answer.location).replace("$", "%24") if isinstance(answer, Moved) else str(answer.status)
