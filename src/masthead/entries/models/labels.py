"""The desk's label of an entry: Wagtail demands a title of each page, readers do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from masthead.entries.excerpts import beginning

if TYPE_CHECKING:
    from masthead.entries.models.entry import Entry

LONGEST: Final = 120


def label_of(entry: Entry) -> str:
    """The headline, else the first words, else the kind and the day. Never empty."""
    words = " ".join(entry.headline.split()) or beginning(entry.told(), reach=LONGEST)[0]
    return _shortened(words) or f"{entry.kind or 'entry'} {entry.date:%Y-%m-%d}"


def _shortened(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rsplit(" ", 1)[0] + " …"
