"""Listings of kinds, languages, years and months, through the store."""

from __future__ import annotations

from pathlib import Path

from pages.world import World


def exists(world: World, address: str) -> bool:
    return (Path(world.folder.store) / address.lstrip("/") / "index.html").exists()


def set_language(world: World, language: str) -> None:
    from masthead.entries.models import Blog

    blog = Blog.objects.get(pk=world.blog.pk)
    blog.language = language
    world.publish(blog)


def test_the_archive_leads_over_years_and_months_to_every_entry(world: World) -> None:
    world.article("New year", date="2024-01-01T10:00:00")
    world.article("Old year", date="2023-12-31T10:00:00")
    world.article("Older year", date="2021-05-05T10:00:00")
    world.run()
    archive = world.page("/blog/archive/")
    assert [archive.index(f'href="/blog/{year}/"') for year in (2024, 2023, 2021)] == sorted(
        archive.index(f'href="/blog/{year}/"') for year in (2024, 2023, 2021)
    )
    assert 'href="/blog/2023/12/"' in world.page("/blog/2023/")
    month = world.page("/blog/2023/12/")
    assert "December 2023" in month
    assert "Old year" in month
    assert "New year" not in month
    assert 'href="/blog/2023/"' in month
    assert 'href="/blog/archive/"' in month
    assert 'href="/blog/archive/"' in world.page("/blog/old-year/")
    world.prove()


def test_a_persian_blog_counts_by_its_own_calendar(world: World) -> None:
    """Nowruz of 1403 was on 20 March 2024; the address of a note keeps the other calendar."""
    set_language(world, "fa")
    world.article("Last day", slug="last", date="2024-03-19T12:00:00")
    note = world.note("<p>سال نو</p>", date="2024-03-20T12:00:00")
    world.run()
    assert "۱۴۰۳" in world.page("/blog/archive/")
    assert "فروردین ۱۴۰۳" in world.page("/blog/1403/01/")
    assert "سال نو" in world.page("/blog/1403/01/")
    assert "اسفند ۱۴۰۲" in world.page("/blog/1402/12/")
    assert "سال نو" in world.page(f"/blog/2024/03/20/{note.code}/")
    assert not exists(world, "/blog/2024/03/")
    world.prove()


def test_names_stand_as_readers_of_the_language_sort_them(world: World) -> None:
    """By code point the letters that Persian has beside Arabic come last."""
    set_language(world, "fa")
    names = ["پدر", "گل", "مادر", "یاد"]
    above = world.category("باغ")
    terms = [world.category(name, above) for name in reversed(names)]
    tags = [world.tag(f"{name} ما") for name in reversed(names)]
    entry = world.article("همه", slug="all", language="fa")
    entry.categories, entry.tags = terms, tags
    world.publish(entry)
    languages = {"de": "آلمانی", "en": "انگلیسی", "pa": "پنجابی", "gu": "گجراتی", "hi": "هندی"}
    for language in languages:
        world.article(language, language=language)
    world.run()
    assert_order(world.page("/blog/all/"), [f">{name}<" for name in names])
    assert_order(world.page("/blog/all/"), [f">{name} ما<" for name in names])
    assert_order(world.page(f"/blog/topics/{above.slug}/"), [f">{name}<" for name in names])
    assert_order(world.page("/blog/archive/"), [f">{name}<" for name in languages.values()])
    world.prove()


def assert_order(page: str, words: list[str]) -> None:
    assert sorted(words, key=page.index) == words


def test_a_blog_that_changes_its_language_changes_its_calendar(world: World) -> None:
    world.article("Spring", date="2024-03-20T12:00:00", language="en")
    world.run()
    assert exists(world, "/blog/2024/03/")
    assert not exists(world, "/blog/languages/en/")
    set_language(world, "fa")
    world.run()
    assert not exists(world, "/blog/2024/03/")
    assert exists(world, "/blog/1403/01/")
    assert exists(world, "/blog/languages/en/")
    world.prove()


