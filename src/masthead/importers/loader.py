"""Loading a staging file into the database: one loader for every source.

In committed batches, each whole: rows, terms, bylines, addresses and the projection of a batch appear together. What a
former run committed is found again by its key and left as it is, so a killed import goes on where it stopped, the
same import changes nothing, and what editors have changed since stays theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from masthead.entries.models import Blog, Home
from masthead.entries.projection import bulk
from masthead.importers import numbers, vocabulary
from masthead.importers.at_work import at_work
from masthead.importers.brought import Brought
from masthead.importers.entries import EntryLoader
from masthead.importers.errors import LoadRefused
from masthead.importers.fronts import carry_front
from masthead.importers.history import add_addresses
from masthead.importers.mending import BATCH, mend
from masthead.importers.menus import carry_menu
from masthead.importers.places import Places
from masthead.importers.records import Item
from masthead.importers.report import Report
from masthead.importers.static_pages import PageLoader
from masthead.importers.uploads import Uploads, place_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from masthead.importers.downloading import Downloads
    from masthead.importers.staging import Staging

    Progress = Callable[[str, int, int], None]


def _silent(_step: str, _done: int, _total: int) -> None:
    pass


def load(
    staging: Staging,
    *,
    blog: str = "",
    uploads: Path | None = None,
    downloads: Downloads | None = None,
    progress: Progress = _silent,
    dry_run: bool = False,
) -> Report:
    """Load what was read into the blog with this slug (may be empty if there is only one), and report on every item.

    `uploads` is the old site's folder of files; what is not in it comes through `downloads`. `progress` is told the
    step ("files", "entries", "pages"), how much is done and how much there is. A dry run does everything but write to
    the database. Raises `LoadRefused`.
    """
    target = find_blog(blog)
    if uploads is not None and not uploads.is_dir():
        raise LoadRefused(f"{uploads} is no folder; give the wp-content/uploads folder of the old site.")
    with at_work(staging.path.parent):
        return _load(staging, target, Uploads(uploads, downloads), progress, dry_run=dry_run)


def _load(staging: Staging, target: Blog, uploads: Uploads, progress: Progress, *, dry_run: bool) -> Report:
    if connection.vendor == "sqlite":
        # Each batch writes the same inner pages of the indexes again: they are brought home for several at once.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint = 8000")
    report = Report(staging, dry_run=dry_run)
    with Brought(staging.site, target.pk, dry_run=dry_run) as brought:
        _bring(staging, target, uploads, report, brought, progress)
    return report


def _bring(
    staging: Staging, target: Blog, uploads: Uploads, report: Report, brought: Brought, progress: Progress
) -> None:
    numbers.assign(staging, reserve=not report.dry_run)
    for _ in staging.converted("files"):
        progress("files", 0, staging.count("file"))
    files = staging.count("file")
    placed = place_all(staging, uploads, brought, progress=lambda done: progress("files", done, files))
    report.files(placed)
    words = vocabulary.nothing_yet()
    places = Places(staging, placed)
    entries = EntryLoader(staging, target, words, places, report, brought)
    count = staging.count("entry")
    last = int(staging.meta("items"))
    # Whoever is first named in an entry is found when that is converted.
    for done in staging.converted("items"):
        with transaction.atomic(), bulk():
            vocabulary.carry(staging, target.pk, brought, words)
            report.conflicts += add_addresses(words.addresses, brought.origin)
        words.addresses.clear()
        entries.load(done, lambda loaded: progress("entries", loaded, count), whole=done == last)
    report.vocabulary(words)
    pages = PageLoader(staging, Home.objects.get(), places, report, brought, language=target.language)
    pages.load(lambda done: progress("pages", done, staging.count("page")))
    carry_menu(staging, target, words, places, report, brought)
    if not report.dry_run:
        report.conflicts += known_again(staging, brought.origin)
        report.conflicts += attachments(staging, places, brought.origin)
        report.conflicts += carry_front(staging, target.pk, brought.origin)
        report.mended = mend(staging, places)


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


def known_again(staging: Staging, origin: str) -> int:
    """What an earlier import brought keeps its texts, and is found at the addresses that it had in this export, too:
    the old site may have moved it meanwhile. Returns how many of them lead elsewhere already."""
    conflicts = 0
    for batch in staging.already(limit=BATCH):
        rows = [(address, "page", number) for number, record in batch for address in Item.from_json(record).addresses]
        with transaction.atomic():
            conflicts += add_addresses(rows, origin)
    return conflicts


def attachments(staging: Staging, places: Places, origin: str) -> int:
    """The page that WordPress made for each attachment leads to the item that it belongs to, else to the file.

    The address of the file leads to the file: its page says where that stands, while readers are shown it. Returns how
    many addresses lead elsewhere already.
    """
    rows: list[tuple[str, str, int]] = []
    for seq, file in staging.files():
        found = places.files[seq]
        page = places.page(file.parent) if file.parent is not None else None
        kind, number = ("page", page) if page is not None else (found.kind, found.id)
        rows += [(address, kind, number) for address in file.addresses if kind]
        rows += [(address, found.kind, found.id) for address in file.files if found.kind]
    with transaction.atomic():
        return add_addresses(rows, origin)
