"""A register in a real browser: made by a writer, filled from a file, published, read in two languages, withdrawn."""

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
ADDRESS = "/blog/who-came-home/"
FILE = "Name;Born;Town;Hue\n" + "".join(f"Barrow {n};19{10 + n};{('Quay', 'Sill')[n % 2]};x\n" for n in range(40))


def add_column(person: Person, label: str, sort: str, *checked: str) -> None:
    within = person.page.locator("[data-contentpath=columns]").first
    blocks = within.locator("[data-contentpath=label] input")
    place = blocks.count()
    within.get_by_title("Insert a block").last.click()
    expect(blocks).to_have_count(place + 1)
    blocks.last.fill(label)
    within.locator("[data-contentpath=type] select").last.select_option(label=sort)
    for name in checked:
        tick(within.locator(f"[data-contentpath={name}] input").last)


def test_a_register_goes_the_whole_way(door: Door, site: Served, reader: Window) -> None:
    writer, editor = door.person("wilma", "writer"), door.person("edda", "editor")
    writer.start("Register")
    writer.page.fill("input[name=headline]", "Who came home")
    add_column(writer, "Name", "Text", "sort", "key")
    add_column(writer, "Born", "Date", "filter")
    add_column(writer, "Town", "Place", "filter")
    writer.save()
    number = writer.number
    writer.page.goto(f"/desk/registers/{number}/rows/")
    writer.page.get_by_role("link", name="Bring from a file").first.click()
    given = {"name": "list.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    writer.page.set_input_files("input[type=file]", files=[given])
    writer.page.get_by_role("button", name="Show what would change").click()
    expect(writer.page.get_by_role("cell", name="Hue")).to_be_visible()
    writer.page.get_by_role("button", name="Do it").click()
    expect(writer.page.locator(".messages .success").first).to_contain_text("New rows: 40")
    writer.edit(number)
    writer.act("Submit to Review")

    editor.edit(number)
    editor.act("Approve and Publish")
    page = site.store / ADDRESS.strip("/") / "index.html"
    wait_for(page.exists, 60)
    site.rest()
    reader.page.goto(ADDRESS)
    expect(reader.page.get_by_role("columnheader", name="Born")).to_be_visible()
    reader.page.get_by_text("Choose rows by “Town”").click()
    assert not Axe().run(reader.page, options=RULES).response["violations"]
    reader.page.get_by_role("link", name="Quay", exact=True).click()
    expect(reader.page.get_by_text("20 rows")).to_be_visible()
    assert not Axe().run(reader.page, options=RULES).response["violations"]
    reader.page.get_by_role("link", name="Barrow 10", exact=True).click()
    expect(reader.page.get_by_role("heading", name="Barrow 10")).to_be_visible()
    assert not Axe().run(reader.page, options=RULES).response["violations"]
    row = reader.page.url

    editor.page.goto(f"/desk/registers/{number}/rows/?q=barrow+10")
    editor.page.get_by_role("link", name="Barrow 10", exact=True).click()
    tick(editor.page.get_by_label("Hidden", exact=True))
    editor.page.get_by_role("button", name="Save").click()
    expect(editor.page.locator(".messages .success").first).to_contain_text("saved")
    wait_for(lambda: reader.context.request.get(row).status == 404, 60)

    editor.edit(number)
    editor.page.fill("input[name=language]", "fa")
    editor.publish()
    wait_for(lambda: 'dir="rtl"' in page.read_text(), 60)
    reader.page.goto(ADDRESS)
    expect(reader.page.get_by_role("heading", name=re.compile("۳۹ ردیف"))).to_be_visible()
    assert not Axe().run(reader.page, options=RULES).response["violations"]
    other = reader.page.get_by_role("link", name="Barrow 0", exact=True).get_attribute("href")
    editor.confirm(f"/desk/pages/{number}/unpublish/", "Yes, unpublish it")
    wait_for(lambda: not page.exists(), 60)
    for address in (ADDRESS, other, f"{ADDRESS}by/town/quay/"):
        assert reader.context.request.get(f"{site.url}{address}").status == 410
