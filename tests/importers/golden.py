"""What readers see: of a page that WordPress made, and of an imported entry."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from masthead.entries.rendering import Document, Picture, page_html
from masthead.importers.filling import filled
from masthead.importers.records import Item
from masthead.importers.wordpress import read

# Between these and their neighbours a reader sees a gap.
_APART: Final = frozenset(
    (
        "address article aside audio blockquote br button caption center dd details div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr iframe img input label legend li main nav object ol option p picture pre section "
        "select summary table tbody td textarea tfoot th thead tr ul video"
    ).split()
)
_UNSEEN: Final = frozenset("script style template noscript title head object video audio iframe textarea select svg".split())


class _Reader(HTMLParser):
    """Collects what stands between tags, with a blank where elements stand apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _APART:
            self.seen.append(" ")
        if tag in _UNSEEN:
            self.unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _APART:
            self.seen.append(" ")
        if tag in self.unseen:
            del self.unseen[self.unseen.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.seen.append(data)


def visible(html: str) -> str:
    """The words of a page, with one blank between them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.seen).split())


class Everything:
    """A site where every page, picture and file is there."""

    def page(self, seq: int) -> int | None:
        return seq

    image = document = page

    def url_of(self, page_id: int) -> str | None:
        return f"/{page_id}/"

    def picture(self, image_id: int) -> Picture | None:
        return Picture(f"/{image_id}.jpg", 4, 3, "")


    def files(self) -> None: ...


class Carried(Everything):
    """Files by their number in the staging file."""

    def document(self, document_id: int) -> Any:
        return Document(f"/{document_id}.pdf", "", "", "")
