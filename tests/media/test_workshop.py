"""Pictures are made in processes of their own, which neither memory nor a crash of theirs can spread from."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from masthead.media import workshop as module
from masthead.media.making import CannotMake, Original, make
from masthead.media.pictures import PictureRefused, examine
from masthead.media.renditions import renditions
from masthead.media.workshop import Workshop
from media.drawn import bomb, cutout, saved, scene

WANTED = renditions("photo", (400, 300)).fallback


@pytest.fixture
def source(tmp_path: Path) -> Original:
    (tmp_path / "a.jpg").write_bytes(saved(scene()))
    return Original(tmp_path / "a.jpg", "", "photo")


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    with closing(Workshop()) as made:
        yield made


def test_it_makes_what_is_made_here(workshop: Workshop, source: Original) -> None:
    wanted = [*renditions("photo", (400, 300)).better, WANTED] * 2
    with ThreadPoolExecutor(3) as hands:
        assert list(hands.map(lambda one: workshop.make(source, one), wanted)) == [make(source, one) for one in wanted]
    assert 1 <= len(workshop._idle) <= 3, "processes are used again"


def test_what_cannot_be_made_is_said_and_the_next_is_made(workshop: Workshop, source: Original) -> None:
    with pytest.raises(CannotMake, match=r"The file is missing\."):
        workshop.make(source._replace(path=source.path.with_name("b.jpg")), WANTED)
    assert workshop.make(source, WANTED) == make(source, WANTED)
    assert len(workshop._idle) == 1


def test_a_process_that_ended_meanwhile_is_replaced(workshop: Workshop, source: Original) -> None:
    workshop.make(source, WANTED)
    workshop._idle[0].kill()
    workshop._idle[0].wait()
    assert workshop.make(source, WANTED) == make(source, WANTED)


def test_a_picture_that_takes_too_long_is_given_up(
    workshop: Workshop, source: Original, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_SECONDS", 0)
    with pytest.raises(CannotMake, match="Its decoder or encoder gave up"):
        workshop.make(source, WANTED)


def test_a_picture_that_needs_too_much_memory_is_given_up(tmp_path: Path, source: Original) -> None:
    large = Image.new("RGB", (6000, 6000))
    (tmp_path / "large.png").write_bytes(saved(large, "PNG"))
    with closing(Workshop(megabytes=96)) as small:
        with pytest.raises(CannotMake, match=r"memory|gave up"):
            small.make(Original(tmp_path / "large.png", "", "photo"), WANTED._replace(box=(0, 0, 6000, 6000)))
        assert small.make(source, WANTED) == make(source, WANTED)


def test_it_says_what_is_said_here_of_a_file_or_of_what_was_sent(workshop: Workshop, tmp_path: Path) -> None:
    body = saved(cutout(), "PNG")
    (tmp_path / "a.png").write_bytes(body)
    sent = io.BytesIO(body)
    assert workshop.examine(tmp_path / "a.png") == workshop.examine(sent)
    assert sent.tell() == 0
    assert workshop.examine(sent) == examine(sent)
    for refused in (b"<svg/>", bomb(30_000, 30_000), bomb(30_001, 1)):
        with pytest.raises(PictureRefused) as here:
            examine(io.BytesIO(refused))
        with pytest.raises(PictureRefused) as there:
            workshop.examine(io.BytesIO(refused))
        assert (str(there.value), there.value.reason) == (str(here.value), here.value.reason)
    with pytest.raises(PictureRefused):
        workshop.examine(tmp_path / "missing")
    assert len(workshop._idle) == 1


def test_what_needs_too_much_memory_to_be_examined_is_refused(tmp_path: Path) -> None:
    large = io.BytesIO(saved(Image.new("RGB", (6000, 6000)), "PNG"))
    with closing(Workshop(megabytes=96)) as small, pytest.raises(PictureRefused) as caught:
        small.examine(large)
    assert caught.value.reason == "heavy"
    assert str(caught.value) == "It takes more memory or time to read than one picture may."
