"""Where each address stands in the store."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b
from pathlib import PurePosixPath

from masthead.press.errors import AddressRefused

ANSWERS = ".answers"
TWINS = (".br", ".gz")
LONGEST_SEGMENT = 240
"""Bytes of one segment: file names end at 255, and twins and parts add an ending."""
LONGEST_ADDRESS = 2000
"""Bytes of a whole address; paths end at 4096."""
TEXT = frozenset({".html", ".xml", ".css", ".txt", ".json", ".svg", ".js", ".webmanifest"})


def path_of(address: str, status: int = 200) -> str:
    """The file of an address, relative to the store.

    Raises `AddressRefused` for addresses that no file system holds safely.
    """
    if status != 200:
        name = blake2b(address.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return f"{ANSWERS}/{name[:2]}/{name[2:]}.json"
    segments = address.split("/")
    if segments[0] or len(segments) < 2:
        raise AddressRefused(f"The address {address!r} does not begin with a slash.")
    name = segments.pop() or "index.html"
    for segment in (*segments[1:], name):
        if not segment or segment.startswith(".") or not _is_safe(segment, LONGEST_SEGMENT):
            raise AddressRefused(
                f"The address {address!r} cannot be a file: the part {segment[:40]!r} is empty, begins with a "
                f"dot, holds what is no text, or has more than {LONGEST_SEGMENT} bytes."
            )
    if address != unicodedata.normalize("NFC", address):
        raise AddressRefused(
            f"The address {address!r} is not in Unicode's composed form (NFC), in which it is asked for."
        )
    # So no file is ever in the way of a folder, no two addresses share a file, and no file is taken for a twin.
    if "." not in name or any("." in folder for folder in segments) or address.endswith("/index.html") or is_twin(name):
        raise AddressRefused(
            f"The address {address!r} cannot be a file: parts before the last slash have no dot, and what stands "
            "behind it is nothing or a name with an ending, but not index.html or the ending of a twin."
        )
    if not _is_safe(address, LONGEST_ADDRESS):
        raise AddressRefused(f"The address {address[:80]!r}… has more than {LONGEST_ADDRESS} bytes.")
    return "/".join((*segments[1:], name))


def _is_safe(text: str, longest: int) -> bool:
    """Whether every file system takes this: no control characters, no halves of surrogate pairs, not too long."""
    if any(letter < " " or "\ud800" <= letter <= "\udfff" for letter in text):
        return False
    return len(text.encode()) <= longest


def is_twin(name: str) -> bool:
    """Whether a server takes a file of this name for a form of another."""
    return name.endswith(TWINS) and PurePosixPath(name).with_suffix("").suffix in TEXT
