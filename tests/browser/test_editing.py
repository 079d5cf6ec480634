"""The whole way in a real browser: written, reviewed, published, edited, withdrawn. And what that does on disk."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Page, Request, Route, expect

from browser.conftest import Door
from browser.people import Person
from browser.serving import Served, Window, wait_for

pytestmark = pytest.mark.browser

FEEDS = ("rss.xml", "atom.xml", "feed.json")
AROUND = {"/", "/blog/", *(f"/blog/{form}" for form in FEEDS), "/sitemap.xml"}
"""What a first entry of a new month changes beside its own pages."""


class Disk:
    """What one act does to the store."""

    def __init__(self, site: Served) -> None:
        site.rest()
        self.site = site
        self.before = site.files()
        self.receipts = len(site.receipts())

    def settled(self) -> dict[str, Any]:
        """The one receipt that came since, once it is there, and proven by the files themselves."""
        wait_for(lambda: len(self.site.receipts()) > self.receipts, 60)
        self.site.rest()
        (receipt,) = self.site.receipts()[self.receipts :]
        now = self.site.files()
        touched = {path for path in now.keys() | self.before.keys() if now.get(path) != self.before.get(path)}
        named = {*receipt["appeared"], *receipt["changed"], *receipt["gone"]}
        files = {without_twin(path) for path in touched if not path.startswith(".answers/")}
        assert files <= {file_of(address) for address in named}, files
        return receipt


def without_twin(path: str) -> str:
    return path.removesuffix(".gz").removesuffix(".br")


def file_of(address: str) -> str:
    return (address + "index.html" if address.endswith("/") else address).lstrip("/")


def test_the_first_password_is_good_for_one_log_in(admin: Person) -> None:
    admin.page.goto("/desk/")
    expect(admin.page.get_by_role("heading", name="The Test Press")).to_be_visible()


def test_an_article_goes_the_whole_way(admin: Person, site: Served, reader: Window) -> None:
    page = admin.page
    page.goto("/desk/snippets/masthead/person/add/")
    page.fill("input[name=name]", "Ada Barrow")
    page.get_by_role("button", name="Save").click()
    admin.start("Article")
    page.fill("input[name=headline]", "A walk by the quay")
    admin.write("The boats lie low today.")
    admin.add_block("Heading")
    page.locator("input[name$=text]").last.fill("Low water")
    admin.add_block("Code")
    page.locator("textarea[name$=code]").last.fill("print('tide')")
    admin.name_person("Ada Barrow")
    page.fill("input[name=tags]", "boats، low tide")
    page.fill("input[name=date]", "2024-03-02 10:00")
    shown = admin.preview()
    expect(shown.get_by_role("heading", name="A walk by the quay")).to_be_visible()
    expect(shown.get_by_text("Ada Barrow")).to_be_visible()
    admin.save()
    number = admin.number
    assert not (site.store / "blog/a-walk-by-the-quay").exists()

    disk = Disk(site)
    admin.publish()
    article = site.store / "blog/a-walk-by-the-quay/index.html"
    assert wait_for(article.exists, 60) < 1
    receipt = disk.settled()
    listings = {"/blog/tags/boats/", "/blog/tags/low-tide/", "/people/ada-barrow/"}
    overviews = {"/blog/tags/", "/people/"}
    own = {"/blog/a-walk-by-the-quay/", *listings, *(f"{listing}{form}" for listing in listings for form in FEEDS)}
    months = {"/blog/sitemap-2024-03.xml", "/blog/2024/", "/blog/2024/03/"}
    # Other tests may have left entries here: their pages lead to their new neighbour, and their kind has its pages.
    assert {a for a in receipt["appeared"] if not a.startswith("/blog/kinds/")} - overviews == own | months
    assert overviews <= {*receipt["appeared"], *receipt["changed"]}
    neighbours = set(receipt["changed"]) - AROUND - {"/blog/archive/"} - overviews
    assert set(receipt["changed"]) >= AROUND
    for address in neighbours:
        assert "/blog/a-walk-by-the-quay/" in (site.store / file_of(address)).read_text()
    assert receipt["gone"] in ([], ())

    reader.page.goto("/blog/")
    reader.page.get_by_role("link", name="A walk by the quay").first.click()
    # No script, and no complaint of the browser's about the policy that forbids scripts: see `windows`.
    assert reader.page.locator("script").get_attribute("type") == "application/ld+json"
    expect(reader.page.get_by_role("heading", name="Low water")).to_be_visible()

    disk = Disk(site)
    admin.edit(number)
    admin.page.locator("input[name$='-text']").last.fill("Lowest water")
    admin.publish()
    receipt = disk.settled()
    # The heading stands in the entry and in the feeds, and in no list.
    changed = {address for address in receipt["changed"] if not address.endswith(FEEDS)}
    assert changed <= {"/blog/a-walk-by-the-quay/", *MODIFIED}
    assert "/blog/a-walk-by-the-quay/" in receipt["changed"]
    assert not receipt["appeared"]
    assert "Lowest water" in article.read_text()

    disk = Disk(site)
    admin.confirm(f"/desk/pages/{number}/unpublish/", "Yes, unpublish it")
    receipt = disk.settled()
    assert not article.exists()
    assert reader.context.request.get(f"{site.url}/blog/a-walk-by-the-quay/").status == 410
    assert own - {"/blog/a-walk-by-the-quay/"} <= set(receipt["gone"]) | set(receipt["changed"])

    admin.confirm(f"/desk/pages/{number}/delete/", "Yes, delete it")
    site.rest()
    assert reader.context.request.get(f"{site.url}/blog/a-walk-by-the-quay/").status == 410


MODIFIED = {"/blog/sitemap-2024-03.xml", "/sitemap.xml"}
"""Say when each entry of the month was changed."""


def test_a_note_needs_no_headline(admin: Person, site: Served, reader: Window) -> None:
    admin.start("Note")
    admin.write("The tram stop has its bench again.")
    admin.save()
    disk = Disk(site)
    admin.publish()
    receipt = disk.settled()
    (address,) = [a for a in receipt["appeared"] if re.fullmatch(r"/blog/\d{4}/\d\d/\d\d.+/", a)]
    reader.page.goto(address)
    expect(reader.page.get_by_role("paragraph").filter(has_text="The tram stop")).to_be_visible()


def test_a_writer_submits_and_a_moderator_decides(door: Door, site: Served) -> None:
    writer, moderator = door.person("wanda", "writer"), door.person("milo", "editor")
    writer.start("Article")
    writer.page.fill("input[name=headline]", "On review")
    writer.write("A first try.")
    assert writer.page.locator("button[name=action-publish]").count() == 0
    writer.save()
    writer.act("Submit to Review")
    expect(writer.page.locator(".messages .success").first).to_contain_text("submitted for moderation")

    number = moderator.number_of("On review")
    moderator.edit(number)
    moderator.request_changes("Say more about the bench.")

    writer.edit(number)
    expect(writer.page.get_by_text("Say more about the bench.").first).to_be_attached()
    writer.write("More about the bench.")
    writer.save()
    writer.act("Resubmit to Review")
    expect(writer.page.locator(".messages .success").first).to_be_visible()

    disk = Disk(site)
    moderator.edit(number)
    moderator.act("Approve and Publish")
    disk.settled()
    assert "More about the bench." in (site.store / "blog/on-review/index.html").read_text()


def wait_until_watched(page: Page) -> None:
    """The form takes two seconds until it notes, twice, what it was opened with; from then on it sees changes."""
    page.wait_for_load_state()
    page.wait_for_function(
        "wagtail.app.getControllerForElementAndIdentifier"
        "(document.querySelector('[data-edit-form]'), 'w-unsaved').initialFormData"
    )
    page.wait_for_timeout(500)


def is_draft(request: Request) -> bool:
    """Whether the desk saves by itself."""
    return request.method == "POST" and "/desk/pages/" in request.url and "json" in request.headers["accept"]


def test_a_button_waits_for_the_draft_on_its_way(admin: Person, site: Served) -> None:
    """The server has the draft before the browser knows: what a slow line or a busy machine brings about."""
    page = admin.page
    page.goto("/desk/snippets/masthead/person/add/")
    page.fill("input[name=name]", "Ines Moor")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages .success").first).to_be_visible()
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if not is_draft(route.request):
            route.continue_()
            return
        answer = route.fetch()
        if answer.ok:
            held.append((route, answer))
        else:  # what was saved in the midst of typing could not be saved
            route.fulfill(response=answer)

    def press(name: str) -> None:
        """While the draft is saved, and the browser does not know."""
        wait_for(lambda: page.wait_for_timeout(100) or held, 60)
        button = page.locator("footer").get_by_role("button", name=name)
        if not button.is_visible():
            page.locator("footer").get_by_role("button", name="More actions").click()
        button.click()
        page.wait_for_timeout(1000)
        route, answer = held.pop()
        route.fulfill(response=answer)

    admin.start("Article")
    page.route("**/desk/pages/**", hold)
    wait_until_watched(page)
    page.fill("input[name=headline]", "Two saves at once")
    press("Save draft")
    expect(page.locator(".messages .success").first).to_be_visible()

    wait_until_watched(page)
    admin.name_person("Ines Moor")
    press("Publish")
    expect(page.locator(".messages .success").first).to_contain_text("published")
    site.rest()
    text = (site.store / "blog/two-saves-at-once/index.html").read_text()
    byline = re.search(r'<p class="byline.*?</p>', text, re.DOTALL)
    assert byline is not None
    assert byline[0].count("Ines Moor") == 1


def test_no_draft_follows_a_button(admin: Person) -> None:
    page = admin.page
    drafts: list[str] = []

    def tarry(route: Route) -> None:
        if is_draft(route.request):
            drafts.append(route.request.url)
        elif route.request.method == "POST":
            page.wait_for_timeout(4000)  # longer than the desk waits before it saves by itself
        route.continue_()

    admin.start("Article")
    page.route("**/desk/pages/add/**", tarry)
    wait_until_watched(page)
    page.fill("input[name=headline]", "Saved at once")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages .success").first).to_be_visible()
    assert drafts == []


def test_the_menu_is_changed_in_the_site_settings(admin: Person, site: Served, reader: Window) -> None:
    admin.page.goto("/desk/")
    admin.page.get_by_role("link", name="Site settings").click()
    admin.page.fill("input[name=tagline]", "Tried by hand")
    admin.page.get_by_role("button", name="Add Menu item").click()
    admin.page.locator("input[name$=label]").last.fill("Elsewhere")
    admin.page.locator("input[name$=url]").last.fill("https://example.org/")
    disk = Disk(site)
    admin.page.get_by_role("button", name="Save").click()
    expect(admin.page.locator(".messages .success").first).to_be_visible()
    disk.settled()
    reader.page.goto("/")
    expect(reader.page.get_by_role("link", name="Elsewhere")).to_have_attribute("href", "https://example.org/")


def test_the_menu_says_whose_desk_it_is(admin: Person) -> None:
    admin.page.goto("/desk/entries/")
    site = admin.page.get_by_role("link", name="The Test Press: Dashboard", exact=True)
    expect(site).to_have_text("The Test Press", use_inner_text=True)
    admin.page.keyboard.press("[")
    expect(site).to_have_text("T", use_inner_text=True)
    admin.page.keyboard.press("[")
    site.click()
    expect(admin.page).to_have_url(re.compile("/desk/$"))


def test_every_room_of_the_desk_opens_without_a_complaint(admin: Person) -> None:
    for address in (
        "", "entries/", "pages/", "snippets/masthead/person/", "snippets/masthead/category/add/",
        "snippets/masthead/tag/", "images/", "images/add/", "documents/", "reports/workflow/", "reports/site-history/",
        "users/", "groups/", "workflows/list/", "collections/", "account/", "pages/4/history/", "pages/4/add_subpage/",
    ):  # fmt: skip
        admin.page.goto(f"/desk/{address}")
        admin.page.wait_for_load_state("networkidle")


def test_the_store_is_what_a_full_press_would_make(site: Served) -> None:
    site.rest()
    assert site.command("proof")["differences"] == []
    assert json.loads((Path(site.folder) / "var/receipts.jsonl").read_text().splitlines()[0])
