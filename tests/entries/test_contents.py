"""A file is what its content says."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.entries.contents import AUDIO, CAPTIONS, VIDEO, agrees, is_known
from recordings import FLAC, M4A, MP3, MP4, OPUS, VTT, WAV, WEBM, box, mp4, ogg

TRUE = {
    "mp3": MP3,
    "m4a": M4A,
    "ogg": ogg(b"\x01vorbis"),
    "oga": OPUS,
    "opus": OPUS,
    "flac": FLAC,
    "wav": WAV,
    "mp4": MP4,
    "m4v": MP4,
    "webm": WEBM,
    "vtt": VTT,
    "pdf": b"%PDF-1.7\n",
    "docx": b"PK\x03\x04",
    "doc": b"\xd0\xcf\x11\xe0",
    "txt": b"Minutes.",
}
SAME = [{"mp4", "m4v"}, {"opus", "oga", "ogg"}]


def says(name: str, content: bytes) -> bool:
    return agrees(name, BytesIO(content))


@pytest.mark.parametrize("ending", TRUE)
def test_a_file_is_what_it_is(ending: str) -> None:
    assert says(f"a.{ending.upper()}", TRUE[ending])


@pytest.mark.parametrize("ending", TRUE.keys() - {"txt"})  # much is text
def test_a_file_is_nothing_else(ending: str) -> None:
    for other, content in TRUE.items():
        if not any({other, ending} <= same for same in [{other}, *SAME]):
            assert not says(f"a.{ending}", content), other


def test_every_sort_that_players_play_is_looked_at() -> None:
    assert all(is_known(f"a.{ending}") for ending in (*AUDIO, *VIDEO, CAPTIONS))
    assert not is_known("a.exe")
    assert says("a.exe", b"MZ")
    assert is_known(".mp3")


@pytest.mark.parametrize(
    ("name", "content", "good"),
    [
        ("a.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x05" + b"title" + MP3, True),
        ("a.mp3", b"ID3\x04\x00\x10\x00\x00\x00\x05" + b"title" + bytes(10) + MP3, True),
        ("a.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x05<script>", False),
        ("a.mp3", MP3[:417], False),
        ("a.mp3", b"\xff\xfb\xf0\x00" * 999, False),
        ("a.opus", ogg(b"\x01vorbis"), False),
        ("a.ogg", ogg(b"fishead\x00", b"OpusHead"), True),
        ("a.ogg", ogg(b"\x80theora", b"\x01vorbis"), False),
        ("a.m4a", mp4(b"soun", b"vide"), False),
        ("a.mp4", M4A, False),
        ("a.mp4", MP4[:-40], False),
        ("a.mp4", box(b"ftyp", b"isom") + box(b"\x00" * 4, b"") * 600 + MP4, False),
        ("a.mp4", b"\x00\x00\x00\x01ftyp" + (2**63).to_bytes(8, "big"), False),
        ("a.webm", WEBM.replace(b"webm", b"matroska"), False),
        ("a.webm", WEBM.replace(b"V_VP9", b"A_OPUS"), False),
        ("a.vtt", b"\xef\xbb\xbfWEBVTT - a title\r\n\r\n00:00:01.000 --> 00:00:04.000\r\nHi", True),
        ("a.vtt", b"WEBVTT\n", False),
        ("a.vtt", b"1\n00:00:01,000 --> 00:00:04,000\nHi", False),
        ("a.vtt", VTT + b"\xff", False),
        ("a.vtt", VTT + b"\x00", False),
        ("a.txt", b"\xef\xbb\xbf <html>", False),
        ("a.txt", b"a\x00b", False),
        ("a.pdf", b"<html>%PDF-", False),
    ],
)
def test_what_only_looks_like_it_is_told_apart(name: str, content: bytes, good: bool) -> None:
    assert says(name, content) is good


@given(
    st.sampled_from([*TRUE, "mov", "ogv"]), st.sampled_from(sorted(TRUE)), st.binary(max_size=64), st.integers(0, 600)
)
def test_no_content_raises(ending: str, other: str, noise: bytes, place: int) -> None:
    content = TRUE[other]
    file = BytesIO(content[:place] + noise + content[place:])
    agrees(f"a.{ending}", file)
    assert file.tell() == 0
