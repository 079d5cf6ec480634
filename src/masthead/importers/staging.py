"""The staging file: one SQLite file that holds a source whole, read and counted before anything is loaded.

Invariants:
* A staging file appears under its final name only when the whole source was read; so a refused or killed reading
  leaves nothing behind that a later run could mistake for a source. How much of it is converted stands in it: loading
  begins while workers still convert, and a killed run goes on with both.
* It is named by a digest of the source's bytes and of `FORMAT`: the same files give the same staging file,
  and a newer reader never trusts an older one's work. It is derived and may be deleted at any time.
* Every element occurrence of the source is counted in exactly one shape, and every shape belongs to an item or to
  the channel; so the report can add up to the whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from masthead.importers.records import File, Person, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FORMAT = 14
SHAPES_REMEMBERED = 4096
HIGHEST = 2**62

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE person (seq INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, record TEXT NOT NULL);
CREATE TABLE term (seq INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, record TEXT NOT NULL);
-- sort: entry, page, file, or empty for what no model takes. outcome: carried, changed, held.
CREATE TABLE item (
    seq INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, number INTEGER NOT NULL, parent INTEGER NOT NULL,
    type TEXT NOT NULL, status TEXT NOT NULL, sort TEXT NOT NULL, shape INTEGER NOT NULL,
    outcome TEXT NOT NULL, reason TEXT NOT NULL, loaded INTEGER);
CREATE TABLE record (seq INTEGER PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE raw (seq INTEGER PRIMARY KEY, fields TEXT NOT NULL);
CREATE TABLE address (path TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE shape (id INTEGER PRIMARY KEY, counts TEXT UNIQUE NOT NULL);
CREATE TABLE channel (shape INTEGER NOT NULL, occurrences INTEGER NOT NULL);
CREATE TABLE note (seq INTEGER NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX note_seq ON note (seq);
-- Texts that look damaged, and what they may have been. Number 0: the site, its persons and terms.
CREATE TABLE suspect (seq INTEGER NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL);
CREATE TABLE reserved (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL);
"""
# Made when all is read: rows go in faster without.
_INDEXES = """
CREATE INDEX item_sort ON item (sort, seq);
CREATE INDEX item_number ON item (number);
CREATE INDEX item_parent ON item (parent) WHERE sort = 'file';
"""


class Site(NamedTuple):
    """What the source says of itself."""

    system: str
    key: str
    name: str
    description: str
    language: str
    url: str
    hosts: tuple[str, ...]


class StagedItem(NamedTuple):
    """A row of the item table, without its record."""

    seq: int
    key: str
    number: int
    parent: int
    type: str
    status: str
    sort: str
    outcome: str
    reason: str


_ITEM = "seq, key, number, parent, type, status, sort, outcome, reason"


def digest_of(paths: Iterable[Path], *options: str) -> str:
    """The name of the staging file for these source files, read with these options."""
    whole = hashlib.blake2b("\0".join((str(FORMAT), *options)).encode(), digest_size=16)
    for path in paths:
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest())
    return whole.hexdigest()


