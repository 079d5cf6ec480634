"""What every block's renderer is given: where the text goes, and how it is written there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from masthead.entries import richtext
from masthead.entries.languages import Direction, direction, format_number, strings
from masthead.entries.rendering.links import Document, Links, Picture
from masthead.entries.rendering.marks import Notes, marked
from masthead.entries.rendering.stored import Blocks
from masthead.entries.rendering.words import Words
from masthead.entries.richtext import absolute, key_of
from masthead.media.renditions import Shape


@dataclass
class Rendering:
    """One body on its way to its page, or to a feed."""

    blocks: Blocks
    links: Links
    language: str
    base_url: str = ""
    for_feed: bool = False
    heading_ids: set[str] = field(default_factory=set)
    drawn: int = 0  # how many pictures were

    @cached_property
    def direction(self) -> Direction:
        return direction(self.language)

    @cached_property
    def notes(self) -> Notes:
        return Notes(self.blocks)

    @cached_property
    def words(self) -> Words:
        return Words(self.blocks)

    def rich(self, value: object) -> str:
        """Give stored rich text as HTML for readers."""
        markup = richtext.linked(value, self.target, base_url=self.base_url)
        return marked(richtext.with_directions(markup, self.direction), self.mark)

    def inline(self, value: object) -> str:
        """The same without the paragraph that the editor always writes around a caption or cell."""
        markup = self.rich(value).strip()
        if markup.startswith("<p>") and markup.endswith("</p>") and "<p" not in markup[3:]:
            return markup[3:-4]
        return markup

    def mark(self, label: str) -> str | None:
        """Give what stands for the mark of a note; see `marks.marked`."""
        number = self.notes.meet(label)
        if number is None:
            return None
        shown = self.number(number)
        if self.for_feed:
            # Feeds show many entries on one page: an id would be there twice.
            return f"<sup>[{shown}]</sup>"
        name = escape(self.say("Footnote %(number)s", number=shown))
        link = f'id="{mark_id(number, self.notes.marks[label])}" href="#note-{number}"'
        return f'<sup><a {link} role="doc-noteref" aria-label="{name}">{shown}</a></sup>'

    def target(self, kind: str, number: int) -> str | None:
        if kind == "page":
            return self.links.url_of(number)
        document = self.links.document(number) if kind == "document" else None
        return document.url if document else None

    def picture(self, value: object, shape: Shape = "whole") -> Picture | None:
        """Ask for the picture that a stored value names."""
        number = key_of(value)
        return self.links.picture(number, shape) if number is not None else None

    def document(self, value: object) -> Document | None:
        """Ask for the document that a stored value names."""
        number = key_of(value)
        return self.links.document(number) if number is not None else None

    def address(self, url: str) -> str:
        """Write an address of the site as an attribute's value."""
        return escape(absolute(url, self.base_url))

    def css(self, name: str) -> str:
        return "" if self.for_feed else f' class="{name}"'

    def scrolls(self, name: str = "") -> str:
        """What a frame needs that may be wider than the screen, so that a keyboard can scroll it (WCAG 2.1.1)."""
        if self.for_feed:
            return ""
        named = f' role="region" aria-label="{escape(name)}"' if name else ""
        return f' tabindex="0"{named}'

    def dir_of(self, text: str) -> str:
        foreign = richtext.foreign_direction(text, self.direction)
        return f' dir="{foreign}"' if foreign else ""

    def say(self, message: str, **values: str) -> str:
        """Say one of the interface's messages in the body's language; the caller escapes."""
        return strings(self.language).gettext(message) % values

    def number(self, number: int) -> str:
        return format_number(number, self.language)


def mark_id(note: int, place: int) -> str:
    """The id of a note's first mark, second mark, …"""
    return f"mark-{note}" if place == 1 else f"mark-{note}-{place}"


def text(words: str) -> str:
    """Escape words for where HTML has text."""
    return escape(words, quote=False)
