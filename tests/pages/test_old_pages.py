"""Addresses of before: whatever changes or goes, they lead on, or say that it is gone."""

from __future__ import annotations

import pytest

from pages.world import World, fill


def sheets(world: World, base: str) -> list[str]:
    """The addresses of a listing's sheets."""
    folder = world.folder.store / base.strip("/") / "older"
    return [f"{base}older/{found.name}/" for found in folder.glob("*")]


def starts(listing: int) -> list[int]:
    """The entries that start a sheet, the newest first."""
    from masthead.entries.models import ListingEntry

    rows = ListingEntry.objects.filter(listing=listing, cut=1).order_by("-at", "-rank")
    return list(rows.values_list("entry_id", flat=True))


def code(entry: int) -> str:
    from masthead.entries.models import Entry

    return str(Entry.objects.get(pk=entry).code)


def withdraw(entry: int) -> None:
    from masthead.entries.models import Entry

    Entry.objects.get(pk=entry).specific.unpublish()


@pytest.mark.parametrize("how", ["withdrawn", "deleted", "deleted by SQL", "dated anew"])
def test_when_the_entry_that_named_a_sheet_goes_its_address_leads_to_the_sheet_that_took_over(
    world: World, how: str
) -> None:
    import datetime as dt

    from masthead.entries.models import Entry

    fill(world, 70)
    world.run()
    number = 10**12 + world.blog.pk
    before = starts(number)
    assert len(before) > 3
    lost, newer = before[2], before[1]
    address = f"/blog/older/{code(lost)}/"
    assert world.leads(address) == "here"
    entry = Entry.objects.get(pk=lost).specific
    if how == "withdrawn":
        entry.unpublish()
    elif how == "deleted":
        entry.delete()
    elif how == "dated anew":
        world.edit(entry, date=entry.date + dt.timedelta(days=3000))
    else:
        for table, column in (("masthead_entry_categories", "entry_id"), ("masthead_entry_tags", "entry_id"),
                              ("masthead_byline", "entry_id"), ("masthead_article", "entry_ptr_id"),
                              ("masthead_entry", "page_ptr_id")):  # fmt: skip
            world.sql(f"delete from {table} where {column} = %s", lost)
    world.run()
    after = starts(number)
    assert lost not in after, "three thousand days later it stands on the front"
    # Who takes over is whoever covers the position now: a new cut nearby, else the next newer one.
    target = str(world.leads(address))
    assert target in {f"/blog/older/{code(each)}/" for each in after}
    older = {f"/blog/older/{code(each)}/" for each in before if each not in (lost, newer)}
    assert target not in older
    assert world.leads(target) == "here"
    world.prove()


def test_a_sheet_that_comes_back_stands_at_its_own_address_again(world: World) -> None:
    from masthead.entries.models import Entry, LostCut

    fill(world, 60)
    world.run()
    lost = starts(10**12 + world.blog.pk)[1]
    address = f"/blog/older/{code(lost)}/"
    withdraw(lost)
    world.run()
    assert str(world.leads(address)).startswith("/blog/older/")
    assert LostCut.objects.filter(entry_id=lost).exists()
    world.publish(Entry.objects.get(pk=lost).specific)
    world.run()
    assert world.leads(address) == "here"
    assert not LostCut.objects.filter(entry_id=lost).exists()
    world.prove()


def test_the_newest_sheet_leads_to_the_front_when_its_name_goes(world: World) -> None:
    fill(world, 40)
    world.run()
    number = 10**12 + world.blog.pk
    seen = {f"/blog/older/{code(each)}/" for each in starts(number)}
    for _ in range(6):
        if starts(number):
            withdraw(starts(number)[0])
        world.run()
        seen |= {f"/blog/older/{code(each)}/" for each in starts(number)}
        assert {address: world.leads(address) for address in seen if world.leads(address) in (404, 410)} == {}
    assert "/blog/" in {world.leads(address) for address in seen}
    world.prove()


