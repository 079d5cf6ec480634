"""The register of what imports brought: written while loading, asked by later imports and by undo.

A thing that has a row here and is not there any more was deleted by somebody, and is never brought again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from wagtail.documents import get_document_model
from wagtail.models import Page

from masthead.entries.models import Category, Image, Import, Imported, MenuItem, Person, Tag
from masthead.importers import tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from typing import Self

    from masthead.importers.staging import Site

BATCH: Final = 500
# What makes a row the one that was brought, for sorts that have no versions.
_COLUMNS: Final = {
    "person": ("name", "sort_name", "slug", "bio", "website"),
    "category": ("name", "slug", "description", "parent_id"),
    "tag": ("name", "slug", "description"),
    "image": ("title", "description", "caption", "credit", "file_hash"),
    "document": ("title", "file_hash"),
    "menu": ("label", "page_id", "url", "sort_order", "below"),
}


def model_of(kind: str) -> Any:
    """The model of a kind of things."""
    models = {"page": Page, "person": Person, "category": Category, "tag": Tag, "image": Image, "menu": MenuItem}
    return models[kind] if kind in models else get_document_model()


class Brought:
    """One import's part of the register. A dry run has none: `add` then does nothing."""

    def __init__(self, site: Site, blog: int, *, dry_run: bool) -> None:
        self.number = 0
        if not dry_run:
            row = Import.objects.create(system=site.system, name=site.name, url=site.url, blog_id=blog)
            self.number = int(row.pk)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """An import that brought nothing was none."""
        if self.number and not Imported.objects.filter(import_id=self.number).exists():
            Import.objects.filter(pk=self.number).delete()

    @property
    def origin(self) -> str:
        """What address history says of the addresses that this import brought."""
        return f"import {self.number}"

    def add(self, kind: str, rows: Iterable[tuple[str, int]], *, fresh: Collection[int] = ()) -> None:
        """Register things by source and id, in the caller's transaction, as they are now.

        Nobody has to ask for the state of pages that are `fresh`: they have no version yet.
        """
        pairs = list(rows)
        if not self.number or not pairs:
            return
        states = dict.fromkeys(fresh, "")
        states |= states_of(kind, [number for _, number in pairs if number not in states])
        tree.insert_rows(
            Imported,
            (
                {"import_id": self.number, "kind": kind, "source": source, "target_id": number, "state": states[number]}
                for source, number in pairs
            ),
        )


def states_of(kind: str, ids: Sequence[int]) -> dict[int, str]:
    """How things stand: those that are not there any more are not in the answer."""
    found: dict[int, str] = {}
    columns = _COLUMNS.get(kind, ("latest_revision_id",))
    for start in range(0, len(ids), BATCH):
        rows = model_of(kind).objects.filter(pk__in=ids[start : start + BATCH]).values_list("pk", *columns)
        found |= {row[0]: _state(kind, row[1:]) for row in rows}
    return found


def _state(kind: str, values: tuple[Any, ...]) -> str:
    if kind == "page":
        # The desk saves nothing without a version.
        return str(values[0] or "")
    if kind == "menu" and not values[-1]:
        # What was brought while menus had one level is known without it.
        values = values[:-1]
    return hashlib.blake2b(json.dumps(values, ensure_ascii=False).encode(), digest_size=12).hexdigest()


def deleted_here(kind: str, sources: Sequence[str], blog: int = 0) -> set[str]:
    """Which of these were brought once and have been deleted since; of a blog's terms, in that blog."""
    targets: dict[str, set[int]] = {}
    for start in range(0, len(sources), BATCH):
        rows = Imported.objects.filter(kind=kind, source__in=sources[start : start + BATCH])
        if blog:
            rows = rows.filter(import_id__in=Import.objects.filter(blog_id=blog).values("pk"))
        for source, number in rows.values_list("source", "target_id"):
            targets.setdefault(source, set()).add(number)
    ids = [number for numbers in targets.values() for number in numbers]
    there = states_of(kind, ids)
    return {source for source, numbers in targets.items() if not any(number in there for number in numbers)}
