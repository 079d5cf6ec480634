"""How much may come from one network: some at once, then a little at a time.

Nobody is refused for it. What is ahead of the pace can prove some work, or wait for its turn; only where the turns of a
whole day are given does a network have to come again.

Each network has one number, the moment at which all that came from it would have come at the pace; what is new pushes
it on ("generic cell rate algorithm", ITU-T I.371). A school, a town's mobile network and a relay for many have one
address, so the first rule is generous; the second is for those who have many addresses side by side.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Final, NamedTuple

from django.utils.crypto import salted_hmac

from masthead.respond.models import Pace

SECOND: Final = 1_000_000
_MICROSECOND: Final = dt.timedelta(microseconds=1)


class Rule(NamedTuple):
    """How many at once; seconds between two after that. Of networks: the bits that are one, in IPv4 and IPv6."""

    at_once: int
    each: int
    bits: tuple[int, int] = (0, 0)


RULES: Final = (Rule(30, 60, bits=(32, 64)), Rule(300, 6, bits=(24, 48)))
LONGEST_WAIT: Final = dt.timedelta(hours=23)
"""No turn is given beyond it."""


def keys(address: IPv4Address | IPv6Address | None) -> tuple[str, ...]:
    """What counts one address, by rule. All that nobody can tell apart are one network."""
    return tuple(_key(rule, address) for rule in RULES)


def _key(rule: Rule, address: IPv4Address | IPv6Address | None) -> str:
    network = "" if address is None else str(ip_network((address, rule.bits[address.version == 6]), strict=False))
    return key_of(network)


def key_of(counted: str) -> str:
    """What counts something, and tells nobody what."""
    return salted_hmac("masthead.pace", counted, algorithm="sha256").hexdigest()


class Book:
    """The numbers of some networks, read at once, written at once. Within a transaction that holds the writer's place
    or does not mind that two at the same moment count as one."""

    def __init__(self, wanted: Iterable[str], now: int) -> None:
        self._now = now
        self._until: dict[str, int] = dict(Pace.objects.filter(key__in=set(wanted)).values_list("key", "until"))
        self._moved: set[str] = set()

    def take(self, keys: Sequence[str], *, patient: bool, paid: bool = False) -> int | None:
        """Microseconds until the turn of one more; zero is now. None: it was not taken, as it has to wait and is not
        patient, or no turn is left. What is paid for with work waits for nobody and uses up no turn."""
        if paid:
            return 0
        wait = self.wait(keys)
        if wait and (not patient or wait > LONGEST_WAIT // _MICROSECOND):
            return None
        for key, rule in zip(keys, RULES, strict=True):
            self._push(key, rule)
        return wait

    def spare(self, key: str, rule: Rule) -> bool:
        """Takes one more if it has not to wait; else nothing."""
        if self._ahead(key, rule) > 0:
            return False
        self._push(key, rule)
        return True

    def wait(self, keys: Sequence[str]) -> int:
        return max(0, *(self._ahead(key, rule) for key, rule in zip(keys, RULES, strict=True)))

    def _push(self, key: str, rule: Rule) -> None:
        self._until[key] = max(self._until.get(key, 0), self._now) + rule.each * SECOND
        self._moved.add(key)

    def _ahead(self, key: str, rule: Rule) -> int:
        return self._until.get(key, 0) - self._now - (rule.at_once - 1) * rule.each * SECOND

    def write(self) -> None:
        rows = [Pace(key=key, until=self._until[key]) for key in sorted(self._moved)]
        Pace.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=["until"])
        self._moved.clear()


def waits(keys: Sequence[str], now: int) -> dt.timedelta:
    """How long one more would have to wait now. Writes nothing."""
    return dt.timedelta(microseconds=Book(keys, now).wait(keys))


def forget(now: int) -> None:
    """Strikes out the networks that are back at their pace."""
    Pace.objects.filter(until__lte=now).delete()


def minutes(wait: dt.timedelta) -> int:
    """A wait as people are told it: none, or some minutes."""
    return math.ceil(wait / dt.timedelta(minutes=1))
