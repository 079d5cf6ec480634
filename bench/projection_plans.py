"""What the projection costs over many entries: plans and times on a scratch SQLite site.

    python bench/projection_plans.py [ENTRIES] [FOLDER]

Rows are written straight by SQL with the triggers out, then the projection is reconciled once. A scan of a table
that grows with the archive is printed as SCAN and makes the exit code 1.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import secrets
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

GROWING = (
    "wagtailcore_page", "masthead_entry", "masthead_public_page", "masthead_public_entry",
    "masthead_listing_entry", "masthead_entry_categories", "masthead_entry_tags", "masthead_byline",
)  # fmt: skip
CATEGORIES, TAGS, PEOPLE = 300, 5000, 500


def site(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "var").mkdir(parents=True)
    (folder / "masthead.toml").write_text('name = "Bench"\n', encoding="utf-8")
    (folder / "secret.key").write_text(secrets.token_urlsafe(50), encoding="ascii")
    (folder / "secret.key").chmod(0o600)
    os.environ |= {"MASTHEAD_SITE": str(folder), "DJANGO_SETTINGS_MODULE": "masthead.site.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def place():
    from wagtail.models import Page

    from masthead.entries.models import Blog, Category, Home, Person, Tag

    home = Page.get_first_root_node().add_child(instance=Home(title="Home", slug="site"))
    blog = home.add_child(instance=Blog(title="Blog", slug="blog", language="en"))
    top = Category.objects.bulk_create(Category(blog=blog, name=f"c{n}", slug=f"c{n}") for n in range(CATEGORIES // 10))
    below = Category.objects.bulk_create(
        Category(blog=blog, name=f"d{n}", slug=f"d{n}", parent=top[n % len(top)]) for n in range(CATEGORIES - len(top))
    )
    tags = Tag.objects.bulk_create(Tag(blog=blog, name=f"t{n}", slug=f"t{n}") for n in range(TAGS))
    people = Person.objects.bulk_create(Person(name=f"p{n}", sort_name=f"p{n}", slug=f"p{n}") for n in range(PEOPLE))
    return blog, [c.pk for c in below], [t.pk for t in tags], [p.pk for p in people]


def base36(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    out = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        out = digits[digit] + out
    return out


def load(count: int, begin: int, end: int, blog, categories, tags, people) -> dict[str, float]:
    """Entries from begin to end of a site of so many; seconds by table.

    Six memberships an entry: the blog, a category and the one above it, two tags, a person.
    """
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    from masthead.entries.identity import code_of, days_of, microseconds, rank_of
    from masthead.kinds.article.models import Article

    chance = random.Random(begin)
    article = ContentType.objects.get_for_model(Article).pk
    locale = blog.locale_id
    first = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    step = dt.timedelta(days=9000) / count
    connection.ensure_connection()
    raw = connection.connection

    def rows(name):
        for n in range(begin, end):
            key = 1000 + n
            if name == "wagtailcore_page":
                yield (key, blog.path + base36(n + 1), 4, 0, f"Entry {n}", f"Entry {n}", f"entry-{n}", article, locale,
                       uuid.UUID(int=n + 1).hex, f"/site/blog/entry-{n}/")  # fmt: skip
            elif name == "masthead_entry":
                permanent = uuid.UUID(int=chance.getrandbits(128))
                date = first + step * n
                date = date.replace(microsecond=0)
                yield (key, blog.pk, permanent.hex, rank_of(permanent), code_of(permanent), f"Entry {n}",
                       date.strftime("%Y-%m-%d %H:%M:%S"), microseconds(date), *days_of(date, dt.UTC))  # fmt: skip
            elif name == "masthead_article":
                yield (key,)
            elif name == "masthead_entry_categories":
                yield (key, chance.choice(categories))
            elif name == "masthead_entry_tags":
                one = chance.randrange(len(tags))
                yield (key, tags[one])
                yield (key, tags[one - 1])
            else:
                yield (key, chance.choice(people))

    statements = {
        "wagtailcore_page": "(id, path, depth, numchild, title, draft_title, slug, content_type_id, locale_id,"
        " translation_key, url_path, live, has_unpublished_changes, seo_title, show_in_menus, search_description,"
        " expired, locked) values (?,?,?,?,?,?,?,?,?,?,?, 1, 0, '', 0, '', 0, 0)",
        "masthead_entry": "(page_ptr_id, blog_id, permanent_id, rank, code, headline, date, at, year, month, day,"
        " kind, language, summary, body, source) values (?,?,?,?,?,?,?,?,?,?,?, 'article', 'en', '', '[]', '')",
        "masthead_article": "(entry_ptr_id) values (?)",
        "masthead_entry_categories": "(entry_id, category_id) values (?,?)",
        "masthead_entry_tags": "(entry_id, tag_id) values (?,?)",
        "masthead_byline": "(entry_id, person_id, role) values (?,?,'author')",
    }
    seconds = {}
    for name, rest in statements.items():
        start = time.perf_counter()
        raw.executemany(f"insert into {name} {rest}", rows(name))
        seconds[name] = time.perf_counter() - start
    raw.execute("update wagtailcore_page set numchild = ? where id = ?", (end, blog.pk))
    return seconds


def timed(label: str, times: int, action) -> None:
    """Medians of the time on the wall and of the processor's, which a busy machine disturbs less."""
    wall, cpu = [], []
    for n in range(times):
        start = time.perf_counter(), time.process_time()
        action(n)
        wall.append((time.perf_counter() - start[0]) * 1000)
        cpu.append((time.process_time() - start[1]) * 1000)
    middle, busy = statistics.median(wall), statistics.median(cpu)
    print(f"  {label:38} {middle:8.2f} ms, worst {max(wall):8.2f}, processor {busy:8.2f}", flush=True)


