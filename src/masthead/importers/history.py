"""Old addresses of imported things, in the table that answers them."""

from __future__ import annotations

from django.db import connection
from wagtail.models import Page

from masthead.entries.models import AddressHistory
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
    gone = pages - set(Page.objects.filter(pk__in=pages).values_list("pk", flat=True)) if pages else set()
    freed = {address for address, (kind, number) in held.items() if kind == "page" and number in gone}
    AddressHistory.objects.filter(address__in=freed).delete()
    return freed


def _known(addresses: list[str]) -> dict[str, tuple[str, int]]:
    sql = "SELECT address, target_kind, target_id FROM masthead_address_history WHERE address IN (…)"
    return {address: (kind, number) for address, kind, number in rows_among(sql, addresses)}
