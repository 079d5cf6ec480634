"""One rendition of a picture: upright, in sRGB, and nothing of the original in it but what is seen.

The bytes are encoded from bare pixels, so there is no place for EXIF, XMP, IPTC, comments, thumbnails or profiles:
what is to be kept would have to be put in, and nothing is.
"""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from PIL import Image, ImageCms, ImageOps, ImageSequence, features

from masthead.media.pictures import Nature, PictureRefused, opened, upright_size
from masthead.media.renditions import WIDTHS, Form, Rendition

WHITE: Final = (255, 255, 255)
PHOTO_AVIF: Final = {"quality": 55, "speed": 6, "subsampling": "4:2:0", "max_threads": 1}
PHOTO_WEBP: Final = {"quality": 78, "method": 4, "alpha_quality": 90}
DRAWN_WEBP: Final = {"lossless": True, "quality": 75, "method": 4}
MOVING_WEBP: Final = {"quality": 70, "method": 3}
JPEG: Final = {"quality": 82, "optimize": True, "progressive": True}
UNSAID_DURATION: Final = 100
"""Milliseconds: what browsers give a frame that says nothing."""


_LIBRARIES: Final[dict[Form, str]] = {
    "avif": "avif", "webp": "webp", "jpg": "libjpeg_turbo", "png": "zlib", "gif": "pil",
}  # fmt: skip
ENCODERS: Final[dict[Form, str]] = {
    form: f"Pillow {features.version('pil')}, {library} {features.version(library)}"
    for form, library in _LIBRARIES.items()
}
"""What writes each form; another version may write other bytes."""


class CannotMake(Exception):
    """A rendition cannot be made; the message says why."""


class Original(NamedTuple):
    """A picture as it was uploaded."""

    path: Path
    sha1: str  # as Wagtail fingerprints files; "" if unknown
    nature: Nature


def make(original: Original, rendition: Rendition) -> bytes:
    """The rendition's bytes. Raises `CannotMake` if the original is missing, damaged, altered or too large."""
    try:
        frames, options = _frames(original, rendition)
        return _encoded(frames, rendition, original.nature, options)
    except CannotMake:
        raise
    except PictureRefused as refused:
        raise CannotMake(str(refused)) from refused
    except FileNotFoundError as error:
        raise CannotMake("The file is missing.") from error
    except MemoryError as error:
        raise CannotMake("It needs more memory than a picture may have.") from error
    except Exception as error:  # decoders and encoders have many
        raise CannotMake(f"It cannot be read: {error}.") from error


def _frames(original: Original, rendition: Rendition) -> tuple[list[Image.Image], dict[str, Any]]:
    size = (rendition.width, rendition.height)
    if not rendition.moves:
        base = _base(original, rendition.box, _base_width(rendition))
        return [base if base.size == size else base.resize(size, Image.Resampling.LANCZOS)], {}
    _verified(original)
    with opened(original.path) as picture:
        for_ever = picture.info.get("loop") == 0
        frames, durations = [], []
        for frame in ImageSequence.Iterator(picture):
            shown = frame.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
            frames.append(_bare(shown))
            # Known only after decoding.
            durations.append(round(frame.info.get("duration", 0)) or UNSAID_DURATION)
    # Without a word a GIF plays once, and WebP for ever.
    loop = {"loop": 0} if for_ever else {"loop": 1} if rendition.form == "webp" else {}
    return frames, {"duration": durations, **loop}


def _base_width(rendition: Rendition) -> int:
    """All renditions of one part are made from one reduction of it, so that the original is decoded once."""
    left, _, right, _ = rendition.box
    return min(right - left, WIDTHS[-1])


@lru_cache(maxsize=1)
def _base(original: Original, box: tuple[int, int, int, int], width: int) -> Image.Image:
    """The part of the original that is shown, upright, in sRGB, at the greatest width that is ever shown."""
    _verified(original)
    left, top, right, bottom = box
    with opened(original.path) as picture:
        full = upright_size(picture)
        if right > full[0] or bottom > full[1]:
            raise CannotMake("The file is another than was uploaded.")
        share = width / (right - left)
        picture.draft(picture.mode, tuple(max(1, int(side * share)) for side in picture.size))  # type: ignore[arg-type]
        profile = picture.info.get("icc_profile")
        upright = _in_full_colour(picture)
        ImageOps.exif_transpose(upright, in_place=True)
    reduced = upright.width / full[0], upright.height / full[1]
    part = (left * reduced[0], top * reduced[1], right * reduced[0], bottom * reduced[1])
    size = (width, max(1, round((bottom - top) * share)))
    shown = upright.resize(size, Image.Resampling.LANCZOS, box=part, reducing_gap=3.0)
    return _bare(_in_srgb(shown, profile))


def _verified(original: Original) -> None:
    """A name carries the digest of the original; what is made of another file must not get it."""
    if not original.sha1:
        return
    with original.path.open("rb") as file:
        if hashlib.file_digest(file, "sha1").hexdigest() != original.sha1:
            raise CannotMake("The file is another than was uploaded.")


def _in_full_colour(picture: Image.Image) -> Image.Image:
    """Eight bits a channel, and no palette: those cannot be reduced."""
    if picture.mode in ("RGB", "RGBA", "L", "CMYK"):
        picture.load()
        return picture
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.convert("I").point(lambda level: level / 256).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            colours = picture.convert("RGB") if picture.mode == "RGBA" else picture
            turned = ImageCms.profileToProfile(colours, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if turned is not None:
                if picture.mode == "RGBA":
                    turned.putalpha(picture.getchannel("A"))
                return turned
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be used says nothing
    return picture if picture.mode in ("RGB", "RGBA", "L") else picture.convert("RGB")


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels, and nothing that came with them."""
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())


def _encoded(frames: list[Image.Image], rendition: Rendition, nature: Nature, moving: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    first, more = frames[0], frames[1:]
    options: dict[str, Any] = {"save_all": True, "append_images": more, **moving} if rendition.moves else {}
    if rendition.form == "avif":
        first.save(out, "AVIF", **PHOTO_AVIF)
    elif rendition.form == "webp":
        still = DRAWN_WEBP if nature == "drawing" else PHOTO_WEBP
        first.save(out, "WEBP", **(MOVING_WEBP if rendition.moves else still), **options)
    elif rendition.form == "gif":
        first.save(out, "GIF", **options)
    elif rendition.form == "png":
        _few_colours(first).save(out, "PNG", optimize=True)
    else:
        _opaque(first).save(out, "JPEG", **JPEG)
    return out.getvalue()


def _few_colours(picture: Image.Image) -> Image.Image:
    """With a palette where nothing is lost by it."""
    if picture.mode == "RGB" and picture.getcolors(256) is not None:
        return picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return picture


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, WHITE)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper
