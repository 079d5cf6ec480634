"""A petition in a real browser: written, reviewed, read in two languages, its signatures seen to, withdrawn."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.conftest import Door
from browser.people import Person, tick, type_into
from browser.serving import Served, Window, wait_for

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
ADDRESS = "/blog/keep-the-night-ferry/"
TEXT = "Let the ferry run at night."


def axe(person: Person | Window) -> None:
    found = Axe().run(person.page, options=RULES).response["violations"]
    assert not found, found


def test_a_petition_goes_the_whole_way(door: Door, site: Served, reader: Window) -> None:
    writer, editor = door.person("wilma", "writer"), door.person("edda", "editor")
    writer.start("Petition")
    writer.page.fill("input[name=headline]", "Keep the night ferry")
    writer.page.get_by_role("button", name="Add Person").click()
    writer.page.locator("input[name^=bylines][name$='-name']").last.fill("Friends of the ferry")
    writer.page.locator("select[name$=role]").last.select_option(label="Organiser")
    writer.page.locator("#panel-child-content-addressees-section").get_by_title("Insert a block").first.click()
    writer.page.locator("input[name='addressees-0-value-name']").fill("The council")
    text = writer.page.locator("#panel-child-content-body-section")
    text.get_by_title("Insert a block").last.click()
    writer.page.get_by_role("option", name="Text", exact=True).click()
    type_into(text.locator("[role=textbox][contenteditable=true]"), TEXT)
    writer.page.fill("input[name=goal]", "50")
    writer.save()
    number = writer.number
    writer.act("Submit to Review")
    expect(writer.page.locator(".messages .success").first).to_contain_text("submitted for moderation")
    assert writer.is_kept_out(f"/desk/petitions/{number}/signatures/")

    editor.edit(number)
    editor.act("Approve and Publish")
    page = site.store / ADDRESS.strip("/") / "index.html"
    wait_for(page.exists, 60)

    editor.edit(number)
    editor.page.get_by_role("button", name="Actions", exact=True).first.click()
    editor.page.get_by_role("link", name="Signatures", exact=True).click()
    editor.page.get_by_role("link", name="From paper").click()
    editor.page.get_by_role("link", name="Enter signatures").click()
    editor.page.get_by_label("Or their names").fill("Ada Barrow; Little Quay\nآدا بارو; اسکله")
    tick(editor.page.get_by_label("All of them agreed"))
    editor.page.get_by_role("button", name="Enter them").click()
    expect(editor.page.locator(".messages .success")).to_contain_text("2 names were entered.")
    expect(editor.page.get_by_role("main").get_by_role("link", name="Ada Barrow")).to_be_visible()
    wait_for(lambda: "Ada Barrow" in page.read_text(), 60)

    reader.page.goto(ADDRESS)
    expect(reader.page.get_by_role("region", name="Petition")).to_contain_text("2 signatures")
    expect(reader.page.get_by_role("progressbar", name="2 signatures")).to_be_visible()
    expect(reader.page.get_by_role("link", name="Sign this petition")).to_be_visible()
    axe(reader)
    reader.page.get_by_role("link", name="All who wish to be named").click()
    expect(reader.page.get_by_role("listitem").filter(has_text="آدا بارو")).to_be_visible()
    axe(reader)

    editor.edit(number)
    editor.page.fill("input[name=language]", "fa")
    editor.publish()
    wait_for(lambda: "این فراخوان را امضا کنید" in page.read_text(), 60)
    reader.page.goto(ADDRESS)
    expect(reader.page.get_by_role("progressbar", name="۲ امضا")).to_be_visible()
    assert reader.page.locator("article").get_attribute("dir") == "rtl"
    axe(reader)

    editor.confirm(f"/desk/pages/{number}/unpublish/", "Yes, unpublish it")
    wait_for(lambda: not page.exists(), 60)
    for address in (ADDRESS, f"{ADDRESS}signatures/1/", f"{ADDRESS}petition.txt"):
        assert reader.context.request.get(f"{site.url}{address}").status == 410
