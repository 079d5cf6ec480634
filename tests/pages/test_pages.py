"""What readers get, and which pages an edit makes anew."""

from __future__ import annotations

from pages.world import CANARY, World


def test_an_empty_site_has_its_own_pages(world: World) -> None:
    outcome = world.run()
    assert outcome.perfect
    assert outcome.receipt is not None
    assert {
        "/",
        "/blog/",
        "/blog/rss.xml",
        "/blog/atom.xml",
        "/404.html",
        "/410.html",
        "/robots.txt",
        "/favicon.ico",
        "/sitemap.xml",
    } <= set(outcome.receipt.appeared)
    world.prove()


def test_an_entry_is_published_edited_and_withdrawn(world: World) -> None:
    world.run()
    entry = world.article("A lantern in March", text="<p>First light.</p>", date="2024-03-01T10:00:00")
    first = world.run()
    assert first.receipt is not None
    assert set(first.receipt.appeared) == {
        "/blog/a-lantern-in-march/", "/blog/2024/", "/blog/2024/03/", "/blog/kinds/article/",
        "/blog/sitemap-2024-03.xml", "/blog/kinds/article/rss.xml", "/blog/kinds/article/atom.xml",
        "/blog/kinds/article/feed.json",
    }  # fmt: skip
    assert set(first.receipt.changed) == {
        "/", "/blog/", "/blog/archive/", "/blog/rss.xml", "/blog/atom.xml", "/blog/feed.json", "/sitemap.xml",
    }  # fmt: skip
    world.prove()
    assert "First light." in world.page("/blog/a-lantern-in-march/")

    entry = world.rewrite(entry, "<p>First light, again.</p>")
    second = world.run()
    assert second.receipt is not None
    assert "/blog/a-lantern-in-march/" in second.receipt.changed
    assert not second.receipt.appeared
    world.prove()

    entry.unpublish()
    third = world.run()
    assert third.receipt is not None
    assert world.answer("/blog/a-lantern-in-march/") == {"address": "/blog/a-lantern-in-march/", "status": 410}
    world.prove()


def test_what_is_not_public_is_in_no_file(world: World) -> None:
    from wagtail.models import PageViewRestriction

    world.article("Public one")
    world.article(f"{CANARY} draft", live=False)
    shown = world.article("Live with a draft")
    shown.headline = f"{CANARY} better headline"
    shown.save_revision()
    gone = world.article(f"{CANARY} unpublished")
    gone.unpublish()
    held = world.article(f"{CANARY} restricted")
    PageViewRestriction.objects.create(page=held, restriction_type="password", password="x")
    below = world.static_page("Hall", live=False)
    world.static_page(f"{CANARY} room", parent=below)
    world.run()
    world.prove()
    assert world.leaks() == []


def test_a_new_slug_leaves_a_redirect(world: World) -> None:
    entry = world.article("Old name")
    world.run()
    world.edit(entry, slug="new-name")
    world.run()
    assert world.answer("/blog/old-name/") == {
        "address": "/blog/old-name/",
        "location": "/blog/new-name/",
        "status": 301,
    }
    world.prove()


def test_a_renamed_person_moves_only_what_names_them(world: World) -> None:
    ada, ben = world.person("Ada Barrow"), world.person("Ben Cole")
    one, two = world.article("One"), world.article("Two")
    world.byline(one, ada)
    world.byline(two, ben)
    world.run()
    ada.name = "Ada Barrow-Hale"
    ada.save()
    outcome = world.run()
    assert outcome.receipt is not None
    assert set(outcome.receipt.changed) == {
        "/", "/blog/", "/blog/one/", "/blog/rss.xml", "/blog/atom.xml", "/people/ada-barrow/", "/people/",
        "/blog/feed.json", "/blog/kinds/article/", "/blog/2011/02/",
        *(f"{of}{form}" for of in ("/blog/kinds/article/", "/people/ada-barrow/")
          for form in ("rss.xml", "atom.xml", "feed.json")),
    }  # fmt: skip
    world.prove()


def test_a_blog_that_is_withdrawn_goes_whole_without_a_word(world: World) -> None:
    """However much of the site it is: the guard against a wrong database must hold back nothing that is withdrawn."""
    from wagtail.models import PageViewRestriction

    from masthead.entries.models import Home

    for _ in range(12):
        world.article()
    before = set(world.run().receipt.appeared)  # type: ignore[union-attr]
    world.blog.unpublish()
    world.run()
    assert not [address for address in before if address.startswith("/blog/") and world.leads(address) == "here"]
    world.blog.refresh_from_db()
    world.publish(world.blog)
    world.run()
    PageViewRestriction.objects.create(page=Home.objects.get(), restriction_type="login")
    world.run()
    assert not [address for address in before if address.startswith("/blog/") and world.leads(address) == "here"]
    world.prove()


def test_where_nothing_stands_each_blog_is_answered_in_its_language(world: World) -> None:
    from masthead.entries.models import Blog, Home

    world.run()
    assert "<h2" not in world.page("/404.html"), "one language, one sentence"
    add = Home.objects.get().add_child
    persian, german = (
        add(instance=Blog(title=slug, slug=slug, language=language)) for slug, language in (("p", "fa"), ("g", "de"))
    )
    world.run()
    for address, words in (("/404.html", "این صفحه پیدا نشد"), ("/410.html", "این صفحه برداشته شده است")):
        page = world.page(address)
        assert '<html lang="en" dir="ltr">' in page
        assert f'<div class="static" lang="fa" dir="rtl">\n<h2 class="headline">{words}</h2>' in page
        assert page.count("<h2") == 1, "the interface has no German"
    world.edit(german, title="Another name")
    receipt = world.run().receipt
    assert receipt is not None
    assert "/404.html" not in receipt.changed
    Blog.objects.get(pk=persian.pk).unpublish()
    world.run()
    assert "<h2" not in world.page("/404.html")
    world.prove()
