"""Footnotes. Their marks are written where rich text is: see `marks` and `Rendering.mark`."""

from __future__ import annotations

from html import escape
from typing import Any

from masthead.entries.rendering.context import Rendering, mark_id, text
from masthead.entries.rendering.marks import label_of
from masthead.entries.rendering.stored import items, struct
from masthead.entries.rendering.words import Words


def footnotes(rendering: Rendering) -> str:
    """All notes of the body, once all its marks have been met."""
    notes = rendering.notes
    markups = {label: rendering.rich(notes.texts[label]).strip() for label in notes.in_order()}
    if not markups:
        return ""
    if rendering.for_feed:
        return "\n".join(_numbered(notes.numbers[label], markup, rendering) for label, markup in markups.items())
    shown = "".join(_note(label, markup, rendering) for label, markup in markups.items())
    heading = f'<h2 id="notes">{text(rendering.say("Footnotes"))}</h2>'
    return f'<section class="notes" role="doc-endnotes" aria-labelledby="notes">{heading}<ol>{shown}</ol></section>'


def _note(label: str, markup: str, rendering: Rendering) -> str:
    number = rendering.notes.numbers[label]
    back = "".join(f" {_back(number, place, rendering)}" for place in range(1, rendering.notes.marks.get(label, 0) + 1))
    ended = f"{markup[:-4]}{back}</p>" if markup.endswith("</p>") else f"{markup}{back}"
    return f'<li id="note-{number}">{ended}</li>'


def _back(number: int, place: int, rendering: Rendering) -> str:
    where = rendering.number(number)
    if place > 1:
        where += f" ({rendering.number(place)})"
    name = escape(rendering.say("Back to footnote %(number)s in the text", number=where))
    shown = "↑" if place == 1 else f"↑<sup>{rendering.number(place)}</sup>"
    return f'<a href="#{mark_id(number, place)}" role="doc-backlink" aria-label="{name}">{shown}</a>'


def _numbered(number: int, markup: str, rendering: Rendering) -> str:
    shown = f"[{rendering.number(number)}] "
    return f"<p>{shown}{markup[3:]}" if markup.startswith("<p>") else f"<p>{shown}</p>{markup}"


def footnotes_words(value: Any, words: Words) -> list[str]:
    """The notes of one block; before each its number, if marks have one."""
    return [_words(label_of(note), note.get("text"), words) for note in items(struct(value).get("notes"))]


def _words(label: str, note: object, words: Words) -> str:
    said = words.rich(note)
    return f"[{words.notes.number(label)}] {said}" if said and words.numbered and label in words.notes.texts else said
