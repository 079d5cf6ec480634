"""What follows from an entry's permanent id and date alone, whatever the database.

A loader that writes rows without the models takes its numbers from here, too.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import uuid
from typing import Final, NamedTuple

EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)


def rank_of(permanent_id: uuid.UUID) -> int:
    """A random-looking number of 63 bits: it orders entries of one instant, and cuts listings into sheets."""
    digest = hashlib.blake2b(permanent_id.bytes, digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def code_of(permanent_id: uuid.UUID) -> str:
    """Twelve letters and digits (a–z, 2–7) that stand for the entry in addresses without words."""
    digest = hashlib.blake2b(permanent_id.bytes, digest_size=10).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:12]


def microseconds(moment: dt.datetime) -> int:
    """Microseconds since 1970, exactly: no floating point on the way."""
    return (moment - EPOCH) // _MICROSECOND


class Days(NamedTuple):
    """Where a moment stands in the calendar of the site's time zone."""

    year: int
    month: int  # 202611
    day: int  # 20261123


def days_of(moment: dt.datetime, zone: dt.tzinfo) -> Days:
    local = moment.astimezone(zone)
    month = local.year * 100 + local.month
    return Days(local.year, month, month * 100 + local.day)
