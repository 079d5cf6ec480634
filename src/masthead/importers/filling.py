"""Filling the places of a staged body with the database's ids."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Protocol

from masthead.importers.records import REF_CLOSE, REF_OPEN

if TYPE_CHECKING:
    from masthead.importers.records import Block

# In JSON, where quotation marks of HTML are escaped.
_LINK = re.compile(
    rf'<a linktype=\\"(page|document)\\" id=\\"{REF_OPEN}(\d+){REF_CLOSE}\\" href=\\"((?:[^"\\]|\\[^"])*)\\">'
)
_VALUE = re.compile(rf'"(image|poster|document|file)": "{REF_OPEN}(\d+){REF_CLOSE}"(, "title": "")?')
_PICTURES = ("image", "poster")


class Places(Protocol):
    """Where staged things have come to stand in the database."""

    def page(self, seq: int) -> int | None:
        """The id of an entry or static page."""

    def image(self, seq: int) -> int | None:
        """The id of a picture."""

    def document(self, seq: int) -> int | None:
        """The id of a document."""

    def name(self, seq: int) -> str:
        """What a file was called on the old site."""


def filled(body: list[Block], places: Places) -> str:
    """The body as JSON with ids. A link whose target was not carried keeps its old address.

    A picture or file that was not carried is a gap (null); where a gap would be nameless, it bears the file's name.
    """
    text = json.dumps(body, ensure_ascii=False)
    if REF_OPEN not in text:
        return text

    def link(match: re.Match[str]) -> str:
        kind, seq, href = match[1], int(match[2]), match[3]
        number = places.page(seq) if kind == "page" else None
        if number is None:
            # An attachment's own page on the old site showed the file: a link to it leads there.
            kind, number = "document", places.document(seq)
        if number is None:
            return f'<a href=\\"{href}\\">'
        return f'<a linktype=\\"{kind}\\" id=\\"{number}\\">'

    def value(match: re.Match[str]) -> str:
        kind, seq = match[1], int(match[2])
        number = places.image(seq) if kind in _PICTURES else places.document(seq)
        if number is not None:
            return f'"{kind}": {number}{match[3] or ""}'
        named = f', "title": {json.dumps(places.name(seq), ensure_ascii=False)}' if match[3] else ""
        return f'"{kind}": null{named}'

    return _VALUE.sub(value, _LINK.sub(link, text))
