"""The names under which files of editors stand in the store."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

LONGEST: Final = 200
"""Bytes; the store keeps names up to 240."""
_COMPRESSED: Final = frozenset({".br", ".gz", ".zst", ".zz", ".deflate"})
# What is no letter of a name: controls, halves of surrogate pairs, what parts folders here or elsewhere.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\/:]+")


def public_name(file: str) -> str:
    """The name of an uploaded file as an address may hold it. It has an ending, which tells its type.

    A web server takes more than a file's bytes from a name: `.htaccess` and `web.config` change how the rest is
    served, `index.html` stands for its folder, and `notes.txt.gz` for `notes.txt`. Such a name is changed so far that
    it means nothing any more; its last ending stays. And it is in NFC, as the reader looks for it.
    """
    name = unicodedata.normalize("NFC", _UNSAFE.sub("-", PurePosixPath(file).name)).lstrip(". ") or "file"
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix
    if not ending.strip(". ") or len(ending.encode()) > LONGEST // 2:
        stem, ending = name.rstrip(". ") or "file", ".bin"
    if ending.lower() in _COMPRESSED:
        stem = stem.replace(".", "-")
    if stem.lower() in {"index", "default", "web"}:
        stem += "-file"
    return _cut(stem, LONGEST - len(ending.encode())) + ending


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
