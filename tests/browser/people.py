"""Somebody at the desk: what hands and eyes do there."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

from browser.serving import Window

OWN_PASSWORD = "three chairs by the quay"


# By the keyboard: while a block above slides open, a click may begin on what is meant and end beside it.


def tick(box: Locator) -> None:
    """Ticks a box that is empty."""
    box.press("Space")
    expect(box).to_be_checked()


def type_into(editor: Locator, text: str) -> None:
    """Types at the end of a rich text."""
    editor.focus()
    expect(editor).to_be_focused()
    editor.page.keyboard.type(text)
    expect(editor).to_contain_text(text)
    # The editor hands over to its form a quarter of a second behind the keyboard.
    editor.page.wait_for_timeout(600)


class Person:
    """One person with an account, at one window."""

    def __init__(self, window: Window, name: str) -> None:
        self.window = window
        self.page = window.page
        self.site = window.site
        self.name = name

    # -- coming in

    def arrive(self, role: str, *more: str) -> str:
        """The first log-in: with a one-time password, which has to be replaced before anything else."""
        if self.name == "admin":
            word = self.site.command("user", "password", "admin")["password"]
        else:
            word = self.site.command("user", "add", self.name, "--role", role, *more)["password"]
        self.log_in(word)
        expect(self.page).to_have_url(re.compile("/desk/own-password/"))
        self.page.fill("input[name=new_password1]", OWN_PASSWORD)
        self.page.fill("input[name=new_password2]", OWN_PASSWORD)
        self.page.get_by_role("button", name="Go on to the desk").click()
        expect(self.page).to_have_url(re.compile("/desk/$"))
        return OWN_PASSWORD

    def log_in(self, password: str) -> None:
        self.page.goto("/desk/login/")
        self.page.fill("input[name=username]", self.name)
        self.page.fill("input[name=password]", password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).not_to_have_url(re.compile("/login/"))

    # -- writing

    def start(self, kind: str, blog: str = "Blog") -> None:
        """From the menu to an empty form, as a newcomer would go."""
        self.page.goto("/desk/")
        self.page.get_by_role("link", name="Entries", exact=True).click()
        self.page.get_by_role("link", name=f"New in {blog}").first.click()
        self.page.get_by_role("link", name=kind).first.click()
        expect(self.page.get_by_role("button", name="Save draft")).to_be_visible()
        self.page.wait_for_load_state()

    def add_block(self, name: str) -> None:
        self.page.get_by_title("Insert a block").last.click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def write(self, text: str) -> None:
        """A block of text behind the others."""
        texts = self.page.locator("[role=textbox][contenteditable=true]")
        before = texts.count()
        self.add_block("Text")
        # The editor of a new block comes a moment behind the block.
        expect(texts).to_have_count(before + 1)
        type_into(texts.last, text)

    def name_person(self, name: str, role: str = "Author") -> None:
        self.page.get_by_role("button", name="Add Person").click()
        self.page.get_by_role("button", name="Choose person").last.click()
        self.page.locator(".modal-body").get_by_role("link", name=name, exact=True).click()
        expect(self.page.locator(".modal-body")).to_have_count(0)
        self.page.locator("select[name$=role]").last.select_option(label=role)

    def save(self) -> None:
        self.page.get_by_role("button", name="Save draft").click()
        expect(self.page.locator(".messages .success").first).to_be_visible()

    def act(self, name: str) -> None:
        """One of the actions behind the arrow beside the button."""
        self.page.locator("footer").get_by_role("button", name="More actions").click()
        self.page.locator("footer").get_by_role("button", name=name).click()

    def request_changes(self, why: str) -> None:
        self.act("Request changes")
        dialog = self.page.locator(".modal-body")
        dialog.locator("textarea").fill(why)
        dialog.get_by_role("button", name="Request changes").or_(dialog.locator("input[type=submit]")).first.click()
        expect(dialog).to_have_count(0)

    def is_kept_out(self, address: str) -> bool:
        """Whether the desk leads elsewhere instead."""
        self.page.goto(address)
        return address not in self.page.url

    def publish(self) -> None:
        self.act("Publish")
        expect(self.page.locator(".messages .success").first).to_contain_text("published")

    @property
    def number(self) -> int:
        """The number of the page that is open."""
        found = re.search(r"/pages/(\d+)/", self.page.url)
        assert found is not None, self.page.url
        return int(found[1])

    def number_of(self, title: str) -> int:
        """The number of an entry in the listing."""
        self.page.goto("/desk/entries/")
        link = self.page.get_by_role("link", name=title, exact=True).first.get_attribute("href")
        found = re.search(r"/pages/(\d+)/", link or "")
        assert found is not None, link
        return int(found[1])

    def edit(self, number: int) -> None:
        self.page.goto(f"/desk/pages/{number}/edit/")
        expect(self.page.get_by_role("button", name="Save draft")).to_be_visible()

    def confirm(self, address: str, button: str) -> None:
        self.page.goto(address)
        self.page.get_by_role("button", name=button).click()
        expect(self.page.locator(".messages .success").first).to_be_visible()

    def preview(self) -> Any:
        """The page in the preview's frame."""
        self.page.get_by_role("button", name="Toggle preview").click()
        return self.page.frame_locator("#w-preview-iframe").locator("body")
