"""A passage in a real browser: written, reviewed, read in English and Persian, taken along, withdrawn."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.conftest import Door
from browser.people import Person, tick, type_into
from browser.serving import Served, Window, wait_for

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
ADDRESS = "/blog/the-price-of-the-dark/"


def write_into(person: Person, field: str, text: str) -> None:
    """A block of text in one of the form's bodies."""
    within = person.page.locator(f"[data-contentpath={field}]")
    within.get_by_title("Insert a block").last.click()
    person.page.get_by_role("option", name="Text", exact=True).click()
    type_into(within.locator("[role=textbox][contenteditable=true]").last, text)


def test_a_passage_goes_the_whole_way(door: Door, site: Served, reader: Window) -> None:
    writer, editor = door.person("wilma", "writer"), door.person("edda", "editor")
    writer.start("Passage")
    writer.page.fill("input[name=headline]", "The price of the dark")
    write_into(writer, "passage", "Who is taxed for the dark?")
    tick(writer.page.locator("input[name=omitted_after]"))
    writer.page.fill("[name=source_authors]", "Pell, Josiah")
    writer.page.fill("[name=source_title]", "A tax on lamps")
    writer.page.fill("[name=source_container]", "The Mercury")
    writer.page.fill("[name=source_date]", "1911-03")
    expect(writer.preview().get_by_text("Who is taxed for the dark?")).to_be_visible()
    writer.act("Submit to Review")
    expect(writer.page.locator(".messages .success").first).to_contain_text("submitted for moderation")

    number = editor.number_of("The price of the dark")
    editor.edit(number)
    editor.act("Approve and Publish")
    page = site.store / ADDRESS.strip("/") / "index.html"
    wait_for(page.exists, 60)
    site.rest()

    reader.page.goto(ADDRESS)
    expect(reader.page.get_by_role("blockquote")).to_contain_text("Who is taxed for the dark? […]")
    cited = reader.page.get_by_role("region", name="Cite as")
    expect(cited).to_contain_text("Pell, J. (1911, March). A tax on lamps. The Mercury.")
    assert not Axe().run(reader.page, options=RULES).response["violations"]
    answer = reader.context.request.get(f"{site.url}{ADDRESS}cite.bib")
    assert answer.headers["content-type"].startswith("application/x-bibtex")
    assert "author = {Pell, Josiah}" in answer.text()

    editor.edit(number)
    editor.page.fill("[name=passage_language]", "en")
    editor.page.fill("input[name=language]", "fa")
    write_into(editor, "translation", "برای تاریکی چه کسی مالیات می‌دهد؟")
    editor.publish()
    wait_for(lambda: "برای تاریکی" in page.read_text(), 60)
    reader.page.goto(ADDRESS)
    expect(reader.page.get_by_role("region", name="ترجمه: فارسی")).to_contain_text("برای تاریکی چه کسی")
    expect(reader.page.locator("blockquote").first).to_have_attribute("dir", "ltr")
    expect(reader.page.get_by_role("region", name="شیوهٔ ارجاع")).to_contain_text("مارس ۱۹۱۱ میلادی")
    assert not Axe().run(reader.page, options=RULES).response["violations"]

    editor.confirm(f"/desk/pages/{number}/unpublish/", "Yes, unpublish it")
    wait_for(lambda: not page.exists(), 60)
    for file in ("", "cite.bib", "passage.txt"):
        assert reader.context.request.get(f"{site.url}{ADDRESS}{file}").status == 410
