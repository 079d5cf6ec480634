"""What becomes of an item, by its type, status and password alone: decided while reading, before anything else.

Whatever was not public stays not public; what is not understood is held, counted and named, never guessed into view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from masthead.importers.records import State

# The taxonomy of bylines of Co-Authors Plus, and its authors without an account.
BYLINES: Final = "author"
GUEST: Final = "guest-author"
SORTS: Final = {"post": "entry", "page": "page", "attachment": "file"}

_STATES: Final[dict[str, tuple[State, str]]] = {
    "publish": ("public", ""),
    "future": ("scheduled", ""),
    "draft": ("draft", ""),
    "auto-draft": ("draft", ""),
    "pending": ("draft", "pending made a draft"),
    "private": ("draft", "private made a draft"),
    "": ("draft", "no status, made a draft"),
}


class Verdict(NamedTuple):
    """The sort of a record, its state, and the reason of a change or of holding it.

    An empty sort is no entry, page or file: it is held, unless it is public as something else.
    """

    sort: str
    state: State
    reason: str

    @property
    def outcome(self) -> str:
        """Whether anything becomes of it."""
        if not self.sort:
            return "changed" if self.state == "public" else "held"
        return "carried"


# WordPress lets attachments inherit; without a status they are as old as WordPress 2.0.
_FILES: Final = frozenset({"inherit", "publish", ""})


def _file(status: str, password: str) -> Verdict:
    """A file is public where a public page shows it; one that was hidden by itself is shown by none."""
    if password:
        return Verdict("", "draft", "password-protected file")
    return Verdict("file", "public", "") if status in _FILES else Verdict("", "draft", f"file of status {status}")


def judge(kind: str, status: str, password: str) -> Verdict:
    """The verdict on an item of this type and status."""
    if kind == GUEST and status == "publish" and not password:
        return Verdict("", "public", "guest author, made a person")
    sort = SORTS.get(kind)
    if sort is None:
        return Verdict("", "draft", f"type {kind}" if kind else "no type")
    if status == "trash":
        return Verdict("", "draft", "in the trash")
    if sort == "file":
        return _file(status, password)
    if status not in _STATES:
        return Verdict("", "draft", f"status {status}")
    state, reason = _STATES[status]
    if password:
        return Verdict(sort, "draft", "password-protected, made a draft")
    return Verdict(sort, state, reason)
