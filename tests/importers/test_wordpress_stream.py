from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from masthead.importers.wordpress.stream import CHUNK, RepairedStream


def repaired(data: bytes) -> tuple[str, int]:
    stream = RepairedStream(io.BytesIO(data))
    return b"".join(stream).decode(), stream.repairs


def test_a_byte_order_mark_is_taken_off() -> None:
    assert repaired(b"\xef\xbb\xbf<rss/>") == ("<rss/>", 0)


def test_utf_16_is_read_by_its_mark() -> None:
    assert repaired("سلام".encode("utf-16")) == ("سلام", 0)


def test_a_declared_encoding_is_honoured() -> None:
    assert repaired('<?xml version="1.0" encoding="windows-1256"?>سلام'.encode("windows-1256"))[0].endswith("سلام")


def test_an_encoding_that_is_no_text_is_not_believed() -> None:
    assert repaired(b'<?xml version="1.0" encoding="zlib"?><a/>')[1] == 0


def test_control_characters_go_and_are_counted_while_line_ends_stay() -> None:
    assert repaired(b"a\x0bb\x00\nc\td") == ("ab\nc\td", 2)


def test_a_surrogate_pair_in_utf_8_is_one_character() -> None:
    pair = "\ud83d\ude00".encode("utf-8", "surrogatepass")
    assert repaired(b"x" + pair + b"y") == ("x😀y", 0)
    # Also where a chunk ends inside it.
    padding = b"x" * (CHUNK - 2)
    assert repaired(padding + pair + b"y")[0] == "x" * (CHUNK - 2) + "😀y"


def test_broken_utf_8_is_replaced_and_counted() -> None:
    assert repaired(b"a\xffb") == ("a\ufffdb", 1)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"])), st.integers(0, 40))
def test_honest_text_is_never_changed(text: str, shift: int) -> None:
    text = " " * (CHUNK - shift) + text
    assert repaired(text.encode()) == (text, text.count("\ufffd"))


@given(st.binary(max_size=200))
def test_any_bytes_become_text_that_xml_allows(data: bytes) -> None:
    text, _ = repaired(data)
    assert not any(ord(c) < 32 and c not in "\t\n\r" for c in text)
