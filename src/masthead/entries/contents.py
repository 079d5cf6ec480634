"""What a file is by its content. A name says what somebody wants it to be; readers' programs look inside.

Sound, film and captions are looked at until it is certain that a browser can make something of them: frames follow
each other, the container holds a track of the right sort. Of other documents the first bytes are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import BinaryIO, Final

AUDIO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mp3": "audio/mpeg",
        "m4a": "audio/mp4",
        "ogg": "audio/ogg",
        "oga": "audio/ogg",
        "opus": "audio/ogg",
        "flac": "audio/flac",
        "wav": "audio/wav",
    }
)
VIDEO: Final[Mapping[str, str]] = MappingProxyType({"mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm"})
CAPTIONS: Final = "vtt"
TRACK_KINDS: Final = ("captions", "subtitles", "descriptions")

HEAD: Final = 1024
"""Bytes by which most kinds are known."""
_WINDOW: Final = 1 << 16
_MOST_CAPTIONS: Final = 4 << 20
_MOST_BOXES: Final = 512


def ending_of(name: str) -> str:
    """Give a file name's ending, small and without its dot."""
    return PurePosixPath(f"x{name}").suffix.lower().removeprefix(".")


def is_known(name: str) -> bool:
    """Tell whether a file of this name can be looked at."""
    return ending_of(name) in _CHECKS


def agrees(name: str, file: BinaryIO) -> bool:
    """Tell whether a file is what its name says; of a sort that is not known, nothing is asked."""
    check = _CHECKS.get(ending_of(name))
    if check is None:
        return True
    file.seek(0)
    try:
        return check(file)
    finally:
        file.seek(0)


# ---- pictures, which are no documents ---------------------------------------------------------

PICTURES: Final = frozenset(
    ("jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "avif", "svg", "svgz", "heic", "heif", "jxl", "jp2",
     "tif", "tiff", "bmp", "ico", "psd", "dng", "cr2", "cr3", "nef", "arw", "orf", "rw2", "raf")
)  # fmt: skip
"""Endings of what shows a picture, of cameras too."""

_PICTURES: Final = re.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|BM....\0\0\0\0|II[*+U]\0|MM\0[*+]|8BPS\0|FUJIFILM"
    rb"|....ftyp(?:avi[fs]|heic|heix|heim|heis|hevc|hevx|mif1|msf1|crx )|\0\0\0\x0cj[PX]..\r\n|\xff\x0a"
    rb"|(?:\xef\xbb\xbf)?\s*(?:<(?:\?xml|!DOCTYPE|!--)[^>]*>\s*)*<(?:\w+:)?svg[\s>]",
    re.DOTALL,
)


def is_picture(name: str, head: bytes) -> bool:
    """Tell whether a file shows a picture, by its name or its first bytes. Such a file says where it was taken."""
    return ending_of(name) in PICTURES or bool(_PICTURES.match(head))


# ---- sound ------------------------------------------------------------------------------------

# Layer III: kilobits a second for MPEG 1, and for MPEG 2 and 2.5; hertz by version.
_RATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_SYNC: Final = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")


def _is_mp3(file: BinaryIO) -> bool:
    """Two frames of Layer III, one right behind the other, after the tags."""
    file.seek(_behind_id3(file.read(10)))
    window = file.read(_WINDOW)
    for found in _SYNC.finditer(window):
        start = found.start()
        length = _frame(window[start : start + 4])
        if length and _frame(window[start + length : start + length + 4]):
            return True
    return False


def _behind_id3(head: bytes) -> int:
    """See id3.org, ID3v2.4.0 section 3.1: the size has seven bits a byte."""
    if len(head) < 10 or head[:3] != b"ID3":
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if head[5] & 0x10 else 0)


def _frame(header: bytes) -> int:
    """Give the length of a frame of Layer III; 0 for what is no frame's header (ISO 11172-3, 2.4.1.3)."""
    if len(header) < 4 or not _SYNC.match(header):
        return 0
    version, rate, hertz = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if rate in (0, 15) or hertz == 3 or version not in _HERTZ:
        return 0
    kilobits = (_RATES_1 if version == 3 else _RATES_2)[rate]
    return (144 if version == 3 else 72) * kilobits * 1000 // _HERTZ[version][hertz] + (header[2] >> 1 & 1)


_OGG_SOUND: Final = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")


def _is_ogg(*codecs: bytes) -> Callable[[BinaryIO], bool]:
    def check(file: BinaryIO) -> bool:
        starts = list(_ogg_streams(file.read(_WINDOW)))
        return any(start.startswith(codecs) for start in starts) and not any(b"theora" in start for start in starts)

    return check


def _ogg_streams(data: bytes) -> Iterator[bytes]:
    """Give the beginning of each stream: these pages stand first (RFC 3533, section 4)."""
    place = 0
    while data[place : place + 5] == b"OggS\x00" and len(data) > place + 27 and data[place + 5] & 2:
        segments = data[place + 27 : place + 27 + data[place + 26]]
        body = place + 27 + len(segments)
        yield data[body : body + 16]
        place = body + sum(segments)


