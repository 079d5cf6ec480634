"""The stamp: the identity of all that pages are made with and no row says. A new one: ask everything again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import masthead
from masthead.media.making import ENCODERS

LIBRARIES = ("Babel", "Brotli", "citeproc-py", "Jinja2", "lxml", "MarkupSafe", "nh3", "pillow", "regex")
"""Those whose new version may make other bytes of the same row."""


def stamp(*settings: str) -> str:
    """The digest of Masthead's own sources, the libraries that lay out, Python, and these settings."""
    return blake2b(json.dumps([*_code(), ENCODERS, settings]).encode(), digest_size=16).hexdigest()


@cache
def _code() -> tuple[object, ...]:
    """Sources and libraries, read once: a process goes on with those that it has, whatever is installed meanwhile."""
    whole = blake2b(digest_size=16)
    for name, data in _sources():
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest(), [f"{library}={version(library)}" for library in LIBRARIES], sys.version_info[:2]


def _sources() -> Iterable[tuple[str, bytes]]:
    base = Path(masthead.__file__).parent
    for room in ("entries", "kinds", "media", "pages", "press", "themes"):
        for path in sorted((base / room).rglob("*")):
            if path.is_file() and path.suffix in (".py", ".html", ".xml", ".css", ".csl", ".po"):
                yield path.relative_to(base).as_posix(), path.read_bytes()
