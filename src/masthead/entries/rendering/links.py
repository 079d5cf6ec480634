"""What a body asks of the world, and what it is told."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Picture(NamedTuple):
    src: str
    width: int
    height: int
    alt: str  # the picture's own description, for blocks that give none


class Document(NamedTuple):
    url: str
    title: str
    size: str  # for readers, in the entry's language: "2 MB"
    extension: str  # "pdf"


class Links(Protocol):
    """What a body may ask of the world; each answers None for what is not public."""

    def url_of(self, page_id: int) -> str | None: ...
    def picture(self, image_id: int) -> Picture | None: ...
    def document(self, document_id: int) -> Document | None: ...
