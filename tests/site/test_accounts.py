from __future__ import annotations

import pytest

from masthead.site.folder import SiteFolder

pytestmark = pytest.mark.usefixtures("site")
OWN = "a long word of one's own"


def log_in(name: str, password: str) -> object:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.post("/desk/login/", {"username": name, "password": password})
    return client


def test_a_one_time_password_lets_in_and_asks_for_another_first() -> None:
    from django.contrib.auth.models import User

    from masthead.site.accounts import add_account, has_one_time_password

    client = log_in("sara", add_account("sara", mail="sara@example.org", role="writer"))
    page = client.get("/desk/", follow=True)
    (asked, _), *rest = page.redirect_chain
    assert (page.status_code, rest) == (200, [])
    assert "new_password1" in page.content.decode()
    assert client.get("/desk/pages/")["location"] == asked
    client.post(asked, {"new_password1": OWN, "new_password2": OWN})
    assert client.get("/desk/").status_code == 200
    assert not has_one_time_password(User.objects.get(username="sara"))
    assert log_in("sara", OWN).get("/desk/").status_code == 200


def test_a_wrong_password_and_an_account_switched_off_do_not_let_in() -> None:
    from django.contrib.auth.models import User

    from masthead.site.accounts import add_account

    password = add_account("sara", role="administrator")
    assert log_in("sara", password + "x").get("/desk/")["location"] == "/desk/login/?next=/desk/"
    User.objects.filter(username="sara").update(is_active=False)
    assert log_in("sara", password).get("/desk/")["location"] == "/desk/login/?next=/desk/"
    assert log_in("nobody", "x").get("/desk/")["location"] == "/desk/login/?next=/desk/"


def test_a_new_one_time_password_ends_the_old_one_and_its_sessions() -> None:
    from django.contrib.auth.models import User

    from masthead.site.accounts import give_one_time_password

    admin = User.objects.get(username="admin")
    admin.set_password(OWN)
    admin.save()
    client = log_in("admin", OWN)
    assert client.get("/desk/").status_code == 200
    give_one_time_password(admin)
    assert client.get("/desk/")["location"].startswith("/desk/login/")
    assert log_in("admin", OWN).get("/desk/")["location"].startswith("/desk/login/")


def test_the_password_is_not_stored_in_clear(site: SiteFolder) -> None:
    from masthead.site.accounts import add_account

    password = add_account("sara", role="writer")
    assert password.encode() not in b"".join(path.read_bytes() for path in site.var.glob("masthead.sqlite3*"))


def test_an_editor_gets_originals_and_others_do_not(site: SiteFolder) -> None:
    from django.contrib.auth.models import User
    from django.test import Client

    original = site.uploads / "original_images" / "a.jpg"
    original.parent.mkdir(parents=True)
    original.write_bytes(b"a picture")
    (site.uploads / "documents").mkdir()
    (site.uploads / "documents" / "a.pdf").write_bytes(b"a document")
    admin = User.objects.get(username="admin")
    admin.set_password(OWN)
    admin.save()
    editor, reader = log_in("admin", OWN), Client(headers={"host": "localhost"})
    answer = editor.get("/desk/uploads/original_images/a.jpg")
    assert b"".join(answer.streaming_content) == b"a picture"
    assert answer["content-security-policy"] == "default-src 'none'; sandbox"
    assert "private" in answer["cache-control"]
    answer.close()
    assert reader.get("/desk/uploads/original_images/a.jpg")["location"].startswith("/desk/login/")
    # Documents go through Wagtail's own view, which asks for their collection.
    for path in ("documents/a.pdf", "original_images/../documents/a.pdf", "images/", "../masthead.sqlite3", "images/x"):
        assert editor.get(f"/desk/uploads/{path}").status_code == 404
