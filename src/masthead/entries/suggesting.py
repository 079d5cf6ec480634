"""Which entries may be related to one: those that share its tags, people and categories.

Of each of these the newest entries are looked at, by the index that lists are read by. So it costs the same among a
hundred thousand entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from math import log2
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from masthead.entries.listings import CATEGORY, PERSON, TAG, listing_number
from masthead.entries.models.projection import ListingEntry

if TYPE_CHECKING:
    from masthead.entries.models.entry import Entry

NEWEST: Final = 50
"""Entries of each term and person that are looked at."""
MOST: Final = 24
"""Terms and persons that are looked at."""
SHOWN: Final = 8


class Suggestion(NamedTuple):
    entry_id: int
    shared: tuple[str, ...]  # the names of what both have


class _Shared(NamedTuple):
    listing: int
    name: str
    weight: int


def suggested(entry: Entry) -> list[Suggestion]:
    """The public entries that share most with this version of an entry, the newest first among equals."""
    without = {entry.pk, *(row.other_id for row in entry.related.all())}
    shared = {each.listing: each for each in islice(_shared(entry), MOST)}
    moments: dict[int, int] = {}
    weights: dict[int, float] = {}
    for number in shared:
        rows = ListingEntry.objects.filter(listing=number).order_by("-at", "-rank")
        found = dict(rows.values_list("entry_id", "at")[:NEWEST])
        moments |= found
        # What few share says more.
        weights[number] = shared[number].weight / log2(2 + len(found))
    common: dict[int, list[int]] = defaultdict(list)
    both = ListingEntry.objects.filter(entry_id__in=moments.keys() - without, listing__in=shared.keys())
    for number, listing in both.values_list("entry_id", "listing"):
        common[number].append(listing)
    best = sorted(common, key=lambda number: (-sum(map(weights.__getitem__, common[number])), -moments[number]))
    return [
        Suggestion(number, tuple(each.name for listing, each in shared.items() if listing in common[number]))
        for number in best[:SHOWN]
    ]


def _shared(entry: Entry) -> Iterator[_Shared]:
    """A tag says most of what an entry is about, a category least."""
    for tag in entry.tags.all():
        if tag.pk:
            yield _Shared(listing_number(TAG, tag.pk), tag.name, 3)
    people: dict[Any, None] = dict.fromkeys(byline.person for byline in entry.bylines.all() if byline.person_id)
    for person in people:
        yield _Shared(listing_number(PERSON, person.pk), person.name, 2)
    for category in entry.categories.all():
        yield _Shared(listing_number(CATEGORY, category.pk), category.name, 1)
