"""Pinned entries, translations, a composed home page: through the store."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pages.world import CANARY, World


def headlines(page: str) -> list[str]:
    return re.findall(r'class="headline p-name"><a[^>]*><bdi>(.*?)</bdi>', page)


def compose(world: World, *sections: tuple[str, Any]) -> None:
    from masthead.entries.models import Home

    home = Home.objects.get()
    home.sections = json.dumps([{"type": kind, "value": value} for kind, value in sections])
    world.publish(home)


def test_a_pinned_entry_stands_above_the_newest_once(world: World) -> None:
    entries = [world.article(f"Day {day}", date=f"2024-02-{day:02}T12:00:00") for day in range(1, 6)]
    world.run()
    world.edit(entries[1], pinned=True)
    receipt = world.run().receipt
    assert receipt is not None
    assert headlines(world.page("/blog/")) == ["Day 2", "Day 5", "Day 4", "Day 3", "Day 1"]
    assert 'aria-label="Pinned"' in world.page("/blog/")
    assert headlines(world.page("/blog/2024/02/")) == ["Day 5", "Day 4", "Day 3", "Day 2", "Day 1"]
    assert "Pinned" not in world.page("/")
    world.prove()


def test_unpinning_by_whatever_program_moves_only_the_front(world: World) -> None:
    entries = [world.article(f"Day {day}", date=f"2024-02-{day:02}T12:00:00") for day in range(1, 26)]
    world.edit(entries[0], pinned=True)
    world.run()
    world.sql("update masthead_entry set pinned = %s where page_ptr_id = %s", False, entries[0].pk)
    receipt = world.run().receipt
    assert receipt is not None
    assert set(receipt.changed) == {"/blog/"}
    assert (receipt.appeared, receipt.gone) == ({}, ())


def test_a_pinned_draft_is_not_shown(world: World) -> None:
    world.article(f"{CANARY} pinned", pinned=True, live=False)
    world.article("Public")
    world.run()
    assert headlines(world.page("/blog/")) == ["Public"]
    world.prove()


def test_translations_lead_to_each_other_while_they_are_public(world: World) -> None:
    english = world.article("Bridges", slug="bridges", language="en")
    persian = world.article("پل‌ها", slug="bridges-fa", language="fa", translation_group=english.group)
    german = world.article("Brücken", slug="bridges-de", language="de", translation_group=persian.group)
    world.run()
    page = world.page("/blog/bridges/")
    assert '<link rel="alternate" hreflang="fa" href="http://localhost:8000/blog/bridges-fa/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://localhost:8000/blog/bridges/">' in page
    assert (
        '<a rel="alternate" hreflang="de" href="/blog/bridges-de/"><bdi lang="de" dir="ltr">Deutsch</bdi></a>' in page
    )
    assert 'hreflang="en" href="/blog/bridges/"' in world.page("/blog/bridges-fa/")
    assert 'hreflang="fa" href="/blog/bridges-fa/"' in world.page("/blog/bridges-de/")

    english.unpublish()
    world.run()
    assert "bridges/" not in world.page("/blog/bridges-de/").replace("/blog/bridges-de/", "")
    assert 'hreflang="fa"' in world.page("/blog/bridges-de/")
    world.edit(german, translation_group=None)
    world.run()
    assert "hreflang" not in world.page("/blog/bridges-de/")
    assert "hreflang" not in world.page("/blog/bridges-fa/")
    world.prove()


def test_a_copy_is_no_translation_and_not_pinned(world: World) -> None:
    english = world.article("Bridges", language="en", pinned=True)
    persian = world.article("پل‌ها", language="fa", translation_group=english.group)
    for entry in (english, persian):
        copied = type(entry).objects.get(pk=entry.copy().pk)
        assert (copied.translation_group, copied.pinned) == (None, False)
        assert list(copied.translations()) == []


def test_home_is_what_an_editor_composes(world: World) -> None:
    from masthead.entries.models import Blog, Home

    other = Home.objects.get().add_child(instance=Blog(title="Other", slug="other", language="fa"))
    entries = [world.article(f"Day {day}", date=f"2024-02-{day:02}T12:00:00") for day in range(1, 16)]
    world.run()
    assert headlines(world.page("/")) == [f"Day {day}" for day in range(15, 10, -1)]
    compose(
        world,
        ("lead", {"entry": entries[13].pk}),
        ("text", "<p>Welcome, <b>all</b>.</p><script>alert(1)</script>"),
        ("blog", {"blog": other.pk, "entries": 3}),
        ("blog", {"blog": world.blog.pk, "entries": 12}),
    )
    world.run()
    page = world.page("/")
    assert headlines(page) == ["Day 14", "Day 15", *(f"Day {day}" for day in range(13, 2, -1))]
    assert "Welcome, <b>all</b>." in page
    assert "<script>" not in page
    assert page.index("Welcome") < page.index(">Other<") < page.index("Day 15")
    entries[13].unpublish()
    world.run()
    assert headlines(world.page("/"))[:2] == ["Day 15", "Day 13"]
    world.prove()


@pytest.mark.parametrize(
    "stored",
    ["nonsense", '{"a": 1}', '["x", null, {"type": "lead"}, {"type": "lead", "value": {"entry": "1"}}]',
     '[{"type": "blog", "value": {"blog": true, "entries": -1}}, {"type": "text", "value": 5}]',
     '[{"type": "blog", "value": {"blog": 99999999999999999999, "entries": []}}]'],
)  # fmt: skip
def test_home_is_laid_out_whatever_a_row_holds(world: World, stored: str) -> None:
    world.article("One")
    world.sql("update masthead_home set sections = %s", json.dumps(stored) if stored == "nonsense" else stored)
    assert world.run().failed == {}
    world.prove()
