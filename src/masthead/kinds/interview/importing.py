"""Turns from text that somebody wrote or a program made: `Name: words`, with or without time codes; or captions.

Captions are WebVTT, whose voice tags name who speaks: `<v Ines>By being in the way.` (W3C WebVTT, sections 4 and 6).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape
from typing import Any, Final, NamedTuple
from uuid import uuid4

from masthead.entries.richtext import one_line, visible
from masthead.kinds.interview.cast import Cast, words_of
from masthead.kinds.interview.dialogue import TURN
from masthead.kinds.interview.moments import MOMENT, seconds_of, written

MOST_WORDS: Final = 6
"""A longer label is the beginning of a sentence."""
WORDS_OF_A_NAME: Final = 3
"""While nobody takes part yet, what has no more is a name."""
WRAPPED: Final = 100
"""Where no line is longer, and empty lines part the paragraphs, lines are broken for the eye alone."""

# All of them see lines whose white space is single spaces, so that none takes longer than the line is long.
_LABEL: Final = r"[^\W\d_][^:：\[\]()<>*\n]{0,59}?"
_MARKS: Final = r"[*_]{0,3}"
_HEAD: Final = re.compile(
    rf"(?:[\[(]?(?P<before>{MOMENT})[\])]? ?[-–—|]? ?)?"
    rf"{_MARKS}(?P<label>{_LABEL}){_MARKS} ?(?:[\[(](?P<behind>{MOMENT})[\])])?{_MARKS} ?"
    rf"(?:：|:(?=[ *_]|$)){_MARKS} ?(?P<words>.*)"
)
# As programs write who speaks, and when, on a line of its own.
_NAME_AND_MOMENT: Final = re.compile(rf"(?P<label>{_LABEL}) [\[(]?(?P<behind>{MOMENT})[\])]?")
_MOMENT_ALONE: Final = re.compile(rf"[\[(]?({MOMENT})[\])]?")

_VTT: Final = re.compile(r"\ufeff?WEBVTT(?:[ \t\n]|$)")
_TIMING: Final = re.compile(rf"({MOMENT})[ \t]+-->[ \t]+{MOMENT}.*")
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>")
_TAG: Final = re.compile(r"<[^<>]*>")
_NO_CUES: Final = ("NOTE", "STYLE", "REGION")


class Spoken(NamedTuple):
    """One turn."""

    speaker: str
    paragraphs: tuple[str, ...]
    seconds: int | None


class Script(NamedTuple):
    """What was understood, and what was not."""

    turns: tuple[Spoken, ...]
    left: tuple[str, ...] = ()  # lines that stand before the first name
    strangers: tuple[str, ...] = ()  # who speak and are no participants
    doubtful: tuple[tuple[int, str], ...] = ()  # what looks like a name and was taken for words, with its line
    voiceless: int = 0  # captions that name no voice


class _Line(NamedTuple):
    number: int
    text: str
    label: str = ""
    words: str = ""
    seconds: int | None = None


def read(text: str, cast: Cast) -> Script:
    """The turns of a text, or of captions."""
    text = visible(text).replace("\r\n", "\n").replace("\r", "\n")
    return _read_captions(text, cast) if _VTT.match(text) else _read_text(text, cast)


def as_block(turn: Spoken) -> dict[str, Any]:
    """A turn as it is stored."""
    text = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in turn.paragraphs)
    time = "" if turn.seconds is None else written(turn.seconds)
    value = {"speaker": turn.speaker, "text": text, "time": time, "language": ""}
    return {"type": TURN, "value": value, "id": str(uuid4())}


class _Taken:
    """The turns so far."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._turns: list[tuple[str, list[str], int | None]] = []
        self.left: list[str] = []
        self.strangers: dict[str, None] = {}

    def speak(self, label: str, words: str, seconds: int | None) -> None:
        known = self._cast.find(label)
        speaker = known.name if known else one_line(label)
        if known is None:
            self.strangers[speaker] = None
        self._turns.append((speaker, [words] if words else [], seconds))

    def go_on(self, words: str, *, same_paragraph: bool = False) -> None:
        if not self._turns:
            self.left.append(words)
            return
        paragraphs = self._turns[-1][1]
        if same_paragraph and paragraphs:
            paragraphs[-1] += f" {words}"
        else:
            paragraphs.append(words)

    def speak_on(self, seconds: int | None) -> bool:
        """The same person, from a later moment."""
        if self._turns:
            self._turns.append((self._turns[-1][0], [], seconds))
        return bool(self._turns)

    @property
    def speaker(self) -> str | None:
        return self._turns[-1][0] if self._turns else None

    def script(self, **more: Any) -> Script:
        turns = tuple(Spoken(who, tuple(said), seconds) for who, said, seconds in self._turns if said)
        return Script(turns, tuple(self.left), tuple(self.strangers), **more)


