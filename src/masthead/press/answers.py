"""What a query may answer, and the one spelling of each answer.

Answers are of a closed set of immutable types: `None`, `bool`, `int`, `str`, `bytes`, `Markup` (HTML, which
must never be mistaken for text), tuples, and named tuples that were registered with `record`. Two answers
are equal exactly if their encodings are: `1`, `"1"`, `True`, `b"1"` and `Markup("1")` are five answers.

The encoding is length-prefixed in the manner of bencode (BEP 3), extended by the types above, so that
`decode(encode(x)) == x` with the same types, and no value contains another's end.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, TypeVar

from markupsafe import Markup

from masthead.press.errors import NotAnAnswer

Answer = Any
"""An answer of the closed set; the set is enforced by `encode`, which no type annotation can express."""

R = TypeVar("R", bound=type)

_RECORDS: dict[str, type] = {}
_HEADS: dict[type, bytes] = {}
"""What the encoding of each record begins with."""
DIGEST_SIZE = 16


def record(cls: R) -> R:
    """Registers a named tuple as an answer type. Its name must be unique in the process."""
    if not (issubclass(cls, tuple) and hasattr(cls, "_fields")):
        raise NotAnAnswer(f"{cls.__name__} is not a named tuple; only those can be registered as records.")
    known = _RECORDS.setdefault(cls.__name__, cls)
    if known is not cls and known.__qualname__ + known.__module__ != cls.__qualname__ + cls.__module__:
        raise NotAnAnswer(f"There are two records called {cls.__name__}; rename one of them.")
    _RECORDS[cls.__name__] = cls
    _HEADS[cls] = b"r%d:%bt%d:" % (len(cls.__name__.encode()), cls.__name__.encode(), len(cls._fields))
    return cls


def encode(value: Answer) -> bytes:
    """The canonical bytes of an answer.

    Raises `NotAnAnswer` for a type outside the closed set, subclasses included.
    """
    if type(value) is tuple and len(value) == 1 and type(value[0]) is int:
        return b"t1:i%d;" % value  # what most questions are asked with
    out: list[bytes] = []
    _encode(value, out.append)
    return b"".join(out)


def decode(data: bytes) -> Answer:
    """The answer whose canonical bytes these are."""
    value, end = _decode(data, 0)
    if end != len(data):
        raise NotAnAnswer(f"{len(data) - end} bytes follow the encoded answer.")
    return value


def digest(data: bytes) -> bytes:
    """A 128-bit BLAKE2b digest (RFC 7693) of encoded bytes."""
    return blake2b(data, digest_size=DIGEST_SIZE).digest()


def _encode(value: Answer, put: Callable[[bytes], None]) -> None:
    kind = type(value)
    if kind is str:
        raw = value.encode("utf-8", "surrogatepass")
        put(b"s%d:" % len(raw))
        put(raw)
    elif kind is int:
        put(b"i%d;" % value)
    elif value is None:
        put(b"N")
    elif kind is bool:
        put(b"T" if value else b"F")
    elif kind is tuple:
        put(b"t%d:" % len(value))
        for item in value:
            _encode(item, put)
    elif kind is Markup:
        raw = str.encode(value, "utf-8", "surrogatepass")
        put(b"h%d:" % len(raw))
        put(raw)
    elif kind is bytes:
        put(b"b%d:" % len(value))
        put(value)
    elif kind in _HEADS:
        put(_HEADS[kind])
        for item in value:
            _encode(item, put)
    else:
        raise NotAnAnswer(
            f"A query answered with a {kind.__name__} ({str(value)[:60]!r}). Answers are None, bool, int, str, "
            "bytes, Markup, tuples of these, and records registered with masthead.press.answers.record."
        )


def _decode(data: bytes, at: int) -> tuple[Answer, int]:
    tag = data[at : at + 1]
    if tag == b"N":
        return None, at + 1
    if tag in (b"T", b"F"):
        return tag == b"T", at + 1
    if tag == b"i":
        end = data.index(b";", at)
        return int(data[at + 1 : end]), end + 1
    if tag not in _SIZED:
        raise NotAnAnswer(f"No answer begins with {tag!r}.")
    colon = data.index(b":", at)
    return _SIZED[tag](data, colon + 1, int(data[at + 1 : colon]))


def _decode_text(data: bytes, start: int, size: int) -> tuple[str, int]:
    return data[start : start + size].decode("utf-8", "surrogatepass"), start + size


def _decode_html(data: bytes, start: int, size: int) -> tuple[Markup, int]:
    text, end = _decode_text(data, start, size)
    return Markup(text), end  # noqa: S704 - only what was Markup when encoded gets this tag


def _decode_bytes(data: bytes, start: int, size: int) -> tuple[bytes, int]:
    return data[start : start + size], start + size


def _decode_tuple(data: bytes, start: int, size: int) -> tuple[tuple[Answer, ...], int]:
    items = []
    for _ in range(size):
        item, start = _decode(data, start)
        items.append(item)
    return tuple(items), start


def _decode_record(data: bytes, start: int, size: int) -> tuple[Answer, int]:
    name = data[start : start + size].decode()
    fields, end = _decode(data, start + size)
    if name not in _RECORDS:
        raise NotAnAnswer(f"The record {name} is not registered here.")
    return _RECORDS[name](*fields), end


_SIZED: dict[bytes, Callable[[bytes, int, int], tuple[Answer, int]]] = {
    b"s": _decode_text,
    b"h": _decode_html,
    b"b": _decode_bytes,
    b"t": _decode_tuple,
    b"r": _decode_record,
}
