"""Two persons become one: nothing of either is lost, and every address of before leads on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from pages.world import World, fill


def bylines(entry: Any) -> list[tuple[str, str]]:
    return [(line.person.name if line.person else line.name, line.role) for line in entry.bylines.all()]


def test_who_remains_takes_over_all_and_nothing_else_moves(world: World) -> None:
    from django.db import connection

    from masthead.actions.merge_people import CannotMerge, foresee, merge
    from masthead.entries.models import Byline, Entry, MenuItem, Person, SiteSettings
    from masthead.entries.projection import check
    from masthead.importers import loader, wordpress
    from masthead.kinds.testimony.models import SealedLink, Testimony

    fill(world, 120)  # five authors; each has older parts
    export = world.folder.var / "export-120.xml"
    ada, twin, third = Person.objects.order_by("pk")[:3]
    Person.objects.filter(pk=twin.pk).update(bio="<p>Writes.</p>", website="https://twin.example/")
    Person.objects.filter(pk=ada.pk).update(website="https://ada.example/")
    ada, twin = (Person.objects.get(pk=each.pk) for each in (ada, twin))
    settings = SiteSettings.objects.get()
    MenuItem.objects.create(settings=settings, label="Twin", url=f"/people/{twin.slug}/", sort_order=0)
    both = world.article("Both", date="2030-01-01T12:00:00")
    world.byline(both, twin, ada)
    draft = world.article("A draft", live=False)
    draft.bylines = [Byline(person=twin, role="translator")]
    draft.save_revision()
    published = world.article("Live")
    published.bylines = [Byline(person=twin, role="author"), Byline(person=ada, role="author")]
    published.save_revision()
    told = world._add(Testimony(headline="Told", body="[]"), live=False)
    SealedLink.objects.create(entry_id=told.pk, box=b"sealed")
    world.run()
    [sheet, *_] = [p.parent.name for p in (world.folder.store / "people" / twin.slug / "older").glob("*/index.html")]
    assert world.leads(f"/people/{twin.slug}/older/{sheet}/") == "here"

    foreseen = foresee(ada, twin)
    assert (foreseen.public, foreseen.menu, foreseen.taken, foreseen.dropped) == (25, ("Twin",), ("bio",), ("website",))
    with pytest.raises(CannotMerge):
        foresee(ada, ada)
    merge(ada, twin)
    world.run()
    assert not Person.objects.filter(pk=twin.pk).exists()
    ada.refresh_from_db()
    assert (ada.bio, ada.website) == ("<p>Writes.</p>", "https://ada.example/")
    assert bylines(Entry.objects.get(pk=both.pk)) == [("p0", "author")]
    assert MenuItem.objects.get().url == f"/people/{ada.slug}/"
    assert bytes(SealedLink.objects.get().box) == b"sealed"
    assert check(connection) == []

    # Drafts, and what is published of them later, name who remains, once.
    assert bylines(Entry.objects.get(pk=draft.pk).specific.get_latest_revision_as_object()) == [("p0", "translator")]
    Entry.objects.get(pk=published.pk).specific.latest_revision.publish()
    assert bylines(Entry.objects.get(pk=published.pk)) == [("p0", "author")]
    world.run()

    # Every address of before leads on: the page, a feed, an older part.
    assert world.leads(f"/people/{twin.slug}/") == f"/people/{ada.slug}/"
    assert world.leads(f"/people/{twin.slug}/rss.xml") == f"/people/{ada.slug}/rss.xml"
    led = world.leads(f"/people/{twin.slug}/older/{sheet}/")
    assert str(led).startswith(f"/people/{ada.slug}/")
    assert world.leads(str(led)) == "here"
    world.prove()

    # The same file again brings nobody back, and takes nothing away.
    before = sorted(Byline.objects.values_list("entry_id", "person_id", "role"))
    loader.load(wordpress.read([export], world.folder.staging), blog="blog")
    assert sorted(Byline.objects.values_list("entry_id", "person_id", "role")) == before
    assert Person.objects.count() == 4

    # And once more: who remained becomes one with a third, and all lead to them.
    merge(third, ada)
    world.run()
    assert world.leads(f"/people/{twin.slug}/") == f"/people/{third.slug}/"
    loader.load(wordpress.read([export], world.folder.staging), blog="blog")
    assert Person.objects.count() == 3
    assert bylines(Entry.objects.get(pk=draft.pk).specific.get_latest_revision_as_object()) == [("p2", "translator")]
    world.prove()


def test_what_was_withdrawn_before_they_became_one_stays_gone(world: World) -> None:
    from masthead.actions.merge_people import merge

    ada, never = world.person("Ada Barrow"), world.person("Ada B.")
    entry = world.article("Short-lived")
    world.byline(entry, ada)
    world.run()
    assert world.leads("/people/ada-barrow/") == "here"
    type(entry).objects.get(pk=entry.pk).unpublish()
    world.run()
    assert world.leads("/people/ada-barrow/") == 410
    merge(never, ada)
    world.run()
    assert world.leads("/people/ada-barrow/") == 410
    world.publish(type(entry).objects.get(pk=entry.pk))
    world.run()
    assert world.leads("/people/ada-barrow/") == "/people/ada-b/"
    world.prove()


def test_an_organisation_is_one_to_programs_and_its_name_stands_as_it_is(world: World) -> None:
    from masthead.entries.models import Byline, Person

    guild = Person.objects.create(name="The Lamplighters", sort="organisation", website="https://guild.example/")
    assert guild.sort_name == "The Lamplighters"
    entry = world.article("By us", date="2020-01-01T12:00:00")
    entry.bylines = [Byline(person=guild, role="author"), Byline(name="Ib Holm", role="translator")]
    world.publish(entry)
    world.run()
    page = html.fromstring(world.page("/blog/by-us/"))
    [thing, *_] = json.loads(page.xpath("//script/text()")[0])["@graph"]
    assert [author["@type"] for author in thing["author"]] == ["Organization"]
    assert [someone["@type"] for someone in thing["translator"]] == ["Person"]
    assert page.xpath("//a[contains(@class, 'h-card')]/bdi/@class") == ["p-name p-org"]
    front = html.fromstring(world.page(f"/people/{guild.slug}/"))
    [profile, *_] = json.loads(front.xpath("//script/text()")[0])["@graph"]
    assert profile["mainEntity"]["@type"] == "Organization"
    assert "p-org" in front.xpath("//h1/a/@class")[0]

    Person.objects.filter(pk=guild.pk).update(sort="person")
    world.run()
    assert "p-org" not in world.page("/blog/by-us/")
    world.prove()
