"""Twins of files that are too large to be held in memory: whether they decode to their file.

The press renames a file and its twins one after the other, so a twin is given out only when it is known to be the same
text. For a large file that takes a while: it is looked into beside, once, and readers get the plain file until then.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, Final

import brotli

from masthead.reader.identity import Identity, identity_of
from masthead.reader.negotiation import Encoding

_CHUNK: Final = 1 << 18
_MOST_REMEMBERED: Final = 10_000

Pair = tuple[str, Identity, Identity]  # a twin's path, itself, and the file that it should decode to


class LargeTwins:
    """What is known of the twins of large files. For one thread, which never waits."""

    def __init__(self) -> None:
        self._known: dict[Pair, bool | None] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="reader-twins")

    def is_right(self, encoding: Encoding, path: str, twin: str, pair: Pair) -> bool | None:
        """Whether this twin decodes to its file; None while that is being looked into."""
        if pair not in self._known:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[pair] = None
            self._pool.submit(self._look, encoding, path, twin, pair)
        return self._known[pair]

    def _look(self, encoding: Encoding, path: str, twin: str, pair: Pair) -> None:
        try:
            with open(path, "rb") as plain, open(twin, "rb") as small:  # noqa: PTH123
                there = (identity_of(os.fstat(small.fileno())), identity_of(os.fstat(plain.fileno())))
                self._known[pair] = there == pair[1:] and _decodes(encoding, small, plain)
        except (OSError, EOFError, ValueError, brotli.error):
            self._known[pair] = False


def _decodes(encoding: Encoding, small: BinaryIO, plain: BinaryIO) -> bool:
    return all(plain.read(len(part)) == part for part in _parts(encoding, small)) and not plain.read(1)


def _parts(encoding: Encoding, small: BinaryIO) -> Iterator[bytes]:
    if encoding == "gzip":
        with gzip.open(small) as file:
            while part := file.read(_CHUNK):
                yield part
        return
    decompressor = brotli.Decompressor()
    while read := small.read(_CHUNK):
        yield decompressor.process(read)
    if not decompressor.is_finished():
        raise EOFError
