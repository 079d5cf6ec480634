"""What the store says of addresses that are no page any more: moved, gone for good, or nothing at all.

One small file an address, below `.answers` in the store, named by a digest of the address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Literal, NamedTuple


class Moved(NamedTuple):
    location: str  # a path of this site


class Gone(NamedTuple):
    status: Literal[410] = 410


class Nothing(NamedTuple):
    """What used to lead somewhere by this name leads nowhere, whatever the rest of the address says."""

    status: Literal[404] = 404


def file_of(address: str) -> str:
    """Where the store keeps what it has to say of an address, relative to the store."""
    digest = blake2b(address.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f".answers/{digest[:2]}/{digest[2:]}.json"


def answer(store: Path, address: str) -> Moved | Gone | Nothing | None:
    """None: the store knows nothing of this address, or what it says cannot be used."""
    try:
        said = json.loads((store / file_of(address)).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(said, dict) or said.get("address") != address:
        return None
    if said.get("status") == 410:
        return Gone()
    if said.get("status") == 404:
        return Nothing()
    location = said.get("location")
    if said.get("status") == 301 and isinstance(location, str) and _is_of_this_site(location):
        return Moved(location)
    return None


def every(store: Path) -> Iterator[tuple[str, Moved | Gone | Nothing]]:
    """All that the store says of such addresses, in a lasting order."""
    for path in sorted((store / ".answers").glob("*/*.json")):
        try:
            address = json.loads(path.read_bytes())["address"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if isinstance(address, str) and (said := answer(store, address)) is not None:
            yield address, said


def _is_of_this_site(location: str) -> bool:
    """`//host/` and `/\\host/` would lead a browser elsewhere."""
    return location.startswith("/") and location[1:2] not in {"/", "\\"}
