"""The press of a site: its queries, its database, its store."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from masthead.entries.projection import standing
from masthead.media.workshop import Workshop, hands
from masthead.pages.files import make_document, make_picture
from masthead.pages.frame import keep_theme, set_frame
from masthead.pages.stamp import stamp
from masthead.press import guard
from masthead.press.database import Database
from masthead.press.edition import Paths, Press
from masthead.press.outcome import Event
from masthead.press.sqlite import SqliteDatabase
from masthead.press.store import DiskStore

if TYPE_CHECKING:
    from masthead.site.folder import SiteFolder
    from masthead.site.options import Options


FEW = 20
"""Pages of a site that nobody would miss: those that it has from the first day."""


def site_press(
    folder: SiteFolder, options: Options, *, tell: Callable[[Event], None] = lambda event: None, **more: Any
) -> Press:
    """The press of this site. Django need not be started; whoever started it has its cache and clock guarded."""
    from masthead.pages.manifest import declared, root

    frame = set_frame(folder, options)
    keep_theme(folder, options)
    workshop = Workshop()
    builders = {
        "picture": partial(make_picture, folder.uploads, workshop),
        "document": partial(make_document, folder.uploads),
    }
    return Press(
        declared(),
        root.ref(),
        database(folder, options),
        DiskStore(folder.store, folder.stage, builders, hands=hands(), at_close=workshop.close),
        Paths(folder.ledger, folder.receipts, folder.press_lock),
        stamp(frame.url, frame.language, options.timezone, str(frame.has_desk), frame.theme.digest),
        tell=tell,
        missing=standing.outdated,
        **{"few": FEW} | more,
    )


def database(folder: SiteFolder, options: Options) -> Database:
    """The site's database, through the press's own door."""
    if not options.database:
        return SqliteDatabase(folder.database)
    from masthead.press.postgresql import PostgresDatabase

    return PostgresDatabase(options.database)


def guard_django() -> None:
    """Puts Django's cache and database connections out of the queries' reach.

    Not `django.utils.timezone.now`: models take it as a default, and migrations would see another function.
    """
    from django.core.cache.backends.base import BaseCache
    from django.core.cache.backends.filebased import FileBasedCache
    from django.db.backends.utils import CursorWrapper

    guard.tripwire(CursorWrapper, "execute", "the database")
    guard.tripwire(CursorWrapper, "executemany", "the database")
    for cache in (BaseCache, FileBasedCache):
        for name in ("get", "set", "get_many", "set_many"):
            guard.tripwire(cache, name, "the cache")
