"""Every role's whole way, by hand, with the mails that a real mail server gets at each step."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import Door
from browser.people import Person
from browser.serving import Served, Window, served, wait_for
from mail.postoffice import Office, post_office

pytestmark = pytest.mark.browser

NEW_PASSWORD = "four lamps along the lane"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with post_office() as made:
        yield made


@pytest.fixture(scope="module")
def site(site_template: Path, tmp_path_factory: pytest.TempPathFactory, office: Office) -> Iterator[Served]:
    """With two blogs, and mail."""
    folder = Path(shutil.copytree(site_template, tmp_path_factory.mktemp("served") / "site"))
    with served(folder, mail_host="127.0.0.1", mail_port=str(office.port), mail_security="none") as serving:
        serving.command("blog", "add", "News")
        serving.rest()
        yield serving


@pytest.fixture(autouse=True)
def _empty(office: Office) -> None:
    office.letters.clear()


def comer(door: Door, name: str, role: str, *more: str) -> Person:
    return door.person(name, role, "--mail", f"{name}@example.org", *more)


def arrived(office: Office, *names: str) -> dict[str, str]:
    """The mails that have come, once these people have theirs. Nobody else may have one."""
    wait_for(lambda: {f"{name}@example.org" for name in names} <= office.texts().keys(), 60)
    found = {receiver.partition("@")[0]: text for receiver, text in office.texts().items()}
    office.letters.clear()
    assert found.keys() == set(names), found
    return found


def link_in(letter: str, part: str) -> str:
    found = [line for line in letter.splitlines() if line.startswith("http") and part in line]
    assert found, letter
    return found[0]


def test_a_writer_submits_and_the_editor_of_the_blog_decides(door: Door, site: Served, office: Office) -> None:
    wanda, will = comer(door, "wanda", "writer"), comer(door, "will", "writer")
    nora = comer(door, "nora", "editor", "--blog", "blog")
    rex = comer(door, "rex", "editor", "--blog", "news")

    wanda.start("Article")
    wanda.page.fill("input[name=headline]", "The bench")
    wanda.write("It stands again.")
    wanda.save()
    number = wanda.number
    for kept_out in (will, rex, nora):
        expected = kept_out is not nora
        assert kept_out.is_kept_out(f"/desk/pages/{number}/edit/") is expected, kept_out.name
    wanda.edit(number)
    assert wanda.page.locator("button[name=action-publish]").count() == 0
    wanda.act("Submit to Review")
    expect(wanda.page.locator(".messages .success").first).to_be_visible()

    letter = arrived(office, "nora")["nora"]
    assert letter.startswith("To review: “The bench”\nwanda has submitted “The bench” for review.\n")
    assert rex.is_kept_out(f"/desk/pages/{number}/edit/")
    assert wanda.is_kept_out(f"/desk/pages/{number}/unpublish/")
    nora.page.goto(link_in(letter, "/edit/"))
    nora.request_changes("Who put it there?")

    letter = arrived(office, "wanda")["wanda"]
    assert letter.startswith("Changes requested: “The bench”\nnora has read “The bench” and requests changes.\n")
    assert "Why:\n> Who put it there?\n" in letter
    wanda.page.goto(link_in(letter, "/edit/"))
    wanda.write("The neighbours did.")
    wanda.save()
    wanda.act("Resubmit to Review")
    expect(wanda.page.locator(".messages .success").first).to_be_visible()

    nora.page.goto(link_in(arrived(office, "nora")["nora"], "/edit/"))
    nora.act("Approve and Publish")
    letter = arrived(office, "wanda")["wanda"]
    assert letter.startswith("Published: “The bench”\nnora has published “The bench”.\n")
    site.rest()
    will.page.goto(link_in(letter, "/blog/the-bench/"))
    expect(will.page.get_by_text("The neighbours did.")).to_be_visible()

    nora.start("Article")
    expect(nora.page.locator("button[name=action-publish]")).to_have_count(1)
    nora.page.goto("/desk/")
    expect(nora.page.get_by_role("link", name="New in News")).to_have_count(0)


def test_an_administrator_may_do_all_and_ends_the_sessions_of_others(door: Door, site: Served, office: Office) -> None:
    boss, wanda = door.person("admin", "administrator"), comer(door, "wanda", "writer")
    boss.start("Article", "News")
    boss.page.fill("input[name=headline]", "From the office")
    boss.write("Open again.")
    boss.publish()
    number = boss.number_of("From the office")
    boss.confirm(f"/desk/pages/{number}/unpublish/", "Yes, unpublish it")
    boss.page.goto("/desk/users/")
    row = boss.page.get_by_role("row").filter(has_text="wanda")
    row.get_by_role("button", name=re.compile("More options")).click()
    boss.page.get_by_role("link", name="Sessions").locator("visible=true").click()
    expect(boss.page.get_by_role("heading", name="Where wanda is signed in")).to_be_visible()
    boss.page.get_by_role("button", name="Sign out everywhere").click()
    expect(boss.page.locator(".messages .success").first).to_contain_text("All sessions have ended.")
    wanda.page.goto("/desk/")
    expect(wanda.page).to_have_url(re.compile("/desk/login/"))
    assert office.letters == [], "nobody was asked, and nobody is told"


def test_a_forgotten_password_is_chosen_anew_and_ends_other_sessions(
    door: Door, site: Served, office: Office, reader: Window
) -> None:
    mona = comer(door, "mona", "writer")
    page = reader.page
    page.goto("/desk/login/")
    page.get_by_role("link", name="Forgotten password?").click()
    page.fill("input[name=email]", "mona@example.org")
    page.get_by_role("button", name="Reset password").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    letter = arrived(office, "mona")["mona"]
    assert letter.startswith("A new password for the desk of The Test Press\n")
    page.goto(link_in(letter, "/desk/password_reset/confirm/"))
    page.fill("input[name=new_password1]", NEW_PASSWORD)
    page.fill("input[name=new_password2]", NEW_PASSWORD)
    page.get_by_role("button", name="Reset password").click()
    expect(page.get_by_role("heading", name="Password change successful")).to_be_visible()
    mona.page.goto("/desk/")
    expect(mona.page).to_have_url(re.compile("/desk/login/"))
    Person(reader, "mona").log_in(NEW_PASSWORD)
    page.goto("/desk/account/")
    page.get_by_role("tab", name="More actions").click()
    page.get_by_role("link", name="Where you are signed in").click()
    expect(page.get_by_text("This one", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign out there")).to_have_count(0)
