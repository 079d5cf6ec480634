"""A forgotten password: from the log-in by a real mail server to a new one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest

from desk.editors import Desk
from mail.postoffice import Office, post_office
from mail.test_notices import arrived, speaks
from masthead.site.options import Options

OWN = "seven boats at the quay"


@pytest.fixture
def office(desk: Desk) -> Iterator[Office]:
    from django.test import override_settings

    from masthead.entries.models import SiteSettings

    SiteSettings.objects.update(name="Willow Lane")
    with post_office() as made, override_settings(OPTIONS=Options(mail_host="127.0.0.1")):
        yield made


def ask(client: Any, address: str) -> Any:
    return client.post("/desk/password_reset/", {"email": address})


def link_in(letter: str) -> str:
    (found,) = re.findall(r"^http://localhost:8000(/desk/password_reset/confirm/\S+)$", letter, re.MULTILINE)
    return str(found)


def choose(client: Any, link: str, password: str = OWN) -> Any:
    form = client.get(link, follow=True)
    return client.post(form.redirect_chain[-1][0] if form.redirect_chain else link,
                       {"new_password1": password, "new_password2": password}, follow=True)  # fmt: skip


def may_come_in(client: Any, name: str, password: str) -> bool:
    answer = client.post("/desk/login/", {"username": name, "password": password})
    return bool(answer.status_code == 302)


def test_a_letter_leads_to_a_new_password_and_ends_what_was_open(desk: Desk, office: Office) -> None:
    wanda = desk.member("wanda", "writer")
    visitor = desk.client()
    assert ask(visitor, "wanda@example.org")["location"] == "/desk/password_reset/done/"
    letter = arrived(office)["wanda"]
    assert letter.startswith("A new password for the desk of Willow Lane\n")
    assert "Your name at the desk: wanda" in letter
    assert "for one day" in letter
    assert choose(visitor, link_in(letter)).status_code == 200
    assert wanda.get("/desk/").status_code == 302, "the old session is over"
    assert may_come_in(desk.client(), "wanda", OWN)


def test_a_link_is_good_once_and_for_a_day(desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth import tokens

    desk.member("wanda", "writer")
    ask(desk.client(), "wanda@example.org")
    link = link_in(arrived(office)["wanda"])
    choose(desk.client(), link)
    again = choose(desk.client(), link, "another long way home")
    assert "already been used" in again.content.decode()
    assert not may_come_in(desk.client(), "wanda", "another long way home")
    ask(desk.client(), "wanda@example.org")
    link = link_in(arrived(office)["wanda"])
    tomorrow = dt.datetime.now() + dt.timedelta(days=1, minutes=1)  # noqa: DTZ005 - as Django's own
    monkeypatch.setattr(tokens.PasswordResetTokenGenerator, "_now", lambda self: tomorrow)
    assert "new_password1" not in desk.client().get(link, follow=True).content.decode()


def test_the_answer_is_the_same_whether_there_is_such_an_account_or_not(desk: Desk, office: Office) -> None:
    from masthead.site.accounts import switch_off

    desk.member("wanda", "writer")
    desk.member("gone", "writer")
    switch_off("gone")
    shown = {}
    for address in ("wanda@example.org", "nobody@example.org", "gone@example.org"):
        answer = ask(desk.client(), address)
        shown[address] = (answer.status_code, answer["location"], answer.content)
        page = desk.client().get(answer["location"])
        assert "If an account has this address" in page.content.decode()
    assert len(set(shown.values())) == 1
    assert set(arrived(office)) == {"wanda"}


def test_the_letter_is_in_the_language_of_the_account(desk: Desk, office: Office) -> None:
    desk.member("mina", "editor")
    speaks("mina", "fa")
    visitor = desk.client()
    visitor.cookies["django_language"] = "en"
    ask(visitor, "mina@example.org")
    letter = arrived(office)["mina"]
    assert letter.lstrip().startswith("رمز عبور تازه برای میز تحریریهٔ Willow Lane\n")
    assert "نام شما در میز تحریریه: mina" in letter
    assert link_in(letter)


def test_a_letter_waits_for_a_mail_server_that_is_away(desk: Desk, office: Office) -> None:
    from django.utils import timezone

    from masthead.mail.delivery import deliver
    from masthead.mail.models import Letter

    desk.member("wanda", "writer")
    ask(desk.client(), "wanda@example.org")
    away = Options(mail_host="127.0.0.1", mail_port=1, mail_security="none")
    (tried,) = deliver(away, timezone.now())
    assert tried.error
    Letter.objects.update(next_try_at=timezone.now() - dt.timedelta(seconds=1))
    assert link_in(arrived(office)["wanda"])


def test_letters_to_one_mailbox_are_few_known_or_not(desk: Desk, office: Office) -> None:
    desk.member("wanda", "writer")
    said = {}
    for address in ("wanda@example.org", "nobody@example.org"):
        for _ in range(3):
            assert ask(desk.client(), address).status_code == 302
        refused = ask(desk.client(), address.upper())
        said[address] = re.findall(r"A new password was asked for too often[^<]*", refused.content.decode())
        assert (refused.status_code, len(said[address])) == (429, 1)
    assert said["wanda@example.org"] == said["nobody@example.org"]
    arrived(office)
    assert len(office.letters) == 3


def test_the_letter_lets_in_whom_strangers_keep_out(desk: Desk, office: Office) -> None:
    desk.member("wanda", "writer")
    for number in range(10):
        form = {"username": "wanda", "password": "wrong"}
        desk.client().post("/desk/login/", form, headers={"x-forwarded-for": f"198.51.100.{number}"})
    visitor = desk.client()
    assert not may_come_in(visitor, "wanda", "a long way home")
    ask(visitor, "wanda@example.org")
    choose(visitor, link_in(arrived(office)["wanda"]))
    assert may_come_in(visitor, "wanda", OWN)


def test_where_no_mail_is_set_up_the_page_says_what_to_do(desk: Desk) -> None:
    visitor = desk.client()
    form = visitor.get("/desk/password_reset/").content.decode()
    assert "This site sends no mail yet" in form
    assert "masthead user password" in form
    done = visitor.get(ask(visitor, "nobody@example.org")["location"]).content.decode()
    assert "masthead user password" in done
    visitor.cookies["django_language"] = "fa"
    assert "این سایت هنوز نامه‌ای نمی‌فرستد" in visitor.get("/desk/password_reset/").content.decode()
