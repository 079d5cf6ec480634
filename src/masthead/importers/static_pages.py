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
from masthead.entries.slugs import is_reserved, slugify
from masthead.importers import tree
from masthead.importers.entries import NAMESPACE, page_row
from masthead.importers.filling import filled
from masthead.importers.history import add_addresses
from masthead.importers.moments import moment
from masthead.importers.records import Item

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.entries.models import Home
    from masthead.importers.places import Places
    from masthead.importers.report import Report
    from masthead.importers.staging import Staging

BATCH = 200


class PageLoader:
    """Loads the static pages of one staging file below Home."""

    def __init__(
        self, staging: Staging, home: Home, places: Places, report: Report, *, language: str, dry_run: bool
    ) -> None:
        self.staging = staging
        self.home = home
        self.places = places
        self.report = report
        self.language = language
        self.dry_run = dry_run
        self.now = timezone.now()
        # Only what the tree needs: bodies are read batch by batch.
        self.states: dict[int, str] = {}
        self.parents: dict[int, int | None] = {}

    def load(self, progress: Callable[[int], None]) -> None:
        """Load what is not there yet, level by level."""
        for seq, record in self.staging.items("page"):
            item = Item.from_json(record)
            self.states[seq], self.parents[seq] = self._state(item), item.parent
        self._break_circles()
        missing = [seq for seq, _ in self.staging.missing("page")]
        done = len(self.states) - len(missing)
        self.report.already["page"] = done
        ordered = sorted(missing, key=lambda seq: (self._depth(seq), seq))
        for start in range(0, len(ordered), BATCH):
            self._batch(ordered[start : start + BATCH])
            done += len(ordered[start : start + BATCH])
            progress(done)

    def _state(self, item: Item) -> str:
        """A page without title and words has nothing to call it by: no reader gets a placeholder."""
        return item.state if self._title(item) else "draft"

    def _title(self, item: Item) -> str:
        return " ".join((item.headline or item.label or item.slug.replace("-", " ")).split())

    def _break_circles(self) -> None:
        """A page that stands below itself stands below Home."""
        for seq in sorted(self.parents):
            above, seen = self.parents[seq], {seq}
            while above in self.parents and above not in seen:
                seen.add(above)
                above = self.parents[above]
            if above == seq:
                self.parents[seq] = None

    def _depth(self, seq: int) -> int:
        above, depth = self.parents.get(seq), 0
        while above in self.parents:
            above, depth = self.parents[above], depth + 1
        return depth

    def _above(self, seq: int) -> int | None:
        """The staging number of the page above; None for Home. What was public never comes to stand below a draft."""
        above = self.parents[seq]
        while above in self.parents:
            if self.states[seq] != "public" or self.states[above] == "public":
                return above
            above = self.parents[above]
        return None

    def _batch(self, seqs: list[int]) -> None:
        items = {seq: Item.from_json(self.staging.record(seq)) for seq in seqs}
        self.report.loaded["page"] += len(items)
        if self.dry_run:
            return
        groups: dict[int, list[int]] = {}
        with transaction.atomic(), bulk():
            for seq in seqs:
                above = self._above(seq)
                if above != self.parents[seq] and self.parents[seq] is not None:
                    self.report.note(seq, "moved up: the page above is not public")
                number = self.places.page(above) if above is not None else None
                groups.setdefault(number or self.home.pk, []).append(seq)
            # A level at a time, so that a parent in this very batch is there first.
            for number, children in groups.items():
                self._insert(tree.parent(number), [(seq, items[seq]) for seq in children])
            self._after(items)

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

    def _after(self, items: dict[int, Item]) -> None:
        rows = []
        for seq, item in items.items():
            number = self.places.page(seq)
            if number is None:
                continue
            rows += [(address, "page", number) for address in item.addresses]
            if item.state == "scheduled" and moment(item.date) > self.now:
                schedule(StaticPage, number, moment(item.date))
        self.report.conflicts += add_addresses(rows)
