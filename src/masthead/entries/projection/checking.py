"""Comparing the tables with their definitions, and the triggers with what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from masthead.entries.projection.definitions import ENTRY_COLUMNS, sheet_of
from masthead.entries.projection.installing import outdated

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_LISTED: Final = "listing, at, rank, entry_id, day, blog_id"

COPIES: Final = {
    "masthead_public_page": ("masthead_public_now", "page_id, address"),
    "masthead_public_entry": ("masthead_public_entry_now", ENTRY_COLUMNS),
    "masthead_published_day": ("masthead_published_day_now", "blog_id, day, month, year"),
    "masthead_facet": ("masthead_facet_now", "blog_id, sort, word, number"),
    "masthead_category_above": ("masthead_category_above_now", "category_id, ancestor_id"),
    "masthead_listing_entry": ("masthead_entry_listing", _LISTED),
    "masthead_listing": ("masthead_listing_now", "listing, shard, kind, blog_id, target"),
}

PLACES: Final = {
    "neighbours or cuts in masthead_listing_entry": """select count(*) from masthead_listing_cut_now
        where coalesce(older, 0) <> coalesce(now_older, 0) or coalesce(newer, 0) <> coalesce(now_newer, 0)
        or cut <> now_cut""",
    "sheets in masthead_listing_entry": f"""select count(*) from masthead_listing_entry e
        where e.sheet <> {sheet_of("e")}""",
    "sheets in masthead_lost_cut": f"""select count(*) from masthead_lost_cut e where e.sheet <> {sheet_of("e")}
        and exists (select 1 from masthead_listing x where x.listing = e.listing)""",
}


def check(connection: BaseDatabaseWrapper) -> list[str]:
    """Sentences that say what is wrong; none if the projection is what it should be."""
    wrong = [f"The trigger or view {name} is missing or altered: run migrate." for name in outdated(connection)]
    if wrong:
        return wrong
    with connection.cursor() as cursor:
        for table, (view, columns) in COPIES.items():
            cursor.execute(_differences(table, view, columns))
            wrong += _sentence(f"of {table}", cursor.fetchone())
        for what, query in PLACES.items():
            cursor.execute(query)
            wrong += _sentence(f"have wrong {what} and", cursor.fetchone())
    return wrong


def _differences(table: str, view: str, columns: str) -> str:
    one, two = f"select {columns} from {table}", f"select {columns} from {view}"
    return (
        f"select count(*) from (select * from ({one} except {two}) a union all select * from ({two} except {one}) b) c"
    )


def _sentence(what: str, row: tuple[int, ...] | None) -> list[str]:
    count = row[0] if row else 0
    return [f"{count} rows {what} differ from their definition: reconcile the projection."] if count else []
