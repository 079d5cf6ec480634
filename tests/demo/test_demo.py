from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow

from masthead.demo.content import SITE
from masthead.demo.films import FILMS
from masthead.demo.papers import PAPERS
from masthead.demo.pictures import HEIGHT, PICTURES, WIDTH
from masthead.demo.records import EntryData
from masthead.demo.sounds import SOUNDS
from masthead.entries.contents import agrees
from masthead.entries.excerpts import excerpt
from masthead.entries.rendering import Document, Picture, loose_ends, page_html
from masthead.site.folder import SiteFolder

ENGLISH, PERSIAN = SITE.blogs


class Links:
    def url_of(self, page_id: int) -> str | None:
        return None

    def picture(self, image_id: int, shape: str = "whole") -> Picture | None:
        return Picture("/media/x.jpg", 1600, 900, "From the picture")

    def document(self, document_id: int) -> Document | None:
        return None


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_drawn_the_same_each_time(name: str) -> None:
    _, description, draw = PICTURES[name]
    drawn = draw()
    assert drawn == draw()
    assert Pillow.open(BytesIO(drawn)).size == (WIDTH, HEIGHT)
    assert description.endswith(".")


@pytest.mark.parametrize("name", SOUNDS)
def test_sounds_are_made_the_same_each_time(name: str) -> None:
    _, made = SOUNDS[name]
    assert made() == made()
    assert agrees("a.wav", BytesIO(made()))


@pytest.mark.parametrize("entry", [*ENGLISH.entries, *PERSIAN.entries], ids=lambda entry: entry.key)
def test_every_entry_has_something_to_read(entry: EntryData) -> None:
    blocks = json.loads(json.dumps(entry.body))
    language = entry.language or entry.key[:2]
    assert "<p" in page_html(blocks, Links(), language=language)
    assert excerpt(entry.summary, blocks, language=language).text
    assert loose_ends(blocks) == ((), ())


@pytest.mark.parametrize("name", FILMS)
def test_films_are_made_the_same_each_time(name: str) -> None:
    _, made = FILMS[name]
    assert made() == made()
    assert agrees("a.webm", BytesIO(made()))


@pytest.mark.parametrize("name", PAPERS)
def test_papers_are_what_their_names_say(name: str) -> None:
    _, file, content = PAPERS[name]
    assert agrees(file, BytesIO(content.encode()))


def test_the_demo_shows_every_sort_of_block() -> None:
    """The blocks that the store knows how to lay out, by the names of the reference."""
    reference = (Path(__file__).parents[2] / "docs" / "reference" / "block-format.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^\| `(\w+)` \|", reference, re.MULTILINE))
    shown = {block["type"] for entry in (*ENGLISH.entries, *PERSIAN.entries) for block in entry.body}
    assert shown == known


def test_entries_stand_in_their_order_and_name_what_is_there() -> None:
    people = {person.key for person in SITE.people}
    for blog in SITE.blogs:
        dates = [entry.date for entry in blog.entries if entry.date]
        assert dates == sorted(dates)
        assert len({entry.key for entry in blog.entries}) == len(blog.entries)
        assert {key for entry in blog.entries for key, _ in entry.byline} <= people
        assert {tag for entry in blog.entries for tag in entry.tags} == set(blog.tags)


def test_persian_is_written_with_persian_letters_and_joins() -> None:
    text = json.dumps([PERSIAN, SITE.static_pages[1]], ensure_ascii=False)
    assert not re.search("[يكىة]", text)  # Arabic ones that look alike
    assert not re.search(r"(?<![\w‌])ن?می \w", text)  # a space where a zero-width non-joiner belongs
    assert not re.search(r"\w ها\b", text)
    assert not re.search("‌[\\s.,،؛«»<]|[\\s«»>]‌", text)  # joins that join nothing


def test_a_demo_site_has_entries_in_two_languages_and_keeps_the_rest_back(site: SiteFolder) -> None:
    from wagtail.fields import StreamField
    from wagtail.models import Page

    from masthead.demo import load
    from masthead.demo.loading import of_kinds, with_kinds
    from masthead.entries.models import Blog, Byline, Entry, Home, Image, Person, PublicEntry, PublicPage, SiteSettings

    load()
    assert [sum(problems) if isinstance(problems, int) else len(problems) for problems in Page.find_problems()] == [
        0
    ] * 5
    kinds = of_kinds()
    assert {blog.title: PublicEntry.objects.filter(blog_id=blog.pk).count() for blog in Blog.objects.all()} == {
        blog.name: sum(entry.state == "public" for entry in with_kinds(blog, kinds).entries) for blog in SITE.blogs
    }
    assert Person.objects.count() == len(SITE.people) + sum(len(kind.people) for kind in kinds)
    assert Person.objects.exclude(pk__in=Byline.objects.values("person_id")).count() == 0
    assert {image.width for image in Image.objects.all()} == {WIDTH, 1200}, "scenes, and the page of a newspaper"
    held_back = Entry.objects.exclude(pk__in=PublicEntry.objects.values("entry_id"))
    assert {entry.headline for entry in held_back} == {
        "Notes for a history of puddles",
        "Programme of the longest night",
    }
    assert held_back.get(headline__startswith="Programme").approved_schedule
    assert not [blog.title for blog in Blog.objects.all() if blog.draft_title != blog.title]
    assert [block.block_type for block in Home.objects.get().sections] == ["lead", "blog", "blog"]
    assert sorted(Entry.objects.filter(pinned=True).values_list("blog_id", flat=True)) == sorted(
        Blog.objects.values_list("pk", flat=True)
    )
    addresses = set(PublicPage.objects.values_list("address", flat=True))
    assert {
        "/",
        "/blog/why-we-began-with-the-lamps/",
        "/چراغ-بان/نوروز-در-کوچه-فانوس/",
        "/about/",
        "/درباره/",
    } <= addresses
    assert [item.page.title for item in SiteSettings.objects.get().menu.all()] == [
        "The Lamplighter",
        "چراغ‌بان",
        "About the association",
        "دربارهٔ انجمن",
    ]
    # Whoever opens an entry at the desk finds all of it there, and saves no less.
    for entry in Entry.objects.all():
        made = entry.specific
        for field in made._meta.get_fields():
            if isinstance(field, StreamField):
                stream = field.value_from_object(made)
                there = leaves([block["value"] for block in stream.raw_data])
                # As blocks, so that all are read, as the form reads them.
                assert there - {"<p></p>"} <= leaves([block.block.get_prep_value(block.value) for block in stream]), (
                    made.slug
                )


def leaves(value: object) -> set[str]:
    """All words that stand anywhere in it."""
    if isinstance(value, dict | list):
        return set().union(*map(leaves, value.values() if isinstance(value, dict) else value))
    return {str(value)}


def test_what_was_named_keeps_its_name(site: SiteFolder) -> None:
    from masthead.demo import load
    from masthead.entries.models import Blog, SiteSettings

    SiteSettings.objects.update(name="Ours")
    Blog.objects.update(title="Our blog")
    load()
    assert SiteSettings.objects.get().name == "Ours"
    assert Blog.objects.count() == 3
