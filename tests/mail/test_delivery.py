"""From the table to a real mail server."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from mail.postoffice import Office, let_in, post_office
from masthead.site.folder import SiteFolder
from masthead.site.options import Options

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def office() -> Iterator[Office]:
    with post_office() as made:
        yield made


def options(port: int, **more: Any) -> Options:
    return Options(**{"mail_host": "127.0.0.1", "mail_port": port, "mail_security": "none", **more})


def send(*receivers: str, subject: str = "Hello") -> None:
    from django.core.mail import EmailMessage

    EmailMessage(subject, "Text.\n.\nMore, سلام.\n", to=list(receivers)).send()


def deliver(port: int, later: dt.timedelta = dt.timedelta(), **more: Any) -> list[tuple[str, str]]:
    from masthead.mail.delivery import deliver

    now = dt.datetime.now(dt.UTC) + later
    return [(tried.receiver, tried.error) for tried in deliver(options(port, **more), now)]


def letters() -> list[dict[str, Any]]:
    from masthead.mail.models import Letter

    return list(Letter.objects.order_by("pk").values())


def test_mail_is_written_with_the_act_and_undone_with_it(site: SiteFolder, office: Office) -> None:
    from django.db import transaction

    def act() -> None:
        with transaction.atomic():
            send("ada@example.org")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert letters() == []
    send("ada@example.org", "ben@example.org")
    assert office.letters == [], "nothing is sent by the act itself"
    assert deliver(office.port) == [("ada@example.org", ""), ("ben@example.org", "")]
    assert letters() == []
    receiver, letter = office.letters[0]
    assert receiver == "ada@example.org"
    assert letter["From"] == "masthead@localhost"
    assert letter.get_content().splitlines() == ["Text.", ".", "More, سلام."]
    assert deliver(office.port) == []


def test_a_server_that_is_away_loses_nothing_and_is_asked_again_after_growing_pauses(
    site: SiteFolder, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = closed.getsockname()[1]
    send("ada@example.org")
    assert "refused" in deliver(nobody)[0][1]
    assert deliver(nobody) == [], "not at once"
    assert "refused" in deliver(nobody, MINUTE)[0][1]
    assert deliver(nobody, MINUTE * 1.5) == []
    (letter,) = letters()
    assert letter["tries"] == 2
    assert "refused" in letter["error"]
    assert deliver(office.port, MINUTE * 3) == [("ada@example.org", "")]


def test_a_mailbox_that_is_none_is_given_up_and_keeps_nobody_else_waiting(
    site: SiteFolder, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.refusals = {"gone@example.org": "550 No such mailbox", "full@example.org": "452 Full"}
    send("gone@example.org", "full@example.org", "ada@example.org")
    errors = dict(deliver(office.port))
    assert errors == {
        "gone@example.org": "550 No such mailbox", "full@example.org": "452 Full", "ada@example.org": "",
    }  # fmt: skip
    assert {each["receiver"]: each["given_up"] for each in letters()} == {
        "gone@example.org": True, "full@example.org": False,
    }  # fmt: skip
    assert "somebody at example.org was not taken: 550. It is given up." in caplog.text
    deliver(office.port, dt.timedelta(days=3))
    assert all(each["given_up"] for each in letters())
    deliver(office.port, dt.timedelta(days=31))
    assert letters() == []


def test_logs_do_not_tell_who_gets_mail_whatever_servers_say(
    site: SiteFolder, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.refusals = {
        "Ada.Quay@example.org": "550 5.1.1 <ada.quay@example.org>: user unknown", "ben@example.org": "452 ben is full",
    }  # fmt: skip
    send("Ada.Quay@example.org", "ben@example.org")
    deliver(office.port)
    assert "was not taken: 550 5.1.1. It is given up." in caplog.text
    assert "was not taken: 452." in caplog.text
    assert not [name for name in ("quay", "ben") if name in caplog.text.lower()]
    assert [each["error"] for each in letters()] == list(office.refusals.values()), "the desk is told"


@pytest.mark.parametrize("how", ["hangs up", "421"])
def test_a_letter_over_which_the_server_hangs_up_waits_alone(
    site: SiteFolder, office: Office, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    if how == "421":
        office.refusals = {"bad@example.org": "421 Closing"}
    else:
        office.hangs_up_over = {"bad@example.org"}
    good = [f"p{number}@example.org" for number in range(5)]
    send(good[0], "bad@example.org", *good[1:])
    tried = deliver(office.port)
    assert [receiver for receiver, error in tried if error] == ["bad@example.org"]
    assert [receiver for receiver, _ in office.letters] == good
    send("late@example.org")
    deliver(office.port, dt.timedelta(days=3, minutes=1))
    assert [(each["receiver"], each["given_up"]) for each in letters()] == [("bad@example.org", True)]


def test_a_server_that_hangs_up_over_everybody_is_not_stormed(
    site: SiteFolder, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    people = [f"p{number}@example.org" for number in range(6)]
    office.hangs_up_over = set(people)
    send(*people)
    assert len(deliver(office.port)) == 3
    assert [each["tries"] for each in letters()] == [1, 1, 1, 0, 0, 0]
    assert deliver(office.port) == [], "nor at once"
    office.hangs_up_over = set()
    assert len(deliver(office.port, MINUTE)) == 6


def test_what_waits_for_its_turn_is_neither_late_nor_tried_again(
    site: SiteFolder, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    from masthead.mail.delivery import late, try_again
    from masthead.mail.models import Letter

    office.refusals = {"full@example.org": "452 Full"}
    send("patient@example.org")
    now = dt.datetime.now(dt.UTC)
    Letter.objects.update(written_at=now - 60 * MINUTE, next_try_at=now + 60 * MINUTE)
    send("full@example.org")
    deliver(office.port)
    assert [each.receiver for each in late(now + MINUTE)] == ["full@example.org"]
    assert try_again() == 1
    assert deliver(office.port) == [("full@example.org", "452 Full")]


def test_mail_comes_from_a_domain_in_any_letters(site: SiteFolder, office: Office) -> None:
    from django.test import override_settings

    with override_settings(DEFAULT_FROM_EMAIL="Die Bücherei <post@bücher.example>"):
        send("ada@example.org")
        assert deliver(office.port) == [("ada@example.org", "")]
    letter = office.letters[0][1]
    assert letter["From"].endswith("<post@xn--bcher-kva.example>")
    assert letter["Message-ID"].endswith("@xn--bcher-kva.example>")


def test_a_letter_is_one_process_own_while_it_is_handed_over(site: SiteFolder, office: Office) -> None:
    from masthead.mail.delivery import _claimed

    send("ada@example.org")
    now = dt.datetime.now(dt.UTC)
    assert [len(_claimed(now)), len(_claimed(now))] == [1, 0]
    assert deliver(office.port) == []
    assert deliver(office.port, 11 * MINUTE) == [("ada@example.org", "")], "whoever had it has died"


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # on this machine nobody listens
def test_a_wrong_password_is_said_and_the_right_one_lets_in(site: SiteFolder, caplog: pytest.LogCaptureFixture) -> None:
    with post_office(authenticator=let_in, auth_required=True, auth_require_tls=False) as office:
        send("ada@example.org")
        (_, error) = deliver(office.port, mail_user="desk", mail_password="wrong")[0]
        assert "535" in error
        assert "wrong" not in error
        word = {"mail_user": "desk", "mail_password": "a secret word"}
        assert deliver(office.port, MINUTE, **word) == [("ada@example.org", "")]


def test_a_server_without_encryption_is_not_used_when_encryption_is_asked_for(
    site: SiteFolder, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    send("ada@example.org")
    assert "STARTTLS" in deliver(office.port, mail_security="starttls")[0][1]
    assert office.letters == []


def test_without_a_server_whoever_runs_the_site_reads_the_mail(
    site: SiteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    send("ada@example.org", subject="Your password")
    assert deliver(0, mail_host="") == [("ada@example.org", "")]
    out = capsys.readouterr().out
    assert "--- Mail to ada@example.org: Your password" in out
    assert "More, سلام." in out
