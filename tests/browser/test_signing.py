"""A petition is signed in a real browser, without scripts, in English and Persian; with them, where many sign."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.serving import Served, Window, served, wait_for
from browser.test_testifying import RULES
from mail.postoffice import Office, post_office
from respond.asked import SOONEST

pytestmark = pytest.mark.browser

PETITIONS = """
from masthead.entries.models import Blog
from masthead.kinds.petition.models import Petition
for language, slug, headline in (("en", "bridge", "A bridge for Little Quay"), ("fa", "pol", "پلی برای اسکلهٔ کوچک")):
    row = Petition(headline=headline, slug=slug, language=language, live=False)
    Blog.objects.get().add_child(instance=row)
    row.contact = "Ann Quay, ann@example.org"
    row.save_revision().publish()
"""
CROWD = """
from ipaddress import ip_address
from masthead.respond.models import Pace
from masthead.respond.pace import keys
Pace.objects.bulk_create(Pace(key=key, until=2**61 // 1000) for key in keys(ip_address("203.0.113.9")))
"""
WORDS = {
    "en": ("Your name", "Your e-mail address", "Show my sign", "Sign", "Confirm my signature", "Erase my signature"),
    "fa": ("نام شما", "نشانی ایمیل شما", "امضایم را به همه", "امضا می‌کنم", "امضایم را تأیید می‌کنم", "امضایم پاک شود"),
}
PAGES = {"en": "/blog/bridge/", "fa": "/blog/pol/"}


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with post_office() as opened:
        yield opened


@pytest.fixture(scope="module")
def site(site_template: Path, office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = Path(shutil.copytree(site_template, tmp_path_factory.mktemp("served") / "site"))
    with served(folder, mail_host="127.0.0.1", mail_port=str(office.port), mail_security="none") as serving:
        serving.python(PETITIONS)
        wait_for(lambda: all((serving.store / page.strip("/")).exists() for page in PAGES.values()), 60)
        serving.rest()
        yield serving


def look(page: Page) -> None:
    """Nothing for axe to say, and nothing beside the edge of a narrow screen."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, found
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def links(office: Office, mail: str) -> list[str]:
    wait_for(lambda: mail in office.texts(), 60)
    return re.findall(r"https?://[^/\s]+(/respond/\S+)", office.texts()[mail])


@pytest.mark.parametrize("language", ["en", "fa"])
def test_signing_goes_the_whole_way_without_a_script(
    browser: Browser, site: Served, office: Office, windows: list[Window], language: str
) -> None:
    name, mail, show, sign, confirm, erase = WORDS[language]
    file = site.store / PAGES[language].strip("/") / "index.html"
    window, seen = Window(browser, site, java_script_enabled=False), Window(browser, site)
    seen.expected |= {404, 422}
    windows += [window, seen]
    page, other = window.page, seen.page
    other.set_viewport_size({"width": 320, "height": 800})

    def look_at(address: str) -> None:
        """Axe is a script, so it looks at the same address in another window."""
        other.goto(address)
        look(other)

    page.goto(PAGES[language])
    page.locator("a[href^='/respond/']").click()
    opened = time.monotonic()
    look_at(page.url)
    other.get_by_label(name).fill("Ada Quay")
    other.get_by_label(mail).fill("ada at example")
    other.get_by_role("button", name=sign, exact=True).click()
    expect(other.locator("#email")).to_have_attribute("aria-invalid", "true")
    expect(other.get_by_label(name)).to_have_value("Ada Quay")
    look(other)

    page.get_by_label(name).fill("Ada Quay")
    page.get_by_label(mail).fill(f"ada@{language}.example.org")
    page.get_by_label(show).check()
    time.sleep(max(0.0, SOONEST + 1 - (time.monotonic() - opened)))
    page.get_by_role("button", name=sign, exact=True).click()
    page.wait_for_url("**/sent/")
    look_at(page.url)

    to_confirm, to_erase = links(office, f"ada@{language}.example.org")
    page.goto(to_confirm)
    expect(page.get_by_text("Ada Quay")).to_be_visible()
    look_at(to_confirm)
    page.get_by_role("button", name=confirm).click()
    expect(page.get_by_role("button", name=confirm)).to_have_count(0)
    look_at(to_confirm)
    wait_for(lambda: "Ada Quay" in file.read_text(), 60)
    assert re.search(r'id="count">[^<]*[1۱]', file.read_text())

    look_at(to_erase)
    page.goto(to_erase)
    page.get_by_role("button", name=erase).click()
    page.wait_for_url("**/erased/")
    look_at(page.url)
    wait_for(lambda: "Ada Quay" not in file.read_text(), 60)
    wait_for(lambda: re.search(r'id="count">[^<]*[1۱]', file.read_text()) is None, 60)
    look_at(to_confirm)


def test_where_many_sign_a_browser_works_for_some_seconds(
    browser: Browser, site: Served, office: Office, windows: list[Window]
) -> None:
    site.python(CROWD)
    window = Window(browser, site, extra_http_headers={"X-Forwarded-For": "203.0.113.9"})
    window.expected.add(429)
    windows.append(window)
    page = window.page
    page.goto(PAGES["en"])
    page.locator("a[href^='/respond/']").click()
    page.get_by_label("Your name").fill("Ben Quay")
    page.get_by_label("Your e-mail address").fill("ben@example.org")
    time.sleep(SOONEST + 1)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Many sign from where you are")
    look(page)
    expect(page.get_by_role("status")).to_contain_text("Done", timeout=120_000)
    page.get_by_role("button", name="Send my letter at once").click()
    page.wait_for_url("**/sent/")
    assert links(office, "ben@example.org")
