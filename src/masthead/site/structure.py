"""The database of a new site, laid at once: `structure.sql` holds what all migrations make of an empty one.

Wagtail's history has two hundred steps, and each costs Django a look at all models. A new site on SQLite need not
live through them, as in Rails, where `structure.sql` is from. Sites that are there, and those on PostgreSQL, are
migrated.

    python -m masthead.site.structure    migrates an empty database and writes what it is then to standard output

`make structure` writes the file with it, after every new migration and every new Wagtail; a test compares.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

FILE: Final = Path(__file__).with_name("structure.sql")
OWN: Final = {
    ("django_migrations", "applied"): "current_timestamp",
    ("wagtailcore_page", "translation_key"): "lower(hex(randomblob(16)))",
}
"""Columns that are each database's own, and what fills them."""


def lay(connection: BaseDatabaseWrapper, text: str | None = None) -> bool:
    """Makes the tables of an empty SQLite database, with the rows that migrations write.

    False, and nothing is done, if the database is another, or if `text` (by default the file) knows a migration that
    is not installed: Wagtail may be of another version than the one that it was written with.
    """
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return False
    text = FILE.read_text(encoding="utf-8") if text is None else text
    if not _is_of_this_code(text):
        return False
    connection.ensure_connection()
    connection.connection.executescript(f"begin;\n{text}commit;")
    return True


def _is_of_this_code(text: str) -> bool:
    from django.db.migrations.loader import MigrationLoader

    # What lies in the folders is enough; how the steps hang together is of no matter here.
    loader = MigrationLoader(None, load=False)
    loader.load_disk()

    with closing(sqlite3.connect(":memory:")) as blank:
        blank.executescript(text)
        steps = set(blank.execute("select app, name from django_migrations"))
    return steps <= loader.disk_migrations.keys()


def written(database: sqlite3.Connection) -> str:
    """All that is in the database, as SQL."""
    return "".join(f"{statement};\n" for statement in _statements(database))


def _statements(database: sqlite3.Connection) -> Iterator[str]:
    rows = database.execute("select type, name, sql from sqlite_master where sql <> '' order by rowid").fetchall()
    virtual = tuple(f"{name}_" for _, name, sql in rows if sql.startswith("CREATE VIRTUAL"))
    # What a virtual table keeps its rows in comes with it, and what SQLite keeps for itself with the first that counts.
    made = [row for row in rows if not row[1].startswith((*virtual, "sqlite_"))]
    tables = [(name, sql) for kind, name, sql in made if kind == "table"]
    yield from (sql for _, sql in tables)
    for name, sql in tables:
        if not sql.startswith("CREATE VIRTUAL"):
            yield from _inserts(database, name)
    yield "delete from sqlite_sequence"
    yield from _inserts(database, "sqlite_sequence")
    yield from (sql for kind, _, sql in made if kind != "table")


def _inserts(database: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [name for _, name, *_ in database.execute(f'pragma table_info("{table}")')]
    values = ", ".join(f'quote("{name}")' for name in columns)
    for row in database.execute(f'select {values} from "{table}" order by rowid'):  # noqa: S608 - names of our tables
        own = (OWN.get((table, name), value) for name, value in zip(columns, row, strict=True))
        yield f'insert into "{table}" values ({", ".join(own)})'  # noqa: S608 - quoted by SQLite


def main() -> None:
    """Writes what the migrations make of an empty database to standard output."""
    from masthead.site.folder import SiteFolder
    from masthead.site.making import write_files
    from masthead.site.start import start

    with tempfile.TemporaryDirectory() as place:
        folder = SiteFolder(Path(place) / "site")
        write_files(folder, {})
        # Another site's settings must not reach this one, its database least of all.
        for name in [name for name in os.environ if name.startswith("MASTHEAD_")]:
            del os.environ[name]
        start(folder)
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        # Without what follows migrations, as triggers do: those are not of the database's history.
        executor: Any = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        sys.stdout.write(written(connection.connection))
        connection.close()


if __name__ == "__main__":
    main()
