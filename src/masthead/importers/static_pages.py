"""Static pages of the staging file as rows, parents before children."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from masthead.actions.schedule import schedule
from masthead.entries.models import StaticPage
from masthead.entries.models.entry import suffixed
from masthead.entries.projection import bulk
from masthead.entries.projection.definitions import DEEPEST
from masthead.entries.slugs import is_reserved, slugify
from masthead.importers import tree
from masthead.importers.entries import NAMESPACE, UNLOADABLE, page_row
from masthead.importers.filling import filled
from masthead.importers.history import add_addresses
from masthead.importers.moments import moment
from masthead.importers.records import Item

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.entries.models import Home
    from masthead.importers.brought import Brought
    from masthead.importers.places import Places
    from masthead.importers.report import Report
    from masthead.importers.staging import Staging

BATCH = 200
# Of the tree: the root, Home.
HOME_DEPTH = 2


class PageLoader:
    """Loads the static pages of one staging file below Home."""

    def __init__(
        self, staging: Staging, home: Home, places: Places, report: Report, brought: Brought, *, language: str
    ) -> None:
        self.staging = staging
        self.home = home
        self.places = places
        self.report = report
        self.language = language
        self.brought = brought
        self.now = timezone.now()
        # Only what the tree needs: bodies are read batch by batch.
        self.states: dict[int, str] = {}
        self.parents: dict[int, int | None] = {}
        self.orders: dict[int, tuple[int, str]] = {}
        # Where each comes to stand: the staging number of the page above (None: Home) and its depth in the tree.
        self.above: dict[int, int | None] = {}
        self.depths: dict[int, int] = {}
        # Nothing can stand below these.
        self.held: set[int] = set(report.deleted("page"))

    def load(self, progress: Callable[[int], None]) -> None:
        """Load what is not there yet, level by level."""
        for seq, record in self.staging.items("page"):
            item = Item.from_json(record)
            self.states[seq], self.parents[seq] = self._state(item), item.parent
            self.orders[seq] = item.order, self._title(item).casefold()
        missing = {seq for seq, _ in self.staging.missing("page")}
        for seq in parents_first(self.parents):
            self.above[seq] = self._place(seq, say=seq in missing)
        done = len(self.states) - len(missing)
        self.report.already["page"] = done - len(self.held)
        # Beside each other in the order that WordPress lists them in.
        ordered = sorted(missing, key=lambda seq: (self.depths[seq], self.orders[seq], seq))
        for start in range(0, len(ordered), BATCH):
            self._try(ordered[start : start + BATCH])
            done += len(ordered[start : start + BATCH])
            progress(done)

    def _state(self, item: Item) -> str:
        """A page without title and words has nothing to call it by: no reader gets a placeholder."""
        return item.state if self._title(item) else "draft"

    def _title(self, item: Item) -> str:
        return " ".join((item.headline or item.label or item.slug.replace("-", " ")).split())

    def _place(self, seq: int, *, say: bool) -> int | None:
        """The staging number of the page above; None for Home.

        What was public never comes to stand below a draft, nor so deep that readers would not see it.
        """
        moved = ""
        above = self.parents[seq]
        while above is not None and self.states[seq] == "public" != self.states[above]:
            above, moved = self.above[above], "moved up: the page above is not public"
        if above is not None and self.depths[above] == DEEPEST:
            above, moved = self.above[above], f"moved up: more than {DEEPEST} levels deep"
        if moved and say:
            self.report.note(seq, moved)
        self.depths[seq] = 1 + (HOME_DEPTH if above is None else self.depths[above])
        return above

    def _try(self, seqs: list[int]) -> None:
        """Load a batch, whole; where a page of it cannot be loaded, all others, in smaller batches."""
        if self.report.dry_run:
            self.report.loaded["page"] += len(seqs)
            return
        items = {seq: Item.from_json(self.staging.record(seq)) for seq in seqs}
        try:
            with self.report.trying(), transaction.atomic(), bulk():
                conflicts = self._batch(items)
        except UNLOADABLE as error:
            if len(seqs) == 1:
                self.held.add(seqs[0])
                self.report.hold(seqs[0], f"could not be loaded: {type(error).__name__}")
                return
            half = len(seqs) // 2
            self._try(seqs[:half])
            self._try(seqs[half:])
            return
        self.report.conflicts += conflicts
        self.report.loaded["page"] += len(items)

    def _batch(self, items: dict[int, Item]) -> int:
        groups: dict[int, list[int]] = {}
        for seq in items:
            above = self.above[seq]
            while above is not None and above in self.held:
                above = self.above[above]
            number = self.places.page(above) if above is not None else None
            groups.setdefault(number or self.home.pk, []).append(seq)
        # A level at a time, so that a parent in this very batch is there first.
        for number, children in groups.items():
            self._insert(tree.parent(number), [(seq, items[seq]) for seq in children])
        return self._after(items)

    def _insert(self, above: tree.Parent, items: list[tuple[int, Item]]) -> None:
        below = Page.objects.filter(path__range=(above.path, above.path + "\uffff"), depth=above.depth + 1)
        taken = set(below.values_list("slug", flat=True))
        pages = []
        for seq, item in items:
            slug = self._slug(item, taken, top=above.id == self.home.pk)
            if item.slug and slug != item.slug:
                self.report.note(seq, "slug changed", f"{item.slug} → {slug}")
            taken.add(slug)
            pages.append(self._new(seq, item, slug))
        tree.insert_pages(above, pages)

    def _slug(self, item: Item, taken: set[str], *, top: bool) -> str:
        slug = slugify(item.slug) or slugify(item.headline) or f"page-{item.key.rpartition(':')[2]}"
        wanted, number = slug, 1
        while wanted in taken or is_reserved(wanted, place="site" if top else "below"):
            number += 1
            wanted = suffixed(slug, str(number))
        return wanted

    def _new(self, seq: int, item: Item, slug: str) -> tree.NewPage:
        number = self.places.page(seq)
        assert number is not None, "ids are given out before anything is loaded"  # noqa: S101
        # In another export of the site the same number may be an entry's.
        permanent = uuid5(NAMESPACE, f"page:{item.key}")
        modified = max(moment(item.modified), moment(item.date))
        row = page_row(number, item, slug, permanent, modified, self.now)
        row["title"] = self._title(item)[:255] or row["title"]
        if item.state == "public" and self.states[seq] != "public":
            row |= {
                "live": False,
                "has_unpublished_changes": True,
                "first_published_at": None,
                "last_published_at": None,
            }
            self.report.note(seq, "no title and no words, made a draft")
        static = {
            "page_ptr_id": number,
            "language": self.language,
            "body": filled(item.body, self.places),
            "source": item.key,
        }
        return tree.NewPage(StaticPage, row, ((StaticPage, static),))

    def _after(self, items: dict[int, Item]) -> int:
        """Schedules and old addresses; returns how many of these lead elsewhere already."""
        rows = []
        for seq, item in items.items():
            number = self.places.page(seq)
            if number is None:
                continue
            rows += [(address, "page", number) for address in item.addresses]
            if item.state == "scheduled" and moment(item.date) > self.now:
                schedule(StaticPage, number, moment(item.date))
        self.brought.add(
            "page", [(item.key, number) for seq, item in items.items() if (number := self.places.page(seq))]
        )
        return add_addresses(rows, self.brought.origin)


def parents_first(parents: dict[int, int | None]) -> list[int]:
    """All, each behind its parent. An unknown parent is none; of a circle, the first page loses its parent."""
    done: dict[int, None] = {}
    for seq in sorted(parents):
        while circle := _walk(seq, parents, done):
            parents[min(circle)] = None
    return list(done)


def _walk(seq: int, parents: dict[int, int | None], done: dict[int, None]) -> list[int]:
    """Put a page and all above it into `done`, unless there is a circle above it: then return that."""
    chain: dict[int, None] = {}
    at: int | None = seq
    while at is not None and at not in done:
        if at in chain:
            passed = list(chain)
            return passed[passed.index(at) :]
        chain[at] = None
        if parents[at] not in parents:
            parents[at] = None
        at = parents[at]
    done |= dict.fromkeys(reversed(chain))
    return []
