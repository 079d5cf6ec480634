"""What the press remembers between runs: one SQLite file, derived, disposable.

    node     one query with its arguments: its answer's digest, in which step that last moved (`changed_in`)
             and was last known right (`verified_in`), what it asked in order (`trace`), the answer if kept
    edge     who asked whom, backwards
    branch   the manifest's groups, each below one other
    claim    which page stands at which address, by whose word
    file     the store: what each path holds (`published`) and shall hold (`digest`); unequal is still to do;
             `owner`, while `node` is forgotten: which query's answer it is; `made`: whether a builder made it,
             null for a file that was found in the store and of which nothing is known
    edition  the last run that changed the store, with its receipt until that is written

A step is one run that read changes; an edition is a step that changed the store.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from masthead.press.store import Todo

SCHEMA = 5
MUCH_ROOM = 1000
"""So many free pages are given back to the disk; the receipt of a first edition leaves them."""

_TABLES = """
create table meta (id integer primary key check (id = 1), schema int, stamp text, step int, token text,
                   token_before text, struck int, last_node int);
create table name (id integer primary key, name text unique);
create table node (id integer primary key, name int, args blob, digest blob, changed_in int, verified_in int,
                   failed_in int, trace blob, answer blob, error text);
create unique index node_key on node (name, args);
create index node_failed on node (failed_in) where failed_in > 0;
create index node_unanswered on node (id) where digest is null and failed_in = 0;
create table edge (callee int, caller int, primary key (callee, caller)) without rowid;
create table branch (node integer primary key, parent int, depth int);
create index branch_parent on branch (parent);
create table claim (node int, address text, weight int, grp int, primary key (node, address, grp)) without rowid;
create index claim_address on claim (address);
create index claim_grp on claim (grp);
create table file (path text primary key, address text, node int, digest blob, published blob, owner text, made int)
    without rowid;
create index file_address on file (address);
create index file_todo on file (path) where digest is not published;
create table edition (number integer primary key, step int, receipt text, done int);
"""


class Row(NamedTuple):
    """A node as stored."""

    id: int
    name: int
    args: bytes
    digest: bytes | None
    changed_in: int
    verified_in: int
    failed_in: int
    trace: bytes
    answer: bytes | None
    error: str | None


_COLUMNS = ", ".join(Row._fields)
_KNOWN_BY = ("id", "name", "args")

_GIVEN = "(select value from json_each(?))"
"""A list as one value: any number of them in one statement, which is then compiled once."""

# To replace rows would take them out of every index and put them back.
_WRITE = f"""
insert into node ({_COLUMNS}) values ({", ".join("?" * len(Row._fields))})
    on conflict (id) do update set {", ".join(f"{c} = excluded.{c}" for c in Row._fields if c not in _KNOWN_BY)}
"""

_UNWANTED = f"""
select id, trace from node where id in {_GIVEN}
   and not exists (select 1 from edge where callee = node.id)
   and not exists (select 1 from claim where claim.node = node.id)
   and not exists (select 1 from branch where branch.node = node.id)
"""


def many(values: Iterable[int] | Iterable[str] | Iterable[tuple[int, str]]) -> str:
    """Values for `json_each`."""
    return json.dumps(list(values))


def pack(ids: Iterable[int]) -> bytes:
    """A trace as bytes: 32-bit integers in the machine's order (the ledger never travels)."""
    return array("I", ids).tobytes()


def unpack(data: bytes) -> array[int]:
    """The node ids of a trace."""
    ids = array("I")
    ids.frombytes(data)
    return ids


def is_damage(error: sqlite3.Error) -> bool:
    """Whether a ledger is no longer readable; else it is only locked, or the disk is full."""
    return type(error) is sqlite3.DatabaseError


