"""Bytes of an export file, repaired into what an XML parser takes.

WordPress writes whatever its database holds: byte order marks, control characters that XML 1.0 forbids
(https://www.w3.org/TR/xml/#charsets), UTF-8 that went through MySQL's three-byte "utf8" as surrogate pairs.
All are mended on the way and counted; line numbers stay true.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 16

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SURROGATE_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_MEND = "masthead-mend"


def _mend(error: UnicodeError) -> tuple[str, int]:
    """A surrogate pair written as two three-byte sequences is one character; anything else is lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 6]
    if _SURROGATE_PAIR.fullmatch(pair):
        both = pair.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return both.decode("utf-16-le"), error.start + 6
    return "\ufffd", error.end


codecs.register_error(_MEND, _mend)


class RepairedStream:
    """Iterates over UTF-8 chunks without a byte order mark; `repairs` counts what was taken out or replaced."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.repairs = 0
        self.consumed = 0

    def __iter__(self) -> Iterator[bytes]:
        first = self._file.read(CHUNK)
        encoding, skip = _encoding(first)
        decoder = codecs.getincrementaldecoder(encoding)(_MEND)
        chunk, held = first[skip:], b""
        self.consumed = len(first)
        while chunk or held:
            whole, held = _whole(held + chunk, last=not chunk)
            if whole:
                yield self._clean(decoder.decode(whole, final=not chunk))
            chunk = self._file.read(CHUNK) if chunk else b""
            self.consumed += len(chunk)

    def _clean(self, text: str) -> bytes:
        text, removed = _ILLEGAL.subn("", text)
        self.repairs += removed + text.count("\ufffd")
        return text.encode()


def _encoding(first: bytes) -> tuple[str, int]:
    for bom, name in _BOMS:
        if first.startswith(bom):
            return name, len(bom)
    declared = _DECLARED.match(first)
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        # Refuses codecs that are no text encodings, and those that cannot be mended.
        b" ".decode(name, "ignore")
        codecs.getincrementaldecoder(name)(_MEND).decode(b" \xff ", final=True)
        " ".encode(name)
        return name, 0
    except (LookupError, ValueError, TypeError):
        return "utf-8", 0


def _whole(data: bytes, *, last: bool) -> tuple[bytes, bytes]:
    """Cut before a sequence that may go on: a surrogate pair is six bytes and must reach the decoder in one piece."""
    if last or len(data) < 16:
        return (data, b"") if last else (b"", data)
    for back in range(1, 9):
        if data[-back] < 0x80:
            return data[: len(data) - back + 1], data[len(data) - back + 1 :]
    return data, b""
