"""What somebody filled in, made tidy, and what is wrong with it, as codes: the template has the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final, Literal, NamedTuple

from masthead.kinds.petition.signing.lines import line, lines
from masthead.kinds.petition.signing.mailbox import Mailbox, mailbox

LONGEST_LINE: Final = 100
LONGEST_COMMENT: Final = 1000
TRAP: Final = "website"
"""A field that people do not see. Robots fill in whatever has such a name."""

Fault = Literal[
    "no_name", "long_name", "no_email", "bad_email", "long_place", "long_comment", "trap", "early", "late", "trouble"
]


class Typed(NamedTuple):
    """A form as it was filled in, with nothing in it that is no text."""

    name: str = ""
    email: str = ""
    place: str = ""
    comment: str = ""
    shown: bool = False
    trap: str = ""

    @property
    def mailbox(self) -> Mailbox | None:
        return mailbox(self.email)

    @property
    def version(self) -> str:
        """What differs once anything that will be read differs."""
        return version(self.name, self.place, self.comment, shown=self.shown)


def version(name: str, place: str, comment: str, *, shown: bool) -> str:
    return sha256("\0".join((name, place, comment, str(shown))).encode()).hexdigest()[:16]


def typed(sent: Mapping[str, str], *, asks_place: bool, asks_comment: bool) -> Typed:
    """What was sent. What the petition does not ask for is left out."""
    return Typed(
        line(sent.get("name", "")),
        line(sent.get("email", "")),
        line(sent.get("place", "")) if asks_place else "",
        lines(sent.get("comment", "")) if asks_comment else "",
        bool(sent.get("shown")),
        line(sent.get(TRAP, "")),
    )


def faults(filled: Typed) -> dict[str, Fault]:
    """What is wrong, by field, in the order of the form."""
    found: dict[str, Fault] = {}
    if not filled.name:
        found["name"] = "no_name"
    elif len(filled.name) > LONGEST_LINE:
        found["name"] = "long_name"
    if not filled.email:
        found["email"] = "no_email"
    elif filled.mailbox is None:
        found["email"] = "bad_email"
    if len(filled.place) > LONGEST_LINE:
        found["place"] = "long_place"
    if len(filled.comment) > LONGEST_COMMENT:
        found["comment"] = "long_comment"
    if filled.trap:
        found[TRAP] = "trap"
    return found
