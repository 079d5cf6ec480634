"""How a petition stands at a moment: before it opens, open, closed, delivered."""

from __future__ import annotations

import datetime as dt
from typing import Final

COMING: Final = "coming"
OPEN: Final = "open"
CLOSED: Final = "closed"
DELIVERED: Final = "delivered"


def standing(now: dt.datetime, opens: dt.datetime | None, closes: dt.datetime | None, *, delivered: bool) -> str:
    """Only an open petition takes signatures. What was delivered takes none any more, whatever its dates say."""
    if delivered:
        return DELIVERED
    if closes is not None and closes <= now:
        return CLOSED
    return COMING if opens is not None and now < opens else OPEN
