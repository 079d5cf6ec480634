"""Entries of the staging file as rows."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from masthead.actions.schedule import schedule
from masthead.entries.identity import code_of, days_of, microseconds, rank_of
from masthead.entries.models import Byline, Entry
from masthead.entries.models.entry import suffixed
from masthead.entries.projection import bulk
from masthead.entries.slugs import is_reserved, slugify
from masthead.importers import tree
from masthead.importers.filling import filled
from masthead.importers.history import add_addresses
from masthead.importers.moments import moment
from masthead.importers.records import Item
from masthead.kinds.article.models import Article
from masthead.kinds.note.models import Note

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from masthead.entries.models import Blog
    from masthead.importers.brought import Brought
    from masthead.importers.places import Places
    from masthead.importers.report import Report
    from masthead.importers.staging import Staging
    from masthead.importers.vocabulary import Vocabulary

BATCH = 500
# Permanent ids follow from the source's keys: the same post is the same entry in any database.
NAMESPACE = UUID("5b0c9f43-5d3c-5c39-9d15-7f1f2a0e8c41")
LONGEST_LABEL = 120
# What a value that fits nowhere brings about. Others (no connection, no room) are no single item's fault.
UNLOADABLE = (DataError, IntegrityError, ArithmeticError, LookupError, TypeError, ValueError)


@lru_cache(maxsize=4 * BATCH)
def permanent_id(key: str) -> UUID:
    """The permanent id of an imported entry."""
    return uuid5(NAMESPACE, key)


@lru_cache(maxsize=4 * BATCH)
def _code(key: str) -> str:
    return code_of(permanent_id(key))


class EntryLoader:
    """Loads the entries of one staging file into one blog."""

    def __init__(
        self, staging: Staging, blog: Blog, words: Vocabulary, places: Places, report: Report, brought: Brought
    ) -> None:
        self.staging = staging
        self.blog = blog
        self.words = words
        self.places = places
        self.report = report
        self.brought = brought
        self.zone = timezone.get_default_timezone()
        self.now = timezone.now()
        self.after, self.done = 0, staging.count("entry") - staging.count_missing("entry")
        report.already["entry"] = self.done - len(report.deleted("entry"))

    def load(self, until: int, progress: Callable[[int], None], *, whole: bool) -> None:
        """Load what is not there yet, up to a number, batch by batch, each committed: only whole ones, or all."""
        while batch := self.staging.missing("entry", after=self.after, until=until, limit=BATCH):
            if len(batch) < BATCH and not whole:
                return
            items = [(seq, Item.from_json(record)) for seq, record in batch]
            if self.report.dry_run:
                self._slugs(items)
                self.report.loaded["entry"] += len(items)
            else:
                self._try(items)
            self.after = batch[-1][0]
            self.done += len(items)
            progress(self.done)

    def _try(self, items: list[tuple[int, Item]]) -> None:
        """Load a batch, whole; where an item of it cannot be loaded, all others, in smaller batches."""
        try:
            with self.report.trying(), transaction.atomic(), bulk():
                conflicts = self._batch(items)
        except UNLOADABLE as error:
            if len(items) == 1:
                self.report.hold(items[0][0], f"could not be loaded: {type(error).__name__}")
                return
            half = len(items) // 2
            self._try(items[:half])
            self._try(items[half:])
            return
        self.report.conflicts += conflicts
        self.report.loaded["entry"] += len(items)

    def _batch(self, items: list[tuple[int, Item]]) -> int:
        """Insert the rows of a batch; returns how many of its old addresses lead elsewhere already."""
        self.places.prepare([seq for seq, _ in items])
        above = tree.parent(self.blog.pk)
        slugs = self._slugs(items)
        tree.insert_pages(above, [self._new(seq, item, slugs[seq]) for seq, item in items])
        self._relations(items)
        fresh = set()
        for seq, item in items:
            if item.state == "scheduled" and moment(item.date) > self.now:
                schedule(Article if item.headline else Note, self._id(seq), moment(item.date))
            else:
                fresh.add(self._id(seq))
        self.brought.add("page", [(item.key, self._id(seq)) for seq, item in items], fresh=fresh)
        return self._addresses(items)

    def _id(self, seq: int) -> int:
        number = self.places.page(seq)
        assert number is not None, "ids are given out before anything is loaded"  # noqa: S101
        return number

    def _addresses(self, items: list[tuple[int, Item]]) -> int:
        rows = [(address, "page", self._id(seq)) for seq, item in items for address in item.addresses]
        return add_addresses(rows, self.brought.origin)

    def _new(self, seq: int, item: Item, slug: str) -> tree.NewPage:
        number = self._id(seq)
        permanent = permanent_id(item.key)
        date = moment(item.date)
        modified = max(moment(item.modified), date)
        model = Article if item.headline else Note
        if item.state == "scheduled" and date <= self.now:
            self.report.note(seq, "missed its date, made a draft", item.date)
        page = page_row(number, item, slug, permanent, modified, self.now)
        entry = self._entry_row(number, item, permanent, date, modified if item.state == "public" else None)
        return tree.NewPage(model, page, ((Entry, entry), (model, {"entry_ptr_id": number})))

    def _entry_row(
        self, number: int, item: Item, permanent: UUID, date: datetime, modified: datetime | None
    ) -> dict[str, Any]:
        days = days_of(date, self.zone)
        return {
            "page_ptr_id": number,
            "blog_id": self.blog.pk,
            "kind": "article" if item.headline else "note",
            "language": self.blog.language,
            "permanent_id": permanent,
            "rank": rank_of(permanent),
            "code": _code(item.key),
            "headline": item.headline,
            "date": date,
            "at": microseconds(date),
            "year": days.year,
            "month": days.month,
            "day": days.day,
            "modified": microseconds(modified) if modified else None,
            "summary": item.summary,
            "body": filled(item.body, self.places),
            "pinned": item.pinned,
            "source": item.key,
        }

    def _slugs(self, items: list[tuple[int, Item]]) -> dict[int, str]:
        """A slug for each, none twice below the blog. One taken is followed by -2, then by the entry's code."""
        wanted = {seq: self._wanted(seq, item) for seq, item in items}
        second = {seq: suffixed(slug, "2") for seq, slug in wanted.items()}
        taken = self._taken({*wanted.values(), *second.values()})
        chosen: dict[int, str] = {}
        for seq, item in items:
            slug = wanted[seq] if wanted[seq] not in taken else second[seq]
            if slug in taken:
                slug = suffixed(wanted[seq], _code(item.key))
            if slug != wanted[seq]:
                self.report.note(seq, "slug was taken", f"{wanted[seq]} → {slug}")
            elif item.headline and item.slug and slug != item.slug:
                self.report.note(seq, "slug changed", f"{item.slug} → {slug}")
            chosen[seq] = slug
            taken.add(slug)
        return chosen

    def _wanted(self, seq: int, item: Item) -> str:
        if not item.headline:
            return _code(item.key)
        slug = slugify(item.slug) or slugify(item.headline) or _code(item.key)
        return suffixed(slug, "2") if is_reserved(slug, place="blog") else slug

    def _taken(self, slugs: set[str]) -> set[str]:
        found = tree.rows_among(
            "SELECT slug, path FROM wagtailcore_page WHERE slug IN (…) AND depth = 4", sorted(slugs)
        )
        return {slug for slug, path in found if path.startswith(self.blog.path)}

    def _relations(self, items: list[tuple[int, Item]]) -> None:
        bylines: list[dict[str, Any]] = []
        categories: list[dict[str, Any]] = []
        tags: list[dict[str, Any]] = []
        for seq, item in items:
            number = self._id(seq)
            bylines += [
                {"entry_id": number, "person_id": self.words.persons[key], "role": "author", "sort_order": place}
                for place, key in enumerate(key for key in item.authors if key in self.words.persons)
            ]
            for ids, column, rows in (
                (self.words.categories, "category_id", categories),
                (self.words.tags, "tag_id", tags),
            ):
                mine = dict.fromkeys(ids[key] for key in item.terms if key in ids)
                rows += [{"entry_id": number, column: term} for term in mine]
        tree.insert_rows(Byline, bylines)
        tree.insert_rows(Entry.categories.through, categories)
        tree.insert_rows(Entry.tags.through, tags)


def page_row(number: int, item: Item, slug: str, permanent: UUID, modified: datetime, now: datetime) -> dict[str, Any]:
    """Wagtail's own columns, as publishing or saving a draft would have left them."""
    public = item.state == "public"
    label = " ".join(item.label.split())[:LONGEST_LABEL]
    date = moment(item.date)
    return {
        "id": number,
        "title": label or f"{'article' if item.headline else 'note'} {date:%Y-%m-%d}",
        "slug": slug,
        "live": public,
        "has_unpublished_changes": not public,
        "first_published_at": date if public else None,
        "last_published_at": modified if public else None,
        "latest_revision_created_at": min(modified, now),
        "translation_key": tree.translation_key(permanent),
    }
