"""The desk's listing over a hundred thousand entries under one blog: what it asks, and by which index."""

from __future__ import annotations

import re

import pytest

from entries.many import load

SMALL_SETS = ("status=planned", "status=in_progress", "status=needs_changes", "person=Rare", "category=rare", "mine=me",
              "q=lanterns", "blog=B&kind=note&language=fa")  # fmt: skip
"""Found from their own few rows, and sorted: their cost is theirs, not the archive's."""
WALKS = ("", "blog=B", "ordering=date", "blog=B&status=draft", "blog=B&status=expired", "blog=B&status=changed",
         "blog=B&status=live", "status=draft", "kind=note", "language=fa",
         "blog=B&p=after-1000000050000.1")  # fmt: skip
"""Walked in the order of an index, and left after one part."""


@pytest.fixture
def many(site_database):
    from django.contrib.auth.models import User
    from django.test import Client, override_settings

    from masthead.entries.models import Blog, Category, Facet, Person

    blog = Blog.objects.get(slug="blog")
    people = [Person.objects.create(name=name).pk for name in ("Rare Bird", "Common Crane")]
    categories = [Category.objects.create(blog=blog, name=name).pk for name in ("Rare", "Common")]
    Facet.objects.create(blog_id=blog.pk, sort="language", word="fa", number=0)
    load(blog, people, categories)
    client = Client(HTTP_HOST="localhost:8000")
    boss = User.objects.get(username="admin")
    boss.set_password("a long way home")
    boss.save()
    client.force_login(boss)
    with override_settings(SITE_FOLDER=None):
        yield lambda query: client.get(
            "/desk/entries/results/?" + query.replace("=B", f"={blog.pk}").replace("=rare", f"={categories[0]}")
        )


def plan(query):
    from django.db import connection

    word = "explain query plan" if connection.vendor == "sqlite" else "explain"
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {query['sql']}")
        return [str(row[-1]) for row in cursor.fetchall()]


def asked(many, query):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = many(query)
    assert answer.status_code == 200
    return answer.content.decode(), [q for q in queries.captured_queries if q["sql"].startswith("SELECT")]


def scans(lines):
    """Tables that grow with the archive, read from end to end. An index walked in its order is no scan."""
    grown = "masthead_desk_entry|wagtailcore_page|masthead_entry|masthead_byline|masthead_entry_categories"
    return [
        line for line in lines
        if re.search(rf"SCAN ({grown})(?! USING)\b|Seq Scan on ({grown})\b", line)
    ]  # fmt: skip


def test_no_list_of_the_desk_reads_the_archive(many):
    many("")  # what is asked once only
    counts = {}
    for query in (*WALKS, *SMALL_SETS):
        _page, queries = asked(many, query)
        plans = [line for each in queries for line in plan(each)]
        assert not scans(plans), (query, scans(plans), [q["sql"] for q in queries if scans(plan(q))])
        listing = [plan(each) for each in queries if "masthead_desk_entry" in each["sql"]]
        assert len(listing) == 1, query
        if query in WALKS:
            assert not re.search("TEMP B-TREE|Sort", " ".join(listing[0])), (query, listing[0])
        counts[query] = len(queries)
        assert "count(" not in " ".join(q["sql"].lower() for q in queries if "masthead_desk_entry" in q["sql"])
    assert max(counts.values()) < 40, counts
