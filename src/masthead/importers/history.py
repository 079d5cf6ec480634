"""Old addresses of imported things, in the table that answers them."""

from __future__ import annotations

from django.db import connection

from masthead.entries.models import AddressHistory


def add_addresses(rows: list[tuple[str, str, int]], origin: str) -> int:
    """Remember old addresses (address, kind, id). Who has an address already keeps it; returns how many differ."""
    if not rows:
        return 0
    known = _known([address for address, _, _ in rows])
    new = [row for row in rows if row[0] not in known]
    if new:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO masthead_address_history (address, target_kind, target_id, origin) "
                "VALUES (%s, %s, %s, %s) ON CONFLICT (address) DO NOTHING",
                [(*row, origin) for row in new],
            )
    return sum(1 for address, kind, number in rows if known.get(address, (kind, number)) != (kind, number))


def _known(addresses: list[str]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for start in range(0, len(addresses), 500):
        rows = AddressHistory.objects.filter(address__in=addresses[start : start + 500])
        values = rows.values_list("address", "target_kind", "target_id")
        found |= {address: (kind, number) for address, kind, number in values}
    return found