def _is_wav(file: BinaryIO) -> bool:
    head = file.read(HEAD)
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE" and b"fmt " in head


def _is_flac(file: BinaryIO) -> bool:
    head = file.read(8)
    return head[:4] == b"fLaC" and len(head) == 8 and head[4] & 0x7F == 0


# ---- film -------------------------------------------------------------------------------------


def _is_mp4(file: BinaryIO) -> bool:
    return b"vide" in _tracks(file)


def _is_m4a(file: BinaryIO) -> bool:
    tracks = _tracks(file)
    return b"soun" in tracks and b"vide" not in tracks


def _tracks(file: BinaryIO) -> set[bytes]:
    """Give the sorts of an MP4's tracks: `moov/trak/mdia/hdlr` (ISO 14496-12)."""
    size = file.seek(0, 2)
    top = dict(_boxes(file, 0, size))
    if b"ftyp" not in top or b"moov" not in top:
        return set()
    found = set()
    for track in _inside(file, top[b"moov"], b"trak"):
        for media in _inside(file, track, b"mdia"):
            for start, _ in _inside(file, media, b"hdlr"):
                file.seek(start + 8)
                found.add(file.read(4))
    return found


_Span = tuple[int, int]


def _inside(file: BinaryIO, box: _Span, name: bytes) -> list[_Span]:
    return [span for found, span in _boxes(file, *box) if found == name]


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, _Span]]:
    """Give the boxes between two places by name, each with where its content begins and ends."""
    for _ in range(_MOST_BOXES):
        file.seek(start)
        head = file.read(16)
        if start + 8 > end or len(head) < 8:
            return
        length, begins = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, begins = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = end - start
        if length < begins or start + length > end:
            return
        yield head[4:8], (start + begins, start + length)
        start += length


_WEBM: Final = re.compile(rb"\x42\x82.{1,8}?webm", re.DOTALL)
_WEBM_PICTURES: Final = re.compile(rb"V_(?:VP8|VP9|AV1)")


def _is_webm(file: BinaryIO) -> bool:
    """EBML whose DocType is webm, with a picture track near its beginning (RFC 8794, RFC 9559)."""
    head = file.read(_WINDOW)
    return head[:4] == b"\x1aE\xdf\xa3" and bool(_WEBM.search(head[:128]) and _WEBM_PICTURES.search(head))


# ---- captions and documents -------------------------------------------------------------------

_SIGNATURE: Final = re.compile(r"\ufeff?WEBVTT(?:[ \t\r\n]|$)")
_TIMING: Final = re.compile(r"^(?:\d{2,}:)?\d\d:\d\d\.\d{3}[ \t]+-->[ \t]+(?:\d{2,}:)?\d\d:\d\d\.\d{3}", re.MULTILINE)


def _is_vtt(file: BinaryIO) -> bool:
    """UTF-8 with WebVTT's signature and at least one cue (W3C WebVTT, section 4)."""
    try:
        text = file.read(_MOST_CAPTIONS).decode()
    except UnicodeDecodeError:
        return False
    return bool(_SIGNATURE.match(text) and _TIMING.search(text)) and "\x00" not in text


def _begins(*heads: bytes, after: int = 0) -> Callable[[BinaryIO], bool]:
    def check(file: BinaryIO) -> bool:
        return file.read(HEAD)[after:].startswith(heads)

    return check


def _is_text(file: BinaryIO) -> bool:
    """Nothing can be asked of plain text but that it is not something else."""
    head = file.read(HEAD)
    return b"\x00" not in head and not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


_OFFICE: Final = _begins(b"\xd0\xcf\x11\xe0")
_ZIP: Final = _begins(b"PK\x03\x04")
_CHECKS: Final[Mapping[str, Callable[[BinaryIO], bool]]] = {
    "mp3": _is_mp3,
    "m4a": _is_m4a,
    "ogg": _is_ogg(*_OGG_SOUND),
    "oga": _is_ogg(*_OGG_SOUND),
    "opus": _is_ogg(b"OpusHead"),
    "flac": _is_flac,
    "wav": _is_wav,
    "mp4": _is_mp4,
    "m4v": _is_mp4,
    "webm": _is_webm,
    "mov": _begins(b"ftyp", after=4),
    "ogv": _begins(b"OggS"),
    CAPTIONS: _is_vtt,
    "pdf": _begins(b"%PDF-"),
    **dict.fromkeys(("epub", "docx", "xlsx", "pptx", "odt", "ods", "odp", "zip"), _ZIP),
    **dict.fromkeys(("doc", "xls", "ppt"), _OFFICE),
    "rtf": _begins(b"{\\rtf"),
    "txt": _is_text,
    "csv": _is_text,
}
