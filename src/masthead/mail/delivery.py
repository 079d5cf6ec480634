"""Handing the letters that wait to the mail server."""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from masthead.mail.models import Letter
from masthead.mail.server import Line, Refused, ServerFailed, opened

if TYPE_CHECKING:
    from masthead.site.options import Options

log = logging.getLogger("masthead.mail")

AT_ONCE: Final = 200
"""Letters over one connection."""
RECORDED: Final = 10
"""How many are handed over before that is written down: so many a crash may repeat."""
HELD: Final = dt.timedelta(minutes=3)
"""How long a letter is one process' own. What a process that was killed had in hand comes so much later."""
LONGEST_CALL: Final = 60.0
"""Seconds after which a slow server gets no more of those in hand: one letter may wait for each of four answers."""
BREAKS: Final = 3
"""How often in a round a server may hang up over a letter before the others wait for the next round."""
FIRST: Final = dt.timedelta(seconds=30)
LONGEST: Final = dt.timedelta(hours=2)
PATIENCE: Final = dt.timedelta(days=3)
KEPT: Final = dt.timedelta(days=30)
"""How long a letter that was given up can be looked at."""
LONGEST_REASON: Final = 1000
_CODE: Final = re.compile(r"\d{3}(?: \d\.\d{1,3}\.\d{1,3})?")
"""What an answer of a server begins with: RFC 5321, 4.2, and RFC 3463, 2."""


class Tried(NamedTuple):
    receiver: str
    subject: str
    error: str = ""


def deliver(options: Options, now: dt.datetime, until: Callable[[], bool] = lambda: False) -> list[Tried]:
    """Hand over what waits. What is not taken waits for another try, with growing pauses, for three days.

    Between hand-over and its record a crash may repeat a letter, never lose one. Two processes may deliver at once.
    Where the server hangs up over a letter, that one is put off alone, and the others go over a new line.
    """
    Letter.objects.filter(given_up=True, written_at__lte=now - KEPT).delete()
    left = deque(_claimed(now))
    tried: list[Tried] = []
    delivered = _Delivered()
    end = time.monotonic() + LONGEST_CALL
    breaks = 0

    def goes_on() -> bool:
        return bool(left) and breaks < BREAKS and not until() and time.monotonic() <= end

    try:
        while goes_on():
            with opened(options) as line:
                while goes_on():
                    letter = left.popleft()
                    try:
                        tried.append(_hand_over(line, letter, now, delivered))
                    except ServerFailed as error:
                        breaks += 1
                        tried.append(_put_off(letter, now, str(error)))
                        break
    except ServerFailed as error:
        return tried + [_put_off(letter, now, str(error)) for letter in left]
    finally:
        delivered.record()
    later = now + FIRST if breaks == BREAKS else now
    Letter.objects.filter(pk__in=[letter.pk for letter in left]).update(next_try_at=later)
    return tried


class _Delivered:
    """Letters that the server has taken. A statement for each would be half of what sending costs."""

    def __init__(self) -> None:
        self._numbers: list[int] = []

    def add(self, letter: Letter) -> None:
        self._numbers.append(letter.pk)
        if len(self._numbers) >= RECORDED:
            self.record()

    def record(self) -> None:
        if self._numbers:
            Letter.objects.filter(pk__in=self._numbers).delete()
        self._numbers = []


def waiting(now: dt.datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(given_up=False, next_try_at__lte=now).order_by("next_try_at", "pk")


def try_again() -> int:
    """Let what was not taken be tried now, also what was given up, for three more days; how many letters these are.
    What waits for its turn goes on waiting, and what a process has in hand stays there."""
    now = timezone.now()
    return Letter.objects.exclude(error="").update(given_up=False, next_try_at=now, written_at=now)


def late(since: dt.datetime) -> QuerySet[Letter]:
    """What could not be delivered since then, or was due and nobody tried."""
    refused = Q(written_at__lt=since) & ~Q(error="")
    return Letter.objects.filter(refused | Q(next_try_at__lt=since), given_up=False)


def _claimed(now: dt.datetime) -> list[Letter]:
    """Letters that only this process has now."""
    if not waiting(now).exists():  # a transaction takes the writer's place, also for nothing
        return []
    with transaction.atomic():
        mine = list(waiting(now).select_for_update(skip_locked=True)[:AT_ONCE])
        Letter.objects.filter(pk__in=[letter.pk for letter in mine]).update(next_try_at=now + HELD)
    return mine


def _hand_over(line: Line, letter: Letter, now: dt.datetime, delivered: _Delivered) -> Tried:
    try:
        line.hand_over(letter.sender, letter.receiver, bytes(letter.message))
    except Refused as error:
        return _put_off(letter, now, str(error), for_good=error.for_good)
    delivered.add(letter)
    return Tried(letter.receiver, letter.subject)


def _put_off(letter: Letter, now: dt.datetime, reason: str, *, for_good: bool = False) -> Tried:
    tries = letter.tries + 1
    given_up = for_good or now - letter.written_at >= PATIENCE
    Letter.objects.filter(pk=letter.pk).update(
        tries=tries,
        error=reason[:LONGEST_REASON],
        given_up=given_up,
        next_try_at=now + min(LONGEST, FIRST * 2 ** min(tries - 1, 12)),
    )
    # Neither to whom nor about what: who has signed, say, is nobody's business who reads logs. The table has it. A
    # server may name the receiver in a spelling of its own: of its answers the log has the numbers.
    code = _CODE.match(reason)
    log.warning(
        "Mail %d to somebody at %s was not taken: %s.%s", letter.pk, letter.receiver.rpartition("@")[2],
        code[0] if code else reason, " It is given up." if given_up else "",
    )  # fmt: skip
    return Tried(letter.receiver, letter.subject, reason)
