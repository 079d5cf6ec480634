"""Who stands behind a pseudonym: sealed by editors, read by keepers, and nowhere else, for nobody else."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from desk.editors import Desk
from kinds.test_testimony import a_testimony

NAME = "Zubeida Quillfeather"
ADA, BEN = "four chairs by the river", "nine lamps under a bridge"


def keepers(desk: Desk, *arguments: str, typed: str = "") -> Result:
    from masthead.cli import group

    # The folder that this process was started for; its database is that of the test.
    return CliRunner().invoke(group, ["--site", os.environ["MASTHEAD_SITE"], "keepers", *arguments], input=typed)


@pytest.fixture
def ada(desk: Desk) -> Any:
    """The only keeper's client; she is a writer otherwise."""
    client = desk.member("ada", "writer")
    done = keepers(desk, "add", "ada", typed=f"{ADA}\n{ADA}\n")
    assert done.exit_code == 0, done.output
    assert ADA not in done.output
    return client


def seal(client: Any, entry: Any, words: str = NAME) -> Any:
    return client.post(f"/desk/pseudonyms/{entry.pk}/seal/", {"link": words})


def read(client: Any, entry: Any, passphrase: str) -> Any:
    from masthead.kinds.testimony.models import SealedLink

    link = SealedLink.objects.get(entry_id=entry.pk)
    return client.post("/desk/pseudonyms/", {"entry": link.pk, "passphrase": passphrase})


