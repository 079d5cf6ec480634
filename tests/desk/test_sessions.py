"""Where an account is signed in, and the end of that."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from desk.editors import Desk

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
PASSWORD = "a long way home"


def come_in(desk: Desk, agent: str = FIREFOX, at: str = "192.0.2.1", name: str = "admin") -> Any:
    client = desk.client()
    form = {"username": name, "password": PASSWORD}
    answer = client.post("/desk/login/", form, headers={"user-agent": agent, "x-forwarded-for": at})
    assert answer.status_code == 302, answer.content
    return client


def listed(client: Any, address: str = "/desk/sessions/") -> list[str]:
    """What each line says."""
    text = client.get(address).content.decode()
    lines = re.findall(r'<li class="m-line m-session">(.*?)</li>', text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def is_in(client: Any) -> bool:
    return bool(client.get("/desk/").status_code == 200)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Without the session that tests come in by."""
    from masthead.desk.log_in.models import Session

    Session.objects.all().delete()
    return desk


def test_an_account_sees_where_it_is_in_and_ends_one_or_all_others(desk: Desk) -> None:
    here, phone, third = come_in(desk), come_in(desk, SAFARI, "2001:db8::7"), come_in(desk, "curl/8")
    lines = listed(here)
    assert len(lines) == 3
    assert lines[0].startswith("Firefox on Linux This one from 192.0.2.1 signed in: today,")
    assert "Sign out there" not in lines[0]
    (of_phone,) = [line for line in lines if line.startswith("Safari on iPhone from 2001:db8::/64")]
    assert "Sign out there : Safari on iPhone, today," in of_phone
    assert [line for line in lines if line.startswith("A browser that gives no name")]
    text = here.get("/desk/sessions/").content.decode()
    (name,) = re.findall(r'value="(\w+)">[^<]*<span class="w-sr-only">: Safari', text)
    assert here.post("/desk/sessions/", {"session": name}).status_code == 302
    assert [is_in(client) for client in (here, phone, third)] == [True, False, True]
    here.post("/desk/sessions/")
    assert [is_in(client) for client in (here, phone, third)] == [True, False, False]
    assert len(listed(here)) == 1


def test_the_list_gives_no_session_away_and_nobody_ends_anothers(desk: Desk) -> None:
    from masthead.desk.log_in.models import Session
    from masthead.desk.log_in.sessions import name_of

    desk.member("wanda", "writer")
    boss, wanda = come_in(desk), come_in(desk, name="wanda")
    text = wanda.get("/desk/sessions/").content.decode()
    assert [row.session_key for row in Session.objects.all() if row.session_key in text] == []
    assert len(listed(wanda)) == 2, "this one, and that of the client which `member` gives"
    wanda.post("/desk/sessions/", {"session": name_of(boss.session.session_key)})
    number = Session.objects.get(session_key=boss.session.session_key).account_id
    for answer in (wanda.get(f"/desk/sessions/{number}/"), wanda.post(f"/desk/sessions/{number}/")):
        assert (answer.status_code, answer.headers.get("location")) in ((302, "/desk/"), (403, None))
    assert is_in(boss)
    assert desk.client().get("/desk/sessions/")["location"].startswith("/desk/login/")


def test_an_administrator_ends_the_sessions_of_another(desk: Desk) -> None:
    from django.contrib.auth.models import User

    desk.member("wanda", "writer")
    boss, wanda = come_in(desk), come_in(desk, name="wanda")
    address = f"/desk/sessions/{User.objects.get(username='wanda').pk}/"
    assert address in boss.get("/desk/users/").content.decode()
    assert "Where wanda is signed in" in boss.get(address).content.decode()
    assert len(listed(boss, address)) >= 1
    boss.post(address)
    assert not is_in(wanda)
    assert is_in(boss)
    assert listed(boss, address) == []


def test_a_changed_password_ends_all_other_sessions(desk: Desk) -> None:
    from django.contrib.auth.models import User

    from masthead.desk.log_in.models import Session

    here, phone = come_in(desk), come_in(desk, SAFARI)
    form = {
        "name_email-first_name": "", "name_email-last_name": "", "name_email-email": "",
        "locale-preferred_language": "", "locale-current_time_zone": "",
        "theme-theme": "system", "theme-contrast": "system", "theme-density": "default",
        "password-old_password": PASSWORD, "password-new_password1": "another way home",
        "password-new_password2": "another way home",
    }  # fmt: skip
    assert here.post("/desk/account/", form).status_code == 302
    assert (is_in(here), is_in(phone)) == (True, False)
    (line,) = listed(here)
    assert line.startswith("Firefox on Linux This one from 192.0.2.1 signed in: today,"), "how it began is known still"
    user = User.objects.get(username="admin")
    assert Session.objects.filter(account=user).count() == 1
    user.set_password(PASSWORD)
    user.save()
    assert not is_in(here)


def test_use_is_noted_every_ten_minutes_and_not_at_every_click(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    here = come_in(desk)
    before = here.session["seen"]

    def writes() -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            here.get("/desk/sessions/")
        return [each["sql"] for each in asked.captured_queries if each["sql"].startswith(("INSERT", "UPDATE"))]

    assert writes() == []
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(minutes=11))
    assert len(writes()) == 1
    assert here.session["seen"] > before


def test_no_more_is_stored_than_is_shown_and_what_is_over_goes(desk: Desk) -> None:
    from django.utils import timezone

    from masthead.desk.log_in.models import Session

    come_in(desk)
    row = Session.objects.get()
    kept = row.get_decoded()
    assert set(kept) == {"_auth_user_id", "_auth_user_backend", "_auth_user_hash", "_session_expiry", "came_in", "seen"}
    assert kept["came_in"][1:] == ["192.0.2.1", "Firefox", "Linux"]
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    come_in(desk, SAFARI)
    assert [each.get_decoded()["came_in"][2] for each in Session.objects.all()] == ["Safari"]


def test_the_way_to_the_list_stands_in_the_account(desk: Desk) -> None:
    assert 'href="/desk/sessions/"' in come_in(desk).get("/desk/account/").content.decode()
