"""The desk's start page: each sees what waits for them, and nothing that is not theirs."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from typing import Any

from desk.editors import Desk
from desk.test_forms import create, newest
from desk.test_roles import again, decide, edit, submitted


def panels(client: Any) -> dict[str, str]:
    """The panels of the start page by name: their text, tags and runs of spaces taken away."""
    answer = client.get("/desk/")
    assert answer.status_code == 200, answer.content
    found = re.findall(r'<section class="m-panel m-panel--([\w-]+)".*?</section>', answer.content.decode(), re.S)
    texts = re.findall(r'<section class="m-panel m-panel--[\w-]+"(.*?)</section>', answer.content.decode(), re.S)
    return {name: " ".join(re.sub(r"<[^>]*>", " ", text).split()) for name, text in zip(found, texts, strict=True)}


def test_a_new_site_is_led_through_its_first_steps(desk: Desk) -> None:
    shown = panels(desk.admin)
    assert [name for name in shown if name == "steps"], shown
    for step in ("Say what the site is", "Add a person", "Let others in", "Write the first entry"):
        assert step in shown["steps"]
    assert "( done )" not in shown["steps"]
    desk.world.person("Ada Barrow")
    assert shown["steps"].count("done") + 1 == panels(desk.admin)["steps"].count("done")
    writer = panels(desk.member("wanda", "writer"))
    assert "Let others in" not in writer["steps"]
    assert "Say what the site is" not in writer["steps"]
    desk.world.article("One")
    assert "steps" not in panels(desk.admin)


def test_an_editor_sees_what_waits_and_the_writer_what_became_of_it(desk: Desk) -> None:
    wanda, milo = desk.member("wanda", "writer"), desk.member("milo", "editor")
    entry = submitted(desk, wanda, "The bench at the stop")
    waits = panels(milo)["reviews"]
    assert "The bench at the stop" in waits
    assert "wanda" in waits
    assert "reviews" not in panels(wanda), "writers review nothing"
    assert "In review" in panels(wanda)["drafts"]
    decide(milo, entry, "reject", "Say more about the bench.")
    assert "The bench" not in panels(milo)["reviews"]
    back = panels(wanda)["sent-back"]
    assert "Changes requested" in back
    assert "Say more about the bench." in back
    assert "milo" in back
    assert "sent-back" not in panels(milo)
    edit(desk, wanda, entry, **{"action-submit": "1"})
    assert "sent-back" not in panels(wanda)
    decide(milo, again(entry), "decline", "Not for us.")
    assert "Rejected" in panels(wanda)["sent-back"]
    assert "Not for us." in panels(wanda)["sent-back"]


def test_a_comment_is_text(desk: Desk) -> None:
    wanda, milo = desk.member("wanda", "writer"), desk.member("milo", "editor")
    decide(milo, submitted(desk, wanda, "<script>alert(1)</script>"), "reject", "<img src=x onerror=alert(2)>")
    page = wanda.get("/desk/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_drafts_are_ones_own_and_what_is_public_is_none(desk: Desk) -> None:
    wanda, will = desk.member("wanda", "writer"), desk.member("will", "writer")
    create(desk, who=wanda, headline="Hers alone")
    assert "Hers alone" in panels(wanda)["drafts"]
    assert "Hers alone" not in panels(will)["drafts"]
    desk.admin.post(
        f"/desk/pages/{newest().pk}/edit/", desk.form(headline="Hers alone", slug="x", **{"action-publish": "1"})
    )
    assert "Hers alone" not in panels(wanda)["drafts"]
    published = panels(will)["published"]
    assert "Hers alone" in published
    assert "admin" in published


def test_what_is_planned_is_told_to_who_may_edit_it(desk: Desk) -> None:
    from masthead.actions.schedule import schedule
    from masthead.kinds.article.models import Article

    wanda, milo = desk.member("wanda", "writer"), desk.member("milo", "editor")
    entry = desk.world.article("The longest night", live=False)
    schedule(Article, entry.pk, dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    assert "The longest night tomorrow" in panels(milo)["planned"]
    assert "The longest night" not in panels(wanda)["planned"]
    Article.objects.filter(pk=entry.pk).update(go_live_at=None)
    entry.revisions.update(approved_go_live_at=dt.datetime.now(dt.UTC) - dt.timedelta(hours=2))
    assert "Late" in panels(milo)["planned"]


def test_the_press_says_what_it_did_and_what_it_could_not_make(desk: Desk) -> None:
    article = desk.world.article("Low water", slug="low-water")
    desk.world.run()
    text = panels(desk.admin)["press"]
    assert "Low water" in text
    assert re.search(r"Edition \d+", text)
    assert "could not be made" not in text

    with sqlite3.connect(desk.folder.ledger) as ledger:
        ledger.execute(
            "update node set failed_in = 9, error = 'no <tide> table' where id = "
            "(select node from claim where address = '/blog/low-water/')"
        )
    ledger.close()
    page = desk.admin.get("/desk/").content.decode()
    assert "These pages could not be made." in page
    assert f"/desk/pages/{article.pk}/edit/" in page
    assert "no &lt;tide&gt; table" in page


def test_only_administrators_see_mail_that_was_not_taken_and_let_it_be_tried_again(desk: Desk) -> None:
    from django.utils import timezone

    from masthead.mail.models import Letter

    now = timezone.now()
    Letter.objects.create(
        sender="a@example.org", receiver="b@example.org", subject="To review", message=b"", written_at=now,
        next_try_at=now, tries=3, error="550 no such mailbox", given_up=True,
    )  # fmt: skip
    assert "550 no such mailbox" in panels(desk.admin)["letters"]
    milo = desk.member("milo", "editor")
    assert "letters" not in panels(milo)
    assert milo.post("/desk/letters/try/").status_code in (302, 403)
    assert Letter.objects.get().given_up
    assert desk.admin.get("/desk/letters/try/").status_code == 405
    assert desk.admin.post("/desk/letters/try/").status_code == 302
    assert not Letter.objects.get().given_up


def test_the_start_page_speaks_the_editors_language(desk: Desk) -> None:
    from django.contrib.auth.models import User
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(User.objects.get(username="admin"))
    profile.preferred_language = "fa"
    profile.save()
    shown = panels(desk.admin)
    assert "پیش‌نویس‌های شما" in shown["drafts"]
    assert "<html" in desk.admin.get("/desk/").content.decode()
    assert 'dir="rtl"' in desk.admin.get("/desk/").content.decode()


def test_the_start_page_asks_no_more_when_more_waits(desk: Desk) -> None:
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    boss = User.objects.get(username="admin")
    counts = []
    for _ in range(3):
        for live in (True, False):
            create(desk, headline="One more", **({"action-publish": "1"} if live else {}))
        desk.world.article("Live", owner=boss)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            panels(desk.admin)
        counts.append(len(asked))
        assert not [q["sql"] for q in asked if "count(*)" in q["sql"].lower() and "press_outbox" not in q["sql"]]
    assert counts[1] == counts[2], counts


def test_the_desk_bears_the_name_of_the_site_and_not_of_what_it_is_made_of(desk: Desk) -> None:
    from django.conf import settings

    for client, address in ((desk.client(), "/desk/login/"), (desk.admin, "/desk/"), (desk.admin, "/desk/entries/")):
        page = client.get(address).content.decode()
        title = page.partition("<title>")[2].partition("</title>")[0]
        assert title.endswith(f" - {settings.OPTIONS.name}")
        assert "in Wagtail" not in page
    assert f"<bdi>{settings.OPTIONS.name}</bdi>" in desk.client().get("/desk/login/").content.decode()


def test_a_name_that_is_changed_at_the_desk_is_changed_all_over_it(desk: Desk) -> None:
    from django.conf import settings

    from masthead.entries.models import SiteSettings

    own, before = SiteSettings.objects.get(), settings.OPTIONS.name
    fields = {
        "name": "The <New> Name",
        "tagline": "",
        "footer": "null",
        "menu-TOTAL_FORMS": "0",
        "menu-INITIAL_FORMS": "0",
    }
    assert desk.admin.post(f"/desk/settings/masthead/sitesettings/{own.site_id}/", fields).status_code == 302
    for client, address in ((desk.client(), "/desk/login/"), (desk.admin, "/desk/"), (desk.admin, "/desk/entries/")):
        page = client.get(address).content.decode()
        assert page.partition("<title>")[2].partition("</title>")[0].endswith(" - The &lt;New&gt; Name")
        assert "<bdi>The &lt;New&gt; Name</bdi>" in page or address == "/desk/entries/"
        assert before not in page
    assert settings.WAGTAIL_SITE_NAME == "The <New> Name", "what is to be typed before much is deleted"
    SiteSettings.objects.update(name=" ")
    desk.world.home.title = "The home"
    desk.world.home.save()
    assert "- The home</title>" in "".join(desk.admin.get("/desk/").content.decode().split("\n")), "as on the pages"
