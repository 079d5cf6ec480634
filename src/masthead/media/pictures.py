"""What a file that claims to be a picture is: known by its content, refused where it is broken or too much.

Nothing is believed but what decodes. Only the five forms that browsers show are ever given to a decoder, so that a
file of another kind reaches none, whatever its name.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Literal, NamedTuple

from PIL import Image, ImageSequence
from PIL.ExifTags import Base

Nature = Literal["photo", "cutout", "drawing", "moving"]
Reason = Literal["unreadable", "pixels", "side", "frames", "heavy"]

FORMS: Final = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif"}
"""Pillow's names of what is accepted, and the ending of each. MPO is how many telephones write JPEG."""

MOST_PIXELS: Final = 100_000_000
"""Of a JPEG that is stored line by line: it is decoded in reduced size, whatever it has."""
MOST_HELD: Final = 40_000_000
"""Pixels of any other picture, all frames together: they have to be held in memory at once."""
MOST_WEBP: Final = 20_000_000
"""Of one frame of a WebP, of which its decoder holds four copies."""
LONGEST_SIDE: Final = 30_000
MOST_FRAMES: Final = 600
FEW_COLOURS: Final = 256
FEW_GREYS: Final = 32
"""Any picture in greys has no more than 256 of them."""

_TURNED: Final = frozenset({5, 6, 7, 8})
"""Values of EXIF's orientation that swap width and height."""
_SENTENCES: Final[dict[Reason, str]] = {
    "unreadable": "It is not a picture that can be shown, or it is damaged.",
    "pixels": "It has {found:,} pixels; {most:,} is the most.",
    "side": "One side has {found:,} pixels; {most:,} is the most.",
    "frames": "It has {found:,} frames; {most:,} is the most.",
    "heavy": "It takes more memory or time to read than one picture may.",
}


class PictureRefused(Exception):
    """A file is no picture that readers could be shown. `reason` is for whoever says it in another language."""

    def __init__(self, reason: Reason, found: int = 0, most: int = 0) -> None:
        super().__init__(_SENTENCES[reason].format(found=found, most=most))
        self.reason, self.found, self.most = reason, found, most


class Examined(NamedTuple):
    """What a picture is."""

    ending: str
    width: int  # as it is shown: upright
    height: int
    nature: Nature


@contextmanager
def opened(file: Path | IO[bytes]) -> Iterator[Image.Image]:
    """The picture, within bounds, nothing of it decoded yet. Raises `PictureRefused`, or FileNotFoundError."""
    with warnings.catch_warnings():
        # Of what is large, which is refused below, and of metadata that cannot be read, which nobody wants.
        warnings.filterwarnings("ignore", module=r"PIL\.")
        try:
            picture = Image.open(file, formats=tuple(form for form in FORMS if form != "MPO"))
        except (FileNotFoundError, MemoryError):
            raise
        except Image.DecompressionBombError as error:
            raise PictureRefused("pixels", 2 * (Image.MAX_IMAGE_PIXELS or 0), MOST_PIXELS) from error
        except Exception as error:  # decoders have many
            raise PictureRefused("unreadable") from error
        with picture:
            _bounded(picture)
            yield picture


def examine(file: Path | IO[bytes]) -> Examined:
    """What this file is, if all of it decodes and is within bounds. Raises `PictureRefused`."""
    with opened(file) as picture:
        width, height = upright_size(picture)
        try:
            return Examined(FORMS[picture.format or ""], width, height, _nature(picture))
        except MemoryError:
            raise
        except Exception as error:
            raise PictureRefused("unreadable") from error


def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height as viewers show them, which heed EXIF's orientation."""
    width, height = picture.size
    return (height, width) if orientation(picture) in _TURNED else (width, height)


def orientation(picture: Image.Image) -> int:
    """EXIF's orientation; 1 where there is none that can be read."""
    try:
        return int(picture.getexif().get(Base.Orientation, 1))
    except Exception:
        return 1


def frames_of(picture: Image.Image) -> int:
    """How many frames a moving picture has. A JPEG's further pictures are previews or depths, no frames."""
    return 1 if picture.format in ("JPEG", "MPO") else int(getattr(picture, "n_frames", 1))


def _bounded(picture: Image.Image) -> None:
    width, height = picture.size
    if max(width, height) > LONGEST_SIDE:
        raise PictureRefused("side", max(width, height), LONGEST_SIDE)
    in_lines = picture.format in ("JPEG", "MPO") and not picture.info.get("progressive")
    most = MOST_PIXELS if in_lines else MOST_HELD
    try:
        frames = frames_of(picture)
    except Exception as error:
        raise PictureRefused("unreadable") from error
    if frames > MOST_FRAMES:
        raise PictureRefused("frames", frames, MOST_FRAMES)
    if picture.format == "WEBP" and width * height > MOST_WEBP:
        raise PictureRefused("pixels", width * height, MOST_WEBP)
    if width * height * frames > most:
        raise PictureRefused("pixels", width * height * frames, most)


def _nature(picture: Image.Image) -> Nature:
    """Decodes everything, and says which forms suit it."""
    if picture.format in ("JPEG", "MPO"):
        # Reduced, all of the file is read, but little of it held.
        picture.draft(picture.mode, (max(1, picture.width // 8), max(1, picture.height // 8)))
        picture.load()
        return "photo"
    if frames_of(picture) > 1:
        for frame in ImageSequence.Iterator(picture):
            frame.load()
        return "moving"
    picture.load()
    if _has_few_colours(picture):
        return "drawing"
    return "cutout" if _is_seen_through(picture) else "photo"


def _has_few_colours(picture: Image.Image) -> bool:
    if picture.mode in ("RGB", "RGBA"):
        return picture.getcolors(FEW_COLOURS) is not None
    if picture.mode in ("L", "LA"):
        return picture.getchannel("L").getcolors(FEW_GREYS) is not None
    return picture.mode in ("1", "P", "PA")


def _is_seen_through(picture: Image.Image) -> bool:
    if "A" in picture.getbands():
        lowest, _ = picture.getchannel("A").getextrema()
        return isinstance(lowest, int | float) and lowest < 255
    return "transparency" in picture.info
