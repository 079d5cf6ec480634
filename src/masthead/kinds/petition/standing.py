"""How a petition stands on a day: before it opens, open, closed, delivered."""

from __future__ import annotations

import datetime as dt
from typing import Final

COMING: Final = "coming"
OPEN: Final = "open"
CLOSED: Final = "closed"
DELIVERED: Final = "delivered"


def standing(today: dt.date, opens: dt.date | None, closes: dt.date | None, *, delivered: bool) -> str:
    """Only an open petition takes signatures. What was delivered takes none any more, whatever its dates say."""
    if delivered:
        return DELIVERED
    if closes is not None and closes < today:
        return CLOSED
    return COMING if opens is not None and today < opens else OPEN
