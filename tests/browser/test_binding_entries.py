"""A series, entries to read on, two persons who are one: made at the desk, read in English and Persian."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.conftest import Door
from browser.people import Person, tick
from browser.serving import Served, Window, wait_for

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
CODE = """
import datetime as dt, json
from masthead.entries.models import Blog, Byline, Person
from masthead.kinds.article.models import Article
ada, twin = (Person.objects.create(name=name) for name in ("Ada Barrow", "A. Barrow"))
parts = (("The door", ada, "en"), ("The marsh", twin, "en"), ("خانه", ada, "fa"))
for day, (name, who, language) in enumerate(parts, 1):
    body = json.dumps([{"type": "text", "value": f"<p>{name}.</p>"}])
    date = dt.datetime(2024, 5, day, 12, tzinfo=dt.UTC)
    entry = Article(headline=name, slug=f"part-{day}", language=language, body=body, date=date, live=False)
    entry.bylines = [Byline(person=who, role="author")]
    Blog.objects.get().add_child(instance=entry)
    entry.save_revision().publish()
"""


def choose(person: Person, panel: str, title: str) -> None:
    """Adds an entry to a list of the form."""
    page = person.page
    page.locator(f"#id_{panel}-ADD").click()
    page.locator(f"#id_{panel}-FORMS").get_by_role("button", name="Choose a page").last.click()
    dialog = page.locator(".modal-body")
    dialog.locator("input[name=q]").fill(title)
    # Who clicks while what was found takes the list's place clicks on nothing.
    expect(dialog.get_by_text(re.compile(r"There (is|are) \d+ match"))).to_be_visible()
    dialog.get_by_role("link", name=title, exact=True).first.click()
    expect(dialog).to_have_count(0)


def flawless(window: Window) -> None:
    assert not Axe().run(window.page, options=RULES).response["violations"]


def test_entries_are_bound_and_persons_become_one(door: Door, site: Served, reader: Window) -> None:
    site.python(CODE)
    wait_for((site.store / "blog" / "part-3" / "index.html").exists, 60)
    editor = door.person("edda", "editor")

    editor.page.goto("/desk/snippets/masthead/series/add/")
    editor.page.fill("input[name=name]", "The Long Walk")
    editor.page.select_option("select[name=blog]", label="Blog")
    for title in ("The marsh", "The door"):
        choose(editor, "parts", title)
    editor.page.locator("#id_parts-FORMS").get_by_title("Move up").last.click()
    editor.page.get_by_role("button", name="Save").first.click()
    expect(editor.page.locator(".messages .success").first).to_be_visible()
    front = site.store / "blog" / "series" / "the-long-walk" / "index.html"
    wait_for(front.exists, 60)
    site.rest()

    third = editor.number_of("خانه")
    editor.edit(third)
    editor.page.select_option("select[name=series]", label="The Long Walk")
    choose(editor, "related", "The marsh")
    tick(editor.page.get_by_label(re.compile(r"The door \(article")))
    editor.publish()
    page = site.store / "blog" / "part-3" / "index.html"
    wait_for(lambda: "بخش ۳ از ۳" in page.read_text() and "part-1" in page.read_text(), 60)
    site.rest()

    reader.page.goto("/blog/series/the-long-walk/")
    headlines = reader.page.locator("ol.series .headline")
    expect(headlines).to_have_text(["The door", "The marsh", "خانه"])
    flawless(reader)
    headlines.nth(1).get_by_role("link").click()
    expect(reader.page.get_by_text("Part 2 of 3 of The Long Walk")).to_be_visible()
    flawless(reader)
    around = reader.page.get_by_role("navigation", name="Series")
    around.get_by_role("link", name="Next part خانه").click()
    read_on = reader.page.get_by_role("region", name="بیشتر بخوانید")
    expect(read_on.get_by_role("link")).to_have_text(["The marsh", "The door"])
    expect(read_on.get_by_text("Article · 2 May 2024")).to_be_visible()
    flawless(reader)
    # The ring of focus at the start edge is whole: what clips it leaves it room.
    room = reader.page.evaluate("getComputedStyle(document.querySelector('main')).overflowClipMargin")
    assert room == "16px"

    editor.page.goto("/desk/snippets/masthead/person/")
    editor.page.get_by_role("link", name="Ada Barrow", exact=True).first.click()
    editor.page.get_by_role("button", name=re.compile("^Actions|^More")).first.click()
    editor.page.get_by_role("link", name="Merge with another").click()
    editor.page.get_by_role("button", name=re.compile("^Choose")).click()
    editor.page.locator(".modal-body").get_by_role("link", name="A. Barrow", exact=True).click()
    expect(editor.page.locator(".modal-body")).to_have_count(0)
    editor.page.get_by_role("button", name="Go on").click()
    expect(editor.page.get_by_text("1 public, 0 not public")).to_be_visible()
    assert not Axe().run(editor.page, context=".m-merge", options=RULES).response["violations"]
    editor.page.get_by_role("button", name="Merge", exact=True).click()
    expect(editor.page.locator(".messages .success").first).to_contain_text("has become one with")
    wait_for(
        lambda: (
            "a-barrow"
            not in (site.store / "blog" / "part-2" / "index.html").read_text().lower().replace("ada-barrow", "")
        ),
        60,
    )
    site.rest()
    reader.page.goto("/people/a-barrow/")
    expect(reader.page).to_have_url(re.compile("/people/ada-barrow/$"))
    expect(reader.page.locator(".teaser")).to_have_count(3)
    flawless(reader)
