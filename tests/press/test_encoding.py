"""P5: two answers are equal exactly if their bytes are."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from masthead.press.answers import decode, encode, record
from masthead.press.errors import NotAnAnswer


@record
class Pair(NamedTuple):
    first: Any
    second: Any


@record
class Couple(NamedTuple):
    first: Any
    second: Any


anything = st.text(st.characters(exclude_categories=()))
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), anything, anything.map(Markup), st.binary(), st.integers(-2, 2)
)
answers = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.lists(below, max_size=4).map(tuple), st.builds(Pair, below, below), st.builds(Couple, below, below)
    ),
)


def typed(value: Any) -> Any:
    """A value with its types spelt out, so that Python's own `1 == True` does not blur the comparison."""
    inner = tuple(typed(item) for item in value) if isinstance(value, tuple) else value
    return type(value).__name__, inner


@given(answers)
def test_decoding_gives_back_the_answer_with_its_types(value: Any) -> None:
    assert typed(decode(encode(value))) == typed(value)


@given(answers, answers)
def test_different_answers_have_different_bytes(one: Any, other: Any) -> None:
    assert (encode(one) == encode(other)) == (typed(one) == typed(other))


NEAR_MISSES = [
    1, "1", True, b"1", Markup("1"), (1,), ((1,),), "i1;", 0, False, None, "", b"", Markup(""), (), ((),), ("",),
    (None,), -1, "-1", 10, (1, 0), ("a", "b"), ("ab",), ("ab", ""), ("", "ab"), (("a",), "b"), ("a", ("b",)),
    "a", "ä", "a\u0308",
    "\ud800", "s1:a", "a\0", Markup("a"), Pair("a", "b"), Couple("a", "b"), Pair("b", "a"), Pair(Markup("a"), "b"),
    ("Pair", ("a", "b")), "N", "T", "F", 2**64, 2**63,
]  # fmt: skip


def test_near_misses_are_all_different() -> None:
    """Random testing does not find a confusion of 1 and "1": these are written by hand."""
    assert len({encode(value) for value in NEAR_MISSES}) == len(NEAR_MISSES)
    for value in NEAR_MISSES:
        assert typed(decode(encode(value))) == typed(value)


class Text(str):
    __slots__ = ()


class Unregistered(NamedTuple):
    first: int


@pytest.mark.parametrize(
    "value", [1.5, [1], {"a": 1}, {1}, object(), Text("a"), Unregistered(1), (1, [2]), Pair(1, 2.0), 1j, iter(())]
)
def test_what_is_outside_the_closed_set_is_refused(value: Any) -> None:
    with pytest.raises(NotAnAnswer, match="Answers are"):
        encode(value)


@pytest.mark.parametrize("data", [b"", b"x", b"s1:ab", b"N1", b"i1", b"t1:", b"s5"])
def test_bytes_that_are_no_answer_are_refused(data: bytes) -> None:
    with pytest.raises((NotAnAnswer, ValueError)):
        decode(data)


def test_two_records_of_one_name_are_refused() -> None:
    with pytest.raises(NotAnAnswer, match="two records called Pair"):
        record(type("Pair", (Unregistered,), {"__qualname__": "Elsewhere.Pair"}))
    with pytest.raises(NotAnAnswer, match="not a named tuple"):
        record(int)