def plans(statements: dict[str, str]) -> int:
    """Print what is scanned; tell how many scans grow with the archive."""
    from django.db import connection

    bad = 0
    with connection.cursor() as cursor:
        for name, sql in statements.items():
            cursor.execute("explain query plan " + sql)
            details = [row[3] for row in cursor.fetchall()]
            scans = [d for d in details if d.startswith("SCAN") and d.split()[1] in _names(sql)]
            bad += len(scans)
            print(f"  {'SCAN' if scans else 'ok  '} {name}: {'; '.join(scans or details[:1])}")
    return bad


def _names(sql: str) -> set[str]:
    """The growing tables of a statement, and the names that it gives them."""
    words = sql.replace("(", " ").replace(")", " ").replace(",", " ").split()
    found = set(GROWING) & set(words)
    after = {words[n + 1] for n, word in enumerate(words[:-1]) if word in GROWING}
    return found | {name for name in after if len(name) == 1}


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp()) / "site"
    site(folder)
    from django.db import connection, transaction

    from masthead.entries import projection
    from masthead.entries.projection import settling
    from masthead.entries.projection.dialects import SQLITE

    blog, categories, tags, people = place()
    print(f"{count} entries into {folder}")
    # The press's capture stands aside, too: the outbox of a bulk load is one mark, not a million rows.
    with connection.cursor() as cursor:
        cursor.execute("select name from sqlite_master where type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'drop trigger "{name}"')
    projection.remove(connection)
    with transaction.atomic():
        for table, seconds in load(count, 0, count, blog, categories, tags, people).items():
            print(f"  {table:28} {seconds:7.1f} s", flush=True)
    projection.install(connection)
    start = time.perf_counter()
    projection.reconcile(connection)
    print(f"  reconcile {time.perf_counter() - start:.1f} s")

    def raw(sql, *values):
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else None

    (memberships,) = raw("select count(*) from masthead_listing_entry")[0]
    print(f"  {memberships / count:.1f} memberships an entry")
    chance = random.Random(2)
    some = [1000 + chance.randrange(count) for _ in range(200)]
    print("Changes (projection's triggers alone, one statement, one transaction)")
    raw("update wagtailcore_page set title = title where id = %s", some[0])

    def change(sql):
        def act(n):
            with transaction.atomic():
                raw(sql, some[n % len(some)])

        return act

    timed("unpublish", 30, change("update wagtailcore_page set live = false where id = %s"))
    timed("publish", 30, change("update wagtailcore_page set live = true where id = %s"))
    timed(
        "re-date by ten years", 30, change("update masthead_entry set at = at - 315360000000000 where page_ptr_id = %s")
    )
    timed("new slug", 30, change("update wagtailcore_page set slug = slug || '-x' where id = %s"))
    timed(
        "draft save (no public column)",
        30,
        change("update wagtailcore_page set draft_title = draft_title || 'x' where id = %s"),
    )

    def batch(n):
        with transaction.atomic(), projection.bulk():
            for key in range(1000 + n * 500, 1500 + n * 500):
                raw("update masthead_entry set at = at + 1000000 where page_ptr_id = %s", key)

    def scattered(n):
        with transaction.atomic(), projection.bulk():
            for key in chance.sample(range(1000, 1000 + count), min(500, count)):
                raw("update masthead_entry set at = at + 1000000 where page_ptr_id = %s", key)

    def new(n):
        with transaction.atomic(), projection.bulk():
            load(count, count + n * 500, count + n * 500 + 500, blog, categories, tags, people)

    timed("bulk: 500 new entries", 5, new)
    timed("bulk: 500 neighbours re-dated", 5, batch)
    timed("bulk: 500 scattered re-dated", 5, scattered)

    one = 10**12 + blog.pk
    reads = {
        "front of a listing": f"select entry_id from masthead_listing_entry where listing = {one} and sheet = 0"
        " order by at desc, rank desc",
        "one sheet": "select entry_id from masthead_listing_entry where listing = {0} and sheet = {1}"
        " order by at desc, rank desc",
        "entries of a day": f"select entry_id from masthead_public_entry where blog_id = {blog.pk} and day = 20100305",
        "sheets that start on a day": "select listing, entry_id from masthead_listing_entry"
        f" where blog_id = {blog.pk} and day = 20100305 and cut = 1",
        "one entry's places": f"select older, newer, sheet from masthead_listing_entry where entry_id = {some[0]}",
        "listings of a shard": "select listing from masthead_listing where shard = 7",
        "pinned entries": "select entry_id from masthead_public_entry where pinned = 1"
        f" and blog_id = {blog.pk} order by at desc, rank desc, entry_id",
        "months of a year": "select distinct month from masthead_published_day"
        f" where blog_id = {blog.pk} and year = 2010 order by month",
        "translations": "select page_ptr_id from masthead_entry where translation_group = 'x' order by page_ptr_id",
        "page at an address": "select page_id from masthead_public_page where address = '/blog/entry-7/'",
    }
    sheet = raw(f"select sheet from masthead_listing_entry where listing = {one} and entry_id = {some[1]}")[0][0]
    reads["one sheet"] = reads["one sheet"].format(one, sheet)
    print("Reads")
    for label, sql in reads.items():
        timed(label, 50, lambda n, sql=sql: raw(sql))
    print("Plans of the reads")
    bad = plans(reads)
    print("Plans of settling")
    bad += plans({f"{n:02}": sql for n, sql in enumerate(settling.settle(SQLITE), 1)})
    (pages,) = raw("pragma page_count")[0]
    (size,) = raw("pragma page_size")[0]
    print(f"Database {pages * size / count:.0f} bytes an entry")
    start = time.perf_counter()
    wrong = projection.check(connection)
    print(f"check {time.perf_counter() - start:.1f} s: {wrong or 'equal to the definition'}")
    return 1 if bad or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
