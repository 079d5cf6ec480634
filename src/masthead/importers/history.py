"""Old addresses of imported things, in the table that answers them."""

from __future__ import annotations

from django.db import connection

from masthead.importers.tree import rows_among


def add_addresses(rows: list[tuple[str, str, int]], origin: str) -> int:
    """Remember old addresses (address, kind, id). Who has an address already keeps it; returns how many differ.

    Pages that are there no more keep none: what is imported again after it was taken back gets its addresses.
    """
    if not rows:
        return 0
    known = _known([address for address, _, _ in rows])
    others = {row[0] for row in rows if row[0] in known and known[row[0]] != row[1:]}
    freed = _freed({address: known[address] for address in others})
    new = [row for row in rows if row[0] not in known or row[0] in freed]
    if new:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO masthead_address_history (address, target_kind, target_id, origin) "
                "VALUES (%s, %s, %s, %s) ON CONFLICT (address) DO NOTHING",
                [(*row, origin) for row in new],
            )
    return sum(1 for row in rows if row[0] in others and row[0] not in freed)


def _freed(held: dict[str, tuple[str, int]]) -> set[str]:
    """Those of these addresses whose pages are gone; they are given up."""
    pages = {number for kind, number in held.values() if kind == "page"}
    there = {number for (number,) in rows_among("SELECT id FROM wagtailcore_page WHERE id IN (…)", [*pages])}
    freed = {address for address, (kind, number) in held.items() if kind == "page" and number not in there}
    if freed:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM masthead_address_history WHERE address = %s", [(each,) for each in freed])
    return freed


def _known(addresses: list[str]) -> dict[str, tuple[str, int]]:
    sql = "SELECT address, target_kind, target_id FROM masthead_address_history WHERE address IN (…)"
    return {address: (kind, number) for address, kind, number in rows_among(sql, addresses)}
