"""What can go wrong in the press.

PressError
├── NotAnAnswer             a query returned something outside the closed set of types
├── UntrackedRead           a query reached for something that leaves no trace
├── QueryFailed             a query raised; callers of it fail with it
├── QueryCycle              a query asked for itself
├── DatabaseFailed          the database did not answer; the run ends, nothing is lost
├── UnstableAnswer          one question got two answers in one snapshot
├── FactRefused             a fact whose key does not reach all it reads
├── UnorderedRows           a fact whose order leaves ties open
├── BuildFailed             a builder could not make a file
├── AddressRefused          an address that no store can hold
├── PressBusy               another press holds the lock
├── TooMuchGoes             another database than last time would empty most of the store
└── NotCaptured             the triggers that notice changes are missing or old
"""

from __future__ import annotations


class PressError(Exception):
    """Base of all that the press raises on purpose."""


class NotAnAnswer(PressError):
    """A query returned a value outside the closed set of `answers`."""


class UntrackedRead(PressError):
    """A query read the database, the cache, the clock, a file or the network behind the press's back."""

    def __init__(self, what: str, asking: str) -> None:
        super().__init__(
            f"{asking} reached for {what}. A query may only ask facts and other queries: "
            "whatever else it reads could change without any page being made again."
        )


class QueryFailed(PressError):
    """A query raised an error, or asked one that did."""


class QueryCycle(PressError):
    """A query asked, perhaps through others, for its own answer."""


class UnstableAnswer(PressError):
    """One question got two different answers in one snapshot, so some query is not pure."""


class DatabaseFailed(PressError):
    """The database did not answer a fact. That is no page's failure: the run ends and is repeated later."""


class FactRefused(PressError):
    """A fact reads a table that its key does not reach; every change there would doubt every answer."""


class UnorderedRows(PressError):
    """A fact returns several rows in an order that does not end in a unique key."""


class AddressRefused(PressError):
    """An address that cannot be kept as a file."""


class BuildFailed(PressError):
    """A builder could not make a file: the original is missing, damaged or too large."""


class PressBusy(PressError):
    """Another press of this site is at work."""


class TooMuchGoes(PressError):
    """For another database than last time, an edition would take away most of the store's pages."""


class NotCaptured(PressError):
    """The triggers that notice changes are missing or out of date."""
