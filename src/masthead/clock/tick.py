"""One look of the clock: all that is due is done, each by itself."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from wagtail.models import Page

from masthead.actions.expire import expire
from masthead.actions.go_live import go_live
from masthead.clock import delays
from masthead.clock.due import Due, due

log = logging.getLogger("masthead.clock")


class Did(NamedTuple):
    """What came of one thing that was due."""

    what: Due
    label: str
    error: str = ""


def tick(now: dt.datetime, until: Callable[[], bool] = lambda: False) -> list[Did]:
    """Do what is due at this moment. What fails is put off and named; it stops nothing else.

    Two processes may tick at once: each entry is done by one of them.
    """
    found: list[Did] = []
    for what in delays.ready(due(now), now):
        if until():
            break
        did = _do(what, now)
        if did is not None:
            found.append(did)
    return found


def _do(what: Due, now: dt.datetime) -> Did | None:
    try:
        done = go_live(what.revision_id, now) if what.act == "publish" else expire(what.page_id, now)
    except Exception as error:  # whatever is wrong with one entry stops no other
        return _put_off(what, now, error)
    delays.done(what)
    return Did(what, label_of(what.page_id)) if done else None


def _put_off(what: Due, now: dt.datetime, error: Exception) -> Did:
    """An error of the database itself is one here, too, and ends the tick: then nothing can be remembered."""
    reason = " ".join(error.messages) if isinstance(error, ValidationError) else f"{error}" or type(error).__name__
    delay = delays.put_off(what, now, reason)
    did = Did(what, label_of(what.page_id), reason)
    log.warning(
        "“%s” (%s) could not be %s: %s. Tried %s times; the next try is at %s.",
        did.label, what.page_id, "published" if what.act == "publish" else "withdrawn", reason, delay.tries,
        delay.retry_at.isoformat(timespec="seconds"),
        exc_info=None if isinstance(error, ValidationError) else error,
    )  # fmt: skip
    return did


def label_of(page_id: int) -> str:
    """The desk's name of a page; its number if it is gone."""
    title = Page.objects.filter(pk=page_id).values_list("draft_title", flat=True).first()
    return str(title or page_id)
