"""A hundred thousand entries under one blog, written by SQL alone, with the triggers out."""

from __future__ import annotations

from typing import Any

MANY = 100_000
FIRST = 10_000_000

_NUMBERS = {
    "sqlite": "with recursive n(n) as (select 1 union all select n + 1 from n where n < {count})",
    "postgresql": "with n(n) as (select generate_series(1, {count}))",
}
_TEXT = {"sqlite": "cast({} as text)", "postgresql": "({})::text"}
_UUID = {"sqlite": "printf('%032x', {})", "postgresql": "lpad(to_hex({}), 32, '0')::uuid"}


def load(blog: Any, people: list[int], categories: list[int], count: int = MANY) -> None:
    """One in a thousand is a draft, has expired, has a newer draft, or is a note; words and people come and go."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction

    from masthead.entries import projection
    from masthead.entries.projection import desk
    from masthead.kinds.article.models import Article
    from masthead.pages import capture

    vendor = connection.vendor
    text, uuid = _TEXT[vendor], _UUID[vendor]
    yes, no = ("1", "0") if vendor == "sqlite" else ("true", "false")
    article = ContentType.objects.get_for_model(Article).pk

    def rare(which: int) -> str:
        return f"case when n % 1000 = {which} then {yes} else {no} end"

    live = f"case when n % 1000 in (1, 2) then {no} else {yes} end"
    path = f"'{blog.path}' || " + (
        "printf('%04d', n % 10000) || 'x' || n" if vendor == "sqlite" else "lpad((n % 10000)::text, 4, '0') || 'x' || n"
    )
    title = f"'Bread ' || {text.format('n')} || case when n % 500 = 7 then ' lanterns' else ' river' end"
    rows = {
        "wagtailcore_page (id, path, depth, numchild, title, draft_title, slug, content_type_id, locale_id,"
        " translation_key, url_path, live, has_unpublished_changes, seo_title, show_in_menus, search_description,"
        " expired, locked)":
            f"{FIRST} + n, {path}, 4, 0, {title}, {title}, 'entry-' || {text.format('n')}, {article}, {blog.locale_id},"
            f" {uuid.format('n')}, '/site/blog/entry-' || {text.format('n')} || '/', {live}, {rare(3)}, '', {no}, '',"
            f" {rare(2)}, {no}",
        "masthead_entry (page_ptr_id, blog_id, permanent_id, rank, code, headline, date, at, year, month, day, kind,"
        " language, summary, body, source, pinned)":
            f"{FIRST} + n, {blog.pk}, {uuid.format('n')}, n, {text.format('n')}, {title}, '2020-01-01 00:00:00',"
            " 1000000000000 + (n * 7919 % 100003), 2020, 202001, 20200101,"
            " case when n % 1000 = 4 then 'note' else 'article' end, case when n % 1000 = 5 then 'fa' else 'en' end,"
            f" '', '[]', '', {no}",
        "masthead_article (entry_ptr_id)": f"{FIRST} + n",
        "masthead_byline (entry_id, person_id, role, sort_order)":
            f"{FIRST} + n, case when n % 1000 = 6 then {people[0]} else {people[1]} end, 'author', 0",
        "masthead_entry_categories (entry_id, category_id)":
            f"{FIRST} + n, case when n % 1000 = 8 then {categories[0]} else {categories[1]} end",
    }  # fmt: skip
    projection.remove(connection)
    capture._capture().remove(*capture._door("default"))
    with transaction.atomic(), connection.cursor() as cursor:
        if vendor == "postgresql":
            # Each row refers to what a statement before has made: that need not be looked up half a million times.
            cursor.execute("set local session_replication_role = replica")
        for table, values in rows.items():
            cursor.execute(f"insert into {table} {_NUMBERS[vendor].format(count=count)} select {values} from n")
    projection.install(connection)
    capture.install()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in [*desk.RECONCILE, *([desk.FTS_REBUILD] if vendor == "sqlite" else [])]:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        if vendor == "postgresql":
            cursor.execute("analyze")
