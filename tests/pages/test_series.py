"""Series: which parts count, what says so, and what a change of one part costs."""

from __future__ import annotations

import json
from typing import Any

from lxml import html

from masthead.press.receipts import Receipt
from pages.world import CANARY, World


def pages(receipt: Receipt | None) -> set[str]:
    """The addresses of HTML that an edition wrote."""
    assert receipt is not None
    return {address for address in (*receipt.appeared, *receipt.changed) if address.endswith("/")}


def said(world: World, address: str) -> str:
    page = html.fromstring(world.page(address))
    return "".join(found[0].text_content() for found in [page.find_class("translations")] if found)


def steps(world: World, address: str) -> list[str]:
    """The parts before and behind, as links."""
    page = html.fromstring(world.page(address))
    return [str(found) for found in page.xpath("//nav[@aria-label='Series']/a/@href")]


def a_walk(world: World) -> tuple[Any, list[Any]]:
    """Three parts; the one in the middle is a draft."""
    parts = [
        world.article("Out of the door", date="2020-03-01T12:00:00"),
        world.article(f"Lost {CANARY}", text=f"<p>{CANARY}</p>", live=False),
        world.note("<p>Home again.</p>", date="2020-01-01T12:00:00"),
    ]
    return world.series("The Long Walk", *parts), parts


def address_of(entry: Any) -> str:
    from masthead.entries.models import PublicPage

    return PublicPage.objects.get(page_id=entry.pk).address


def test_only_public_parts_count_in_the_order_of_the_editors(world: World) -> None:
    series, (_, draft, last) = a_walk(world)
    type(series).objects.filter(pk=series.pk).update(introduction="<p>On <b>foot</b>.</p>")
    world.run()
    note = address_of(last)
    assert said(world, "/blog/out-of-the-door/") == "Part 1 of 2 of The Long Walk"
    assert said(world, note) == "Part 2 of 2 of The Long Walk"
    assert steps(world, "/blog/out-of-the-door/") == [note]
    assert steps(world, note) == ["/blog/out-of-the-door/"]
    front = html.fromstring(world.page("/blog/series/the-long-walk/"))
    assert front.xpath("//ol[@class='series']//*[contains(@class, 'u-url')]/@href") == ["/blog/out-of-the-door/", note]
    assert front.findtext(".//h1/bdi") == "The Long Walk"
    assert "<b>foot</b>" in world.page("/blog/series/the-long-walk/")
    # A feed is for those who wait: the newest first.
    feed = json.loads(world.page("/blog/series/the-long-walk/feed.json"))
    assert [item["url"].partition("8000")[2] for item in feed["items"]] == ["/blog/out-of-the-door/", note]
    [thing, *_] = json.loads(html.fromstring(world.page(note)).xpath("//script/text()")[0])["@graph"]
    assert thing["position"] == 2
    assert thing["isPartOf"][1]["@type"] == "CreativeWorkSeries"
    world.prove()

    draft.headline = "The marsh"
    draft = world.rewrite(world.edit(draft, headline="The marsh"), "<p>Mud.</p>")
    assert pages(world.run().receipt) >= {"/blog/out-of-the-door/", "/blog/lost-canary-7f3a/", note}
    assert said(world, note) == "Part 3 of 3 of The Long Walk"
    world.prove()


def test_a_part_changes_its_series_and_nothing_else(world: World) -> None:
    series, (first, _, last) = a_walk(world)
    stranger = world.article("Somewhere else", date="2019-01-01T12:00:00")
    for n in range(30):
        world.article(f"Elsewhere {n}")
    world.run()
    note = address_of(last)
    world.edit(first, headline="Out of the gate")
    moved = pages(world.run().receipt)
    assert {"/blog/out-of-the-door/", "/blog/series/the-long-walk/", note} <= moved
    assert "/blog/somewhere-else/" not in moved

    # Put in another order by SQL: both parts and the series' page, and no other.
    world.sql("update masthead_part set sort_order = -sort_order")
    outcome = world.run()
    assert pages(outcome.receipt) == {"/blog/out-of-the-door/", "/blog/series/the-long-walk/", note}
    assert outcome.tally.pages <= 3 + 3
    assert said(world, note) == "Part 1 of 2 of The Long Walk"

    # One part more.
    from masthead.entries.models.series import enter

    enter(stranger, series)
    assert pages(world.run().receipt) == {
        "/blog/out-of-the-door/", "/blog/series/the-long-walk/", note, "/blog/somewhere-else/",
    }  # fmt: skip
    assert said(world, "/blog/somewhere-else/") == "Part 3 of 3 of The Long Walk"
    world.prove()


def test_an_old_address_leads_on_and_what_has_nothing_left_is_gone(world: World) -> None:
    from masthead.entries.models import Blog, Home, Series

    series, (first, _, last) = a_walk(world)
    world.run()
    series.slug = "the-walk"
    series.save()
    world.run()
    assert world.leads("/blog/series/the-long-walk/") == "/blog/series/the-walk/"
    assert world.leads("/blog/series/the-long-walk/rss.xml") == "/blog/series/the-walk/rss.xml"

    blog = Blog.objects.get(slug="blog")
    blog.slug = "journal"
    world.publish(blog)
    world.run()
    assert world.leads("/blog/series/the-walk/") == "/journal/series/the-walk/"

    # What comes into another blog leaves the series of the first.
    news = Home.objects.get().add_child(instance=Blog(title="News", slug="news", language="fa"))
    type(first).objects.get(pk=first.pk).move(news, pos="last-child")
    world.run()
    assert said(world, address_of(last)) == "Part 1 of 1 of The Long Walk"
    assert said(world, "/news/out-of-the-door/") == ""
    type(last).objects.get(pk=last.pk).unpublish()
    world.run()
    assert world.leads("/journal/series/the-walk/") == 410
    assert world.leads("/blog/series/the-long-walk/") == 410
    world.publish(last)
    world.run()
    assert world.leads("/journal/series/the-walk/") == "here"
    Series.objects.get(pk=series.pk).delete()
    world.run()
    assert world.leads("/journal/series/the-walk/") == 410
    assert said(world, address_of(last)) == ""
    world.prove()
