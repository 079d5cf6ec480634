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
    assert "somebody at example.org was not taken: 550 No such mailbox. It is given up." in caplog.text
    assert "gone@" not in caplog.text, "logs do not tell who gets mail of what"
    deliver(office.port, dt.timedelta(days=3))
    assert all(each["given_up"] for each in letters())
    deliver(office.port, dt.timedelta(days=31))
    assert letters() == []


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
