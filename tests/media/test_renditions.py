"""Which sizes and forms, and which part where one is cut out."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.media.pictures import Nature
from masthead.media.renditions import (
    SOCIAL,
    TALLEST,
    WIDTHS,
    Rendition,
    Renditions,
    card,
    crop,
    full,
    plain,
    renditions,
    social,
)  # fmt: skip

sides = st.integers(1, 30_000)
sizes = st.tuples(sides, sides)
natures = st.sampled_from(get_args(Nature))


def widths(found: Renditions, form: str) -> list[int]:
    return [rendition.width for rendition in found.better if rendition.form == form]


def every(found: Renditions) -> list[Rendition]:
    return [*found.better, found.fallback, *([found.still] if found.still else [])]


@pytest.mark.parametrize(
    ("width", "steps"),
    [(4000, [480, 960, 1600]), (1600, [480, 960, 1600]), (1300, [480, 960, 1300]), (1100, [480, 1100]),
     (960, [480, 960]), (550, [550]), (480, [480]), (30, [30])],
)  # fmt: skip
def test_widths_grow_by_steps_worth_a_file_and_never_beyond_the_original(width: int, steps: list[int]) -> None:
    found = renditions("photo", (width, width))
    assert widths(found, "avif") == widths(found, "webp") == steps
    assert found.fallback.form == "jpg"
    assert found.fallback.width == min(steps, key=lambda step: abs(step - 960))


def test_each_nature_has_its_forms() -> None:
    shown = {nature: renditions(nature, (1600, 900)) for nature in get_args(Nature)}
    forms = {n: list(dict.fromkeys(r.form for r in (*f.better, f.fallback))) for n, f in shown.items()}
    assert forms == {
        "photo": ["avif", "webp", "jpg"],
        "cutout": ["avif", "webp", "png"],
        "drawing": ["webp", "png"],
        "moving": ["webp", "gif"],
    }
    assert [(nature, r.form) for nature, found in shown.items() if (r := found.still)] == [("moving", "png")]
    assert all(r.moves == (r.form != "png") for r in every(shown["moving"]))


@given(natures, sizes, st.none() | st.tuples(sides, sides))
def test_nothing_is_larger_than_its_original_or_than_encoders_take(
    nature: Nature, size: tuple[int, int], focus: tuple[int, int] | None
) -> None:
    shapes = [renditions(nature, size), plain(nature, size), full(nature, size), card(nature, size, focus)]
    found = [rendition for shape in shapes for rendition in every(shape)]
    for rendition in found:
        left, top, right, bottom = rendition.box
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]
        assert 1 <= rendition.width <= min(right - left, WIDTHS[-1])
        assert 1 <= rendition.height <= TALLEST


@given(sizes, st.tuples(sides, sides))
def test_a_crop_is_as_large_as_can_be_and_as_near_the_focus(size: tuple[int, int], focus: tuple[int, int]) -> None:
    left, top, right, bottom = crop(size, SOCIAL, focus)
    assert right - left == size[0] or bottom - top == size[1]
    x, y = min(focus[0], size[0]), min(focus[1], size[1])
    assert left <= x <= right
    assert top <= y <= bottom


def test_a_crop_follows_the_focus() -> None:
    assert crop((4000, 3000), (4, 3), (100, 100)) == (0, 0, 4000, 3000)
    assert crop((4000, 1000), (1, 1), None) == (1500, 0, 2500, 1000)
    assert crop((4000, 1000), (1, 1), (900, 10)) == (400, 0, 1400, 1000)
    assert crop((4000, 1000), (1, 1), (3990, 10)) == (3000, 0, 4000, 1000)
    assert crop((1000, 4000), (1, 1), (10, 3900)) == (0, 3000, 1000, 4000)


def test_other_sites_get_their_shape_or_none() -> None:
    large = social((4000, 3000), None)
    assert large == Rendition("jpg", 1200, 630, (0, 450, 4000, 2550))
    small = social((500, 500), None)
    assert small is not None
    assert (small.width, small.height) == (500, 262)
    assert social((370, 370), None) is None
    assert social((5000, 20), None) is None
