"""What the store holds, read from the store itself: needed when nothing else remembers."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

from masthead.press.answers import digest
from masthead.press.places import ANSWERS
from masthead.press.store import DiskStore


def files_of(store: DiskStore) -> Iterator[tuple[str, str, bytes]]:
    """Path, address and digest of each file but twins.

    A file that a builder made is compared by its recipe, which the file does not tell: it gets the digest of
    its bytes, which no recipe has.
    """
    for path in store.paths():
        if not path.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in path):
            continue  # a name that is no text is no page's; nobody asks for it
        body = store.read(path)
        # A twin that does not decode to its file makes the file suspect too: written anew, both are right.
        known = b"" if store.wrong_twins(path) else digest(body)
        yield path, address_of(path, body), known


def address_of(path: str, body: bytes) -> str:
    """The address that a file of the store answers."""
    if path.startswith(ANSWERS + "/"):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return str(json.loads(body)["address"])
        return ""
    if path == "index.html":
        return "/"
    return "/" + path.removesuffix("index.html") if path.endswith("/index.html") else "/" + path
