"""What is made of a picture: what is seen, and nothing else of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from masthead.media.making import CannotMake, Original, make
from masthead.media.pictures import examine
from masthead.media.renditions import Rendition, Renditions, card, full, renditions, social
from media.drawn import (
    CANARY,
    TURNED,
    bomb,
    corners,
    cutout,
    deep,
    exif,
    flat,
    moving,
    read,
    saved,
    scene,
    swapped_profile,
    talkative,
)  # fmt: skip

UPRIGHT = {corner: corner for corner in ("nw", "ne", "sw", "se")}

TALK = {"exif", "xmp", "icc_profile", "comment", "photoshop", "XML:com.adobe.xmp"}


def original(folder: Path, body: bytes) -> tuple[Original, tuple[int, int]]:
    path = folder / hashlib.sha1(body).hexdigest()
    path.write_bytes(body)
    found = examine(path)
    return Original(path, hashlib.sha1(body).hexdigest(), found.nature), (found.width, found.height)


def made(folder: Path, body: bytes) -> dict[tuple[str, int], bytes]:
    """Every file that readers could get of it, by form and width."""
    source, size = original(folder, body)
    shapes = [renditions(source.nature, size), card(source.nature, size, (10, 10)), full(source.nature, size)]
    if found := social(size, None):
        shapes.append(Renditions((), found))
    wanted = [r for shape in shapes for r in (*shape.better, shape.fallback, shape.still) if r]
    return {(r.form, r.width): make(source, r) for r in wanted}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_nothing_that_a_picture_says_gets_out(tmp_path: Path, form: str) -> None:
    body = talkative(form)
    assert CANARY.encode() in body, "there is something to keep in"
    files = made(tmp_path, body)
    assert len(files) >= 4
    for name, file in files.items():
        for told in (CANARY.encode(), b"7f3a", b"Exif", b"http://ns.adobe.com", b"xmpmeta", b"Photoshop", b"GPS"):
            assert told not in file, (name, told)
        picture = read(file)
        assert not dict(picture.getexif()), name
        assert not picture.getexif().get_ifd(0x8825), name
        assert picture.info.keys().isdisjoint(TALK), name
        assert not getattr(picture, "text", None), name


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_stands_upright(tmp_path: Path, form: str, orientation: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what a camera held so would have seen
    seen = scene(800, 600)
    held = seen.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else seen
    body = saved(held, form, exif=exif(orientation).tobytes())
    source, size = original(tmp_path, body)
    assert size == (800, 600)
    small = read(make(source, renditions(source.nature, size).fallback))
    assert small.size == (800, 600)
    assert corners(small) == UPRIGHT


def test_the_part_around_the_focus_is_cut_from_the_upright_picture(tmp_path: Path) -> None:
    body = saved(scene(300, 900).transpose(Image.Transpose.ROTATE_90), exif=exif(TURNED).tobytes())
    source, size = original(tmp_path, body)
    assert size == (300, 900)
    above = corners(read(make(source, card(source.nature, size, (150, 0)).fallback)))
    below = corners(read(make(source, card(source.nature, size, (150, 899)).fallback)))
    assert (above["nw"], above["ne"]) == ("nw", "ne")
    assert (below["sw"], below["se"]) == ("sw", "se")


def test_colours_are_those_of_the_profile(tmp_path: Path) -> None:
    red = Image.new("RGB", (300, 300), (255, 0, 0))
    source, size = original(tmp_path, saved(red, "PNG", icc_profile=swapped_profile()))
    r, g, b = read(make(source, renditions(source.nature, size).fallback)).convert("RGB").getpixel((9, 9))
    assert (r, b) < (40, 40)
    assert g > 215


@pytest.mark.parametrize("profile", [b"no profile", b"\x00" * 200])
def test_a_profile_that_is_none_does_no_harm(tmp_path: Path, profile: bytes) -> None:
    source, size = original(tmp_path, saved(scene(), icc_profile=profile))
    assert corners(read(make(source, renditions(source.nature, size).fallback))) == UPRIGHT


@pytest.mark.parametrize(
    ("body", "mode"),
    [
        (saved(scene(mode="CMYK")), "RGB"),
        (saved(scene(mode="L")), "L"),
        (saved(deep(), "PNG"), "L"),
        (saved(scene(mode="LA"), "PNG"), "RGB"),
        (saved(cutout(), "PNG"), "RGBA"),
        (saved(cutout().quantize(200), "PNG"), "RGBA"),
        (saved(flat("1"), "PNG"), "L"),
    ],
)
def test_pictures_of_every_mode_look_as_they_did(tmp_path: Path, body: bytes, mode: str) -> None:
    source, size = original(tmp_path, body)
    before = read(body)
    expected = before.convert("I").point(lambda level: level / 256) if before.mode == "I;16" else before
    for rendition in (*(found := renditions(source.nature, size)).better, found.fallback):
        shown = read(make(source, rendition))
        assert shown.has_transparency_data == (mode == "RGBA")
        if mode == "RGBA":
            assert shown.convert("RGBA").getpixel((1, 1))[3] == 0
        for place in [(size[0] // 5, size[1] // 4), (size[0] * 4 // 5, size[1] * 3 // 4)]:
            was, now = (p.convert("L").getpixel(place) for p in (expected, shown))
            assert abs(was - now) < 24, (rendition, place)


def test_a_moving_picture_moves_as_it_did_and_has_a_still(tmp_path: Path) -> None:
    for body in (moving("GIF"), moving("WEBP"), moving("PNG")):
        source, size = original(tmp_path, body)
        found = renditions(source.nature, size)
        for rendition in (*found.better, found.fallback):
            shown = read(make(source, rendition))
            assert shown.n_frames == 4
            assert shown.info.get("loop") == 0
            timing = [frame.info["duration"] for frame in ImageSequence.Iterator(shown) if frame.load()]
            assert timing == [100, 150, 200, 100]
        assert found.still
        assert not getattr(read(make(source, found.still)), "is_animated", False)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    body = talkative("JPEG")
    assert made(tmp_path, body) == made(tmp_path, body)


def test_what_happened_to_the_file_since_is_said(tmp_path: Path) -> None:
    source, size = original(tmp_path, saved(scene()))
    wanted = renditions(source.nature, size).fallback
    whole = source.path.read_bytes()
    for spoilt, sentence in (
        (whole[:-500], "The file is another than was uploaded."),
        (saved(scene(500, 90)), "The file is another than was uploaded."),
        (b"<svg/>", "The file is another than was uploaded."),
    ):
        source.path.write_bytes(spoilt)
        with pytest.raises(CannotMake, match=sentence):
            make(source, wanted)
    unsigned = source._replace(sha1="")
    for spoilt, sentence in (
        (whole[:-5000], "It cannot be read: "),
        (saved(scene(50, 90)), "The file is another than was uploaded."),
        (b"<svg/>", "It is not a picture"),
        (bomb(30_000, 30_000), "pixels; "),
    ):
        source.path.write_bytes(spoilt)
        with pytest.raises(CannotMake, match=sentence):
            make(unsigned, wanted)
    source.path.unlink()
    with pytest.raises(CannotMake, match=r"The file is missing\."):
        make(source, wanted)


def test_no_part_beyond_the_picture_is_made(tmp_path: Path) -> None:
    source, _ = original(tmp_path, saved(scene()))
    with pytest.raises(CannotMake):
        make(source, Rendition("jpg", 400, 300, (0, 0, 4000, 3000)))
