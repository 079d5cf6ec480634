"""“What this changes”: what is foretold is what the press then does, and nothing is done by telling."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from desk.editors import Desk


def foretold(desk: Desk, entry: Any, act: str = "publish", client: Any = None) -> dict[str, list[str]]:
    """The addresses by heading."""
    answer = (client or desk.admin).get(
        f"/desk/pages/{entry.pk}/reach/{act}/", headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert answer.status_code == 200, answer.content
    found = {}
    for part in answer.content.decode().split("<h4")[1:]:
        heading = re.sub(r"<[^>]*>|\s+\d+\s*$", "", part.split("</h4>")[0].partition(">")[2]).strip()
        found[heading.rsplit(None, 1)[0]] = re.findall(r'<li>(?:<a [^>]*>)?<bdi dir="ltr">([^<]*)', part)
    return found


NEW, CHANGES = "New addresses", "Pages that change"
MOVES, GOES = "Addresses that will lead elsewhere", "Addresses that will answer that the page is gone"


@pytest.fixture
def pressed(desk: Desk) -> Any:
    """A blog with thirty entries, a person and a category, all made."""
    from masthead.entries.models import Category

    world = desk.world
    world.topic = Category.objects.create(blog=world.blog, name="Bread")
    world.ada = world.person("Ada Barrow")
    for number in range(30):
        world.article(f"Entry {number}", date=f"2021-{1 + number % 12:02}-{1 + number % 28:02}T12:00:00")
    world.run()
    return world


def compared(desk: Desk, entry: Any, act: str, do: Any) -> dict[str, list[str]]:
    """What was foretold, after a look whether it came so."""
    from django.db import connection
    from django.db.models import F

    from masthead.entries.models import Entry

    def rows() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from press_outbox")
            outbox = cursor.fetchone()
            cursor.execute("select address from masthead_address_history order by 1")
            return outbox, cursor.fetchall()

    # All published long ago: else what was just made has the second of the rehearsal, and not that of the publication.
    Entry.objects.update(modified=F("modified") - 10**10)
    desk.world.run()
    before = rows()
    told = foretold(desk, entry, act)
    assert rows() == before, "telling has left something behind"
    do()
    receipt = desk.world.run().receipt
    assert receipt is not None
    did = {address for address in (*receipt.appeared, *receipt.changed, *receipt.gone)
           if not address.startswith(("/media/", "/theme/"))}  # fmt: skip
    said = [address for addresses in told.values() for address in addresses]
    assert sorted(said) == sorted(did)
    assert set(told.get(NEW, ())) <= {*receipt.appeared}
    return told


def drafted(entry: Any, **fields: Any) -> Any:
    """A newer draft of it."""
    draft = type(entry).objects.get(pk=entry.pk)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.derive()
    draft.save_revision()
    return draft


def publish(entry: Any) -> None:
    type(entry).objects.get(pk=entry.pk).get_latest_revision().publish()


def test_a_new_entry_brings_its_address_and_changes_the_lists(desk: Desk, pressed: Any) -> None:
    entry = pressed.article("A loaf of rye", live=False, date="2024-05-02T12:00:00")
    entry.categories.add(pressed.topic)
    entry.save()
    drafted(entry)
    pressed.run()
    told = compared(desk, entry, "publish", lambda: publish(entry))
    assert "/blog/a-loaf-of-rye/" in told[NEW]
    assert "/blog/topics/bread/" in told[NEW]
    assert "/blog/2024/05/" in told[NEW]
    assert {"/blog/", "/blog/rss.xml"} <= {*told[CHANGES]}
    assert MOVES not in told


def test_a_headline_changes_what_names_it_and_a_slug_leaves_a_way(desk: Desk, pressed: Any) -> None:
    entry = pressed.article("The old mill", date="2021-06-03T12:00:00")
    pressed.run()
    drafted(entry, headline="The new mill")
    told = compared(desk, entry, "publish", lambda: publish(entry))
    assert told.keys() == {CHANGES}
    assert "/blog/the-old-mill/" in told[CHANGES]
    drafted(entry, headline="The new mill", slug="the-new-mill")
    told = compared(desk, entry, "publish", lambda: publish(entry))
    assert told[NEW] == ["/blog/the-new-mill/"]
    assert told[MOVES] == ["/blog/the-old-mill/"]


def test_a_new_date_moves_it_from_list_to_list(desk: Desk, pressed: Any) -> None:
    import datetime as dt

    entry = pressed.article("Low water", date="2021-06-03T12:00:00")
    pressed.run()
    drafted(entry, date=dt.datetime(2010, 3, 4, 12, tzinfo=dt.UTC))
    told = compared(desk, entry, "publish", lambda: publish(entry))
    assert {"/blog/2010/", "/blog/2010/03/"} <= {*told[NEW]}


def test_a_withdrawal_says_what_will_be_gone(desk: Desk, pressed: Any) -> None:
    entry = pressed.article("A short stay", date="2019-01-03T12:00:00")
    pressed.run()
    told = compared(desk, entry, "withdraw", lambda: type(entry).objects.get(pk=entry.pk).unpublish())
    assert "/blog/a-short-stay/" in told[GOES]
    assert {"/blog/2019/", "/blog/2019/01/"} <= {*told[GOES]}


def test_what_readers_do_not_see_touches_nothing(desk: Desk, pressed: Any) -> None:
    entry = pressed.article("Unseen", live=False)
    assert foretold(desk, entry, "withdraw") == {}
    answer = desk.admin.get(f"/desk/pages/{entry.pk}/reach/withdraw/")
    assert b"No public address is touched." in answer.content
    assert b"<html" in answer.content, "without a script it is a page of its own"


def test_who_may_not_edit_is_told_nothing(desk: Desk, pressed: Any) -> None:
    entry = pressed.article("Not yours", live=False)
    wanda = desk.member("wanda", "writer")
    assert wanda.get(f"/desk/pages/{entry.pk}/reach/publish/").status_code in (302, 403)
    assert b"not-yours" not in wanda.get(f"/desk/pages/{entry.pk}/reach/publish/", follow=True).content


def test_without_a_ledger_that_can_be_read_nothing_is_foretold(desk: Desk) -> None:
    from django.conf import settings

    def page() -> str:
        return str(desk.admin.get(f"/desk/pages/{entry.pk}/reach/publish/").content.decode())

    entry = desk.world.article("First", live=False)
    assert "The press has made no page yet" in page()
    desk.world.run()
    assert "/first/" in page()
    with closing(sqlite3.connect(settings.SITE_FOLDER.ledger)) as ledger, ledger:
        ledger.execute("update meta set schema = schema + 1")
    assert "The press has made no page yet" in page()


def test_with_a_faulty_theme_it_is_told_as_the_press_would_do_it(desk: Desk, pressed: Any) -> None:
    entry = drafted(pressed.article("Late", live=False))
    theme = desk.folder.path / "theme"
    theme.mkdir()
    (theme / "entry.html").write_text("{% if 1 %}")
    assert "/blog/late/" in foretold(desk, entry)[NEW]
    shutil.rmtree(desk.folder.kept_theme)
    (theme / "entry.html").write_text("{% if %}")
    answer = desk.admin.get(f"/desk/pages/{entry.pk}/reach/publish/")
    assert answer.status_code == 200
    assert "theme/entry.html, line 1: Expected an expression" in answer.content.decode()


def test_a_reach_without_end_is_cut_off_and_says_so(desk: Desk, pressed: Any) -> None:
    """An entry that stands in the site's menu is in every page."""
    from django.conf import settings

    from masthead.actions.foretell import reach_of
    from masthead.entries.models import MenuItem, SiteSettings

    entry = pressed.article("In the menu")
    MenuItem.objects.create(settings=SiteSettings.objects.get(), label="Menu", page_id=entry.pk, sort_order=1)
    pressed.run()
    draft = drafted(entry, slug="in-every-menu")
    told = foretold(desk, entry)
    assert "Pages that may change; they were not looked at" in told
    assert len([address for addresses in told.values() for address in addresses]) < 150
    forecast = reach_of(draft, "publish", settings.SITE_FOLDER, settings.OPTIONS, nodes=50).forecast
    assert forecast is not None
    assert forecast.more


def test_a_form_that_has_just_become_a_saved_entry_gets_no_panel_that_has_no_place_there(desk: Desk) -> None:
    address = f"/desk/pages/{desk.world.article('First', live=False).pk}/edit/"
    assert "Toggle what this changes" in desk.admin.get(address).content.decode()
    assert "Toggle what this changes" not in desk.admin.get(address + "?_w_hydrate_create_view=1").content.decode()