def test_one_withdrawal_costs_the_same_however_many_sheets_were_lost_before(world: World) -> None:
    fill(world, 120)
    world.run()
    number = 10**12 + world.blog.pk
    asked = []
    for _ in range(8):
        withdraw(starts(number)[len(starts(number)) // 2])
        asked.append(world.run().tally.queries)
    assert max(asked[4:]) <= max(asked[:4]) * 1.5, asked


def test_sheets_and_feeds_follow_a_listing_that_moves(world: World) -> None:
    from masthead.entries.models import Category, Person, Tag

    fill(world, 60)
    world.run()
    roses, tag, person = Category.objects.get(slug="roses"), Tag.objects.first(), Person.objects.first()
    assert tag is not None
    assert person is not None
    old = ["/blog/", "/blog/topics/garden/", "/blog/topics/garden/roses/", f"/people/{person.slug}/"]
    seen = {address: base for base in old for address in (base, *sheets(world, base))}
    seen |= {f"{base}rss.xml": base for base in old}
    assert len(seen) > 12
    Category.objects.filter(slug="garden").update(slug="yard")
    roses.refresh_from_db()
    roses.slug = "flowers"
    roses.save()
    person.slug = "somebody"
    person.save()
    world.run()
    for address, base in seen.items():
        if base != "/blog/":
            target = str(world.leads(address))
            assert target.startswith(("/blog/topics/yard/", "/people/somebody/")), (address, target)
            assert world.leads(target) == "here", (address, target)
    world.prove()
    blog = type(world.blog).objects.get(pk=world.blog.pk)
    blog.slug = "journal"
    blog.save_revision().publish()
    world.run()
    for address in seen:
        target = str(world.leads(address))
        assert target.startswith(("/journal/", "/people/somebody/")), (address, target)
        assert world.leads(target) == "here", (address, target)
    world.prove()


def test_a_term_or_person_without_public_entries_is_gone_and_may_come_back(world: World) -> None:
    ada, red = world.person("Ada"), world.tag("red")
    entry = world.article("Lamp", tags=[red])
    world.byline(entry, ada)
    world.run()
    places = ["/people/ada/", "/people/ada/rss.xml", "/blog/tags/red/", "/blog/lamp/"]
    assert {world.leads(address) for address in places} == {"here"}
    withdraw(entry.pk)
    world.run()
    assert {world.leads(address) for address in places} == {410}
    world.publish(type(entry).objects.get(pk=entry.pk))
    world.run()
    assert {world.leads(address) for address in places} == {"here"}
    red.slug = "scarlet"
    red.save()
    world.run()
    red.delete()
    ada.delete()
    world.run()
    assert [world.leads(address) for address in (*places, "/blog/tags/scarlet/")] == [410, 410, 410, "here", 410]
    world.prove()


def test_there_and_back_again_is_no_loop(world: World) -> None:
    entry = world.article("A", slug="a")
    for slug in ("b", "a", "c", "b", "a"):
        entry = world.edit(entry, slug=slug)
        world.run()
        assert world.leads(f"/blog/{slug}/") == "here"
        others = {world.leads(f"/blog/{other}/") for other in "abc" if other != slug}
        assert others <= {f"/blog/{slug}/", 404}
    world.prove()


def test_two_entries_that_swap_their_addresses_lead_nobody_in_circles(world: World) -> None:
    one, two = world.article("One", slug="one"), world.article("Two", slug="two")
    world.run()
    for entry, slug in ((one, "aside"), (two, "one"), (one, "two")):
        world.edit(entry, slug=slug)
        world.run()
    assert "One" in world.page("/blog/two/")
    assert "Two" in world.page("/blog/one/")
    assert world.leads("/blog/aside/") == "/blog/two/"
    world.prove()


def test_who_takes_over_an_address_wins_and_when_it_goes_the_old_owner_is_found_again(world: World) -> None:
    first = world.edit(world.article("First", slug="here"), slug="there")
    world.run()
    assert world.leads("/blog/here/") == "/blog/there/"
    second = world.article("Second", slug="here")
    world.run()
    assert "Second" in world.page("/blog/here/")
    second.unpublish()
    world.run()
    assert world.leads("/blog/here/") == "/blog/there/"
    world.publish(type(second).objects.get(pk=second.pk))
    world.run()
    assert world.leads("/blog/here/") == "here"
    type(second).objects.get(pk=second.pk).delete()
    world.run()
    assert world.leads("/blog/here/") == "/blog/there/"
    type(first).objects.get(pk=first.pk).delete()
    world.run()
    assert (world.leads("/blog/here/"), world.leads("/blog/there/")) == (410, 410)
    world.prove()


def test_an_entry_that_goes_to_another_blog_and_pages_below_one_that_moves_are_found(world: World) -> None:
    from masthead.entries.models import Blog, Home, StaticPage

    news = Home.objects.get().add_child(instance=Blog(title="News", slug="news", language="en"))
    entry = world.article("Lamp")
    about, other = world.static_page("About"), world.static_page("Other")
    below = world.static_page("People here", parent=about)
    deepest = world.static_page("Old ones", parent=below)
    world.run()
    entry.move(news, pos="last-child")
    StaticPage.objects.get(pk=about.pk).move(StaticPage.objects.get(pk=other.pk), pos="last-child")
    world.run()
    assert world.leads("/blog/lamp/") == "/news/lamp/"
    assert world.leads("/about/people-here/old-ones/") == "/other/about/people-here/old-ones/"
    page = StaticPage.objects.get(pk=about.pk)
    page.slug = "us"
    page.save_revision().publish()
    world.run()
    for address in ("/about/people-here/old-ones/", "/other/about/people-here/old-ones/"):
        assert world.leads(address) == "/other/us/people-here/old-ones/"
    StaticPage.objects.get(pk=about.pk).delete()
    world.run()
    for address in ("/about/", "/other/us/", "/other/us/people-here/", "/about/people-here/old-ones/"):
        assert world.leads(address) == 410, address
    assert not StaticPage.objects.filter(pk=deepest.pk).exists()
    world.prove()


def test_the_history_is_written_with_the_change_or_not_at_all(world: World) -> None:
    from django.db import transaction

    from masthead.entries.models import AddressHistory

    entry = world.article("Lamp")

    def change() -> None:
        with transaction.atomic():
            world.edit(entry, slug="lantern")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert not AddressHistory.objects.filter(address="/blog/lamp/").exists()
    world.edit(entry, slug="lantern")
    assert AddressHistory.objects.filter(address="/blog/lamp/", target_id=entry.pk).exists()
