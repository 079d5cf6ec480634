"""Accounts at the desk: those that the command line has made can be changed there, and those who left stay out."""

from __future__ import annotations

from typing import Any

from desk.editors import Desk


def account(name: str) -> Any:
    from django.contrib.auth.models import User

    return User.objects.get(username=name)


def test_a_role_can_be_changed_without_inventing_a_name_and_a_mail_address(desk: Desk) -> None:
    from django.contrib.auth.models import Group

    from masthead.site.accounts import add_account

    add_account("lea", role="writer")
    page = desk.admin.get(f"/desk/users/edit/{account('lea').pk}/").content.decode()
    assert "required" not in page[page.index('name="last_name"') :][:100]
    editors = Group.objects.get(name="Editors")
    form = {
        "username": "lea",
        "first_name": "",
        "last_name": "",
        "email": "",
        "is_active": "on",
        "groups": editors.pk,
    }
    assert desk.admin.post(f"/desk/users/edit/{account('lea').pk}/", form).status_code == 302
    assert [group.name for group in account("lea").groups.all()] == ["Editors"]
    refused = desk.admin.post(f"/desk/users/edit/{account('lea').pk}/", {**form, "email": "notmail"})
    assert "Enter a valid email address." in refused.content.decode()


def test_an_account_is_made_with_a_name_a_password_and_a_role(desk: Desk) -> None:
    from django.contrib.auth.models import Group

    form = {"username": "ben", "password1": "a long way home", "password2": "a long way home"}
    blank = desk.admin.get("/desk/users/new/").content.decode()
    assert 'name="groups"' in blank
    assert 'role="tab"' not in blank, "nothing that must be chosen is hidden"
    refused = desk.admin.post("/desk/users/new/", form)
    assert refused.status_code == 200
    assert "Choose at least one role" in refused.content.decode()
    writers = Group.objects.get(name="Writers")
    assert desk.admin.post("/desk/users/new/", {**form, "groups": writers.pk}).status_code == 302
    assert account("ben").email == ""
    assert desk.client(account("ben")).get("/desk/").status_code == 200
    assert desk.admin.post("/desk/users/new/", {**form, "username": "bo", "is_superuser": "on"}).status_code == 302


def test_a_role_can_be_taken_away_from_who_is_switched_off_only(desk: Desk) -> None:
    from masthead.site.accounts import add_account

    add_account("lea", role="writer")
    address, form = f"/desk/users/edit/{account('lea').pk}/", {"username": "lea", "is_active": "on"}
    assert "Choose at least one role" in desk.admin.post(address, form).content.decode()
    assert desk.admin.post(address, {"username": "lea"}).status_code == 302
    boss = account("admin")
    assert desk.admin.post(f"/desk/users/edit/{boss.pk}/", {"username": "admin"}).status_code == 302
    assert account("admin").is_superuser


def test_somebody_without_a_mail_address_can_keep_their_own_settings(desk: Desk) -> None:
    from masthead.site.accounts import add_account

    add_account("lea", role="writer")
    lea = account("lea")
    lea.set_password("a long way home")
    lea.save()
    form = {
        "name_email-first_name": "Léa", "name_email-last_name": "", "name_email-email": "",
        "locale-preferred_language": "", "locale-current_time_zone": "",
        "theme-theme": "system", "theme-contrast": "system", "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }  # fmt: skip
    answer = desk.client(lea).post("/desk/account/", form)
    assert answer.status_code == 302, answer.content.decode()
    assert account("lea").first_name == "Léa"


def test_who_is_switched_off_is_out_at_once_and_their_entries_stay(desk: Desk) -> None:
    from masthead.site.accounts import switch_off, switch_on

    lea = desk.member("lea", "writer")
    entry = desk.world.article("By Lea", owner=account("lea"))
    assert lea.get("/desk/").status_code == 200
    switch_off("lea")
    assert lea.get("/desk/").status_code == 302
    assert not desk.client().login(username="lea", password="a long way home")
    entry.refresh_from_db()
    assert (entry.owner, entry.live) == (account("lea"), True)
    word = switch_on("lea")
    assert lea.get("/desk/").status_code == 302, "the old session comes not back"
    assert desk.client().login(username="lea", password=word)
