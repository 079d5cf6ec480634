"""A source in a span that readers do not see: COinS (OpenURL 1.0, https://en.wikipedia.org/wiki/COinS). Zotero and its
kind find it, and offer to keep the source; a page's `meta` elements would tell them of the page instead."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from masthead.kinds.passage.sources import Source

_GENRES: Final = {"article": "article", "book": "book", "incollection": "bookitem"}


def written(source: Source) -> str:
    """The title of the span."""
    genre = _GENRES.get(source.sorted.bibtex, "")
    form = "journal" if genre == "article" else "book" if genre else "dc"
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}")]
    pairs += _dublin(source) if form == "dc" else _printed(source, genre)
    pairs += [("rft.date", source.date), ("rft.language", source.language), ("rft_id", source.link or source.archived)]
    return urlencode([(name, value) for name, value in pairs if value])


def _printed(source: Source, genre: str) -> list[tuple[str, str]]:
    title, container = {
        "article": ("rft.atitle", "rft.jtitle"), "book": ("rft.btitle", "rft.series"),
        "bookitem": ("rft.atitle", "rft.btitle"),
    }[genre]  # fmt: skip
    first = source.authors[0] if source.authors else None
    return [
        ("rft.genre", genre),
        (title, source.title),
        (container, source.container),
        ("rft.aulast", first.family if first else ""),
        ("rft.aufirst", first.given if first else ""),
        *(("rft.au", name.spoken) for name in source.authors[1:]),
        ("rft.volume", source.volume),
        ("rft.issue", source.issue),
        ("rft.edition", source.edition),
        ("rft.pub", source.publisher),
        ("rft.place", source.place),
        ("rft.pages", source.pages),
    ]


def _dublin(source: Source) -> list[tuple[str, str]]:
    kept = ", ".join(filter(None, (source.archive, source.shelf_mark)))
    return [
        ("rft.type", source.sort),
        ("rft.title", source.title),
        *(("rft.creator", name.inverted) for name in source.authors),
        ("rft.source", source.container),
        ("rft.publisher", source.publisher),
        ("rft.coverage", source.place),
        ("rft.identifier", kept),
    ]
