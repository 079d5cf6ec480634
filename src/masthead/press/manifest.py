"""Which pages there are, and what they answer.

The list of pages is itself asked for: a tree of groups, each small, so that a change touches one branch. A
group claims pages; a page may claim more (pictures that it shows). A page exists while somebody claims it.
"""

from __future__ import annotations

from typing import NamedTuple

from masthead.press.answers import Answer, record


@record
class Ref(NamedTuple):
    """A query and its arguments, not asked yet."""

    query: str
    args: tuple[Answer, ...] = ()


@record
class Claim(NamedTuple):
    """That the page `ref` shall stand at `address`.

    Of several pages at one address the lowest `weight` wins: 0 for live pages, more for redirects. Two
    different pages of weight 0 at one address are an error, shown until one of them moves.
    """

    address: str
    ref: Ref
    weight: int = 0


@record
class Group(NamedTuple):
    """A branch of the manifest: pages it claims, groups below it. A group stands below one group only."""

    pages: tuple[Claim, ...] = ()
    groups: tuple[Ref, ...] = ()


@record
class Page(NamedTuple):
    """A page: its bytes, and the pages that it needs beside it. 301 has a location; 404 and 410 have none."""

    body: bytes
    needs: tuple[Claim, ...] = ()
    status: int = 200
    location: str = ""


@record
class Made(NamedTuple):
    """A page whose bytes a builder of the store makes from a file: named by its recipe, compared by it.

    So its address must say all that its arguments say: a file that is there under its name is never made again.
    """

    builder: str
    args: tuple[Answer, ...] = ()
