"""Who gets which mail about a review, and what stands in it: from the desk to a real mail server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from desk.editors import Desk
from desk.test_forms import newest
from desk.test_roles import decide, edit, submitted
from mail.postoffice import Office, post_office
from masthead.site.options import Options


@pytest.fixture
def office() -> Iterator[Office]:
    with post_office() as made:
        yield made


def account(name: str) -> Any:
    from django.contrib.auth.models import User

    return User.objects.get(username=name)


def speaks(name: str, language: str) -> None:
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(account(name))
    profile.preferred_language = language
    profile.save()


def arrived(office: Office) -> dict[str, str]:
    """What a delivery brings, by the receiver's name."""
    from masthead.mail.delivery import deliver

    office.letters.clear()
    options = Options(mail_host="127.0.0.1", mail_port=office.port, mail_security="none")
    assert not [tried for tried in deliver(options, dt.datetime.now(dt.UTC)) if tried.error]
    return {receiver.partition("@")[0]: text for receiver, text in office.texts().items()}


def test_the_whole_way_of_an_entry_is_told_to_those_whom_it_concerns(desk: Desk, office: Office) -> None:
    writer, milo = desk.member("wanda", "writer"), desk.member("milo", "editor")
    desk.member("mina", "editor")
    desk.member("will", "writer")
    speaks("mina", "fa")
    entry = submitted(desk, writer, "On the bench")
    at_desk = f"http://localhost:8000/desk/pages/{entry.pk}/edit/"

    mails = arrived(office)
    assert set(mails) == {"milo", "mina"}
    assert mails["milo"].startswith("To review: “On the bench”\nwanda has submitted “On the bench” for review.\n")
    assert at_desk in mails["milo"]
    assert mails["mina"].startswith("برای بازبینی: «On the bench»\nwanda «On the bench» را برای بازبینی فرستاده است.\n")

    decide(milo, entry, "reject", "Who says so?\nAnd when?")
    mails = arrived(office)
    assert set(mails) == {"wanda", "mina"}
    assert mails["wanda"].startswith("Changes requested: “On the bench”\nmilo has read “On the bench” and requests")
    assert "Why:\n> Who says so?\n> And when?\n" in mails["wanda"]
    assert "چرا:\n> Who says so?" in mails["mina"]

    edit(desk, writer, entry, summary="Ada.", **{"action-submit": "1"})
    assert set(arrived(office)) == {"milo", "mina"}, "submitted again"

    decide(milo, newest(), "approve", "Well done.")
    mails = arrived(office)
    assert set(mails) == {"wanda", "mina"}
    assert mails["wanda"].startswith("Published: “On the bench”\nmilo has published “On the bench”.\n")
    assert "> Well done." in mails["wanda"]
    assert "Read it:\nhttp://localhost:8000/blog/on-the-bench/\n" in mails["wanda"]


def test_a_rejection_says_why(desk: Desk, office: Office) -> None:
    writer, milo = desk.member("wanda", "writer"), desk.member("milo", "editor")
    entry = submitted(desk, writer)
    arrived(office)
    decide(milo, entry, "decline", "Not for us.")
    mails = arrived(office)
    assert set(mails) == {"wanda"}
    assert mails["wanda"].startswith("Rejected: “One”\nmilo has rejected “One”. The draft stays at the desk.\n")
    assert "Why:\n> Not for us.\n" in mails["wanda"]


def test_an_approval_for_later_says_when(desk: Desk, office: Office) -> None:
    writer, milo = desk.member("wanda", "writer"), desk.member("milo", "editor")
    entry = submitted(desk, writer)
    arrived(office)
    plan = {"go_live_at": "2044-05-03 14:05", "expire_at": ""}
    edit(desk, milo, entry, **plan, **{"action-workflow-action": "true", "workflow-action-name": "approve"})
    mails = arrived(office)
    assert set(mails) == {"wanda"}
    assert "It will be published at 3 May 2044, 14:05 UTC." in mails["wanda"]
    entry.refresh_from_db()
    assert not entry.live


def test_a_publication_past_the_review_is_told_as_well(desk: Desk, office: Office) -> None:
    writer, milo = desk.member("wanda", "writer"), desk.member("milo", "editor")
    entry = submitted(desk, writer)
    arrived(office)
    edit(desk, milo, entry, **{"action-publish": "1"})
    assert arrived(office)["wanda"].startswith("Published: “One”")


def test_who_edits_another_blog_who_has_switched_mail_off_and_who_did_it_get_none(desk: Desk, office: Office) -> None:
    from wagtail.users.models import UserProfile

    from masthead.entries.models import Blog

    desk.world.home.add_child(instance=Blog(title="News", slug="news", language="en"))
    writer = desk.member("wanda", "writer")
    desk.member("nora", "editor", "news")
    desk.member("bea", "editor", "blog")
    desk.member("milo", "editor")
    profile = UserProfile.get_for_user(account("milo"))
    profile.submitted_notifications = False
    profile.save()
    submitted(desk, writer)
    assert set(arrived(office)) == {"bea"}


def test_the_desk_itself_never_calls_the_mail_server(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So one that hangs delays nobody."""
    from masthead.mail.models import Letter

    writer = desk.member("wanda", "writer")
    desk.member("milo", "editor")

    def refuse(self: Any, address: Any) -> None:
        raise AssertionError(f"the desk called {address}")

    monkeypatch.setattr("socket.socket.connect", refuse)
    submitted(desk, writer)
    assert Letter.objects.get().receiver == "milo@example.org"


def test_an_address_that_is_none_undoes_nothing(desk: Desk, office: Office, caplog: pytest.LogCaptureFixture) -> None:
    writer = desk.member("wanda", "writer")
    desk.member("milo", "editor")
    account("milo").__class__.objects.filter(username="milo").update(email="milo@@\n")
    entry = submitted(desk, writer)
    assert entry.workflow_in_progress
    assert "No mail to milo about “One”" in caplog.text


@pytest.mark.usefixtures("site")
def test_every_word_of_the_mails_is_translated() -> None:
    import re
    from pathlib import Path

    import masthead.desk.notices.letters as letters

    source = Path(letters.__file__).read_text(encoding="utf-8")
    marked = set(re.findall(r'\b_\("([^"]+)"\)', source))
    assert len(marked) > 12
    persian = letters.words("fa-IR")
    assert [word for word in marked if persian(word) == word] == []
    assert letters.words("xx")("Why:") == "Why:"
