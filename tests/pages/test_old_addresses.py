"""Whatever changes an address leaves the old one behind: in one transaction, without circles, and gone when deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from pages.world import World


def saved(thing: Any, **fields: Any) -> None:
    found = type(thing).objects.get(pk=thing.pk)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()


def test_slug_date_parent_and_terms_leave_a_way_in_the_same_transaction(world: World) -> None:
    from django.db import transaction

    from masthead.entries import projection
    from masthead.entries.models import AddressHistory, Blog, Category, Home, Tag

    news = Home.objects.get().add_child(instance=Blog(title="News", slug="news", language="en"))
    top = Category.objects.create(blog=world.blog, name="Top")
    below = Category.objects.create(blog=world.blog, name="Below", parent=top)
    other = Category.objects.create(blog=world.blog, name="Other")
    tag = Tag.objects.create(blog=world.blog, name="Tag")
    ada = world.person("Ada")
    article = world.article("Lamp", date="2021-05-01T12:00:00")
    article.categories.add(below)
    article.tags.add(tag)
    article.save()
    world.byline(article, ada)
    note, moving = world.note("<p>Short.</p>", date="2021-05-02T12:00:00"), world.article("Moving")
    world.run()

    def moved_to(blog: Any) -> None:
        type(moving).objects.get(pk=moving.pk).move(Blog.objects.get(pk=blog.pk), pos="last-child")

    dated = f"/blog/2021/05/02/{note.code}/"
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "/blog/lamp/": (lambda: world.edit(article, slug="lantern"), "/blog/lantern/"),
        dated: (lambda: world.edit(note, date=dt.datetime(2020, 1, 2, 12, tzinfo=dt.UTC)),
                f"/blog/2020/01/02/{note.code}/"),
        "/blog/moving/": (lambda: moved_to(news), "/news/moving/"),
        "/blog/topics/top/below/": (lambda: saved(below, parent=other), "/blog/topics/other/below/"),
        "/blog/topics/other/below/": (lambda: saved(other, slug="another"), "/blog/topics/another/below/"),
        "/blog/tags/tag/": (lambda: saved(tag, slug="label"), "/blog/tags/label/"),
        "/people/ada/": (lambda: saved(ada, slug="ada-barrow"), "/people/ada-barrow/"),
    }  # fmt: skip

    def undone(act: Callable[[], Any], old: str) -> None:
        with transaction.atomic():
            act()
            projection.settle(transaction.get_connection())
            assert remembered(old), old
            raise Thought

    def remembered(address: str) -> bool:
        return AddressHistory.objects.filter(address=address).exists()

    class Thought(Exception):
        pass

    for old, (act, new) in acts.items():
        with pytest.raises(Thought):
            undone(act, old)
        assert not remembered(old), f"{old} was left behind by a change that did not happen"
        act()
        assert remembered(old), old
        world.run()
        assert world.leads(old) == new
    world.prove()


def test_a_category_that_goes_there_and_back_leads_nobody_in_circles(world: World) -> None:
    from django.core.exceptions import ValidationError

    from masthead.entries.models import Category

    one, two = (Category.objects.create(blog=world.blog, name=name) for name in ("One", "Two"))
    leaf = Category.objects.create(blog=world.blog, name="Leaf", parent=one)
    entry = world.article("Lamp")
    entry.categories.add(leaf)
    entry.save()
    world.run()
    places = {one.pk: "/blog/topics/one/leaf/", two.pk: "/blog/topics/two/leaf/"}
    for parent in (two, one, two, one):
        saved(leaf, parent=parent)
        world.run()
        here, there = places[parent.pk], places[(one.pk + two.pk) - parent.pk]
        assert (world.leads(here), world.leads(there)) == ("here", here)
    one.refresh_from_db()
    one.parent = Category.objects.get(pk=leaf.pk)
    with pytest.raises(ValidationError, match="cannot stand below itself"):
        one.full_clean()
    world.prove()


def test_whatever_deletes_a_public_entry_leaves_410_at_all_its_addresses(world: World) -> None:
    def entry(name: str) -> Any:
        return world.edit(world.article(name, slug=f"{name}-before"), slug=name)

    model, tree, rows, draft = entry("model"), entry("tree"), entry("rows"), world.article("Draft", live=False)
    world.run()
    type(model).objects.get(pk=model.pk).delete()
    from wagtail.models import Page

    Page.objects.filter(pk=tree.pk).delete()
    for table, column in (("masthead_article", "entry_ptr_id"), ("masthead_entry", "page_ptr_id")):
        world.sql(f"delete from {table} where {column} = %s", rows.pk)
    type(draft).objects.get(pk=draft.pk).delete()
    world.run()
    for name in ("model", "tree", "rows"):
        assert (world.leads(f"/blog/{name}/"), world.leads(f"/blog/{name}-before/")) == (410, 410), name
    assert world.leads("/blog/draft/") == 404, "nobody ever saw it"
    world.prove()


def test_a_copy_takes_nothing_from_its_original(world: World) -> None:
    """Neither its identity, nor its address, nor the way from its old ones; though it has all its versions."""
    original = world.edit(world.article("Lamp", slug="lamp-before", source="wordpress:7"), slug="lamp")
    copied = type(original).objects.get(pk=original.pk).copy(copy_revisions=True, keep_live=True)
    world.run()
    assert copied.permanent_id != original.permanent_id
    assert copied.source == ""
    assert {str(each.as_object().permanent_id) for each in copied.revisions.all()} == {str(copied.permanent_id)}
    assert (world.leads("/blog/lamp/"), world.leads("/blog/lamp-2/")) == ("here", "here")
    assert world.leads("/blog/lamp-before/") == "/blog/lamp/"
    original.refresh_from_db()
    original.delete()
    world.run()
    assert world.leads("/blog/lamp/") == 410
    assert world.leads("/blog/lamp-2/") == "here"
    world.prove()
