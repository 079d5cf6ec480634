"""Pictures and documents that public pages show: their addresses, and how the store makes them.

A name carries the digest of the original and the recipe, so what stands at an address never changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from PIL import Image, ImageOps, UnidentifiedImageError

from masthead.entries.languages import format_number
from masthead.entries.rendering import Document, Picture
from masthead.pages.facts import document_row, image_row, old_addresses, registry
from masthead.pages.frame import href
from masthead.press.answers import record
from masthead.press.errors import BuildFailed
from masthead.press.manifest import Claim, Made, Page

WIDEST = 1600
"""Pixels: twice the text's measure, for dense screens."""
MOST_PIXELS = 100_000_000
REDIRECT = 1
"""A redirect's weight: a live page is 0."""
RECIPE = "1"
"""Changes whenever `make_picture` would make other bytes of the same original."""
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP", ".avif": "AVIF"}


@record
class Shown(NamedTuple):
    """A picture or document as a page shows it: where it stands, and what a page says of it."""

    address: str
    width: int
    height: int
    text: str
    size: int = 0


@registry.query()
def picture(image_id: int) -> Shown | None:
    """A picture's address and measures; None if there is no such picture, or no sort that readers' programs know."""
    row = image_row(image_id)
    if row is None or _ending(row[0]) not in FORMATS or not row[1] or not row[2]:
        return None
    file, width, height, file_hash, text = row
    shown = min(width, WIDEST)
    name = f"{_digest(file, file_hash, RECIPE, str(shown))}-{shown}{_ending(file)}"
    return Shown(f"/media/{name}", shown, max(1, round(height * shown / width)), text)


@registry.query()
def document(document_id: int) -> Shown | None:
    """A document's address, title and size in bytes; None if there is none."""
    row = document_row(document_id)
    if row is None:
        return None
    file, title, size, file_hash = row
    # Every file of the store has an ending, which tells its type.
    name = PurePosixPath(file).name if _ending(file) else f"{PurePosixPath(file).name}.bin"
    return Shown(f"/media/{_digest(file, file_hash)}/{name}", 0, 0, title, size or 0)


@registry.page()
def picture_file(image_id: int) -> Made:
    """The picture's file."""
    file, *_ = image_row(image_id)
    shown = picture(image_id)
    return Made("picture", (file, shown.width if shown else WIDEST))


@registry.page()
def document_file(document_id: int) -> Made:
    """The document's file."""
    file, *_ = document_row(document_id)
    return Made("document", (file,))


@registry.page()
def moved_file(kind: str, number: int) -> Page:
    """Where a file stands now that readers knew elsewhere."""
    shown = picture(number) if kind == "image" else document(number)
    return Page(b"", status=301, location=href(shown.address)) if shown else Page(b"", status=410)


def _before(kind: str, number: int) -> Iterator[Claim]:
    """The addresses that a file had before: they lead to it while a public page shows it."""
    for address in old_addresses(kind, number):
        yield Claim(address, moved_file.ref(kind, number), REDIRECT)


class Files:
    """Answers a body's questions for pictures and documents, and remembers what the page therefore needs."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._needs: dict[Claim, None] = {}

    @property
    def needs(self) -> tuple[Claim, ...]:
        """The files that the page shows, each once."""
        return tuple(self._needs)

    def picture(self, image_id: int) -> Picture | None:
        """See `masthead.entries.rendering.Links`."""
        shown = picture(image_id)
        if shown is None:
            return None
        self._needs[Claim(shown.address, picture_file.ref(image_id))] = None
        self._needs |= dict.fromkeys(_before("image", image_id))
        return Picture(href(shown.address), shown.width, shown.height, shown.text)

    def document(self, document_id: int) -> Document | None:
        """See `masthead.entries.rendering.Links`."""
        shown = document(document_id)
        if shown is None:
            return None
        self._needs[Claim(shown.address, document_file.ref(document_id))] = None
        self._needs |= dict.fromkeys(_before("document", document_id))
        ending = _ending(shown.address).removeprefix(".")
        return Document(quote(shown.address), shown.text, readable_size(shown.size, self.language), ending)


def readable_size(size: int, language: str) -> str:
    """Bytes as readers say them: `2.4 MB`."""
    amount, units = float(size), ["GB", "MB", "kB", "B"]
    while amount >= 1000 and len(units) > 1:
        amount /= 1000
        units.pop()
    shown = round(amount) if amount >= 10 or units[-1] == "B" else round(amount, 1)
    return f"{format_number(shown, language)} {units[-1]}"


def make_picture(uploads: Path, file: str, width: int) -> bytes:
    """A smaller picture of the original, upright, in its own format, without metadata but the colour profile.

    Raises `BuildFailed` if the original is missing, damaged, too large, or not what its name says.
    """
    try:
        with Image.open(uploads / file) as original:
            if original.width * original.height > MOST_PIXELS:
                raise BuildFailed(f"{file} has more than {MOST_PIXELS // 1_000_000} million pixels.")
            return _encoded(original, FORMATS[_ending(file)], width)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise BuildFailed(f"The picture {file} cannot be read: {error}. Upload it anew.") from error


def make_document(uploads: Path, file: str) -> bytes:
    """The document itself. Raises `BuildFailed` if it is missing."""
    try:
        return (uploads / file).read_bytes()
    except OSError as error:
        raise BuildFailed(f"The document {file} cannot be read: {error}. Upload it anew.") from error


def _encoded(original: Image.Image, form: str, width: int) -> bytes:
    profile = original.info.get("icc_profile")
    made = ImageOps.exif_transpose(original)
    if made.width > width:
        made = made.resize((width, max(1, round(made.height * width / made.width))), Image.Resampling.LANCZOS)
    if form == "JPEG" and made.mode not in ("RGB", "L"):
        made = made.convert("RGB")
    # A picture made anew carries no EXIF, XMP or comment of the original.
    clean = Image.frombytes(made.mode, made.size, made.tobytes())
    if made.mode == "P" and made.palette is not None:
        clean.putpalette(made.palette.getdata()[1], made.palette.mode)
        if "transparency" in made.info:
            clean.info["transparency"] = made.info["transparency"]
    out = BytesIO()
    clean.save(out, form, icc_profile=profile, quality=82, optimize=True)
    return out.getvalue()


def _ending(file: str) -> str:
    return PurePosixPath(file).suffix.lower()


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