def rows() -> Iterator[tuple[str, bytes]]:
    """Every row of every table."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    is_bytes = isinstance(value, bytes | memoryview)
                    yield table, bytes(value) if is_bytes else str(value).encode()


def history(entry: Any) -> list[tuple[str, str]]:
    from wagtail.models import PageLogEntry

    found = PageLogEntry.objects.filter(page_id=entry.pk, action__startswith="masthead.pseudonym")
    return [(each.user.username, each.action.rpartition(".")[2]) for each in found.order_by("pk")]


def test_a_sweep_as_every_role_but_keeper_finds_no_trace(
    desk: Desk, ada: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    world = desk.world
    entry = a_testimony(world)
    writer, editor = desk.member("wim", "writer"), desk.member("edda", "editor")
    assert seal(editor, entry, NAME * 100).status_code == 200
    done = seal(editor, entry)
    assert (done.status_code, done.url) == (302, f"/desk/pages/{entry.pk}/edit/")
    world.edit(entry, told_place="The quay")
    world.run()
    assert NAME in read(ada, entry, ADA).content.decode()

    first, last = (entry.revisions.order_by(order).first().pk for order in ("pk", "-pk"))
    addresses = [
        "/desk/", f"/desk/pages/{world.blog.pk}/", "/desk/entries/", "/desk/reports/site-history/", "/desk/pseudonyms/",
        f"/desk/pages/search/?q={NAME.split()[0]}", f"/desk/pseudonyms/?entry={entry.pk}",
        *(f"/desk/pages/{entry.pk}/{part}" for part in (
            "edit/", "history/", "usage/", "view_draft/", "copy/", "delete/", "unpublish/", "workflow_history/",
            "reach/withdraw/", f"revisions/{first}/revert/", f"revisions/{first}/view/",
            f"revisions/compare/{first}...{last}/",
        )),
        *(f"/desk/pseudonyms/{entry.pk}/{part}/" for part in ("seal", "erase")),
        "/desk/nothing/here/", "/health",
    ]  # fmt: skip
    seen = 0
    for client in (desk.client(), writer, editor, desk.admin, ada):
        for address in addresses:
            answer = client.get(address)
            seen += answer.status_code == 200
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert NAME.encode() not in content, address
            assert NAME not in str(answer.headers)
    assert seen > 40
    for client in (desk.client(), writer, editor, desk.admin):
        answer = client.post("/desk/pseudonyms/", {"entry": "1", "passphrase": ADA})
        assert answer.status_code == 302
        assert NAME.encode() not in client.get("/desk/").content

    # The database, the store, ledger, receipts and whatever else lies in the site's folder.
    assert not {table for table, value in rows() if any(part.encode() in value for part in (NAME, *NAME.split(), ADA))}
    world.press.close()
    for path in desk.folder.path.rglob("*"):
        if path.is_file():
            assert NAME.encode() not in path.read_bytes(), path
    out, err = capfd.readouterr()
    assert NAME not in caplog.text + out + err
    assert ADA not in caplog.text + out + err
    assert history(entry) == [("edda", "sealed"), ("ada", "opened")]


def test_an_error_page_and_its_log_do_not_tell(desk: Desk, ada: Any, caplog: pytest.LogCaptureFixture) -> None:
    entry = a_testimony(desk.world)
    desk.world.sql("alter table masthead_testimony_site_key rename to elsewhere")
    desk.admin.raise_request_exception = False
    failed = seal(desk.admin, entry)
    assert failed.status_code == 500
    assert NAME not in failed.content.decode() + caplog.text
    assert "Traceback" in caplog.text


def test_only_keepers_read_with_their_own_passphrase_and_only_so_often(desk: Desk, ada: Any) -> None:
    entry = a_testimony(desk.world)
    seal(desk.admin, entry)
    assert "Pseudonyms" in ada.get("/desk/").content.decode()
    assert "Pseudonyms" not in desk.admin.get("/desk/").content.decode()
    answer = read(ada, entry, f" {ADA.replace(' ', '  ')}")
    assert NAME in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    for _ in range(5):
        wrong = read(ada, entry, BEN)
        assert "This is not your passphrase." in wrong.content.decode()
        assert BEN not in wrong.content.decode()
    assert "too often" in read(ada, entry, ADA).content.decode()
    assert history(entry) == [("admin", "sealed"), ("ada", "opened"), *[("ada", "refused")] * 5]


def test_who_may_not_edit_seals_nothing(desk: Desk, ada: Any) -> None:
    entry = a_testimony(desk.world)
    assert seal(desk.member("wim", "writer"), entry).status_code == 302
    assert history(entry) == []


def test_copies_have_no_link_and_deleting_takes_it(desk: Desk, ada: Any) -> None:
    from masthead.kinds.testimony.models import SealedLink

    entry = a_testimony(desk.world)
    seal(desk.admin, entry)
    copy = entry.copy(update_attrs={"title": "Copy"})
    assert not SealedLink.objects.filter(entry_id=copy.pk).exists()
    # Nor does a box that somebody puts there open.
    SealedLink.objects.create(entry_id=copy.pk, box=SealedLink.objects.get(entry_id=entry.pk).box)
    told = read(ada, copy, ADA).content.decode()
    assert "not sealed for this entry" in told
    assert NAME not in told
    # Who cannot read it does not destroy it.
    before = bytes(SealedLink.objects.get(entry_id=copy.pk).box)
    desk.admin.post(f"/desk/pseudonyms/{copy.pk}/erase/")
    seal(desk.admin, copy, "Somebody else")
    assert bytes(SealedLink.objects.get(entry_id=copy.pk).box) == before
    ada.post(f"/desk/pseudonyms/{copy.pk}/erase/")
    assert not SealedLink.objects.filter(entry_id=copy.pk).exists()
    type(entry).objects.get(pk=entry.pk).delete()
    assert not SealedLink.objects.exists()


def test_keepers_let_each_other_in_and_the_last_one_does_not_leave_links_behind(desk: Desk, ada: Any) -> None:
    from masthead.kinds.testimony.models import Keeper, SiteKey

    entry = a_testimony(desk.world)
    seal(desk.admin, entry)
    ben = desk.member("ben", "editor")
    assert "--by" in keepers(desk, "add", "ben", typed=f"{BEN}\n{BEN}\n").output
    assert "not the passphrase" in keepers(desk, "add", "ben", "--by", "ada", typed=f"{BEN}\n{BEN}\n{BEN}\n").output
    assert "at least 16" in keepers(desk, "add", "ben", "--by", "ada", typed=f"{ADA}\nshort\nshort\n").output
    done = keepers(desk, "add", "ben", "--by", "ada", typed=f"{ADA}\n{BEN}\n{BEN}\n")
    assert done.exit_code == 0, done.output
    assert NAME in read(ben, entry, BEN).content.decode()
    assert keepers(desk, "remove", "ada").exit_code == 0
    assert ada.get("/desk/pseudonyms/").status_code == 302
    # The key outlives the account.
    Keeper.objects.get().user.delete()
    assert "the account is gone" in keepers(desk, "list").output
    assert '"sealed": 1' in keepers(desk, "list", "--json").output
    refused = keepers(desk, "remove", "ben")
    assert refused.exit_code == 3
    assert "is the last keeper" in refused.output
    assert "Links that are lost: 1." in keepers(desk, "remove", "ben", "--lose-links").output
    assert not SiteKey.objects.exists()
    assert "no keepers" in seal(desk.admin, entry).content.decode()
    assert "no keepers" in keepers(desk, "list").output


def test_keepers_are_told_when_somebody_changed_the_public_key(desk: Desk, ada: Any) -> None:
    from masthead.kinds.testimony.keepers.box import new_pair
    from masthead.kinds.testimony.models import SiteKey

    entry = a_testimony(desk.world)
    seal(desk.admin, entry)
    SiteKey.objects.update(public=new_pair().public)
    told = read(ada, entry, ADA).content.decode()
    assert "Ask an administrator" in told
    assert NAME not in told
