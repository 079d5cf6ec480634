"""An interview in a real browser: pasted, made into turns, reviewed, read and quoted without a mouse, withdrawn."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.conftest import Door
from browser.people import Person
from browser.serving import Served, Window, wait_for

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
TEXT = (
    "Ada: What do you hear?\nBen: The sea.\n[0:05] Ada: And now?\nOf the sea: less.\nBen: The same, from further away."
)
PERSIAN = "Ben: هنوز همان دریاست."
ADDRESS = "/blog/a-talk-by-the-quay/"


def takes_part(person: Person, name: str, role: str) -> None:
    person.page.get_by_role("button", name="Add Person").click()
    person.page.locator("input[name^=bylines][name$='-name']").last.fill(name)
    person.page.locator("select[name$=role]").last.select_option(label=role)


def make_turns(person: Person, text: str, said: str) -> None:
    person.page.fill("[name=pasted]", text)
    person.page.get_by_role("button", name="Make turns of it").click()
    expect(person.page.locator(".messages .success").filter(has_text=said)).to_be_visible()


def test_an_interview_goes_the_whole_way(door: Door, site: Served, reader: Window) -> None:
    writer, editor = door.person("wilma", "writer"), door.person("edda", "editor")
    writer.start("Interview")
    writer.page.fill("input[name=headline]", "A talk by the quay")
    takes_part(writer, "Ben Cole", "Interviewee")
    takes_part(writer, "Ada Barrow", "Interviewer")
    make_turns(writer, TEXT, "4 turns were added.")
    expect(writer.page.locator(".messages .warning")).to_contain_text("“Of the sea” in line 4")
    speakers = writer.page.locator("input[name^=turns][name$=speaker]")
    expect(speakers).to_have_count(4)
    expect(speakers.nth(1)).to_have_value("Ben Cole")
    expect(writer.preview().get_by_text("The same, from further away.")).to_be_visible()
    writer.act("Submit to Review")
    expect(writer.page.locator(".messages .success").first).to_contain_text("submitted for moderation")

    number = editor.number_of("A talk by the quay")
    editor.edit(number)
    editor.act("Approve and Publish")
    page = site.store / ADDRESS.strip("/") / "index.html"
    wait_for(page.exists, 60)
    site.rest()

    reader.page.goto(ADDRESS)
    expect(reader.page.get_by_role("region", name="Conversation")).to_contain_text("Ada Barrow: # What do you hear?")
    assert not Axe().run(reader.page, options=RULES).response["violations"]
    link = reader.page.get_by_role("link", name="Link to turn 4")
    link.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page).to_have_url(re.compile(r"#turn-[0-9a-f]{8}$"))
    quoted = reader.page.url
    expect(reader.page.locator(":target")).to_contain_text("The same, from further away.")

    # A turn more, and all of it in Persian: the address of before leads to the same words.
    editor.edit(number)
    make_turns(editor, PERSIAN, "1 turn was added.")
    editor.page.fill("input[name=language]", "fa")
    editor.publish()
    wait_for(lambda: "هنوز همان دریاست" in page.read_text(), 60)
    reader.page.goto("about:blank")
    reader.page.goto(quoted)
    expect(reader.page.locator(":target")).to_contain_text("The same, from further away.")
    expect(reader.page.get_by_role("region", name="گفت‌وگو")).to_be_visible()
    assert reader.page.locator("article").get_attribute("dir") == "rtl"
    assert not Axe().run(reader.page, options=RULES).response["violations"]

    editor.confirm(f"/desk/pages/{number}/unpublish/", "Yes, unpublish it")
    wait_for(lambda: not page.exists(), 60)
    assert reader.context.request.get(f"{site.url}{ADDRESS}").status == 410
