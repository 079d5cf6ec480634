"""The old blog's own addresses, and those of its years and months, led to what stands for them here.

The one place that says what a date leads to: the page of that year or month, in the calendar that the blog counts by.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import connection, transaction

from masthead.entries.models import Facet
from masthead.importers.history import add_addresses

if TYPE_CHECKING:
    from masthead.importers.staging import Staging


def carry_front(staging: Staging, blog: int, origin: str) -> int:
    """Remember the addresses of the old blog itself; returns how many lead elsewhere already."""
    found: dict[str, list[str]] = json.loads(staging.meta("front") or "{}")
    dates, queries = found.pop("dates", []), found.pop("months", [])
    rows = [(path, kind, 0 if kind == "nothing" else blog) for kind, paths in found.items() for path in paths]
    for digits, facet in _dates(blog).items():
        path = f"{digits[:4]}/{digits[4:]}/" if digits[4:] else f"{digits}/"
        rows += [(f"{before}/{path}", "facet", facet) for before in dates]
        rows += [(f"{before}{digits}", "facet", facet) for before in queries]
    with transaction.atomic():
        return add_addresses(rows, origin)


def _dates(blog: int) -> dict[str, int]:
    """The years and months of the blog as WordPress writes them, each with the facet where it begins."""
    numbers = Facet.objects.filter(blog_id=blog, sort__in=("year", "month")).values_list("sort", "number", "pk")
    facets = {(sort, number): facet for sort, number, facet in numbers}
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT day / 100, month FROM masthead_public_entry WHERE blog_id = %s", [blog])
        # A month of one calendar reaches into two of another: the first is taken.
        months = sorted(cursor.fetchall(), reverse=True)
    found: dict[str, int] = {}
    for month, ours in months:
        if facet := facets.get(("year", ours // 100)):
            found[f"{month // 100:04}"] = facet
        if facet := facets.get(("month", ours)):
            found[f"{month:06}"] = facet
    return found
