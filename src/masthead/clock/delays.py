"""What could not be done in its moment: kept with its reason, tried again after growing pauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from masthead.clock.due import Due
from masthead.clock.models import Delay

FIRST: Final = dt.timedelta(seconds=5)
LONGEST: Final = dt.timedelta(hours=1)
LONGEST_REASON: Final = 2000


def ready(found: Iterable[Due], now: dt.datetime) -> list[Due]:
    """What is due and does not wait for another try. Forgets delays of what is no longer due."""
    found = list(found)
    delays = {_key(each): each for each in Delay.objects.all()}
    if gone := [delay.pk for key, delay in delays.items() if key not in {_key(each) for each in found}]:
        Delay.objects.filter(pk__in=gone).delete()
    return [each for each in found if _key(each) not in delays or delays[_key(each)].retry_at <= now]


def put_off(what: Due, now: dt.datetime, reason: str) -> Delay:
    """Remember that it failed. A new version of the page is another thing, and is tried at once."""
    delay, _ = Delay.objects.get_or_create(
        page_id=what.page_id, act=what.act, revision_id=what.revision_id,
        defaults={"due_at": what.at, "retry_at": now, "tries": 0},
    )  # fmt: skip
    delay.tries += 1
    delay.due_at = what.at
    delay.error = reason[:LONGEST_REASON]
    delay.retry_at = now + min(LONGEST, FIRST * 2 ** min(delay.tries - 1, 20))
    delay.save()
    return delay


def done(what: Due) -> None:
    Delay.objects.filter(page_id=what.page_id, act=what.act, revision_id=what.revision_id).delete()


def _key(what: Due | Delay) -> tuple[int, str, int]:
    return what.page_id, what.act, what.revision_id
