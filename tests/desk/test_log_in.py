"""How often somebody may try to come in, and from where."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest

from desk.editors import Desk

PASSWORD = "a long way home"


@pytest.fixture(autouse=True)
def later(_django: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Moves the clock on, which stands still otherwise."""
    from django.utils import timezone

    start, passed = timezone.now(), [dt.timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: start + passed[0])

    def move(**span: float) -> None:
        passed[0] += dt.timedelta(**span)

    return move


def attempt(client: Any, password: str = "wrong", name: str = "admin", at: str = "192.0.2.1") -> Any:
    return client.post(
        "/desk/login/",
        {"username": name, "password": password},
        headers={"x-forwarded-for": at},
        REMOTE_ADDR="127.0.0.1",
    )


def guess(desk: Desk, name: str = "admin", times: int = 10) -> None:
    """From as many places."""
    for number in range(times):
        assert attempt(desk.client(), name=name, at=f"198.51.100.{number}").status_code == 200


def test_ten_wrong_passwords_are_looked_at_and_the_next_waits(desk: Desk, later: Callable[..., None]) -> None:
    guess(desk)
    refused = attempt(desk.client(), PASSWORD)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "There were too many attempts" in refused.content.decode()
    assert "Wait 1 minute and try again." in refused.content.decode()
    later(seconds=61)
    assert attempt(desk.client()).status_code == 200, "one more"
    assert "Wait 2 minutes and try again." in attempt(desk.client(), PASSWORD).content.decode()
    later(seconds=121)
    assert attempt(desk.client(), PASSWORD).status_code == 302
    assert attempt(desk.client()).status_code == 200, "who has come in begins anew"


def test_no_pause_is_longer_than_a_quarter_of_an_hour(desk: Desk, later: Callable[..., None]) -> None:
    guess(desk)
    for _ in range(20):
        later(minutes=15, seconds=1)
        assert attempt(desk.client()).status_code == 200
    assert int(attempt(desk.client())["Retry-After"]) <= 900
    later(days=1, seconds=1)
    guess(desk)


def test_a_stranger_cannot_lock_an_editor_out_of_a_browser_that_the_editor_uses(desk: Desk) -> None:
    own = desk.client()
    assert attempt(own, PASSWORD).status_code == 302
    own.post("/desk/logout/")
    guess(desk)
    assert attempt(desk.client(), PASSWORD).status_code == 429
    assert attempt(own, PASSWORD).status_code == 302
    other = desk.client()
    other.cookies["masthead_browser"] = own.cookies["masthead_browser"].value.replace("-", "-0", 1)
    assert attempt(other, PASSWORD).status_code == 429, "nobody else signs such a cookie"


def test_a_known_browser_may_not_guess_for_ever_and_is_known_for_one_name(desk: Desk) -> None:
    desk.member("wanda", "writer")
    own = desk.client()
    attempt(own, PASSWORD, name="wanda")
    own.post("/desk/logout/")
    guess(desk)
    assert attempt(own, PASSWORD).status_code == 429, "the cookie is another's"
    for _ in range(10):
        assert attempt(own, name="wanda").status_code == 200
    assert attempt(own, PASSWORD, name="wanda").status_code == 429
    assert attempt(desk.client(), PASSWORD, name="wanda").status_code == 302


def test_names_that_nobody_has_are_refused_in_the_same_words(desk: Desk) -> None:
    guess(desk)
    guess(desk, name="nobody")
    known, unknown = (attempt(desk.client(), name=name) for name in ("admin", "nobody"))
    assert known.status_code == unknown.status_code == 429
    said = [answer.content.decode().partition('<div class="messages"')[2].partition("</div>")[0]
            for answer in (known, unknown)]  # fmt: skip
    assert "too many attempts" in said[0]
    assert said[0] == said[1]


def test_one_place_may_not_try_one_name_after_another(desk: Desk) -> None:
    for number in range(30):
        assert attempt(desk.client(), name=f"name{number}").status_code == 200
    assert attempt(desk.client(), PASSWORD).status_code == 429
    assert attempt(desk.client(), PASSWORD, at="192.0.2.2").status_code == 302


def test_who_has_many_addresses_of_one_network_is_one(desk: Desk) -> None:
    for number in range(30):
        attempt(desk.client(), name=f"name{number}", at=f"2001:db8::{number + 1:x}")
    assert attempt(desk.client(), PASSWORD, at="2001:db8::ffff").status_code == 429
    assert attempt(desk.client(), PASSWORD, at="2001:db8:0:1::1").status_code == 302


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "192.0.2.1, 10.1.2.3", "192.0.2.1"),
        ("198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "2001:db8::5", "2001:db8::/64"),
        ("", "192.0.2.1", ""),
    ],
)
def test_an_address_is_believed_from_those_alone_that_the_site_trusts(peer: str, forwarded: str, found: str) -> None:
    from django.test import RequestFactory, override_settings

    from masthead.respond.where import network
    from masthead.site.options import Options

    request = RequestFactory().get("/desk/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(OPTIONS=Options(proxies=("127.0.0.1", "::1", "10.0.0.0/8"))):
        assert network(request) == found


def test_a_refused_try_writes_nothing_and_looks_at_no_password(desk: Desk) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    guess(desk)
    client = desk.client()
    with CaptureQueriesContext(connection) as asked:
        attempt(client, PASSWORD)
    said = [each["sql"] for each in asked.captured_queries]
    assert [sql for sql in said if not sql.startswith("SELECT")] == []
    assert not [sql for sql in said if "auth_user" in sql]


def test_who_tries_is_not_to_be_read_in_the_table(desk: Desk) -> None:
    attempt(desk.client(), name="nobody at all")
    stored = b"".join(path.read_bytes() for path in desk.folder.var.glob("masthead.sqlite3*"))
    assert b"nobody at all" not in stored
    assert b"192.0.2.1" not in stored


def test_unlock_lets_in_at_once(desk: Desk) -> None:
    from masthead.desk.log_in.tries import unlock

    guess(desk)
    assert unlock("admin") == 11
    assert attempt(desk.client(), PASSWORD).status_code == 302


def test_the_refusal_speaks_persian(desk: Desk) -> None:
    guess(desk)
    client = desk.client()
    client.cookies["django_language"] = "fa"
    said = attempt(client).content.decode()
    assert "۱ دقیقه صبر کنید" in said
    assert "Password" not in said.partition('for="id_password"')[2].partition("</label>")[0]
    assert 'dir="rtl"' in said


def test_many_at_once_are_no_more_than_many_in_a_row(desk: Desk) -> None:
    """Of twenty browsers that try at the same moment, ten are looked at."""
    from django.db import connection

    connection.close()
    answers: list[int] = []

    def one(number: int) -> None:
        try:
            answers.append(attempt(desk.client(), at=f"198.51.100.{number}").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] * 10 + [429] * 10
