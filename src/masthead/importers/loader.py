"""Loading a staging file into the database: one loader for every source.

In committed batches, each whole: rows, terms, bylines, addresses and the projection of a batch appear together. What a
former run committed is found again by its key and left as it is, so a killed import goes on where it stopped, the
same import changes nothing, and what editors have changed since stays theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from masthead.entries.models import Blog, Home
from masthead.entries.projection import bulk
from masthead.importers import numbers, vocabulary
from masthead.importers.at_work import at_work
from masthead.importers.entries import EntryLoader
from masthead.importers.errors import LoadRefused
from masthead.importers.fronts import carry_front
from masthead.importers.history import add_addresses
from masthead.importers.mending import mend
from masthead.importers.places import Places
from masthead.importers.report import Report
from masthead.importers.static_pages import PageLoader
from masthead.importers.uploads import Uploads, place_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from masthead.importers.staging import Staging

    Progress = Callable[[str, int, int], None]


def _silent(_step: str, _done: int, _total: int) -> None:
    pass


def load(
    staging: Staging,
    *,
    blog: str = "",
    uploads: Path | None = None,
    progress: Progress = _silent,
    dry_run: bool = False,
) -> Report:
    """Load what was read into the blog with this slug (may be empty if there is only one), and report on every item.

    `uploads` is the old site's folder of files. `progress` is told the step ("files", "entries", "pages"), how much is
    done and how much there is. A dry run does everything but write to the database. Raises `LoadRefused`.
    """
    target = find_blog(blog)
    if uploads is not None and not uploads.is_dir():
        raise LoadRefused(f"{uploads} is no folder; give the wp-content/uploads folder of the old site.")
    with at_work(staging.path.parent):
        return _load(staging, target, uploads, progress, dry_run=dry_run)


def _load(staging: Staging, target: Blog, uploads: Path | None, progress: Progress, *, dry_run: bool) -> Report:
    report = Report(staging, dry_run=dry_run)
    numbers.assign(staging, reserve=not dry_run)
    files = staging.count("file")
    placed = place_all(staging, Uploads(uploads), dry_run=dry_run, progress=lambda done: progress("files", done, files))
    report.files(placed)
    with transaction.atomic(), bulk():
        words = vocabulary.carry(staging, target.pk, dry_run=dry_run)
        report.conflicts += add_addresses(words.addresses)
    report.vocabulary(words)
    places = Places(staging, placed)
    entries = EntryLoader(staging, target, words, places, report, dry_run=dry_run)
    entries.load(lambda done: progress("entries", done, staging.count("entry")))
    pages = PageLoader(staging, Home.objects.get(), places, report, language=target.language, dry_run=dry_run)
    pages.load(lambda done: progress("pages", done, staging.count("page")))
    attachments(staging, places, report, dry_run=dry_run)
    if not dry_run:
        report.conflicts += carry_front(staging, target.pk)
        report.mended = mend(staging, places)
    return report


def find_blog(slug: str) -> Blog:
    """The blog with this slug; the only one if the slug is empty."""
    blogs = list(Blog.objects.filter(slug=slug) if slug else Blog.objects.all()[:2])
    if len(blogs) == 1:
        return blogs[0]
    names = ", ".join(Blog.objects.order_by("path").values_list("slug", flat=True))
    if not names:
        raise LoadRefused("This site has no blog; make one with `masthead blog add NAME`.")
    if slug:
        raise LoadRefused(f"There is no blog “{slug}” here; give one of these with --blog: {names}.")
    raise LoadRefused(f"This site has several blogs; say with --blog which one: {names}.")


def attachments(staging: Staging, places: Places, report: Report, *, dry_run: bool) -> None:
    """The page that WordPress made for each attachment leads to the item that the attachment belongs to.

    The address of the file leads to the file: its page says where that stands, while readers are shown it.
    """
    rows = [
        (address, "page", page)
        for _, file in staging.files()
        if file.parent is not None and (page := places.page(file.parent)) is not None
        for address in file.addresses
    ]
    # The file itself stood somewhere, too.
    rows += [
        (address, found.kind, found.id)
        for seq, file in staging.files()
        if (found := places.files[seq]).kind
        for address in file.files
    ]
    if not dry_run:
        with transaction.atomic():
            report.conflicts += add_addresses(rows)
