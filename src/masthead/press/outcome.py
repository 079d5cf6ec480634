"""What a run tells while it is at work, and what it says at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from masthead.press.evaluation import Tally
from masthead.press.receipts import Receipt


class Event(NamedTuple):
    """Something that a run tells: `what` is one of the names below, `done` of `total` where it is known.

    will_ask_everything (text: why) · did_settle_pages · did_make_files · did_publish · page_failed (text: error) ·
    address_doubled · unstable (text) · ledger_lost (text)
    """

    what: str
    text: str = ""
    done: int = 0
    total: int = 0


@dataclass
class Outcome:
    """What a run did. `receipt` is None if the store did not change, which then was no edition."""

    receipt: Receipt | None = None
    tally: Tally = field(default_factory=Tally)
    failed: dict[str, str] = field(default_factory=dict)
    """Addresses whose page could not be made, with the error; their old file stays."""
    doubled: tuple[str, ...] = ()
    """Addresses that two live pages claim."""

    @property
    def perfect(self) -> bool:
        """Whether the store now holds all that it should."""
        return not self.failed and not self.doubled