# ---- text ---------------------------------------------------------------------------------------


def _read_text(text: str, cast: Cast) -> Script:
    lines = [_line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    shown = [line for line in lines if line.text]
    speaks = _speakers(shown, cast)
    # Only where empty lines part paragraphs can the others be no more than the width of a screen.
    wrapped = len(shown) < len(text.strip().split("\n")) and all(len(line.text) <= WRAPPED for line in shown)
    taken, doubtful, behind, waiting = _Taken(cast), [], False, None
    for line in lines:
        if line.label and words_of(line.label) in speaks:
            taken.speak(line.label, line.words, waiting if line.seconds is None else line.seconds)
            waiting = None
        elif _MOMENT_ALONE.fullmatch(line.text):
            waiting = seconds_of(line.text.strip("[]()"))
            continue
        elif line.text:
            if waiting is not None and taken.speak_on(waiting):
                waiting = None
            if line.label:
                doubtful.append((line.number, line.label))
            taken.go_on(line.text, same_paragraph=wrapped and behind)
        behind = bool(line.text)
    return taken.script(doubtful=tuple(doubtful))


def _line(number: int, text: str) -> _Line:
    text = " ".join(text.split())
    found = _HEAD.fullmatch(text) or _NAME_AND_MOMENT.fullmatch(text)
    if found is None or len(found["label"].split()) > MOST_WORDS:
        return _Line(number, text)
    parts = found.groupdict()
    moment = parts.get("before") or parts.get("behind") or ""
    return _Line(number, text, parts["label"].strip(), parts.get("words") or "", seconds_of(moment))


def _speakers(lines: list[_Line], cast: Cast) -> set[tuple[str, ...]]:
    """Whose labels are names: participants', those that return, and the one that all begins with."""
    labels = Counter(words_of(line.label) for line in lines if line.label)
    found = {words for words, times in labels.items() if times > 1}
    if not cast.participants:
        found |= {words for words in labels if len(words) <= WORDS_OF_A_NAME}
    found |= {words_of(line.label) for line in lines if line.label and cast.find(line.label)}
    if lines and lines[0].label:
        found.add(words_of(lines[0].label))
    return found


# ---- captions -----------------------------------------------------------------------------------


def _read_captions(text: str, cast: Cast) -> Script:
    cues = [(seconds, one_line(name), words) for seconds, name, words in _cues(text)]
    heads = [_line(0, words) for _, name, words in cues if not name]
    speaks = _speakers([line for line in heads if line.label], cast)
    taken, voiceless = _Taken(cast), 0
    for seconds, name, words in cues:
        head = _line(0, words)
        if not name and head.label and words_of(head.label) in speaks:
            name, words = head.label, head.words
        known = cast.find(name) if name else None
        if not name or (known.name if known else name) == taken.speaker:
            voiceless += not name
            taken.go_on(words, same_paragraph=True)
        else:
            taken.speak(name, words, seconds)
    return taken.script(voiceless=voiceless)


def _cues(text: str) -> Iterator[tuple[int | None, str, str]]:
    """Moment, voice and words of each part of each cue."""
    for block in re.split(r"\n[ \t]*\n", text)[1:]:
        lines = block.strip("\n").split("\n")
        place = next((place for place, line in enumerate(lines[:2]) if _TIMING.fullmatch(line.strip())), None)
        if place is None or lines[0].startswith(_NO_CUES):
            continue
        timing = _TIMING.fullmatch(lines[place].strip())
        seconds = seconds_of(timing[1]) if timing else None
        before, *voices = _VOICE.split("\n".join(lines[place + 1 :]))
        parts = [("", before), *zip(voices[::2], voices[1::2], strict=True)]
        for name, words in parts:
            shown = one_line(unescape(_TAG.sub("", words)))
            if shown:
                yield seconds, unescape(name), shown
