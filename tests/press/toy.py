"""A toy site for the kernel: posts, authors, tags, pictures, old addresses; small enough to press in full after
every step, rich enough to hold every kind of dependency."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from markupsafe import Markup, escape

from masthead.press.answers import record
from masthead.press.capture import Capture
from masthead.press.database import Database
from masthead.press.edition import Paths, Press
from masthead.press.facts import Join
from masthead.press.manifest import Claim, Group, Made, Page, Ref
from masthead.press.postgresql import PostgresDatabase
from masthead.press.registry import Registry
from masthead.press.sqlite import SqliteDatabase
from masthead.press.store import DiskStore

SCHEMA = """
create table author (id integer primary key, name text not null, bio text not null);
create table post (id integer primary key, live boolean not null, day integer not null, slug text not null,
                   title text not null, author integer, picture integer);
create table body (post integer primary key references post (id) on delete cascade, text text not null);
create table post_tag (id integer primary key, post integer not null references post (id) on delete cascade,
                       tag integer not null, unique (post, tag));
create table setting (id integer primary key, title text not null, hidden text not null);
create table moved (address text primary key, post integer not null);
insert into setting (id, title, hidden) values (1, 'Toy', '');
"""

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where histories are played, if there: thousands of small commits, none worth a disk's time."""

TABLES = ("author", "post", "body", "post_tag", "setting", "moved")


@record
class Card(NamedTuple):
    slug: str
    title: str
    author: str


@record
class PostRow(NamedTuple):
    day: int
    slug: str
    title: str
    author: int | None
    picture: int | None
    text: str


def toy_registry() -> Registry:
    """The toy's facts, queries and pages, declared anew for each press, so that tests may spoil one."""
    registry = Registry()
    fact = registry.fact

    title = fact("title", "setting", where=("id",), select=("title:text",), one=True)
    author = fact("author", "author", where=("id",), select=("name:text",), one=True)
    biography = fact("biography", "author", where=("id",), select=("bio:text",), one=True)
    authors = fact("authors", "author", where=(), select=("id",), order=("id",))
    post_row = fact(
        "post_row", "post", where=("id",), const={"live:bool": True}, one=True, record=PostRow,
        joins=(Join("body", "post", "id"),),
        select=("day", "slug:text", "title:text", "author", "picture", "body.text:text"),
    )  # fmt: skip
    on_day = fact(
        "on_day", "post", where=("day",), const={"live:bool": True}, select=("id", "slug:text"), order=("id",)
    )
    days = fact("days", "post", where=(), const={"live:bool": True}, select=("day",), order=("day",), distinct=True)
    by_author = fact(
        "by_author", "post", where=("author",), const={"live:bool": True}, select=("id",), order=("-day", "id")
    )
    tags = fact("tags", "post_tag", where=("post",), select=("tag",), order=("tag",))
    tagged = fact("tagged", "post_tag", where=("tag",), joins=(), select=("post",), order=("post",))
    moves = fact("moves", "moved", where=("post",), select=("address:text",), order=("address",))
    moved_posts = fact("moved_posts", "moved", where=(), select=("post",), order=("post",), distinct=True)

    @registry.query(keep=True)
    def chrome() -> Markup:
        return Markup("<title>{}</title>").format(title(1) or "")

    @registry.query(keep=True)
    def card(post: int) -> Card | None:
        row = post_row(post)
        if row is None:
            return None
        if "!card" in row.text:
            raise ValueError("this card cannot be written")
        return Card(row.slug, row.title, (author(row.author) or "") if row.author else "")

    def cards(posts: tuple[int, ...]) -> str:
        found = [card(post) for post in posts]
        return " ".join(f'<a href="/post/{c.slug}/">{escape(c.title)}</a> {escape(c.author)}' for c in found if c)

    @registry.page()
    def post_page(post: int) -> Page:
        row = post_row(post)
        if "!fail" in row.text:
            raise ValueError("this post cannot be laid out")
        linked = "".join(
            f"[{c.title}]" for word in row.text.split() if word.startswith("@") and (c := card(int(word[1:])))
        )
        name = author(row.author) if row.author else ""
        html = f"{escape(chrome())}<i>{post}</i><h1>{escape(row.title)}</h1>{escape(name or '')} "
        html += f"{escape(row.text)} {linked} {tags(post)}"
        needs = ()
        if row.picture:
            html += f'<a href="/gallery/{row.picture}/"></a>'
            needs = (Claim(f"/gallery/{row.picture}/", Ref("gallery", (row.picture,))),)
        return Page((html * 5).encode(), needs)

    @registry.page()
    def gallery(number: int) -> Page:
        html = f'<img src="/media/{number}.png">'
        return Page(html.encode(), (Claim(f"/media/{number}.png", Ref("picture", (number,))),))

    @registry.page()
    def picture(number: int) -> Made:
        return Made("draw", (number,))

    @registry.page()
    def day_page(day: int) -> Page:
        return Page(f"{escape(chrome())}{day} {cards(tuple(post for post, _ in on_day(day)))}".encode())

    @registry.page()
    def front_page() -> Page:
        newest = [post for day in reversed(days()) for post, _ in on_day(day)][:3]
        return Page(f"{escape(chrome())}{cards(tuple(newest))}".encode())

    @registry.page()
    def author_page(number: int) -> Page:
        return Page(f"{escape(chrome())}{author(number)} {biography(number)} {cards(by_author(number))}".encode())

    @registry.page()
    def tag_page(tag: int) -> Page:
        whole = tuple(post for post in tagged(tag) if card.attempt(post) is not None)
        return Page(f"{escape(chrome())}{tag} {cards(whole)}".encode())

    @registry.page()
    def moved_page(post: int) -> Page:
        row = post_row(post)
        if row is None:
            return Page(b"gone", status=410)
        return Page(b"", status=301, location=f"/post/{row.slug}/")

    @registry.group()
    def half(number: int) -> Group:
        if f"!half{number}" in (title(1) or ""):
            raise ValueError("this half cannot be listed")
        return Group((), tuple(Ref("day_group", (day,)) for day in days() if day % 2 == number))

    @registry.group()
    def day_group(day: int) -> Group:
        if f"!day{day}" in (title(1) or ""):
            raise ValueError("this day cannot be listed")
        posts = tuple(Claim(f"/post/{slug}/", Ref("post_page", (post,))) for post, slug in on_day(day))
        return Group((*posts, Claim(f"/day/{day}/", Ref("day_page", (day,)))))

    @registry.group()
    def moved_group(post: int) -> Group:
        return Group(tuple(Claim(address, Ref("moved_page", (post,)), 1) for address in moves(post)))

    @registry.group()
    def root() -> Group:
        pages = (
            Claim("/", Ref("front_page")),
            *(Claim(f"/author/{number}/", Ref("author_page", (number,))) for number in authors()),
            *(Claim(f"/tag/{tag}.xml", Ref("tag_page", (tag,))) for tag in (1, 2)),
        )
        groups = (Ref("half", (0,)), Ref("half", (1,)), *(Ref("moved_group", (p,)) for p in moved_posts()))
        return Group(pages, groups)

    return registry


