"""Feeds, as the store has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import feedparser

from pages.world import World

FORMS = ("rss.xml", "atom.xml", "feed.json")


def feed(world: World, address: str) -> Any:
    return feedparser.parse((Path(world.folder.store) / address.lstrip("/")).read_bytes())


def json_feed(world: World, address: str) -> dict[str, Any]:
    return dict(json.loads((Path(world.folder.store) / address.lstrip("/")).read_text(encoding="utf-8")))


def filed(world: World, entry: Any, *, category: Any, tag: Any) -> None:
    fresh = type(entry).objects.get(pk=entry.pk)
    fresh.categories, fresh.tags = [category], [tag]
    world.publish(fresh)


def test_every_listing_but_months_has_three_feeds(world: World) -> None:
    ada, garden, red = world.person("Ada Barrow"), world.category("Garden"), world.tag("red")
    entry = world.article("Roses </title> & thorns", text="<p>Whole text. It goes on.</p>", date="2024-03-01T10:00:00")
    world.edit(entry, summary="An excerpt.")
    filed(world, entry, category=garden, tag=red)
    world.byline(entry, ada)
    world.note("<p>یک یادداشت</p>", date="2024-03-02T10:00:00", language="fa")
    world.run()
    listings = {
        "/blog/": "Blog", "/blog/kinds/article/": "Articles – Blog", "/blog/languages/fa/": "Persian – Blog",
        "/blog/topics/garden/": "Garden – Blog", "/blog/tags/red/": "red – Blog",
        "/people/ada-barrow/": "Ada Barrow – The Test Press",
    }  # fmt: skip
    for address, title in listings.items():
        for form in ("rss.xml", "atom.xml"):
            found = feed(world, address + form)
            assert not found.bozo, found.get("bozo_exception")
            assert found.feed.title == title
            assert found.entries
        found = json_feed(world, address + "feed.json")
        assert found["title"] == title
        assert found["feed_url"].endswith(address + "feed.json")
        assert f'href="{address}feed.json"' in world.page(address)
    assert not (Path(world.folder.store) / "blog/2024/03/rss.xml").exists()
    (whole,) = json_feed(world, "/blog/kinds/article/feed.json")["items"]
    assert whole["content_html"] == "<p>Whole text. It goes on.</p>"
    assert whole["summary"] == "An excerpt."
    assert whole["title"] == "Roses </title> & thorns"
    assert whole["authors"] == [{"name": "Ada Barrow"}]
    assert whole["tags"] == ["Garden", "red"]
    (brief,) = json_feed(world, "/blog/tags/red/feed.json")["items"]
    assert brief["content_text"] == "An excerpt."
    assert "content_html" not in brief
    assert [entry.summary for entry in feed(world, "/blog/tags/red/atom.xml").entries] == ["An excerpt."]
    world.prove()


def test_a_note_has_no_title_in_json(world: World) -> None:
    world.note("<p>Only words.</p>")
    world.run()
    (item,) = json_feed(world, "/blog/feed.json")["items"]
    assert "title" not in item
    assert item["content_html"] == "<p>Only words.</p>"


def test_json_feeds_are_valid_by_their_schema(world: World, shared_data: Path) -> None:
    """By SchemaStore's `feed.json`, which has the members of version 1.1 and refers to `feed-1.json` for the others."""
    folder = shared_data / "schemas"
    schemas = {
        "": json.loads((folder / "jsonfeed-1.0.schema.json").read_text()),
        "feed-1": json.loads((folder / "jsonfeed-1.1.schema.json").read_text()),
    }
    world.article("One", text="<p>Text.</p>")
    world.note("<p>Two.</p>")
    world.byline(world.article("Three"), world.person("Ada Barrow"))
    world.run()
    for address in ("/blog/feed.json", "/people/ada-barrow/feed.json"):
        found = json_feed(world, address)
        conforms(found, schemas[""], schemas, "")
        assert found["version"] == "https://jsonfeed.org/version/1.1"


TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "number": (int, float), "integer": int}


def conforms(value: Any, schema: dict[str, Any], schemas: dict[str, Any], of: str) -> None:
    """The little of JSON Schema that these two say: references, types, members that must or may be there."""
    if "$ref" in schema:
        name, _, path = schema["$ref"].partition("#/")
        target: Any = schemas[name or of]
        for step in path.split("/"):
            target = target[step]
        return conforms(value, target, schemas, name or of)
    if "type" in schema:
        types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        assert any(isinstance(value, TYPES[name]) for name in types), (value, types)
    for choice in ("anyOf", "oneOf"):
        assert choice not in schema or any(_fits(value, one, schemas, of) for one in schema[choice]), value
    if isinstance(value, dict):
        assert set(schema.get("required", ())) <= set(value)
        known = schema.get("properties", {})
        for name, part in value.items():
            assert name in known or schema.get("additionalProperties", True) is not False, name
            conforms(part, known.get(name, {}), schemas, of)
    if isinstance(value, list):
        for part in value:
            conforms(part, schema.get("items", {}), schemas, of)
    return None


def _fits(value: Any, schema: dict[str, Any], schemas: dict[str, Any], of: str) -> bool:
    try:
        conforms(value, schema, schemas, of)
    except AssertionError:
        return False
    return True


def test_a_feed_has_ten_entries_however_short_the_front_is(world: World) -> None:
    """The front may be cut after six; who reads by feeds must not miss the seventh."""
    for day in range(1, 29):
        world.article(f"Day {day}", date=f"2024-02-{day:02}T12:00:00")
        if day in (11, 16, 20, 24, 28):
            world.run()
            titles = [item["title"] for item in json_feed(world, "/blog/feed.json")["items"]]
            assert titles == [f"Day {n}" for n in range(day, day - 10, -1)]


def test_an_entry_that_is_not_among_the_newest_ten_moves_no_feed(world: World) -> None:
    entries = [world.article(f"Day {day}", date=f"2024-02-{day:02}T12:00:00") for day in range(1, 15)]
    for entry in entries:
        world.byline(entry, world.person("Ada Barrow") if entry is entries[0] else ada(world))
    world.run()
    world.edit(entries[3], headline="Renamed", summary="Otherwise.")
    receipt = world.run().receipt
    assert receipt is not None
    assert any(address.startswith("/people/ada-barrow/") for address in receipt.changed)
    assert not [address for address in receipt.changed if address.endswith(FORMS)]
    world.edit(entries[4], headline="Renamed too")
    receipt = world.run().receipt
    assert receipt is not None
    assert {f"/people/ada-barrow/{form}" for form in FORMS} <= set(receipt.changed)


def ada(world: World) -> Any:
    from masthead.entries.models import Person

    return Person.objects.get(name="Ada Barrow")


def test_subscribers_follow_a_blog_to_its_new_address(world: World) -> None:
    world.article("One")
    world.run()
    blog = type(world.blog).objects.get(pk=world.blog.pk)
    blog.slug = "journal"
    world.publish(blog)
    world.run()
    for form in FORMS:
        answer = world.answer(f"/blog/{form}")
        assert answer is not None
        assert (answer["status"], answer["location"]) == (301, f"/journal/{form}")
    world.prove()
