"""The smallest files that are what they say: sound, film, captions."""

from __future__ import annotations

MP3 = (b"\xff\xfb\x90\x00" + bytes(413)) * 3  # 128 kbit/s at 44.1 kHz: frames of 417 bytes
FLAC = b"fLaC\x00\x00\x00\x22" + bytes(34)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + bytes(20)
WEBM = b"\x1aE\xdf\xa3\x9fB\x82\x84webmB\x87\x81\x04" + bytes(20) + b"\x86\x85V_VP9" + bytes(64)
VTT = b"WEBVTT\n\n00:01.000 --> 00:04.000\nThe bell is struck.\n"


def ogg(*codecs: bytes) -> bytes:
    """The first page of each stream."""
    pages = (b"OggS\x00\x02" + bytes(20) + b"\x01" + bytes([len(codec)]) + codec for codec in codecs)
    return b"".join(pages) + b"OggS\x00\x00" + bytes(40)


OPUS = ogg(b"OpusHead\x01\x02")


def box(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


def mp4(*handlers: bytes) -> bytes:
    """A container with a track of each sort: soun, vide."""
    tracks = (box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(13)))) for handler in handlers)
    return box(b"ftyp", b"isom\x00\x00\x02\x00") + box(b"mdat", b"x" * 99) + box(b"moov", b"".join(tracks))


MP4 = mp4(b"vide", b"soun")
M4A = mp4(b"soun")
