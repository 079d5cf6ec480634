"""The pages of all topics, tags, series and people, through the store."""

from __future__ import annotations

from lxml import html

from pages.world import CANARY, World


def names(world: World, address: str) -> list[str]:
    found = html.fromstring(world.page(address)).xpath("//ul[@class='overview']//a//text()")
    return [str(name) for name in found]


def ways(world: World) -> list[str]:
    found = html.fromstring(world.page("/blog/archive/")).xpath("//nav[@aria-labelledby='overviews']//a/@href")
    return [str(address) for address in found]


def test_the_archive_leads_to_all_topics_tags_series_and_people(world: World) -> None:
    garden = world.category("Garden")
    roses, bread = world.category("Roses", garden), world.category("Bread")
    tea = world.category("Tea", roses)
    world.category(f"Nobody's {CANARY}")
    tags = [world.tag("zinc"), world.tag("Émile"), world.tag("Ferry")]
    one, two = world.article("One"), world.article("Two", live=False)
    one.categories, one.tags = [tea, bread], tags
    world.publish(one)
    two.tags = [world.tag(f"Hidden {CANARY}")]
    two.save()
    world.series("Under the bell", one)
    ada = world.person("Ada Barrow")
    ada.sort_name = "Barrow, Ada"
    ada.save()
    world.byline(one, world.person("Cem Zola"), ada)
    world.person(f"Waiting {CANARY}")
    world.run()
    assert ways(world) == ["/blog/topics/", "/blog/tags/", "/blog/series/", "/people/"]
    assert names(world, "/blog/topics/") == ["Bread", "Garden", "Roses", "Tea"]
    assert names(world, "/blog/tags/") == ["Émile", "Ferry", "zinc"]
    assert names(world, "/blog/series/") == ["Under the bell"]
    assert names(world, "/people/") == ["Ada Barrow", "Cem Zola"]
    assert 'href="/blog/topics/"' in world.page("/blog/topics/garden/roses/")
    assert 'href="/people/"' in world.page("/people/ada-barrow/")
    world.prove()


def test_an_overview_goes_with_the_last_name_in_it(world: World) -> None:
    entry = world.article("One")
    entry.tags = [world.tag("red")]
    world.publish(entry)
    world.article("Two")
    world.run()
    assert ways(world) == ["/blog/tags/"]
    entry.refresh_from_db()
    entry.unpublish()
    outcome = world.run()
    assert outcome.receipt is not None
    assert "/blog/tags/" in outcome.receipt.gone
    assert ways(world) == []
    world.prove()


def test_a_new_entry_changes_no_overview_that_had_its_names(world: World) -> None:
    red = world.tag("red")
    for name in ("One", "Two"):
        entry = world.article(name)
        entry.tags = [red]
        world.publish(entry)
        outcome = world.run()
    assert outcome.receipt is not None
    assert "/blog/tags/red/" in outcome.receipt.changed
    assert "/blog/tags/" not in outcome.tally.laid_out
    world.tag("blue")  # of no entry yet
    assert world.run().receipt is None


def test_who_had_an_overviews_address_is_led_to_the_blogs_new_one(world: World) -> None:
    entry = world.article("One")
    entry.tags = [world.tag("red")]
    world.publish(entry)
    world.run()
    blog = world.blog
    blog.refresh_from_db()
    blog.slug = "letters"
    world.publish(blog)
    world.run()
    assert names(world, "/letters/tags/") == ["red"]
    assert (world.answer("/blog/tags/") or {})["location"] == "/letters/tags/"
    world.prove()
