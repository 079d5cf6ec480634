"""What a kind adds to what every entry has: to its page, its teaser, its feed items, its plain text.

A kind that adds something has a module `pages.py` in its folder, which declares its facts and its `Kind`:

    declare(Interview())

It is imported without Django being started, as all of this room. Beside it, models and migrations the folder may hold:

    templates/KIND.html          its page; extends "entry.html", and gets `own` besides
    templates/KIND_teaser.html   how lists show it; extends "teaser.html", and gets `own` besides
    templates/KIND_feed.html     what feeds carry; gets `own` and `body`
    templates/more.css           set behind the theme's style
    locale/fa.po                 its words, of desk and pages alike
    demo.py                      entries of the demo site

A theme that has a template of the same name comes first.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from masthead import kind_folders
from masthead.entries.excerpts import Excerpt, excerpt
from masthead.entries.rendering import feed_html, page_html
from masthead.pages.frame import frame
from masthead.press.answers import Answer
from masthead.press.manifest import Group
from masthead.press.registry import Query

if TYPE_CHECKING:
    from markupsafe import Markup

    from masthead.entries.models import Entry
    from masthead.entries.rendering import Blocks
    from masthead.pages.facts import DayRow, EntryRow
    from masthead.pages.metadata import Thing
    from masthead.pages.teasers import PageLinks

Answers: TypeAlias = list[tuple[Query[..., Any], tuple[Answer, ...], Answer]]
"""Facts with their arguments, and what they answer."""


class Writing(NamedTuple):
    """Where stored texts of an entry go: its page, or feeds. Both are in the entry's language."""

    links: PageLinks
    language: str
    for_feed: bool = False

    def html(self, blocks: Blocks) -> Markup:
        """Stored blocks for readers. Rich text is a block, too: `{"type": "text", "value": …}`."""
        if self.for_feed:
            return feed_html(blocks, self.links, base_url=frame().url, language=self.language)
        return page_html(blocks, self.links, language=self.language)

    def rich(self, value: str) -> Markup:
        """Stored rich text for readers."""
        return self.html([{"type": "text", "value": value}])


class Kind:
    """What a kind adds; this one adds nothing, and is what an article is. All methods but `answers` ask facts, and
    nothing else."""

    name: ClassVar[str] = ""
    plural: ClassVar[str] = ""
    """What several are called, in English; translated by the kind's own catalogue."""
    files: ClassVar[tuple[str, ...]] = ()
    """Names of files that every entry of the kind has below its address, and `further` makes: where they stood before
    the entry moved leads to them, and once it is gone they answer so, too."""
    authors: ClassVar[tuple[str, ...]] = ("author",)
    """The roles of those whom feeds name as the authors."""

    def told(self, row: EntryRow) -> Blocks:
        """The entry's words as blocks, in the order in which they are read: what excerpts, labels and plain text are
        made of. `masthead.entries.models.Entry.told` says the same of a draft."""
        return blocks(row.body)

    def is_closed(self, row: EntryRow) -> bool:
        """Whether readers decide to open the text, told what awaits them: lists, cards and feeds then show no word and
        no picture of it."""
        return False

    def shown_outside(self, row: EntryRow) -> Blocks:
        """What excerpts and cards may be made of."""
        return [] if self.is_closed(row) else self.told(row)

    def excerpt(self, row: EntryRow) -> Excerpt:
        """What stands for the entry in lists and feeds."""
        return excerpt(row.summary, self.shown_outside(row), language=row.language)

    def own(self, row: EntryRow, writing: Writing) -> Any:
        """The record that the page's and the feeds' templates get as `own`."""
        return None

    def brief(self, row: EntryRow) -> Any:
        """The record that the teaser's template gets as `own`."""
        return None

    def thing(self, row: EntryRow, thing: Thing) -> Thing:
        """The entry in the words of schema.org, from what is said of every entry."""
        return thing

    def further(self, row: DayRow) -> Group:
        """Pages that the entry has besides its own."""
        return Group()

    def files_below(self, entry_id: int) -> tuple[str, ...]:
        """The files that this entry has below its address; of one that was withdrawn, those that it had. A kind says
        it whose entries have not all the same."""
        return self.files

    def gone(self, entry_id: int) -> Group:
        """What stood below an entry that is not public any more, beside `files`: all of it answers that it is gone."""
        return Group()

    def answers(self, entry: Entry) -> Answers:
        """What the kind's facts would answer if this version of the entry were published: for previews."""
        return []

    def facts(self) -> tuple[str, ...]:
        """The names of the kind's facts that are keyed by the entry's number: for `masthead reach`."""
        return ()

    def template(self, form: str = "") -> str:
        """The template for the page, or for `teaser` or `feed`; empty if every kind's will do."""
        name = f"{self.name}_{form}.html" if form else f"{self.name}.html"
        return name if self.name and name in frame().theme.templates else ""


PLAIN = Kind()
_declared: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Makes a kind known to the pages of this process."""
    _declared[kind.name] = kind


def kind_of(name: str) -> Kind:
    """The kind of this name. Rows may name one that nobody knows: it adds nothing."""
    load()
    return _declared.get(name, PLAIN)


def kinds() -> tuple[Kind, ...]:
    """The declared kinds, by name."""
    load()
    return tuple(kind for _, kind in sorted(_declared.items()))


@cache
def load() -> None:
    """Declares every kind that there is: each folder of `masthead.kinds` with a module `pages`."""
    for name in kind_folders.modules("pages").values():
        import_module(name)


def stored(value: Any) -> Any:
    """A field's value as its column holds it, for `Kind.answers`."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value.get_prep_value()) if hasattr(value, "get_prep_value") else value


def blocks(stored: str) -> list[Any]:
    """A stored body. What is no list of blocks is an empty one."""
    try:
        found = json.loads(stored or "[]")
    except ValueError:
        return []
    return found if isinstance(found, list) else []
