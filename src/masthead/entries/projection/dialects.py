"""Where SQLite and PostgreSQL write one thought differently."""

from __future__ import annotations

from typing import Final, NamedTuple


class Dialect(NamedTuple):
    name: str
    below: str
    """Whether {x} is the path {of} or stands below it, so that the path's index is used. Paths are made of 0–9
    and A–Z: a lower-case letter ends the range."""
    eight: str
    """A day as eight digits."""
    slugs: str
    """The slugs from Home's children down to page p, joined by slashes."""
    scratch: str
    """How to begin the definition of a table whose rows never outlive their transaction."""
    mine: str
    """Narrows `masthead_touched` to this transaction's rows. SQLite has one writer: all rows are its own."""


_SLUGS: Final = (
    "from masthead_depth n join wagtailcore_page a on a.path = substr(p.path, 1, 4 * n.n)"
    " where n.n between 3 and p.depth"
)

SQLITE: Final = Dialect(
    name="sqlite",
    below="{x} >= {of} and {x} < {of} || 'a'",
    eight="printf('%08d', {day})",
    slugs=f"(select group_concat(slug, '/') from (select a.slug {_SLUGS} order by n.n))",
    scratch="create table",
    mine="",
)

# The operators with tildes compare bytes, whatever the database's collation; Django made the index for them.
POSTGRESQL: Final = Dialect(
    name="postgresql",
    below="{x} ~>=~ {of} and {x} ~<~ ({of} || 'a')",
    eight="lpad({day}::text, 8, '0')",
    slugs=f"(select string_agg(a.slug, '/' order by n.n) {_SLUGS})",
    scratch="create unlogged table",
    mine=" and t.tx = pg_current_xact_id()",
)


def dialect_of(vendor: str) -> Dialect:
    """Raises KeyError for a database that Masthead does not know."""
    return {"sqlite": SQLITE, "postgresql": POSTGRESQL}[vendor]
