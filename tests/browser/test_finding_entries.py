"""Finding an entry among many, and seeing what its publication would touch: by keyboard, in two languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.people import Person
from browser.serving import Served

pytestmark = pytest.mark.browser

MANY = """
import datetime as dt
from django.db import transaction
from masthead.entries.models import Blog
from masthead.kinds.article.models import Article
blog = Blog.objects.get(slug="blog")
with transaction.atomic():
    for n in range(60):
        date = dt.datetime(2021, 1 + n % 12, 1 + n % 28, 12, tzinfo=dt.UTC)
        blog.add_child(instance=Article(headline=f"Letter {n:02} of a winter", date=date, live=n % 10 > 0))
        blog.refresh_from_db()
"""
IN_PERSIAN = """
from django.contrib.auth.models import User
from wagtail.users.models import UserProfile
profile = UserProfile.get_for_user(User.objects.get(username="admin"))
profile.preferred_language = "fa"
profile.save()
"""


def test_an_entry_is_found_and_says_what_it_would_change(admin: Person, site: Served) -> None:
    site.python(MANY)
    site.rest()
    page = admin.page

    # From part to part, by keyboard.
    page.goto("/desk/entries/")
    expect(page.locator("table.listing tbody tr")).to_have_count(50)
    page.get_by_role("link", name="Next").focus()
    page.keyboard.press("Enter")
    expect(page.locator("table.listing tbody tr")).to_have_count(10)
    page.get_by_role("link", name="Previous").focus()
    page.keyboard.press("Enter")
    expect(page.locator("table.listing tbody tr")).to_have_count(50)

    # Words of the headline, then a filter, both without leaving the page.
    page.locator("#id_q").focus()
    page.keyboard.type("lett 30")
    expect(page.locator("table.listing tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="Letter 30 of a winter")).to_be_visible()
    page.goto("/desk/entries/?status=draft")
    expect(page.locator("table.listing tbody tr")).to_have_count(6)
    expect(page.locator("table.listing tbody tr").first).to_contain_text("Draft")

    # What its publication would touch, before it is published.
    page.goto("/desk/entries/?q=letter+30")
    page.get_by_role("link", name="Letter 30 of a winter").click()
    page.get_by_role("button", name="Toggle what this changes").focus()
    page.wait_for_load_state()  # a key that is pressed before the page's scripts have come does nothing
    page.keyboard.press("Enter")
    ask = page.get_by_role("button", name="If it is published")
    expect(ask).to_be_visible()
    before = len(site.receipts())
    ask.focus()
    page.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text="touched")
    expect(told).to_contain_text("New addresses")
    expect(told).to_contain_text("/blog/letter-30-of-a-winter/")
    expect(told).to_contain_text("Pages that change")
    assert len(site.receipts()) == before, "nothing is published by asking"
    named = {address for address in re.findall(r"(?:^|\s)(/\S*)", told.inner_text()) if address != "/"}
    admin.publish()
    site.rest()
    receipt = site.receipts()[-1]
    assert named == {*receipt["appeared"], *receipt["changed"], *receipt["gone"]} - {"/"}

    # The same in Persian.
    site.python(IN_PERSIAN)
    page.goto("/desk/entries/?q=letter+31")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name="Letter 31 of a winter").click()
    # The desk remembers that the panel is open.
    expect(page.get_by_role("button", name="نمایش آنچه این تغییر می‌دهد")).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="اگر از انتشار خارج شود").click()
    expect(page.get_by_role("status").filter(has_text="نشانی")).to_contain_text("/blog/letter-31-of-a-winter/")
    page.goto("/desk/entries/?status=expired")
    expect(page.get_by_text("نوشته‌ای با این ویژگی‌ها نیست.")).to_be_visible()
