"""What an import refuses.

    ImportRefused       reading; nothing has changed anywhere
        NotAnExport         the file is something else
        UnknownVersion      an export, but of no version that can be read
        Malformed           broken XML, usually a cut-off download
        Forbidden           a document type or entity declaration, never found in an honest export
        TooLarge            one element beyond every sane bound
    LoadRefused         loading: no such blog, no such folder, no room

Each carries the whole sentence to show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ImportRefused(Exception):
    """The source cannot be imported; `str()` is the sentence for the user."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(f"{path.name} is not imported: {sentence}")
        self.path = path


class NotAnExport(ImportRefused):
    """The file is not what the command was promised."""


class UnknownVersion(ImportRefused):
    """The version is missing or is no number."""


class Malformed(ImportRefused):
    """The XML breaks off or contradicts itself."""


class Forbidden(ImportRefused):
    """The file holds what only an attack would put there."""


class TooLarge(ImportRefused):
    """An element exceeds the bounds."""


class LoadRefused(Exception):
    """What was read cannot be loaded; `str()` is the sentence for the user. Batches loaded before stay."""
