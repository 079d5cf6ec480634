"""A page that cannot be laid out: it keeps its old file, takes nothing else down, and everybody says so."""

from __future__ import annotations

import json

from django.db import connection

from masthead.site.folder import SiteFolder
from pages.world import World
from started import AtSite

BEYOND = 9 * 10**17
"""Microseconds: a moment that no calendar has."""


def break_(world: World, entry: object) -> None:
    world.sql("update masthead_entry set at = %s where page_ptr_id = %s", BEYOND, entry.pk)  # type: ignore[attr-defined]


def mend(world: World, entry: object, at: int) -> None:
    world.sql("update masthead_entry set at = %s where page_ptr_id = %s", at, entry.pk)  # type: ignore[attr-defined]


def test_an_entry_that_cannot_be_laid_out_takes_down_its_own_page_only(world: World) -> None:
    good, bad = world.article("A good one"), world.article("A bad one")
    person, tag, topic = world.person("Ann"), world.tag("Fog"), world.category("Weather")
    for entry in (good, bad):
        world.byline(entry, person)
        fresh = type(entry).objects.get(pk=entry.pk)
        fresh.tags, fresh.categories = [tag], [topic]
        world.publish(fresh)
    world.run()
    at = bad.at
    break_(world, bad)
    world.edit(good, headline="A better one")
    outcome = world.run()
    assert list(outcome.failed) == ["/blog/a-bad-one/"]
    assert "A bad one" in world.page("/blog/a-bad-one/"), "its old file stays"
    lists = ("/", "/blog/", "/blog/tags/fog/", "/blog/topics/weather/", "/people/ann/", "/blog/kinds/article/")
    feeds = ("/blog/rss.xml", "/blog/atom.xml", "/blog/feed.json", "/people/ann/rss.xml")
    for address in (*lists, *feeds):
        assert "A better one" in world.page(address), address
        assert "A bad one" not in world.page(address), address
    assert "A bad one" not in world.page("/blog/a-good-one/"), "nor as a neighbour"
    mend(world, bad, at)
    assert world.run().failed == {}
    for address in (*lists, *feeds, "/blog/a-good-one/"):
        assert "A bad one" in world.page(address), address
    world.prove()


def test_proof_press_and_doctor_name_what_cannot_be_made(site: SiteFolder, at_site: AtSite) -> None:
    world = World(site)
    bad = world.article("A bad one")
    world.run()
    break_(world, bad)
    world.close()
    connection.close()
    assert at_site("press").returncode == 1
    proved = at_site("proof")
    assert proved.returncode == 1
    assert "Proved" not in proved.stdout
    assert proved.stdout == "Of 1 pages nothing is proved: they cannot be made, and their old files stay.\n"
    assert proved.stderr.startswith("Cannot be made: /blog/a-bad-one/\n")
    assert list(json.loads(at_site("proof", "--json").stdout)["failing"]) == ["/blog/a-bad-one/"]
    assert at_site("proof", "--sample", "3").returncode == 1
    examined = at_site("doctor", "--json")
    (finding,) = [found for found in json.loads(examined.stdout) if found["id"] == "failing"]
    assert finding["command"] == "masthead why /blog/a-bad-one/"
    assert finding["sentence"].startswith("/blog/a-bad-one/ cannot be made; what was there stays.")


def test_doctor_names_addresses_that_two_pages_want(site: SiteFolder, at_site: AtSite) -> None:
    world = World(site)
    one, two = world.article("One"), world.article("Two")
    world.sql("update wagtailcore_page set slug = 'one' where id in (%s, %s)", one.pk, two.pk)
    world.run()
    world.close()
    connection.close()
    examined = json.loads(at_site("doctor", "--json").stdout)
    assert ("doubled", "masthead why /blog/one/") in [(found["id"], found["command"]) for found in examined]
