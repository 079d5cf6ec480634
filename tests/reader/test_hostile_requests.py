"""Whatever is asked, an answer comes, and nothing from outside the store is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.reader.addresses import encoded, location, parse
from masthead.reader.application import Reader
from masthead.reader.negotiation import byte_range, encodings, http_date, none_match

pieces = st.sampled_from(
    ["/", ".", "..", "%2e", "%2F", "%5c", "\\", "a", "index.html", ".gz", "secret", "%00", "?", "é", "%C3%A9", "~"]
)
targets = st.lists(pieces, max_size=12).map(lambda parts: "/" + "".join(parts))
header_text = st.text(st.characters(max_codepoint=255), max_size=60)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder: Path = tmp_path_factory.mktemp("hostile")
    (folder / "secret").write_text("the canary")
    store = folder / "public"
    (store / "a").mkdir(parents=True)
    for name in ("index.html", "a/index.html", "404.html", ".secret"):
        (store / name).write_text("the canary" if name == ".secret" else "a page")
    return Reader(store)


@given(target=targets, query=header_text, accept=header_text, tags=header_text, part=header_text)
def test_every_request_has_an_answer_without_the_canary(
    reader: Reader, target: str, query: str, accept: str, tags: str, part: str
) -> None:
    sent = {"accept-encoding": accept, "if-none-match": tags, "range": part, "if-modified-since": tags}
    headers = [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]
    answer = reader.respond("GET", target.encode(), query.encode("latin-1"), headers)
    assert answer.status in {200, 206, 301, 304, 404, 416}
    assert b"canary" not in answer.body
    assert not any(b"\n" in value or b"\r" in value for _, value in answer.headers)


@given(st.binary(max_size=60))
def test_an_address_is_refused_or_safe_to_join(raw: bytes) -> None:
    address = parse(raw)
    if address is not None:
        parts = address.path.split("/")
        assert parts[0] == ""
        assert not {"", ".", ".."} & set(parts[1:-1])
        assert not parts[-1].startswith(".") or parts[-1] == ".well-known"
        assert "\0" not in address.path


@given(st.text(max_size=30))
def test_an_encoded_path_is_read_back_as_it_was(text: str) -> None:
    address = parse(encoded("/" + text.encode("utf-8", "replace").decode()).encode())
    if address is not None:
        assert parse(encoded(address.path).encode()) == (address.path, True)


@given(st.text(max_size=30))
def test_a_location_is_one_line_of_ascii(text: str) -> None:
    made = location("/" + text.encode("utf-8", "replace").decode())
    assert made.isascii()
    assert made.isprintable()


@given(header_text, st.integers(0, 1000))
def test_headers_never_fail(text: str, size: int) -> None:
    assert "identity" in encodings(text)
    none_match(text, '"a"')
    http_date(text)
    found = byte_range(f"bytes={text}", size)
    if isinstance(found, tuple):
        assert 0 <= found.start < found.stop <= size
