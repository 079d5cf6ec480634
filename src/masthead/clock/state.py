"""What people are told of the clock: what is late and why, what comes next, when it looked last."""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import TYPE_CHECKING, NamedTuple

from masthead.clock.due import Due, due, planned
from masthead.clock.models import Delay
from masthead.clock.tick import label_of

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = 20


class Late(NamedTuple):
    """Something that is due and has not happened."""

    what: Due
    label: str
    seconds: float
    error: str  # why the last try failed; empty if none was made
    retry_at: dt.datetime | None


class Coming(NamedTuple):
    what: Due
    label: str


class State(NamedTuple):
    looked_at: dt.datetime | None  # when a clock last looked at the schedule; None: never
    late: tuple[Late, ...]
    coming: tuple[Coming, ...]


def state(file: Path, now: dt.datetime, most: int = SHOWN) -> State:
    """Reads only; `file` is where the running clock leaves its traces."""
    delays = {(each.page_id, each.act, each.revision_id): each for each in Delay.objects.all()}
    late = tuple(_late(each, delays.get((each.page_id, each.act, each.revision_id)), now) for each in due(now))
    return State(looked_at(file), late, tuple(Coming(each, label_of(each.page_id)) for each in planned(now, most)))


def _late(what: Due, delay: Delay | None, now: dt.datetime) -> Late:
    seconds = (now - what.at).total_seconds()
    return Late(what, label_of(what.page_id), seconds, delay.error if delay else "", delay.retry_at if delay else None)


def looked_at(file: Path) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(json.loads(file.read_bytes())["looked_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def leave_trace(file: Path, now: dt.datetime) -> None:
    """A file, not a row: a look without effect writes nothing into the database."""
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps({"looked_at": now.isoformat()}), encoding="ascii")
    draft.replace(file)
