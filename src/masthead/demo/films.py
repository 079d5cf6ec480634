"""The demo's film: drawn frame by frame, and put into a WebM file by hand.

A still picture in WebP is one key frame of VP8 (RFC 9649, RFC 6386), which is what WebM holds (RFC 9559). So a
film of nothing but key frames needs no encoder beyond the one that Pillow has.
"""

from __future__ import annotations

from io import BytesIO
from struct import pack
from typing import Final

from PIL import Image

from masthead.demo.pictures import dusk

SIZE: Final = (640, 360)
FRAMES: Final = 28
MILLISECONDS: Final = 150  # for which each frame stands

# Names of elements, https://www.matroska.org/technical/elements.html
EBML, DOC_TYPE, DOC_VERSION, DOC_READ_VERSION = 0x1A45DFA3, 0x4282, 0x4287, 0x4285
SEGMENT, INFO, SCALE, DURATION, MUXER, WRITER = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489, 0x4D80, 0x5741
TRACKS, TRACK, NUMBER, IDENTITY, KIND, CODEC, VIDEO, WIDE, HIGH = (
    0x1654AE6B, 0xAE, 0xD7, 0x73C5, 0x83, 0x86, 0xE0, 0xB0, 0xBA,
)  # fmt: skip
CLUSTER, TIME, BLOCK = 0x1F43B675, 0xE7, 0xA3
KEY_FRAME: Final = 0x80


def six_lamps() -> bytes:
    """Six street lamps that are lit one after another."""
    duration = FRAMES * MILLISECONDS
    head = _element(EBML, _element(DOC_TYPE, b"webm"), _number(DOC_VERSION, 2), _number(DOC_READ_VERSION, 2))
    info = _element(
        INFO, _number(SCALE, 1_000_000), _element(DURATION, pack(">d", duration)), _element(MUXER, b"Masthead"),
        _element(WRITER, b"Masthead"),
    )  # fmt: skip
    video = _element(VIDEO, _number(WIDE, SIZE[0]), _number(HIGH, SIZE[1]))
    track = _element(
        TRACK, _number(NUMBER, 1), _number(IDENTITY, 1), _number(KIND, 1), _element(CODEC, b"V_VP8"), video
    )
    blocks = [_block(place * MILLISECONDS, frame) for place, frame in enumerate(_frames())]
    cluster = _element(CLUSTER, _number(TIME, 0), *blocks)
    return head + _element(SEGMENT, info, _element(TRACKS, track), cluster)


def _frames() -> list[bytes]:
    """Dark, six lamps, and a while with all of them."""
    pictures = [_key_frame(scene.image) for scene in dusk()]
    return [picture for picture in pictures for _ in range(4)][: FRAMES - 4] + [pictures[-1]] * 4


def _key_frame(picture: Image.Image) -> bytes:
    """The one frame of a lossy WebP: the content of its chunk `VP8 `."""
    file = BytesIO()
    picture.reduce(picture.width // SIZE[0]).save(file, "WEBP", quality=70, method=4)
    data = file.getvalue()
    begin = data.index(b"VP8 ") + 8
    length = int.from_bytes(data[begin - 4 : begin], "little")
    return data[begin : begin + length]


def _block(milliseconds: int, frame: bytes) -> bytes:
    return _element(BLOCK, b"\x81" + milliseconds.to_bytes(2, "big") + bytes([KEY_FRAME]) + frame)


def _element(name: int, *content: bytes) -> bytes:
    """Name, length in eight bytes, content."""
    data = b"".join(content)
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + (1 << 56 | len(data)).to_bytes(8, "big") + data


def _number(name: int, value: int) -> bytes:
    return _element(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


FILMS: Final = {"dusk": ("Six lamps are lit", six_lamps)}
"""Name -> title, and what makes it."""
