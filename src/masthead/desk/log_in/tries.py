"""How often somebody may try: the first few at once, then with pauses that grow, and never without an end.

    name      all tries of a name, from browsers in which nobody has come in under it
    browser   tries of a name from one browser in which somebody has: a stranger's tries do not touch it, so nobody
              can lock an editor out of the browser that the editor uses
    network   all tries from one place, whatever the name
    mailbox   letters to one mailbox that were asked for
    asking    letters that were asked for from one place

A try is counted before the password is looked at: so many at once are as good as many in a row. A refused one is not
counted, and writes nothing. See OWASP's "device cookies":
https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from masthead.desk.log_in.models import Tries

Sort = Literal["name", "browser", "network", "mailbox", "asking"]


class Rule(NamedTuple):
    free: int  # tries without a pause
    longest: dt.timedelta


FIRST: Final = dt.timedelta(minutes=1)
FORGOTTEN: Final = dt.timedelta(days=1)
_QUARTER: Final = dt.timedelta(minutes=15)
RULES: Final[dict[Sort, Rule]] = {
    "name": Rule(10, _QUARTER),
    "browser": Rule(10, _QUARTER),
    "network": Rule(30, _QUARTER),
    # Who is refused here has letters already, whose links are good for longer than this.
    "mailbox": Rule(3, dt.timedelta(hours=6)),
    "asking": Rule(10, _QUARTER),
}


class Key(NamedTuple):
    sort: Sort
    digest: str


def key(sort: Sort, text: str) -> Key:
    return Key(sort, salted_hmac("masthead.tries", f"{sort} {text}", algorithm="sha256").hexdigest())


def refused_until(keys: Iterable[Key]) -> dt.datetime | None:
    """The moment from which one more try of any of these is allowed; None: it is now."""
    latest = max((row.refused_until for row in _rows(keys)), default=None)
    return latest if latest is not None and latest > timezone.now() else None


def take(keys: Iterable[Key]) -> dt.datetime | None:
    """Counts a try of all of these; if it is refused, counts nothing and says until when."""
    keys = list(keys)
    if until := refused_until(keys):
        return until
    with transaction.atomic():
        now = timezone.now()
        Tries.objects.filter(last_at__lt=now - FORGOTTEN).delete()
        fresh = [Tries(sort=sort, key=digest, last_at=now, refused_until=now) for sort, digest in keys]
        Tries.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = list(_rows(keys, to_change=True))
        if (latest := max(row.refused_until for row in rows)) > now:
            return latest
        for row in rows:
            row.count += 1
            row.last_at, row.refused_until = now, now + pause(RULES[row.sort], row.count)  # type: ignore[index]
        Tries.objects.bulk_update(rows, ["count", "last_at", "refused_until"])
    return None


def pause(rule: Rule, count: int) -> dt.timedelta:
    """After so many tries."""
    over = count - rule.free
    return dt.timedelta() if over < 0 else min(rule.longest, FIRST * 2 ** min(over, 12))


def forget(keys: Iterable[Key]) -> None:
    """It was the right one after all."""
    for sort, digest in keys:
        Tries.objects.filter(sort=sort, key=digest).delete()


def unlock(name: str) -> int:
    """Forgets the tries of this name, and those of all browsers and networks, as nobody knows which of them are meant.
    How many there were."""
    of_name = Tries.objects.filter(sort="name", key=key("name", name).digest)
    elsewhere = Tries.objects.filter(sort__in=("browser", "network"))
    return of_name.delete()[0] + elsewhere.delete()[0]


def _rows(keys: Iterable[Key], *, to_change: bool = False) -> list[Tries]:
    """In one order always, so that two who change the same rows do not wait for each other."""
    found: list[Tries] = []
    for sort, digest in sorted(keys):
        rows = Tries.objects.filter(sort=sort, key=digest)
        found += rows.select_for_update() if to_change else rows
    return found
