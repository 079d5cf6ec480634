"""What pages say of themselves to programs."""

from __future__ import annotations

import json
from typing import Any

import mf2py
import pytest
from lxml import html

from masthead.pages import sitemaps
from pages.world import World

SITE = "http://localhost:8000"


def things(world: World, address: str) -> dict[str, Any]:
    """The JSON-LD of a page, by type."""
    (block,) = html.fromstring(world.page(address)).xpath("//script")
    assert block.get("type") == "application/ld+json"
    graph = json.loads(block.text)
    assert graph["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in graph["@graph"]}


def card(world: World, address: str) -> dict[str, str]:
    metas = html.fromstring(world.page(address)).xpath("//meta[@property]")
    return {meta.get("property"): meta.get("content") for meta in metas}


def way(world: World, address: str) -> list[tuple[str, str]]:
    steps = things(world, address)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [(step["name"], step["item"].removeprefix(SITE)) for step in steps]


def test_an_entry_says_who_wrote_it_when_and_where(world: World) -> None:
    entry = world.article("Roses & </script><b>", slug="roses", text="<p>Text.</p>", date="2024-03-01T10:00:00")
    world.edit(entry, summary="An excerpt <!-- so.", categories=[world.category("Garden")])
    world.byline(entry, world.person("Ada Barrow"))
    world.run()
    found = things(world, "/blog/roses/")["BlogPosting"]
    assert found["headline"] == "Roses & </script><b>"
    assert found["description"] == "An excerpt <!-- so."
    assert found["datePublished"] == "2024-03-01T10:00:00Z"
    assert found["dateModified"] > found["datePublished"]
    assert found["author"] == [{"@type": "Person", "name": "Ada Barrow", "url": f"{SITE}/people/ada-barrow/"}]
    assert found["keywords"] == ["Garden"]
    assert found["isPartOf"]["url"] == f"{SITE}/blog/"
    assert card(world, "/blog/roses/") == {
        "og:type": "article", "og:title": "Roses & </script><b>", "og:description": "An excerpt <!-- so.",
        "og:url": f"{SITE}/blog/roses/", "og:site_name": "The Test Press", "og:locale": "en_US",
        "article:published_time": "2024-03-01T10:00:00Z", "article:modified_time": found["dateModified"],
    }  # fmt: skip
    assert way(world, "/blog/roses/") == [
        ("The Test Press", "/"), ("Blog", "/blog/"), ("Roses & </script><b>", "/blog/roses/"),
    ]  # fmt: skip
    raw = world.page("/blog/roses/").partition('ld+json">')[2].partition("</script>")[0]
    assert not {"<", ">", "&"} & set(raw)


def test_every_page_with_an_address_names_it(world: World) -> None:
    garden = world.category("Garden")
    entry = world.article("One", slug="one", date="2024-03-01T10:00:00", language="fa")
    world.edit(entry, categories=[world.category("Roses", parent=garden)])
    world.byline(entry, world.person("Ada Barrow"))
    world.static_page("About")
    world.run()
    for address in (
        "/", "/blog/", "/blog/one/", "/blog/archive/", "/blog/2024/", "/blog/2024/03/", "/blog/topics/garden/roses/",
        "/people/ada-barrow/", "/about/", "/blog/languages/fa/",
    ):  # fmt: skip
        page = html.fromstring(world.page(address))
        assert page.xpath("//link[@rel='canonical']/@href") == [SITE + address]
        assert card(world, address)["og:url"] == SITE + address
        assert card(world, address)["og:title"]
    assert "canonical" not in world.page("/404.html")
    assert "og:" not in world.page("/404.html")
    assert things(world, "/")["WebSite"]["name"] == "The Test Press"
    assert things(world, "/blog/")["Blog"]["url"] == f"{SITE}/blog/"
    assert things(world, "/people/ada-barrow/")["ProfilePage"]["mainEntity"]["name"] == "Ada Barrow"
    assert card(world, "/people/ada-barrow/")["og:type"] == "profile"
    assert card(world, "/blog/one/")["og:locale"] == "fa_IR"
    assert [name for name, _ in way(world, "/blog/topics/garden/roses/")] == [
        "The Test Press", "Blog", "Topics", "Garden", "Roses",
    ]  # fmt: skip
    assert [where for _, where in way(world, "/blog/2024/03/")] == [
        "/", "/blog/", "/blog/archive/", "/blog/2024/", "/blog/2024/03/",
    ]  # fmt: skip


def parsed(world: World, address: str) -> list[dict[str, Any]]:
    return list(mf2py.parse(doc=world.page(address), url=SITE + address)["items"])


def test_every_list_is_a_feed_of_entries_in_microformats(world: World) -> None:
    for day in range(1, 6):  # more might not stand on one front
        entry = world.article(f"Day {day}", slug=f"day-{day}", date=f"2024-02-{day:02}T12:00:00", pinned=day == 3)
        world.edit(entry, tags=[world.tag("red")] if day == 1 else list(entry.tags.all()))
        world.byline(entry, *([world.person("Ada Barrow")] if day == 1 else []))
    world.run()
    for address, count in (("/blog/", 5), ("/blog/2024/02/", 5), ("/blog/tags/red/", 1), ("/people/ada-barrow/", 1)):
        feed = next(item for item in parsed(world, address) if item["type"] == ["h-feed"])
        entries = [child for child in feed["children"] if child["type"] == ["h-entry"]]
        assert len(entries) == count, address
        assert feed["properties"]["name"]
        assert all(entry["properties"]["url"] and entry["properties"]["published"] for entry in entries)
    (entry,) = parsed(world, "/blog/day-1/")
    assert entry["properties"]["author"][0]["type"] == ["h-card"]
    assert entry["properties"]["category"] == ["red"]
    (home,) = parsed(world, "/")
    assert home["type"] == ["h-feed"]


def locations(world: World, address: str) -> dict[str, str]:
    """The addresses of a sitemap, each with its date."""
    from lxml import etree

    root = etree.fromstring((world.folder.store / address.lstrip("/")).read_bytes())
    return {
        node.findtext("{*}loc").removeprefix(SITE): node.findtext("{*}lastmod") or "" for node in root
    }  # fmt: skip


def test_the_index_of_sitemaps_has_the_date_of_the_last_change_in_each(world: World) -> None:
    one = world.article("One", slug="one", date="2023-03-01T10:00:00")
    world.article("Two", slug="two", date="2024-03-01T10:00:00")
    world.static_page("About")
    world.sql("update masthead_entry set modified = %s", 1_700_000_000_000_000)
    world.sql("update wagtailcore_page set last_published_at = '2025-01-02 03:04:05' where slug = 'about'")
    world.run()
    first = "2023-11-14T22:13:20Z"
    assert locations(world, "/sitemap.xml") == {
        "/sitemap-pages.xml": "", "/blog/sitemap-2023-03.xml": first, "/blog/sitemap-2024-03.xml": first,
    }  # fmt: skip
    assert locations(world, "/sitemap-pages.xml")["/about/"] == "2025-01-02T03:04:05Z"
    world.sql("update masthead_entry set modified = %s where page_ptr_id = %s", 1_800_000_000_000_000, one.pk)
    receipt = world.run().receipt
    assert receipt is not None
    assert locations(world, "/sitemap.xml")["/blog/sitemap-2023-03.xml"] == "2027-01-15T08:00:00Z"
    assert locations(world, "/blog/sitemap-2023-03.xml") == {"/blog/one/": "2027-01-15T08:00:00Z"}
    assert "/blog/sitemap-2024-03.xml" not in receipt.changed


def test_a_sitemap_that_grew_too_long_goes_on_in_another(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 2)
    for day in range(1, 6):
        world.article(f"Day {day}", slug=f"day-{day}", date=f"2024-02-{day:02}T12:00:00")
    world.run()
    parts = [f"/blog/sitemap-2024-02{part}.xml" for part in ("", "-2", "-3")]
    assert [address for address in locations(world, "/sitemap.xml") if address.startswith("/blog/")] == parts
    assert sorted(address for part in parts for address in locations(world, part)) == [
        f"/blog/day-{day}/" for day in range(1, 6)
    ]
    world.prove()
