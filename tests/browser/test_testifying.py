"""A testimony in a real browser: warned of, sealed, reviewed, opened without a mouse, read in Persian, withdrawn."""

from __future__ import annotations

import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.conftest import Door
from browser.people import Person
from browser.serving import Served, Window, wait_for

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
ADDRESS = "/blog/seven-steps/"
TEXT = "He called up: seven."
NAME = "Zubeida Quillfeather"
PASSPHRASE = "four chairs by the river"


def make_keeper(site: Served, name: str) -> None:
    """Without a terminal the command reads what is typed from its input."""
    command = [sys.executable, "-m", "masthead", "--site", str(site.folder), "keepers", "add", name]
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    done = subprocess.run(command, input=typed, capture_output=True, text=True, timeout=120, start_new_session=True)
    assert done.returncode == 0, done.stderr
    assert PASSPHRASE not in done.stdout + done.stderr


def axe(person: Person | Window) -> None:
    found = Axe().run(person.page, options=RULES).response["violations"]
    assert not found, found


def test_a_testimony_goes_the_whole_way(door: Door, site: Served, reader: Window) -> None:
    writer, editor = door.person("wilma", "writer"), door.person("edda", "editor")
    make_keeper(site, "edda")
    writer.start("Testimony")
    writer.page.fill("input[name=headline]", "Seven steps")
    writer.page.get_by_role("button", name="Add Person").click()
    writer.page.locator("input[name^=bylines][name$='-name']").last.fill("A neighbour of the stairs")
    writer.page.locator("select[name$=role]").last.select_option(label="Witness")
    writer.page.fill("textarea[name=warnings]", "death of a child")
    writer.write(TEXT)
    writer.page.fill("input[name=events_date]", "1984-23")
    writer.save()
    number = writer.number
    writer.page.get_by_role("button", name="Actions", exact=True).first.click()
    writer.page.get_by_role("link", name="Pseudonym", exact=True).click()
    writer.page.get_by_label("Who it is").fill(NAME)
    writer.page.get_by_role("button", name="Seal", exact=True).click()
    expect(writer.page.locator(".messages .success")).to_contain_text("only keepers can read it")
    writer.act("Submit to Review")
    expect(writer.page.locator(".messages .success").first).to_contain_text("submitted for moderation")

    editor.edit(number)
    editor.act("Approve and Publish")
    page = site.store / ADDRESS.strip("/") / "index.html"
    wait_for(page.exists, 60)
    site.rest()
    assert NAME not in page.read_text()

    reader.page.goto(ADDRESS)
    expect(reader.page.get_by_role("region", name="Content warnings")).to_contain_text("death of a child")
    expect(reader.page.get_by_text(TEXT)).to_be_hidden()
    reader.page.emulate_media(media="print")
    expect(reader.page.get_by_text(TEXT)).to_be_visible()
    reader.page.emulate_media(media="screen")
    axe(reader)
    reader.page.locator("summary", has_text="Read the text").focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_text(TEXT)).to_be_visible()
    axe(reader)

    # Nobody but the keeper, and she with her passphrase.
    assert writer.is_kept_out("/desk/pseudonyms/")
    editor.page.goto("/desk/")
    editor.page.get_by_role("link", name="Pseudonyms", exact=True).click()
    editor.page.get_by_label("Testimony").select_option(label="Seven steps")
    editor.page.get_by_label("Your passphrase").fill(PASSPHRASE)
    editor.page.get_by_role("button", name="Read it").click()
    expect(editor.page.get_by_label("Who it is")).to_have_value(NAME)
    editor.page.get_by_role("button", name="Close").click()
    expect(editor.page.get_by_label("Your passphrase")).to_have_value("")

    editor.edit(number)
    editor.page.fill("input[name=language]", "fa")
    editor.publish()
    wait_for(lambda: "هشدار محتوا" in page.read_text(), 60)
    reader.page.goto(ADDRESS)
    expect(reader.page.get_by_role("region", name="هشدار محتوا")).to_be_visible()
    expect(reader.page.locator("dl.circumstances")).to_contain_text("پاییز")
    assert reader.page.locator("article").get_attribute("dir") == "rtl"
    axe(reader)

    editor.confirm(f"/desk/pages/{number}/unpublish/", "Yes, unpublish it")
    wait_for(lambda: not page.exists(), 60)
    assert reader.context.request.get(f"{site.url}{ADDRESS}").status == 410
    assert reader.context.request.get(f"{site.url}{ADDRESS}testimony.txt").status == 410