def picture_bytes(number: int) -> bytes:
    return b"PNG" + bytes([number % 256]) * 40


class Toy:
    """One toy site in a folder, on one of the two databases."""

    def __init__(self, folder: Path, conninfo: str = "") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.conninfo = conninfo
        self.stamp = "1"
        self.broken: set[int] = set()
        """Pictures whose original cannot be read at the moment."""
        self.drawn: list[int] = []
        """Pictures that the builder was asked for, in order."""
        self._writer: Any = None
        if conninfo:
            self.execute("set client_min_messages = error")
            self.execute("drop schema public cascade")
            self.execute("create schema public")
        with self.transaction() as run:
            for statement in SCHEMA.split(";"):
                if statement.strip():
                    run(statement)
        self.capture(Capture(toy_registry().facts))

    @property
    def dialect(self) -> str:
        return "postgresql" if self.conninfo else "sqlite"

    def writer(self) -> Any:
        if self._writer is None:
            if self.conninfo:
                self._writer = psycopg.connect(self.conninfo, autocommit=True)
            else:
                self._writer = sqlite3.connect(self.folder / "toy.sqlite3", isolation_level=None)
                self._writer.executescript(
                    "pragma journal_mode=wal; pragma recursive_triggers=on; "
                    "pragma foreign_keys=on; pragma synchronous=off"
                )
        return self._writer

    def execute(self, sql: str, args: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        cursor = self.writer().execute(sql.replace("?", "%s") if self.conninfo else sql, args)
        return cursor.fetchall() if cursor.description else []

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[Callable[..., Any]]:
        self.writer().execute("begin")
        try:
            yield self.execute
        except BaseException:
            self.writer().execute("rollback")
            raise
        self.writer().execute("commit" if keep else "rollback")

    def capture(self, capture: Capture) -> None:
        with self.transaction() as run:
            capture.install(run, run, self.dialect)

    def database(self) -> Database:
        return PostgresDatabase(self.conninfo) if self.conninfo else SqliteDatabase(self.folder / "toy.sqlite3")

    def press(self, name: str = "site", registry: Registry | None = None, *, few: int = 200, **options: Any) -> Press:
        base = self.folder / name
        store = DiskStore(base / "public", base / "stage", {"draw": self.draw}, sync=False, hands=2, few=few)
        paths = Paths(base / "ledger.sqlite3", base / "receipts.jsonl", base / "lock")
        return Press(registry or toy_registry(), Ref("root"), self.database(), store, paths, self.stamp, **options)

    def draw(self, number: int) -> bytes:
        self.drawn.append(number)
        if number in self.broken:
            raise OSError("the original is damaged")
        return picture_bytes(number)

    def tree(self, name: str = "site") -> dict[str, bytes]:
        public = self.folder / name / "public"
        return {str(p.relative_to(public)): p.read_bytes() for p in public.rglob("*") if p.is_file()}

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
