"""What raw SQL, an import or an older version may have written: no page passes it on."""

from __future__ import annotations

import pytest

from pages.world import World

SCRIPTS = ("javascript:alert(1)", " \tJAVA\nscript:alert(1)", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:x")


def test_no_row_becomes_a_link_to_a_script(world: World) -> None:
    from masthead.entries.models import MenuItem, SiteSettings

    settings = SiteSettings.objects.get()
    for number, address in enumerate((*SCRIPTS, "https://good.example/", "/blog/"), 1):
        MenuItem.objects.create(settings=settings, label=f"Item {number}", url=address, sort_order=number)
    people = [world.person(f"Person {number}") for number in range(len(SCRIPTS) + 1)]
    for person, address in zip(people, (*SCRIPTS, "https://good.example/me"), strict=True):
        world.sql("update masthead_person set website = %s where id = %s", address, person.pk)
    world.byline(world.article("Theirs"), *people)
    outcome = world.run()
    assert outcome.perfect, outcome.failed
    pages = {path: world.press.store.read(path) for path in world.press.store.paths() if path.endswith(".html")}
    for path, page in pages.items():
        assert b"script:" not in page.lower().replace(b"\n", b""), path
        assert b"data:text" not in page, path
    front = world.page("/")
    assert 'href="https://good.example/"' in front
    assert "Item 1" not in front
    assert 'href="https://good.example/me"' in world.page("/people/person-4/")
    assert "sameAs" not in world.page("/people/person-0/")


@pytest.mark.parametrize("slug", ["desk", "media", "Theme", "people", ".answers"])
def test_a_page_below_a_reserved_address_fails_and_takes_nothing_else_down(world: World, slug: str) -> None:
    about, blog = world.static_page("About"), world.blog
    world.article("A lamp")
    world.run()
    world.sql("update wagtailcore_page set slug = %s where id = %s", slug, about.pk)
    outcome = world.run()
    assert list(outcome.failed) == [f"/{slug}/"]
    assert "an address that Masthead needs itself" in outcome.failed[f"/{slug}/"]
    world.sql("update wagtailcore_page set slug = 'about' where id = %s", about.pk)
    world.sql("update wagtailcore_page set slug = %s where id = %s", slug, blog.pk)
    outcome = world.run()
    groups = {f"the pages of {part}_group" for part in ("blog", "year", "month", "day")}
    assert {name for name in outcome.failed if name.startswith("the")} == groups
    assert not [path for path in world.press.store.paths() if path.startswith(f"{slug}/") and "a-lamp" in path]
    assert "A lamp" in world.page("/blog/a-lamp/"), "what was there stays"
    world.sql("update wagtailcore_page set slug = 'blog' where id = %s", blog.pk)
    assert world.run().perfect
    world.prove()
