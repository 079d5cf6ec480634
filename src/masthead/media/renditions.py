"""Which sizes and forms readers get of a picture. Pure: from measures to a list of what shall be made.

Three widths, never more than the original has. 480 is a small telephone, or a gallery; 960 a telephone's full width at
two or three dots to the pixel, or the text's measure on a common screen; 1600 a tablet, or the measure on a dense one.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from masthead.media.pictures import Nature

Form = Literal["avif", "webp", "jpg", "png", "gif"]
Shape = Literal["whole", "aside", "card", "full", "plain", "social"]
"""What a picture is wanted for: to stand in a text; beside one; small, cropped, among others; alone, in one file; the
same, but not larger than it must be; to stand for its page on other sites."""
Box = tuple[int, int, int, int]
"""A part of the upright original: left, top, right, bottom."""

RECIPE: Final = "2"
"""Changes whenever `making` shall make other bytes of the same original: every picture is made anew and gets another
address. With a new version of an encoder pictures are made anew, too, but keep their addresses: who has the old bytes
may keep them."""
WIDTHS: Final = (480, 960, 1600)
CARD: Final = (3, 2)
CARD_WIDTHS: Final = (240, 480)
"""Of a gallery's cell, 12rem wide on a wide screen, at one and two dots to the pixel."""
STEP: Final = 1.25
"""A width is left out if the next is not this much wider."""
TALLEST: Final = 8_000
"""Pixels: so high a picture is scaled down to; encoders end at 16,383."""
FALLBACK_WIDTH: Final = 960
"""For the few browsers that know neither AVIF nor WebP, for feeds and mail."""
MOVING_WIDTH: Final = 640
"""Of pictures that move: each frame weighs as much as a picture."""
SOCIAL: Final = (1200, 630)
"""What other sites and messengers show of a page (Open Graph)."""
LEAST_SOCIAL: Final = 200
"""Below this, other sites show none."""

BETTER: Final[dict[Nature, tuple[Form, ...]]] = {
    "photo": ("avif", "webp"),
    "cutout": ("avif", "webp"),
    "drawing": ("webp",),  # without loss smaller than AVIF with
    "moving": ("webp",),
}
FALLBACK: Final[dict[Nature, Form]] = {"photo": "jpg", "cutout": "png", "drawing": "png", "moving": "gif"}
STILL: Final[dict[Nature, Form]] = {**FALLBACK, "moving": "png"}


class Rendition(NamedTuple):
    """One file to be made: which form and size, of which part of the upright original, moving or still."""

    form: Form
    width: int
    height: int
    box: Box
    moves: bool = False


class Renditions(NamedTuple):
    """All files of a picture: those in better forms, from narrow to wide, form by form; the one for everybody."""

    better: tuple[Rendition, ...]
    fallback: Rendition
    still: Rendition | None = None  # of a moving picture, for readers who want nothing to move


def renditions(nature: Nature, size: tuple[int, int]) -> Renditions:
    """The files that pages show of a whole picture."""
    width, height = size
    box = (0, 0, width, height)
    moves = nature == "moving"
    steps = _steps(min(width, _widest(size)), (MOVING_WIDTH,) if moves else WIDTHS)
    fallback = min(steps, key=lambda step: abs(step - FALLBACK_WIDTH))
    still = _of("png", box, steps[-1]) if moves else None
    return Renditions(
        tuple(_of(form, box, step, moves=moves) for form in BETTER[nature] for step in steps),
        _of(FALLBACK[nature], box, fallback, moves=moves),
        still,
    )


def plain(nature: Nature, size: tuple[int, int]) -> Renditions:
    """The one file of a picture that every program knows."""
    return Renditions((), renditions(nature, size).fallback)


def full(nature: Nature, size: tuple[int, int]) -> Renditions:
    """The same, as large as readers get it."""
    moves = nature == "moving"
    widest = min(_widest(size), size[0], MOVING_WIDTH if moves else WIDTHS[-1])
    return Renditions((), _of(FALLBACK[nature], (0, 0, *size), widest, moves=moves))


def card(nature: Nature, size: tuple[int, int], focus: tuple[int, int] | None) -> Renditions:
    """The files of a part of one shape around what matters. It never moves."""
    box = crop(size, CARD, focus)
    steps = _steps(box[2] - box[0], CARD_WIDTHS)
    return Renditions(
        tuple(_card(form, box, step) for form in BETTER[nature] for step in steps),
        _card(STILL[nature], box, steps[-1]),
    )


def social(size: tuple[int, int], focus: tuple[int, int] | None) -> Rendition | None:
    """What other sites show; None for a picture that is too small for them."""
    box = crop(size, SOCIAL, focus)
    width, height = SOCIAL
    shown = min(width, box[2] - box[0])
    rendition = Rendition("jpg", shown, max(1, round(shown * height / width)), box)
    return rendition if min(rendition.width, rendition.height) >= LEAST_SOCIAL else None


def crop(size: tuple[int, int], ratio: tuple[int, int], focus: tuple[int, int] | None) -> Box:
    """The largest part of this ratio, as near around the focus as the edges allow; without one, the middle."""
    width, height = size
    across, down = ratio
    if width * down > height * across:
        part = max(1, round(height * across / down)), height
    else:
        part = width, max(1, round(width * down / across))
    x, y = focus or (width // 2, height // 2)
    left = min(max(0, x - part[0] // 2), width - part[0])
    top = min(max(0, y - part[1] // 2), height - part[1])
    return left, top, left + part[0], top + part[1]


def _widest(size: tuple[int, int]) -> int:
    width, height = size
    return max(1, min(WIDTHS[-1], width * TALLEST // height))


def _steps(widest: int, widths: tuple[int, ...]) -> tuple[int, ...]:
    """The widths below the widest, and that itself."""
    widest = min(widest, widths[-1])
    return (*(width for width in widths if width * STEP <= widest), widest)


def _of(form: Form, box: Box, width: int, *, moves: bool = False) -> Rendition:
    left, top, right, bottom = box
    height = round((bottom - top) * width / (right - left))
    return Rendition(form, width, min(max(1, height), TALLEST), box, moves)


def _card(form: Form, box: Box, width: int) -> Rendition:
    """Of the very same shape, whatever the rounding of the box."""
    return Rendition(form, width, max(1, round(width * CARD[1] / CARD[0])), box)
