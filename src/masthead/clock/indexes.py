"""An index on Wagtail's table: its ends of publication have none, and the clock asks for them every second.

Made after each run of migrations where it is missing: SQLite remakes a table for many alterations, and Django
then makes only the indexes that it knows.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate

# What has expired is not live, so the index holds only what is still to come.
EXPIRY: Final = """create index if not exists masthead_clock_expiry on wagtailcore_page (expire_at)
 where live and expire_at is not null"""


def connect() -> None:
    post_migrate.connect(_make, dispatch_uid="masthead.clock.indexes")


def _make(sender: Any, using: str, **_: Any) -> None:
    if using != DEFAULT_DB_ALIAS or sender.label != "masthead_clock":
        return
    with connections[using].cursor() as cursor:
        if "wagtailcore_page" in connections[using].introspection.table_names(cursor):
            cursor.execute(EXPIRY)