class Staging:
    """An open staging file: read by the loader and the report, written by a reader while it is new."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # While one process loads, another converts: whoever wants to write waits for the other.
        self.db = sqlite3.connect(path, isolation_level=None, timeout=60)
        self._shapes: dict[str, int] = {}
        # Given by the reader, where it left the conversion for later.
        self.convert: Callable[[Staging, str], Iterator[int]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        self.db.close()

    # Reading it

    @property
    def site(self) -> Site:
        """The source site."""
        values = json.loads(self.meta("site"))
        return Site(**{**values, "hosts": tuple(values["hosts"])})

    def meta(self, name: str) -> str:
        """A named value; empty if never set."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def converted(self, part: str) -> Iterator[int]:
        """Convert the "files" or the "items" that are left to be; after each stretch, up to which number all are."""
        if self.convert is not None:
            yield from self.convert(self, part)
        yield int(self.meta("items"))

    def persons(self, *, after: int = 0) -> Iterator[tuple[int, Person]]:
        """All persons from behind `after`, numbered in the source's order."""
        for seq, record in self.db.execute("SELECT seq, record FROM person WHERE seq > ? ORDER BY seq", (after,)):
            yield seq, Person.from_json(record)

    def terms(self, *, after: int = 0) -> Iterator[tuple[int, Term]]:
        """All terms from behind `after`, parents before children as far as the source has no circles."""
        for seq, record in self.db.execute("SELECT seq, record FROM term WHERE seq > ? ORDER BY seq", (after,)):
            yield seq, Term.from_json(record)

    def items(self, sort: str, *, after: int = 0, limit: int = -1) -> list[tuple[int, str]]:
        """Numbers and records of one sort, in the source's order, from behind `after`."""
        return self.db.execute(
            "SELECT seq, record FROM item JOIN record USING (seq) WHERE sort = ? AND seq > ? ORDER BY seq LIMIT ?",
            (sort, after, limit),
        ).fetchall()

    def keys(self, sort: str, *, after: int = 0, limit: int = -1) -> list[tuple[int, str]]:
        """Numbers and keys of one sort, in the source's order, from behind `after`."""
        return self.db.execute(
            "SELECT seq, key FROM item WHERE sort = ? AND seq > ? ORDER BY seq LIMIT ?", (sort, after, limit)
        ).fetchall()

    def missing(self, sort: str, *, after: int = 0, until: int = HIGHEST, limit: int = -1) -> list[tuple[int, str]]:
        """As `items`, but only what was not in the database when ids were given out, up to a number."""
        return self.db.execute(
            "SELECT seq, record FROM item JOIN record USING (seq) "
            "WHERE sort = ? AND seq > ? AND seq <= ? AND loaded = 0 ORDER BY seq LIMIT ?",
            (sort, after, until, limit),
        ).fetchall()

    def already(self, *, limit: int) -> Iterator[list[tuple[int, str]]]:
        """Database ids and records of what was in the database when ids were given out, in batches."""
        after = 0
        while batch := self.db.execute(
            "SELECT seq, id, record FROM item JOIN record USING (seq) JOIN reserved USING (seq) "
            "WHERE sort IN ('entry', 'page') AND loaded = 1 AND seq > ? ORDER BY seq LIMIT ?",
            (after, limit),
        ).fetchall():
            yield [(number, record) for _, number, record in batch]
            after = batch[-1][0]

    def count_missing(self, sort: str) -> int:
        """How many of a sort were not in the database when ids were given out."""
        sql = "SELECT count(*) FROM item WHERE sort = ? AND loaded = 0"
        count: int = self.db.execute(sql, (sort,)).fetchone()[0]
        return count

    def record(self, seq: int) -> str:
        """The record of one item."""
        row = self.db.execute("SELECT record FROM record WHERE seq = ?", (seq,)).fetchone()
        return str(row[0])

    def files(self) -> Iterator[tuple[int, File]]:
        """All attachments."""
        for seq, record in self.items("file"):
            yield seq, File.from_json(record)

    def count(self, sort: str) -> int:
        """How many items of a sort there are."""
        count: int = self.db.execute("SELECT count(*) FROM item WHERE sort = ?", (sort,)).fetchone()[0]
        return count

    def held(self) -> Iterator[StagedItem]:
        """Items that no model takes."""
        for row in self.db.execute(f"SELECT {_ITEM} FROM item WHERE sort = '' ORDER BY seq"):  # noqa: S608
            yield StagedItem(*row)

    def staged_items(self) -> Iterator[StagedItem]:
        """Every item occurrence of the source."""
        for row in self.db.execute(f"SELECT {_ITEM} FROM item ORDER BY seq"):  # noqa: S608
            yield StagedItem(*row)

    def fates(self) -> Iterator[tuple[int, int, str, str]]:
        """Number, shape, outcome and reason of every item."""
        yield from self.db.execute("SELECT seq, shape, outcome, reason FROM item")

    def channels(self) -> list[tuple[int, int]]:
        """The shapes outside the items, and how often each occurs."""
        return self.db.execute("SELECT shape, occurrences FROM channel").fetchall()

    def item_at(self, path: str) -> int | None:
        """The item that an address of the old site led to."""
        row = self.db.execute("SELECT seq FROM address WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def id_of(self, seq: int) -> int | None:
        """The database id that an entry or page has or will have."""
        row = self.db.execute("SELECT id FROM reserved WHERE seq = ?", (seq,)).fetchone()
        return row[0] if row else None

    def ids_between(self, first: int, last: int) -> dict[int, int]:
        """The database ids of a stretch of items."""
        return dict(self.db.execute("SELECT seq, id FROM reserved WHERE seq BETWEEN ? AND ?", (first, last)))

    def remember_ids(self, pairs: list[tuple[int, int]], *, loaded: bool) -> None:
        """Pairs of database id and staging number."""
        self.db.execute("BEGIN")
        self.db.executemany("INSERT OR REPLACE INTO reserved (id, seq) VALUES (?, ?)", pairs)
        self.db.executemany("UPDATE item SET loaded = ? WHERE seq = ?", [(int(loaded), seq) for _, seq in pairs])
        self.db.execute("COMMIT")

    def mark_missing(self, seqs: list[int]) -> None:
        """Say that these are not in the database."""
        self.db.execute("BEGIN")
        self.db.executemany("UPDATE item SET loaded = 0 WHERE seq = ?", [(seq,) for seq in seqs])
        self.db.execute("COMMIT")

    def mark_deleted(self, seqs: list[int]) -> None:
        """Say that these were in the database once and were deleted there: nothing leads to them."""
        self.db.execute("BEGIN")
        self.db.executemany("UPDATE item SET loaded = 2 WHERE seq = ?", [(seq,) for seq in seqs])
        self.db.executemany("DELETE FROM reserved WHERE seq = ?", [(seq,) for seq in seqs])
        self.db.execute("COMMIT")

    def deleted(self, sort: str) -> list[int]:
        """The numbers of those that were deleted in the database."""
        rows = self.db.execute("SELECT seq FROM item WHERE sort = ? AND loaded = 2", (sort,))
        return [seq for (seq,) in rows]

    def notes(self) -> Iterator[tuple[int, str, str]]:
        """What was changed or left, item by item: number, code, detail."""
        yield from self.db.execute("SELECT seq, code, detail FROM note ORDER BY seq, rowid")

    def suspects(self) -> list[tuple[int, str, str]]:
        """Texts that look damaged: number, as it is, as it may have been."""
        return self.db.execute("SELECT seq, before, after FROM suspect ORDER BY seq, rowid").fetchall()

    def shape_counts(self) -> dict[int, Counter[str]]:
        """The element counts of every shape."""
        return {n: Counter(json.loads(c)) for n, c in self.db.execute("SELECT id, counts FROM shape")}

    # Writing it

    def set_meta(self, name: str, value: str) -> None:
        """Set a named value."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def shape(self, counts: Counter[str]) -> int:
        """The number of the shape with these element counts."""
        text = json.dumps(counts, sort_keys=True, ensure_ascii=False)
        if text not in self._shapes:
            if len(self._shapes) >= SHAPES_REMEMBERED:
                self._shapes.clear()
            self.db.execute("INSERT OR IGNORE INTO shape (counts) VALUES (?)", (text,))
            row = self.db.execute("SELECT id FROM shape WHERE counts = ?", (text,)).fetchone()
            self._shapes[text] = row[0]
        return self._shapes[text]

    def add_person(self, person: Person) -> None:
        """The first record of a key wins."""
        self.db.execute("INSERT OR IGNORE INTO person (key, record) VALUES (?, ?)", (person.key, person.to_json()))

    def add_term(self, term: Term) -> None:
        """The first record of a key wins."""
        self.db.execute("INSERT OR IGNORE INTO term (key, record) VALUES (?, ?)", (term.key, term.to_json()))

    def add_raw(self, item: StagedItem, shape: int, fields: str) -> None:
        """One item as it was read; its record follows when it is converted."""
        self.db.execute(
            f"INSERT INTO item ({_ITEM}, shape) VALUES (?,?,?,?,?,?,?,?,?,?)",  # noqa: S608
            (*item, shape),
        )
        self.db.execute("INSERT INTO raw VALUES (?, ?)", (item.seq, fields))

    def add_indexes(self) -> None:
        """Everything is read: make finding fast, and let other processes see it."""
        for statement in _INDEXES.strip().split("\n"):
            self.db.execute(statement)
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def settle(self, seq: int, record: str, *, changed: bool) -> None:
        """Write an item's record, and whether anything had to be changed in it."""
        self.db.execute("INSERT INTO record VALUES (?, ?)", (seq, record))
        if changed:
            self.db.execute("UPDATE item SET outcome = 'changed' WHERE seq = ?", (seq,))

    def hold(self, seq: int, reason: str) -> None:
        """Take an item out of what is loaded; it stays counted."""
        self.db.execute("UPDATE item SET sort = '', outcome = 'held', reason = ? WHERE seq = ?", (reason, seq))

    def add_note(self, seq: int, code: str, detail: str = "") -> None:
        """Remember what was changed in an item, or left out of it."""
        self.db.execute("INSERT INTO note VALUES (?, ?, ?)", (seq, code, detail))

    def add_suspect(self, seq: int, before: str, after: str) -> None:
        """Remember a text that looks damaged."""
        self.db.execute("INSERT INTO suspect VALUES (?, ?, ?)", (seq, before, after))

    def add_channel(self, counts: Counter[str]) -> None:
        """Count elements outside the items."""
        self.db.execute("INSERT INTO channel VALUES (?, 1)", (self.shape(counts),))


@contextlib.contextmanager
def building(directory: Path, digest: str) -> Iterator[Staging]:
    """A new staging file, which gets its final name only if the block ends without an error."""
    directory.mkdir(parents=True, exist_ok=True)
    final = directory / f"{digest}.sqlite3"
    part = final.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        with Staging(part) as staging:
            # Disposable until renamed: no sync can save anything here. Others read while this one writes: WAL.
            staging.db.execute("PRAGMA journal_mode = WAL")
            staging.db.execute("PRAGMA synchronous = OFF")
            staging.db.executescript(_SCHEMA)
            staging.db.execute("BEGIN")
            yield staging
            staging.db.execute("COMMIT")
            staging.db.execute("PRAGMA journal_mode = DELETE")
        part.replace(final)
    finally:
        for left in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
            left.unlink(missing_ok=True)


def existing(directory: Path, digest: str) -> Staging | None:
    """The finished staging file of these sources, if there is one."""
    final = directory / f"{digest}.sqlite3"
    return Staging(final) if final.exists() else None
