"""The neutral records that every reader writes and the one loader reads.

A `key` names a thing for ever: source system, site, number there. It makes loading repeatable, and permanent
ids follow from it. A body is a list of StreamField blocks as they are stored, except that pages and files are
named by their number in the staging file between `REF_OPEN` and `REF_CLOSE`: only the loader knows the
database's ids.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, Self

# Noncharacters: no text may hold them (Unicode 23.7), and the readers strip them.
REF_OPEN, REF_CLOSE = "\ufdd2", "\ufdd3"

State = Literal["public", "scheduled", "draft"]
Block = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Frozen, and the same after a trip through JSON."""

    key: str

    def to_json(self) -> str:
        """One line of JSON, with letters of every script left as they are."""
        names = [*Record.__slots__, *(name for name in self.__slots__ if name != "key")]
        return json.dumps({name: getattr(self, name) for name in names}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read back what `to_json` wrote."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) and name != "body" else value
            for name, value in json.loads(text).items()
        }
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Somebody named as an author. Neither e-mail address nor account come along."""

    name: str
    sort_name: str = ""
    bio: str = ""
    website: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A category (its parent by key) or a tag."""

    taxonomy: Literal["category", "tag"]
    name: str
    slug: str
    description: str = ""
    parent: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Record):
    """An entry or a static page."""

    sort: Literal["entry", "page"]
    headline: str
    # For the desk and the address where there is no headline.
    label: str
    slug: str
    state: State
    # ISO 8601; with an offset where the source knew the instant, without where only the wall clock is known.
    date: str
    modified: str
    summary: str
    body: list[Block]
    authors: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    # The staging number of the page above, for static pages.
    parent: int | None = None
    order: int = 0
    pinned: bool = False
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Record):
    """An attachment: where it lies below the uploads folder, and what was said of it."""

    path: str
    title: str
    alt: str = ""
    caption: str = ""
    # The staging number of the item that it belongs to.
    parent: int | None = None
    addresses: tuple[str, ...] = ()
    # Where it can be fetched, as long as the old site answers.
    url: str = ""
    # Where the file itself stood.
    files: tuple[str, ...] = ()
