"""Comparing the tables with their definitions, and the triggers with what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from masthead.entries.projection.definitions import ENTRY_COLUMNS, sheet_of
from masthead.entries.projection.desk import COLUMNS as DESK_COLUMNS
from masthead.entries.projection.standing import asking, outdated

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from masthead.press.capture import Ask

_LISTED: Final = "listing, at, rank, entry_id, day, blog_id"

COPIES: Final = {
    "masthead_public_page": ("masthead_public_now", "page_id, address"),
    "masthead_public_entry": ("masthead_public_entry_now", ENTRY_COLUMNS),
    "masthead_published_day": ("masthead_published_day_now", "blog_id, day, month, year"),
    "masthead_facet": ("masthead_facet_now", "blog_id, sort, word, number"),
    "masthead_category_above": ("masthead_category_above_now", "category_id, ancestor_id"),
    "masthead_listing_entry": ("masthead_entry_listing", _LISTED),
    "masthead_desk_entry": ("masthead_desk_entry_now", DESK_COLUMNS),
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
    return faults(asking(connection), connection.vendor)


def faults(ask: Ask, vendor: str) -> list[str]:
    """The same through any door to the database."""
    wrong = [
        f"The trigger or view {name} is missing or altered: run `masthead upgrade`." for name in outdated(ask, vendor)
    ]
    if wrong:
        return wrong
    for table, (view, columns) in COPIES.items():
        wrong += _sentence(f"of {table}", ask(_differences(table, view, columns)))
    for what, query in PLACES.items():
        wrong += _sentence(f"have wrong {what} and", ask(query))
    return wrong


def _differences(table: str, view: str, columns: str) -> str:
    one, two = f"select {columns} from {table}", f"select {columns} from {view}"
    return (
        f"select count(*) from (select * from ({one} except {two}) a union all select * from ({two} except {one}) b) c"
    )


def _sentence(what: str, rows: list[tuple[Any, ...]]) -> list[str]:
    count = rows[0][0]
    return [f"{count} rows {what} differ from their definition: run `masthead upgrade`."] if count else []