def delete(path: Path) -> None:
    """Deletes a ledger that nobody has open."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _file_of(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name. An open file's number is given to no other."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _by_address(rows: Iterable[tuple[str, int, int]]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for address, weight, node in rows:
        found.setdefault(address, []).append((weight, node))
    return found


class Ledger:
    """The ledger file. One writer at a time; the press's lock sees to that."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = self._open()
        self._file = _file_of(path)
        self.names: dict[str, int] = {name: number for number, name in self.db.execute("select * from name")}
        self._read_meta()

    def _read_meta(self) -> None:
        self.step, self.stamp, self.token, self.token_before, self.struck, self.last_node = self.db.execute(
            "select step, stamp, token, token_before, struck, last_node from meta"
        ).fetchone()

    def is_in_place(self) -> bool:
        """Whether the file of that name is the one that is open here."""
        return self._file == _file_of(self.path)

    def close(self) -> None:
        """Closes the file."""
        self.db.close()

    def _open(self) -> sqlite3.Connection:
        try:
            db = self._connect()
            if db.execute("select schema from meta").fetchone() == (SCHEMA,):
                return db
            db.close()
        except sqlite3.DatabaseError as error:
            if not is_damage(error) and "no such" not in str(error):
                raise
        delete(self.path)
        db = self._connect()
        db.executescript("begin;" + _TABLES)
        db.execute("insert into meta values (1, ?, '', 0, '', '', 1, 0)", (SCHEMA,))
        db.execute("commit")
        return db

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, isolation_level=None, timeout=5, check_same_thread=False)
        # NORMAL does not sync each commit. A ledger that lost its last commit to a power cut is noticed by
        # its token, which the database then has and the ledger has not, and is thrown away.
        # What is written is carried over into the file at a run's end, where no reader waits for it.
        # Of pages 32 MiB are held in memory: with twice as many a full press of ten thousand entries is no quicker.
        db.executescript(
            "pragma auto_vacuum = incremental; pragma journal_mode = wal; pragma synchronous = normal; "
            "pragma cache_size = -32768; pragma wal_autocheckpoint = 0; pragma secure_delete = on;"
        )
        return db

    # -- transactions

    def begin(self) -> None:
        """Starts the one transaction of a run."""
        self.db.execute("begin immediate")

    def commit(self, *, stamp: str, step: int, token: str, token_before: str, last_node: int) -> None:
        """Ends it: what was learnt is remembered, the store's part of it is still to do."""
        self.db.execute(
            "update meta set stamp = ?, step = ?, token = ?, token_before = ?, struck = 0, last_node = ?",
            (stamp, step, token, token_before, last_node),
        )
        self.db.execute("commit")
        self._read_meta()

    def belongs_to(self, token: str) -> bool:
        """Whether a database that bears this token is the one, in the state, that this ledger remembers.

        A database restored from a backup bears an older one.
        """
        return token == self.token or (not self.struck and token == self.token_before)

    def rollback(self) -> None:
        """Ends it as if it had not been."""
        if self.db.in_transaction:  # SQLite itself rolls back when the disk is full.
            self.db.execute("rollback")
        self.names = {name: number for number, name in self.db.execute("select * from name")}

    def mark_struck(self) -> None:
        """The database has this ledger's token; the run has come to its end."""
        self.db.execute("update meta set struck = 1")
        if self.db.execute("pragma freelist_count").fetchone()[0] > MUCH_ROOM:
            self.db.execute("pragma incremental_vacuum").fetchall()
        self.db.execute("pragma wal_checkpoint")
        self.struck = 1

    def forget(self) -> None:
        """Throws away all but the files, the step and the editions: everything will be asked again."""
        self.db.execute(
            "update file set digest = null, node = null, owner = coalesce((select name.name || hex(node.args) "
            "from node join name on name.id = node.name where node.id = file.node), owner)"
        )
        for table in ("node", "edge", "branch", "claim"):
            self.db.execute(f"delete from {table}")

    # -- nodes

    def name_id(self, name: str) -> int:
        """The small number that stands for a query's name."""
        number = self.names.get(name)
        if number is None:
            number = self.names[name] = len(self.names) + 1
            self.db.execute("insert into name values (?, ?)", (number, name))
        return number

    def node(self, name: int, args: bytes) -> Row | None:
        """The node of a question."""
        row = self.db.execute(f"select {_COLUMNS} from node where name = ? and args = ?", (name, args)).fetchone()
        return None if row is None else Row(*row)

    def nodes_of(self, questions: Iterable[tuple[str, bytes]]) -> list[int]:
        """Those of these facts, by name and encoded arguments, that were asked."""
        # Facts are keyed by numbers and texts alone, so that the encoding of their arguments is a text.
        given = ((self.name_id(name), key.decode("utf-8", "surrogatepass")) for name, key in questions)
        sql = (
            "select node.id from json_each(?) join node on name = json_extract(value, '$[0]') "
            "and args = cast(json_extract(value, '$[1]') as blob)"
        )
        return [i for (i,) in self.db.execute(sql, (many(given),))]

    def nodes(self, ids: Iterable[int]) -> Iterator[Row]:
        """Nodes by number, in no order."""
        for row in self.db.execute(f"select {_COLUMNS} from node where id in {_GIVEN}", (many(ids),)):
            yield Row(*row)

    def ids_of(self, name: str) -> list[int]:
        """Every node of a query."""
        return [i for (i,) in self.db.execute("select id from node where name = ?", (self.name_id(name),))]

    def failed(self) -> list[int]:
        """Nodes whose last run failed."""
        return [i for (i,) in self.db.execute("select id from node where failed_in > 0")]

    def unanswered(self) -> list[int]:
        """Nodes whose answer was lost and has to be made again, without anything having moved."""
        return [i for (i,) in self.db.execute("select id from node where digest is null and failed_in = 0")]

    def write(self, rows: Iterable[Row]) -> None:
        """Stores nodes as they are now."""
        self.db.executemany(_WRITE, rows)

    def add_edges(self, edges: Iterable[tuple[int, int]]) -> None:
        """Remembers that callees were asked by callers."""
        self.db.executemany("insert or ignore into edge values (?, ?)", sorted(edges))

    def drop_edges(self, edges: Iterable[tuple[int, int]]) -> None:
        """Forgets that callees were asked by callers."""
        self.db.executemany("delete from edge where callee = ? and caller = ?", edges)

    def suspects(self, moved: Iterable[int]) -> set[int]:
        """Every node that asked one of these, or asked one that did, and so on."""
        sql = (
            f"with recursive found(id) as (select caller from edge where callee in {_GIVEN} "
            "union select edge.caller from edge join found on edge.callee = found.id) select id from found"
        )
        return {i for (i,) in self.db.execute(sql, (many(moved),))}

    def sweep(self, candidates: Iterable[int]) -> int:
        """Deletes those nodes that nobody asks, claims or branches to any more, and what only they asked."""
        pending, gone = set(candidates), 0
        while pending:
            lost = self.db.execute(_UNWANTED, (many(pending),)).fetchall()
            pending = set()
            for node, trace in lost:
                callees = unpack(trace)
                self.drop_edges((callee, node) for callee in callees)
                pending.update(callees)
            self.db.executemany("delete from node where id = ?", ((node,) for node, _ in lost))
            gone += len(lost)
        return gone

    # -- pages

    def pages_among(self, ids: Iterable[int]) -> set[int]:
        """Those nodes that somebody claims."""
        return {i for (i,) in self.db.execute(f"select node from claim where node in {_GIVEN}", (many(ids),))}

    def branches_among(self, ids: Iterable[int]) -> list[tuple[int, int]]:
        """Those nodes that are groups of the manifest: how deep, and which."""
        return self.db.execute(f"select depth, node from branch where node in {_GIVEN}", (many(ids),)).fetchall()

    def rivals(self, addresses: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
        """Who claims each of these addresses: weight and page, the least weight first."""
        sql = (
            f"select address, min(weight), node from claim where address in {_GIVEN} "
            "group by address, node order by 1, 2, 3"
        )
        return _by_address(self.db.execute(sql, (many(addresses),)))

    def rivals_of(self, node: int) -> dict[str, list[tuple[int, int]]]:
        """The same of each address where this page stands, or would stand if another had not the better claim."""
        sql = "select address, weight, node from claim where address in (select address from claim where node = ?)"
        least: dict[tuple[str, int], int] = {}
        for address, weight, rival in self.db.execute(sql, (node,)):
            least[address, rival] = min(weight, least.get((address, rival), weight))
        return _by_address(sorted((address, weight, rival) for (address, rival), weight in least.items()))

    # -- files

    def files_at(self, addresses: Iterable[str]) -> dict[str, list[str]]:
        """The files of each of these addresses; more than one while one kind of answer replaces another."""
        found: dict[str, list[str]] = {}
        sql = f"select address, path from file where address in {_GIVEN}"
        for address, path in self.db.execute(sql, (many(addresses),)):
            found.setdefault(address, []).append(path)
        return found

    def want(self, left: Iterable[tuple[str, str]], wanted: Iterable[tuple[str, str, int, bytes, bool]]) -> None:
        """Settles what the store shall hold: no longer these (path, address), and these (path, address, page, digest,
        whether a builder makes it)."""
        self.db.executemany("update file set digest = null where path = ? and address = ?", left)
        self.db.executemany(
            "insert into file (path, address, node, digest, made) values (?1, ?2, ?3, ?4, ?5) "
            "on conflict (path) do update set address = ?2, node = ?3, digest = ?4, made = ?5",
            wanted,
        )

    def todo(self) -> list[Todo]:
        """Files that are not yet as they shall be."""
        sql = "select path, address, digest, published, coalesce(made, 0) from file where digest is not published"
        rows = self.db.execute(f"{sql} order by path")
        return [Todo(path, address, wanted, there, bool(made)) for path, address, wanted, there, made in rows]

    def redo(self, path: str) -> None:
        """The staged form of this file is lost, and what stands in its place unknown: its page is made again."""
        self.db.execute(
            "update node set digest = null, failed_in = 0 where id = (select node from file where path = ?)", (path,)
        )
        self.db.execute("update file set published = null where path = ?", (path,))

    def mark_published(self, paths: Iterable[str]) -> None:
        """These files are as they shall be."""
        wanted = list(paths)
        self.db.execute("begin immediate")
        self.db.executemany("update file set published = digest where path = ?", ((p,) for p in wanted))
        self.db.executemany("delete from file where path = ? and digest is null", ((p,) for p in wanted))
        self.db.execute("commit")
