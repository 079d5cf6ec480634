"""What a body asks of the world, and what it is told."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from masthead.media.renditions import Shape


class Source(NamedTuple):
    """One better form of a picture, in its widths."""

    type: str  # "image/avif"
    files: tuple[tuple[str, int], ...]  # addresses and their widths in pixels, from narrow to wide


class Picture(NamedTuple):
    src: str  # in the form that every program knows
    width: int  # of the widest file
    height: int
    alt: str  # the picture's own description, for blocks that give none
    sources: tuple[Source, ...] = ()  # the best first
    sizes: str = ""  # how wide the theme shows it
    still: str = ""  # of a picture that moves, for readers who want nothing to move


class Document(NamedTuple):
    url: str
    title: str
    size: str  # for readers, in the entry's language: "2 MB"
    extension: str  # "pdf"


class Links(Protocol):
    """What a body may ask of the world; each answers None for what is not public."""

    def url_of(self, page_id: int) -> str | None: ...
    def picture(self, image_id: int, shape: Shape = "whole") -> Picture | None: ...
    def document(self, document_id: int) -> Document | None: ...
