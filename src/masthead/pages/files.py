"""Pictures and documents that public pages show: their addresses, and how the store makes them.

A name carries the digest of the original and the recipe, so what is seen at an address never changes; its bytes may,
with a new encoder.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from masthead.entries.contents import HEAD, is_picture
from masthead.entries.languages import format_number
from masthead.entries.rendering import Document, Picture, Source
from masthead.media import renditions
from masthead.media.making import ENCODERS, CannotMake, Original
from masthead.media.pictures import Nature
from masthead.media.renditions import BETTER, RECIPE, Box, Form, Rendition, Shape
from masthead.media.workshop import Workshop
from masthead.pages.facts import ImageRow, document_row, image_focus, image_row, old_addresses, registry
from masthead.pages.frame import absolute, frame, href
from masthead.pages.names import public_name
from masthead.pages.records import CardPicture
from masthead.pages.withheld import document_is_withheld, picture_is_withheld
from masthead.press.answers import record
from masthead.press.errors import BuildFailed
from masthead.press.manifest import Claim, Made, Page

REDIRECT = 1
"""A redirect's weight: a live page is 0."""


@record
class File(NamedTuple):
    """One file of a picture: where it stands, and what is made for it."""

    address: str
    form: Form
    width: int
    height: int
    box: Box
    moves: bool


@record
class Shown(NamedTuple):
    """A picture as pages show it, in one shape."""

    better: tuple[File, ...]  # in forms that not every browser knows, the best first, from narrow to wide
    fallback: File
    still: File | None  # of a picture that moves
    width: int  # of the widest file
    height: int
    text: str

    @property
    def files(self) -> tuple[File, ...]:
        """All of them."""
        return (*self.better, self.fallback, *((self.still,) if self.still else ()))


@record
class Kept(NamedTuple):
    """A document as a page offers it: where it stands, and what a page says of it."""

    address: str
    text: str
    size: int


@registry.query()
def picture(image_id: int, shape: Shape = "whole") -> Shown | None:
    """A picture's files and measures; None if there is no such picture, or none of it that readers can be shown."""
    row: ImageRow | None = image_row(image_id)
    if row is None or row.nature not in BETTER or row.width < 1 or row.height < 1:
        return None
    made = None if picture_is_withheld(image_id) else _renditions(row, row.nature, image_id, shape)
    if made is None:
        return None
    files = [_file(row, rendition) for rendition in made.better]
    fallback = _file(row, made.fallback)
    still = _file(row, made.still) if made.still else None
    widest = max((*files, fallback), key=lambda file: file.width)
    return Shown(tuple(files), fallback, still, widest.width, widest.height, row.text)


def _renditions(row: ImageRow, nature: Nature, image_id: int, shape: Shape) -> renditions.Renditions | None:
    size = (row.width, row.height)
    if shape not in ("card", "social"):
        alone = {"full": renditions.full, "plain": renditions.plain}
        return alone.get(shape, renditions.renditions)(nature, size)
    x, y = image_focus(image_id) or (None, None)
    focus = (x, y) if x is not None and y is not None else None
    if shape == "card":
        return renditions.card(nature, size, focus)
    found = renditions.social(size, focus)
    return None if found is None else renditions.Renditions((), found)


def _file(row: ImageRow, rendition: Rendition) -> File:
    form, width, height, box, moves = rendition
    recipe = (RECIPE, row.nature, form, width, height, box, moves)
    name = f"{_digest(row.file, row.sha1, repr(recipe))}-{width}.{form}"
    return File(f"/media/{name}", form, width, height, box, moves)


@registry.query()
def document(document_id: int) -> Kept | None:
    """A document's address, title and size in bytes; None if there is none."""
    row = document_row(document_id)
    if row is None or document_is_withheld(document_id):
        return None
    file, title, size, file_hash = row
    return Kept(f"/media/{_digest(file, file_hash)}/{public_name(file)}", title, size or 0)


@registry.page()
def picture_file(image_id: int, form: Form, width: int, height: int, box: Box, moves: bool) -> Made:
    """One of a picture's files."""
    row: ImageRow = image_row(image_id)
    return Made("picture", (row.file, row.sha1, row.nature, form, width, height, box, moves, ENCODERS[form]))


@registry.page()
def document_file(document_id: int) -> Made:
    """The document's file."""
    file, *_ = document_row(document_id)
    return Made("document", (file,))


