"""The files of an old site: taken from its uploads folder if they are what they say, else listed as gaps.

Nothing is believed but content. A picture is what the desk would take for one too, whatever its name; other pictures
are refused, as documents too. Other files become documents if their kind is known and their first bytes agree.
"""

from __future__ import annotations

import errno
import hashlib
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from django.core.files import File as DjangoFile
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.models import Collection

from masthead.entries.contents import HEAD, agrees, is_known, is_picture
from masthead.entries.models import Image, Imported
from masthead.importers.brought import deleted_here
from masthead.importers.report import DELETED, NO_FOLDER, NOT_THERE
from masthead.media.pictures import Examined, PictureRefused
from masthead.media.workshop import shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.importers.brought import Brought
    from masthead.importers.downloading import Downloads
    from masthead.importers.records import File
    from masthead.importers.staging import Staging

MAX_BYTES: Final = 100 << 20


class Placed(NamedTuple):
    """Where a file came to stand, or why it did not."""

    kind: str
    id: int
    gap: str


class Uploads:
    """The old uploads folder, and behind it the old site. Without either, every file is a gap."""

    def __init__(self, folder: Path | None, downloads: Downloads | None = None) -> None:
        self.folder = folder.resolve() if folder else None
        self.downloads = downloads

    def find(self, file: File) -> Path | str:
        """The file's path, or the reason why there is none."""
        found = self._in_folder(file)
        if isinstance(found, str) and self.downloads is not None:
            return self.downloads.fetch(file.url)
        return found

    def done_with(self, path: Path) -> None:
        """The file stands where it belongs: what was fetched for that is not needed any more."""
        if self.downloads is not None and path.is_relative_to(self.downloads.folder):
            path.unlink(missing_ok=True)

    def _in_folder(self, file: File) -> Path | str:
        if self.folder is None:
            return NO_FOLDER
        try:
            return self._below(self.folder, file)
        except (OSError, ValueError):  # a name that no file can have
            return NOT_THERE

    def _below(self, folder: Path, file: File) -> Path | str:
        for name in {file.path, unicodedata.normalize("NFC", file.path), unicodedata.normalize("NFD", file.path)}:
            for below in ("", "wp-content/uploads/"):
                path = (folder / below / name).resolve()
                if path.is_relative_to(folder) and path.is_file():
                    return path if path.stat().st_size <= MAX_BYTES else f"larger than {MAX_BYTES >> 20} MiB"
        return NOT_THERE


def place_all(
    staging: Staging, uploads: Uploads, brought: Brought, *, progress: Callable[[int], None]
) -> dict[int, Placed]:
    """Carry every file once. A file that is here already is found again by its key, or a document by its content."""
    placed: dict[int, Placed] = {}
    keys = [key for _, key in staging.keys("file")]
    deleted = deleted_here("image", keys) | deleted_here("document", keys)
    for number, (seq, file) in enumerate(staging.files(), 1):
        if file.key in deleted:
            placed[seq] = Placed("", 0, DELETED)
        else:
            placed[seq] = _known(file) or _safely_placed(file, uploads, brought)
        progress(number)
    return placed


def _safely_placed(file: File, uploads: Uploads, brought: Brought) -> Placed:
    """A file that cannot be read is a gap. What cannot be written ends the import."""
    try:
        return _place(file, uploads, brought)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        return Placed("", 0, f"could not be read ({error.strerror or 'unknown fault'})")


def _known(file: File) -> Placed | None:
    number = Image.objects.filter(source=file.key).values_list("pk", flat=True).first()
    if number is not None:
        return Placed("image", number, "")
    document = Imported.objects.filter(kind="document", source=file.key).values_list("target_id", flat=True).last()
    there = document is not None and get_document_model().objects.filter(pk=document).exists()
    return Placed("document", document, "") if document is not None and there else None


def _place(file: File, uploads: Uploads, brought: Brought) -> Placed:
    path = uploads.find(file)
    if isinstance(path, str):
        return Placed("", 0, path)
    found = _judged(file, path, brought)
    if brought.number:
        uploads.done_with(path)
    return found


def _judged(file: File, path: Path, brought: Brought) -> Placed:
    with path.open("rb") as opened:
        looks_like_one = is_picture(file.path, opened.read(HEAD))
    if looks_like_one:
        return _picture(file, path, brought)
    suffix = PurePosixPath(file.path).suffix.lower()
    if not is_document(path, suffix):
        return Placed("", 0, f"a file of an unknown or disguised kind ({suffix or 'no extension'})")
    return Placed("document", _document(file, path, brought) if brought.number else 0, "")


def _picture(file: File, path: Path, brought: Brought) -> Placed:
    try:
        found = shared().examine(path)
    except PictureRefused as refused:
        sentence = str(refused).rstrip(".")
        return Placed("", 0, sentence[0].lower() + sentence[1:])
    return Placed("image", _add_image(file, path, found, brought) if brought.number else 0, "")


def is_document(path: Path, suffix: str) -> bool:
    """Whether a file of this name is known, and is what such files are."""
    with path.open("rb") as file:
        return is_known(suffix) and agrees(suffix, file)


def _add_image(file: File, path: Path, found: Examined, brought: Brought) -> int:
    name = PurePosixPath(file.path).stem[:80] + found.ending
    with path.open("rb") as opened, transaction.atomic():
        image = Image(
            title=file.title, description=file.alt[:255], caption=file.caption, source=file.key,
            nature=found.nature, collection=Collection.get_first_root_node(),
        )  # fmt: skip
        image.file_hash, image.sha256 = _sha1(path), _digest(path, "sha256")
        image.file_size = path.stat().st_size
        # Saving the file sets width and height.
        image.file.save(name, DjangoFile(opened), save=False)
        image.save()
        brought.add("image", [(file.key, image.pk)])
    return int(image.pk)


def _document(file: File, path: Path, brought: Brought) -> int:
    documents = get_document_model()
    digest = _sha1(path)
    known = documents.objects.filter(file_hash=digest, title=file.title).values_list("pk", flat=True).first()
    if known is not None:
        return int(known)
    with path.open("rb") as opened, transaction.atomic():
        document = documents(title=file.title, collection=Collection.get_first_root_node())
        document.file_hash, document.file_size = digest, path.stat().st_size
        document.file.save(PurePosixPath(file.path).name[-100:], DjangoFile(opened), save=False)
        document.save()
        brought.add("document", [(file.key, document.pk)])
    return int(document.pk)


def _sha1(path: Path) -> str:
    """As Wagtail fingerprints files; it tells them apart and secures nothing."""
    return _digest(path, "sha1")


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()
