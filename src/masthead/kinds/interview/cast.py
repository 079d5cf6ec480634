"""Who takes part, and whom a label at the start of a turn means: a name, a part of it, its initials, “Q” or “A”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final, NamedTuple

INTERVIEWER, INTERVIEWEE = "interviewer", "interviewee"
# As they stand at the start of turns where only two speak.
_SIDES: Final = MappingProxyType(
    dict.fromkeys(("q", "question", "interviewer", "س", "سوال", "سؤال", "پرسش", "پرسشگر"), INTERVIEWER)
    | dict.fromkeys(("a", "answer", "interviewee", "ج", "جواب", "پاسخ"), INTERVIEWEE)
)
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
# Arabic letters that look like Persian ones, and the joiner that people leave out.
_ALIKE: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": ""})


class Participant(NamedTuple):
    name: str
    role: str


class Cast:
    """The participants, in the byline's order."""

    def __init__(self, participants: Iterable[Participant]) -> None:
        self.participants = tuple(participants)
        self._names = [words_of(each.name) for each in self.participants]

    def find(self, label: str) -> Participant | None:
        """The one whom a label means; None if nobody, or more than one, could be meant."""
        words = words_of(label)
        if not words:
            return None
        for matches in (self._called(words), self._on_side(words), self._partly(words), self._by_initials(words)):
            if len(matches) == 1:
                return self.participants[matches[0]]
        return None

    def _called(self, words: tuple[str, ...]) -> list[int]:
        # Somebody may stand in the byline twice, in two roles: the first one speaks.
        return [place for place, name in enumerate(self._names) if name == words][:1]

    def _on_side(self, words: tuple[str, ...]) -> list[int]:
        side = _SIDES.get(" ".join(words))
        return [place for place, each in enumerate(self.participants) if side and each.role == side]

    def _partly(self, words: tuple[str, ...]) -> list[int]:
        return [place for place, name in enumerate(self._names) if set(words) <= set(name)]

    def _by_initials(self, words: tuple[str, ...]) -> list[int]:
        initials = "".join(words)
        return [place for place, name in enumerate(self._names) if initials == "".join(word[0] for word in name)]


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, spelt so that two spellings of one name are the same."""
    folded = unicodedata.normalize("NFKC", name).translate(_ALIKE).casefold()
    return tuple(filter(None, _NOT_LETTERS.split(folded)))
