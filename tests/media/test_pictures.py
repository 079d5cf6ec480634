"""Which files are pictures: by content, whole, within bounds."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from masthead.media import pictures
from masthead.media.pictures import Examined, PictureRefused, examine
from media.drawn import TURNED, bomb, cutout, deep, flat, moving, saved, scene, talkative

FORMS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF"]


def examined(body: bytes) -> Examined:
    return examine(io.BytesIO(body))


def refusal(body: bytes) -> PictureRefused:
    with pytest.raises(PictureRefused) as caught:
        examined(body)
    return caught.value


@pytest.mark.parametrize(
    ("body", "ending", "nature"),
    [
        (saved(scene()), ".jpg", "photo"),
        (saved(flat()), ".jpg", "photo"),  # a JPEG is full of small differences, whatever it shows
        (saved(scene(), progressive=True), ".jpg", "photo"),
        (saved(Image.new("RGB", (3, 2))), ".jpg", "photo"),  # an eighth of it is less than a point
        (saved(scene(mode="L")), ".jpg", "photo"),
        (saved(scene(mode="CMYK")), ".jpg", "photo"),
        (saved(scene(), "PNG"), ".png", "photo"),
        (saved(scene(mode="L"), "PNG"), ".png", "photo"),
        (saved(deep(), "PNG"), ".png", "photo"),
        (saved(scene(mode="RGBA"), "PNG"), ".png", "photo"),  # nothing can be seen through it
        (saved(cutout(), "PNG"), ".png", "cutout"),
        (saved(cutout(), "WEBP"), ".webp", "cutout"),
        (saved(flat(), "PNG"), ".png", "drawing"),
        (saved(flat("RGBA"), "PNG"), ".png", "drawing"),
        (saved(flat("L"), "PNG"), ".png", "drawing"),
        (saved(flat("1"), "PNG"), ".png", "drawing"),
        (saved(flat().quantize(4), "GIF"), ".gif", "drawing"),
        (saved(scene(), "AVIF"), ".avif", "photo"),
        (moving("GIF"), ".gif", "moving"),
        (moving("WEBP"), ".webp", "moving"),
        (moving("PNG"), ".png", "moving"),
        (moving("AVIF"), ".avif", "moving"),
    ],
)
def test_a_picture_is_known_by_its_content(body: bytes, ending: str, nature: str) -> None:
    found = examined(body)
    assert (found.ending, found.nature) == (ending, nature)
    assert (found.width, found.height) == read_size(body)


def read_size(body: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(body)) as picture:
        return picture.size


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_turned_picture_is_measured_upright(form: str) -> None:
    found = examined(talkative(form, orientation=TURNED))
    assert (found.width, found.height) == (300, 400)


def test_two_pictures_in_one_jpeg_are_one_photograph() -> None:
    """Telephones put a depth or a preview beside the picture (MPO)."""
    found = examined(saved(scene(), "MPO", save_all=True, append_images=[scene(40, 30)]))
    assert found == Examined(".jpg", 400, 300, "photo")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7\n",
        b"PK\x03\x04" + bytes(100),
        b"GIF89a<script>alert(1)</script>",
        saved(scene(), "TIFF"),
        saved(scene(), "BMP"),
        saved(scene(), "PPM"),
        saved(scene(40, 30), "ICO"),
        saved(scene(), "EPS"),
        b"\x00\x00\x00\x0cJXL \r\n\x87\n" + bytes(50),
    ],
)
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    refused = refusal(body)
    assert refused.reason == "unreadable"
    assert str(refused) == "It is not a picture that can be shown, or it is damaged."


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_half_a_picture_is_refused(form: str, share: float) -> None:
    body = talkative(form) if form != "GIF" else saved(scene().quantize(200), "GIF")
    assert refusal(body[: int(len(body) * share)]).reason == "unreadable"


@pytest.mark.parametrize(("size", "reason"), [((30_000, 30_000), "pixels"), ((6_500, 6_500), "pixels")])
def test_a_bomb_is_refused_before_it_is_decoded(size: tuple[int, int], reason: str) -> None:
    assert refusal(bomb(*size)).reason == reason


def test_a_ribbon_is_refused() -> None:
    refused = refusal(bomb(30_001, 1))
    assert str(refused) == "One side has 30,001 pixels; 30,000 is the most."


def test_frames_are_counted_and_so_are_their_pixels_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_FRAMES", 10)
    assert str(refusal(moving(frames=11))) == "It has 11 frames; 10 is the most."
    monkeypatch.setattr(pictures, "MOST_HELD", 200 * 120 * 8)
    assert refusal(moving(frames=9)).reason == "pixels"
    assert examined(moving(frames=8)).nature == "moving"


def test_a_progressive_jpeg_is_held_whole_and_so_may_have_fewer_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_HELD", 100_000)
    assert examined(saved(scene())).nature == "photo"
    assert refusal(saved(scene(), progressive=True)).reason == "pixels"


def test_a_webp_is_held_several_times_and_so_may_have_fewer_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_WEBP", 100_000)
    assert examined(moving("WEBP", frames=8)).nature == "moving"
    assert str(refusal(saved(scene(), "WEBP"))) == "It has 120,000 pixels; 100,000 is the most."


@given(st.sampled_from(FORMS), st.integers(0, 2**32))
def test_a_damaged_picture_is_shown_or_refused_and_nothing_else(form: str, seed: int) -> None:
    chance = random.Random(seed)
    body = bytearray(WHOLE[form])
    for _ in range(chance.randint(1, 12)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    try:
        examined(bytes(body))
    except PictureRefused:
        return


WHOLE = {form: talkative(form) for form in FORMS}
