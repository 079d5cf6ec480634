"""What editors lead readers on to: only what is public, and exactly the pages that name it follow it."""

from __future__ import annotations

from typing import Any

from lxml import html

from pages.test_series import pages
from pages.world import CANARY, World, fill


def lead_on(world: World, entry: Any, *others: Any) -> None:
    from masthead.entries.models import Related

    fresh = type(entry).objects.get(pk=entry.pk)
    fresh.related = [Related(other_id=other.pk, sort_order=place) for place, other in enumerate(others)]
    world.publish(fresh)


def read_on(world: World, address: str) -> list[str]:
    page = html.fromstring(world.page(address))
    return [" ".join(found.text_content().split()) for found in page.xpath("//section[@class='related']//li")]


def test_a_page_leads_on_to_what_is_public_and_follows_it(world: World) -> None:
    note = world.note("<p>فانوس روشن شد.</p>", date="2020-01-02T12:00:00", language="fa")
    bread = world.article("Bread", date="2020-05-01T12:00:00")
    draft = world.article(f"Not yet {CANARY}", live=False)
    start = world.article("Start", date="2018-05-01T12:00:00")
    for n in range(20):
        world.article(f"Elsewhere {n}", date=f"2021-05-{n + 1:02}T12:00:00")
    lead_on(world, start, note, draft, bread, note)
    world.run()
    assert read_on(world, "/blog/start/") == ["فانوس روشن شد. یادداشت · ۱۲ دی ۱۳۹۸", "Bread Article · 1 May 2020"]
    assert read_on(world, "/blog/bread/") == []  # one way only
    world.prove()

    world.rewrite(bread, "<p>Other words, which nobody else shows.</p>")
    assert "/blog/start/" not in pages(world.run().receipt)
    world.edit(bread, headline="Brown bread")
    assert "/blog/start/" in pages(world.run().receipt)
    assert read_on(world, "/blog/start/")[1] == "Brown bread Article · 1 May 2020"
    type(bread).objects.get(pk=bread.pk).unpublish()
    outcome = world.run()
    assert "/blog/start/" in pages(outcome.receipt)
    assert len(read_on(world, "/blog/start/")) == 1
    draft = world.rewrite(world.edit(draft, headline="Now"), "<p>Now.</p>")
    world.run()
    assert read_on(world, "/blog/start/")[1].startswith("Now Article")
    type(draft).objects.get(pk=draft.pk).delete()
    world.run()
    assert len(read_on(world, "/blog/start/")) == 1
    assert type(start).objects.get(pk=start.pk).get_latest_revision_as_object().related.count() == 3
    world.prove()


def test_suggestions_share_most_and_cost_the_same_in_a_large_blog(world: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from masthead.entries.models import Entry, Person, Tag
    from masthead.entries.suggesting import NEWEST, suggested

    fill(world, 400)
    rare, person = world.tag("rare"), Person.objects.first()
    near = world.article("Near", date="2005-01-01T12:00:00")
    near.tags.add(rare)
    world.publish(near)
    world.byline(near, person)
    hidden = world.article("Hidden", live=False)
    hidden.tags.add(rare)
    hidden.save()
    mine = world.article("Mine")
    mine.tags = [rare, Tag.objects.get(name="Tag 1")]
    mine.save()
    world.byline(mine, person)
    entry = Entry.objects.get(pk=mine.pk).specific
    with CaptureQueriesContext(connection) as asked:
        found = suggested(entry)
    assert (found[0].entry_id, found[0].shared) == (near.pk, ("rare", person.name))
    assert len(found) == 8
    assert not {hidden.pk, mine.pk} & {each.entry_id for each in found}
    walks = [query["sql"] for query in asked if "masthead_listing_entry" in query["sql"]]
    assert [f"LIMIT {NEWEST}" in sql for sql in walks] == [True, True, True, False]