@registry.page()
def moved_file(kind: str, number: int) -> Page:
    """Where a file stands now that readers knew elsewhere."""
    if kind == "image":
        shown = picture(number, "whole")
        address = shown.fallback.address if shown else ""
    else:
        kept = document(number)
        address = kept.address if kept else ""
    return Page(b"", status=301, location=href(address)) if address else Page(b"", status=410)


def _before(kind: str, number: int) -> Iterator[Claim]:
    """The addresses that a file had before: they lead to it while a public page shows it."""
    for address in old_addresses(kind, number):
        yield Claim(address, moved_file.ref(kind, number), REDIRECT)


class Files:
    """Answers a body's questions for pictures and documents, and remembers what the page therefore needs.

    `simple`: for feeds and mail, which show the one form of a picture that every program knows.
    """

    def __init__(self, language: str, *, simple: bool = False) -> None:
        self.language = language
        self.simple = simple
        self._needs: dict[Claim, None] = {}

    @property
    def needs(self) -> tuple[Claim, ...]:
        """The files that the page shows, each once."""
        return tuple(self._needs)

    def picture(self, image_id: int, shape: Shape = "whole") -> Picture | None:
        """See `masthead.entries.rendering.Links`."""
        shape = "plain" if self.simple else shape
        shown = picture(image_id, shape)
        if shown is None:
            return None
        self._need(image_id, shape, shown)
        self._needs |= dict.fromkeys(_before("image", image_id))
        return Picture(
            href(shown.fallback.address),
            shown.width,
            shown.height,
            shown.text,
            _sources(shown),
            frame().theme.picture_sizes(shape),
            href(shown.still.address) if shown.still else "",
        )

    def for_card(self, image_id: int) -> CardPicture | None:
        """The part of a picture that other sites show of the page; None if it is too small for that."""
        shown = picture(image_id, "social")
        if shown is None:
            return None
        self._need(image_id, "social", shown)
        return CardPicture(absolute(shown.fallback.address), shown.width, shown.height, shown.text)

    def _need(self, image_id: int, shape: Shape, shown: Shown) -> None:
        for file in shown.files:
            ref = picture_file.ref(image_id, file.form, file.width, file.height, file.box, file.moves)
            self._needs[Claim(file.address, ref)] = None

    def document(self, document_id: int) -> Document | None:
        """See `masthead.entries.rendering.Links`."""
        kept = document(document_id)
        if kept is None:
            return None
        self._needs[Claim(kept.address, document_file.ref(document_id))] = None
        self._needs |= dict.fromkeys(_before("document", document_id))
        ending = _ending(kept.address).removeprefix(".")
        return Document(quote(kept.address), kept.text, readable_size(kept.size, self.language), ending)


def readable_size(size: int, language: str) -> str:
    """Bytes as readers say them: `2.4 MB`."""
    amount, units = float(size), ["GB", "MB", "kB", "B"]
    while amount >= 1000 and len(units) > 1:
        amount /= 1000
        units.pop()
    shown = round(amount) if amount >= 10 or units[-1] == "B" else round(amount, 1)
    return f"{format_number(shown, language)} {units[-1]}"


def _sources(shown: Shown) -> tuple[Source, ...]:
    """The better forms, each with all its widths."""
    forms = dict.fromkeys(file.form for file in shown.better)
    return tuple(
        Source(f"image/{form}", tuple((href(f.address), f.width) for f in shown.better if f.form == form))
        for form in forms
    )


def make_picture(
    uploads: Path, workshop: Workshop,
    file: str, sha1: str, nature: Nature, form: Form, width: int, height: int, box: Box, moves: bool, _: str,
) -> bytes:  # fmt: skip
    """One file of a picture, whatever encoder was asked for. Raises `BuildFailed` if it cannot be made."""
    try:
        return workshop.make(Original(uploads / file, sha1, nature), Rendition(form, width, height, box, moves))
    except CannotMake as error:
        raise BuildFailed(f"The picture {file} cannot be made ready. {error} Upload it anew.") from error


def make_document(uploads: Path, file: str) -> bytes:
    """The document itself. Raises `BuildFailed` if it is missing, or a picture, which would say where it was taken."""
    try:
        body = (uploads / file).read_bytes()
    except OSError as error:
        raise BuildFailed(f"The document {file} cannot be read: {error}. Upload it anew.") from error
    if is_picture(file, body[:HEAD]):
        raise BuildFailed(f"The document {file} is a picture. Add it under Images, and delete the document.")
    return body


def _ending(file: str) -> str:
    return PurePosixPath(file).suffix.lower()


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