def test_an_entry_of_any_language_is_laid_out(world: World) -> None:
    """Also of one that the site has never seen: its names of months are read when they are needed."""
    for language in ("de", "sw", "tlh", "pt-BR"):
        world.article(f"In {language}", slug=language.lower(), language=language, date="2024-10-04T12:00:00")
    outcome = world.run()
    assert outcome.failed == {}
    assert "4. Oktober 2024" in world.page("/blog/de/")
    assert "In de" in world.page("/blog/languages/de/")
    assert "German" in world.page("/blog/languages/de/")
    assert "Portuguese (Brazil)" in world.page("/blog/archive/")
    world.prove()


def test_kinds_are_told_apart_once_there_are_two(world: World) -> None:
    world.article("Long")
    world.run()
    assert "/blog/kinds/" not in world.page("/blog/archive/")
    note = world.note("<p>Short.</p>")
    world.run()
    archive = world.page("/blog/archive/")
    assert 'href="/blog/kinds/article/"' in archive
    assert 'href="/blog/kinds/note/"' in archive
    assert "Short." in world.page("/blog/kinds/note/")
    assert "Short." not in world.page("/blog/kinds/article/")
    note.unpublish()
    world.run()
    assert not exists(world, "/blog/kinds/note/")
    world.prove()


def test_a_month_is_cut_into_sheets_like_any_listing(world: World) -> None:
    for day in range(1, 29):
        world.article(f"Day {day}", date=f"2024-02-{day:02}T12:00:00")
    world.run()
    seen, address = [], "/blog/2024/02/"
    while address:
        page = world.page(address)
        seen += [f"Day {day}" for day in range(1, 29) if f"<bdi>Day {day}</bdi></a></h2>" in page]
        older = page.partition('<a class="older" rel="prev" href="')[2].partition('"')[0]
        assert older == "" or older.startswith("/blog/2024/02/older/")
        address = older
    assert sorted(seen) == sorted(f"Day {day}" for day in range(1, 29))


def test_a_publication_moves_only_its_own_month(world: World) -> None:
    world.article("One", date="2024-01-01T10:00:00")
    world.article("Two", date="2023-12-31T10:00:00")
    world.run()
    world.article("Three", date="2023-12-30T10:00:00")
    receipt = world.run().receipt
    assert receipt is not None
    assert set(receipt.appeared) == {"/blog/three/"}
    assert "/blog/2023/12/" in receipt.changed
    assert not {"/blog/archive/", "/blog/2023/", "/blog/2024/", "/blog/2024/01/"} & set(receipt.changed)


def test_a_renamed_blog_takes_its_archive_with_it(world: World) -> None:
    world.article("One", date="2024-01-01T10:00:00")
    world.note("<p>Two.</p>", date="2024-01-02T10:00:00", language="fa")
    world.run()
    blog = type(world.blog).objects.get(pk=world.blog.pk)
    blog.slug = "journal"
    world.publish(blog)
    world.run()
    for rest in ("archive/", "2024/", "2024/01/", "kinds/note/", "languages/fa/"):
        answer = world.answer(f"/blog/{rest}")
        assert answer is not None
        assert answer["location"] == f"/journal/{rest}"
    world.prove()


def test_what_no_address_can_hold_gets_none(world: World) -> None:
    entry = world.article("One", date="2024-01-01T10:00:00")
    world.sql("update masthead_entry set kind = '../..', language = 'a/b' where page_ptr_id = %s", entry.pk)
    outcome = world.run()
    assert outcome.failed == {}
    assert "/blog/kinds" not in world.page("/blog/archive/")
    world.prove()


def test_an_archive_leads_to_no_archive_but_its_years_do(world: World) -> None:
    world.note("<p>One.</p>", date="2023-01-01T10:00:00")
    world.run()
    assert "Archive of" not in world.page("/blog/archive/")
    assert "Archive of" in world.page("/blog/2023/")
