"""The listing of entries: every filter, the words of headlines, and the way from part to part."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from desk.editors import Desk
from desk.test_forms import create
from desk.test_roles import decide, submitted

FOUND = {
    "": ["نان و گل", "An expired one", "A planned one", "A draft", "A one that was changed", "The bench is back.",
          "A loaf of rye"],
    "ordering=date&kind=article&status=live": ["A loaf of rye", "نان و گل"],
    "blog=OTHER": ["نان و گل"],
    "kind=note": ["The bench is back."],
    "language=de": ["A loaf of rye"],
    "status=draft": ["A planned one", "A draft"],
    "status=changed": ["A one that was changed"],
    "status=planned": ["A planned one"],
    "status=expired": ["An expired one"],
    "person=barr": ["A loaf of rye"],
    "category=FOOD": ["A loaf of rye"],
    "q=rye": ["A loaf of rye"],
    "q=CHANG": ["A one that was changed"],
    "q=one+a": ["An expired one", "A planned one", "A one that was changed"],
    "q=گل": ["نان و گل"],
    "q=%22*)+or+%28": [],
    "q=one&status=expired&blog=BLOG": ["An expired one"],
}  # fmt: skip
"""Queries, and the headlines in the order of their dates."""


def listed(client: Any, query: str = "") -> list[str]:
    """The headlines of a part, in order."""
    from wagtail.models import Page

    answer = client.get(f"/desk/entries/?{query}")
    assert answer.status_code == 200, answer.content
    found = dict.fromkeys(re.findall(r'class="title[^>]*>.*?/desk/pages/(\d+)/edit/', answer.content.decode(), re.S))
    titles = dict(Page.objects.filter(pk__in=found).values_list("pk", "draft_title"))
    return [titles[int(number)] for number in found]


@pytest.fixture
def mixed(desk: Desk) -> Desk:
    from masthead.actions.schedule import schedule
    from masthead.entries.models import Blog, Category
    from masthead.kinds.article.models import Article

    world = desk.world
    desk.other = desk.world.home.add_child(instance=Blog(title="Other", slug="other", language="fa"))  # type: ignore[attr-defined]
    desk.top = Category.objects.create(blog=world.blog, name="Food")  # type: ignore[attr-defined]
    below = Category.objects.create(blog=world.blog, name="Bread", parent=desk.top)  # type: ignore[attr-defined]
    loaf = world.article("A loaf of rye", date="2021-01-01T12:00:00", language="de")
    loaf.categories.add(below)
    loaf.save()
    world.byline(loaf, world.person("Ada Barrow"))
    world.note("<p>The bench is back.</p>", date="2021-01-02T12:00:00")
    changed = world.article("A changed one", date="2021-01-03T12:00:00")
    changed.headline = "A one that was changed"
    changed.save_revision()
    world.article("A draft", live=False, date="2021-01-04T12:00:00")
    planned = world.article("A planned one", live=False, date="2021-01-05T12:00:00")
    schedule(Article, planned.pk, dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    world.article("An expired one", date="2021-01-06T12:00:00").unpublish(set_expired=True)
    before, world.blog = world.blog, desk.other  # type: ignore[attr-defined]
    world.article("نان و گل", date="2021-01-07T12:00:00")
    world.blog = before
    return desk


def test_filters_and_words_find_what_they_name(mixed: Desk) -> None:
    numbers = {"OTHER": mixed.other.pk, "BLOG": mixed.world.blog.pk, "FOOD": mixed.top.pk}  # type: ignore[attr-defined]
    for query, headlines in FOUND.items():
        for name, number in numbers.items():
            query = query.replace(name, str(number))
        assert listed(mixed.admin, query) == headlines, query


def test_reviews_are_found_by_where_they_stand(desk: Desk) -> None:
    wanda, milo = desk.member("wanda", "writer"), desk.member("milo", "editor")
    entry = submitted(desk, wanda, "Please look")
    create(desk, who=wanda, headline="Not yet")
    assert listed(milo, "status=in_progress") == ["Please look"]
    assert "In review" in milo.get("/desk/entries/").content.decode()
    decide(milo, entry, "reject", "Say more.")
    assert listed(milo, "status=in_progress") == []
    assert listed(milo, "status=needs_changes") == ["Please look"]
    assert listed(wanda, "mine=me") == listed(milo)
    assert listed(milo, "mine=me") == []


def test_editors_of_one_blog_see_no_other(mixed: Desk) -> None:
    mine = mixed.member("olga", "editor", "other")
    assert listed(mine) == ["نان و گل"]
    assert listed(mine, f"blog={mixed.world.blog.pk}") == ["نان و گل"], "a blog that is not theirs narrows nothing"
    page = mine.get("/desk/entries/").content.decode()
    assert "New in Other" in page
    assert "New in Blog" not in page
    assert "A loaf" not in page


def test_every_entry_stands_in_one_part_there_and_back(desk: Desk) -> None:
    from masthead.desk.entries import EntryIndex

    for number in range(11):
        desk.world.article(f"Entry {number:02}", date=f"2021-01-{1 + number // 3:02}T12:00:00")
    most, EntryIndex.paginate_by = EntryIndex.paginate_by, 4
    try:
        queries, there = _walk(desk, "next")
        assert [len(part) for part in there] == [4, 4, 3]
        assert sorted(headline for part in there for headline in part) == sorted(f"Entry {n:02}" for n in range(11))
        assert _walk(desk, "prev", queries[-1])[1] == [*reversed(there)]
        # Who writes meanwhile moves nobody's place.
        answer = desk.admin.get("/desk/entries/").content.decode()
        desk.world.article("Newest", date="2022-01-01T12:00:00")
        assert listed(desk.admin, _way(answer, "next")) == there[1]
        assert listed(desk.admin, "p=after-nonsense") == ["Newest", *there[0][:3]]
    finally:
        EntryIndex.paginate_by = most


def _walk(desk: Desk, way: str, query: str = "") -> tuple[list[str], list[list[str]]]:
    """The queries that lead from part to part, and the parts."""
    queries, parts = [query], [listed(desk.admin, query)]
    while query := _way(desk.admin.get(f"/desk/entries/?{query}").content.decode(), way):
        queries.append(query)
        parts.append(listed(desk.admin, query))
    return queries, parts


def _way(page: str, way: str) -> str:
    found = re.search(rf'<a rel="{way}" href="[^"?]*\?([^"]*)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_the_explorer_of_a_blog_leads_to_its_entries(desk: Desk) -> None:
    blog = desk.world.blog.pk
    answer = desk.admin.get(f"/desk/pages/{blog}/?q=rye")
    assert answer.status_code == 302
    assert answer["location"] == f"/desk/entries/?blog={blog}&q=rye"
    page = desk.admin.get(answer["location"]).content.decode()
    assert f"/desk/pages/{blog}/edit/" in page, "what can be done with the blog itself is found there"
    assert desk.admin.get(f"/desk/pages/{desk.world.home.pk}/").status_code == 200


def test_a_list_asks_the_same_whatever_there_is(desk: Desk) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (2, 8):
        for _ in range(more):
            desk.world.article()
        desk.admin.get("/desk/entries/")
        with CaptureQueriesContext(connection) as queries:
            desk.admin.get("/desk/entries/")
        counts.append(len(queries))
    assert counts[0] == counts[1], counts
