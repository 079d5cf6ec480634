"""Registers from rows to pages: what readers get, which files are written, and what is in none of them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import mf2py
import pytest

from desk.bodies import picture
from pages.world import CANARY, World

COLUMNS = [
    {"label": "Name", "type": "text", "sort": True, "key": True},
    {"label": "Born", "type": "date", "filter": True},
    {"label": "Ship", "type": "choice", "choices": "Heron\nTern", "filter": True},
    {"label": "Town", "type": "place", "filter": True},
    {"label": "Witness", "type": "person"},
    {"label": "Letter", "type": "link", "in_table": False},
    {"label": "Portrait", "type": "image"},
]
TOWNS = ["Lanternhaven", "Upper Sill", "Quay", "آبسار"]


def columns(some: list[dict[str, Any]] = COLUMNS) -> str:
    return json.dumps(
        [{"type": "column", "id": f"c{n}", "value": {"name": each["label"].lower(), "in_table": True, **each}}
         for n, each in enumerate(some)]
    )  # fmt: skip


def a_register(world: World, count: int = 0, **fields: Any) -> Any:
    from masthead.kinds.register.models import Register

    live = fields.pop("live", True)
    common = world._common(next(world.numbers), "<p>Who came home.</p>", "", fields.pop("entry", {}))
    given = {"headline": "Who came home", "about": "person", "columns": columns(), "downloadable": True, **fields}
    entry = world._add(Register(**common, **given), live=live)
    add(entry, *(a_row(n) for n in range(count)))
    return entry


def a_row(n: int) -> dict[str, Any]:
    name = f"{chr(65 + n * 7 % 26)}{chr(97 + n * 11 % 26)}rrow {n}"
    return {"name": name, "born": str(1900 + n % 9), "ship": "Tern" if n % 3 else "Heron", "town": TOWNS[n % 4]}


def add(register: Any, *rows: dict[str, Any], **how: Any) -> list[Any]:
    from masthead.kinds.register.rows import changing

    with changing(type(register).objects.get(pk=register.pk)) as hand:
        # As from a file: the same rows have the same ranks, and are cut alike.
        return [hand.add(dict(cells), key=how.pop("key", "") or str(cells.get("name", "")), **how) for cells in rows]


def a_row_of(register: Any, name: str) -> Any:
    from masthead.kinds.register.models import Row

    return Row.objects.get(register_id=register.pk, cells__contains=f'"name": "{name}"')


def do(register: Any, row: Any, what: str, cells: dict[str, Any] | None = None) -> None:
    from masthead.kinds.register.rows import changing

    with changing(type(register).objects.get(pk=register.pk)) as hand:
        if cells is None:
            hand.apply(row, what)
        else:
            hand.change(row, cells, row.source)


def codes(page: str) -> list[str]:
    return re.findall(r'<tr id="([a-z2-7]{12})"', page)


def names(page: str) -> list[str]:
    return re.findall(r'p-name u-url" href="[^"]*"><bdi>([^\s<]+)', page)


def test_a_register_is_a_table_with_filters_and_a_page_for_each_row(world: World) -> None:
    from masthead.actions.merge_people import merge

    ada = world.person("Ada Barrow")
    image = picture(world.folder)
    entry = a_register(world)
    full = {
        "name": "Zia", "born": "1367-05-06[u-ca=persian]", "ship": "Heron", "town": "Quay",
        "witness": {"person": ada.pk}, "letter": "https://example.org/z",
        "portrait": {"image": image, "alt": "A man in a coat"},
    }  # fmt: skip
    (row,) = add(entry, full, source="Harbour book, p. 4")
    add(entry, {"name": "Ärmel <b>", "ship": "Tern", "town": "Quay", "born": "some time"})
    add(entry, {"name": "=cmd|' /C calc'!A0", "town": "St. Ives"})
    assert world.run().failed == {}

    front = world.page("/blog/who-came-home/")
    assert "<p>Who came home.</p>" in front
    assert re.findall(r'<th scope="col"><bdi>(\w+)', front) == ["Name", "Born", "Ship", "Town", "Witness"]
    assert names(front) == ["Ärmel", "=cmd|&#39;", "Zia"]
    assert "Ärmel &lt;b&gt;" in front
    assert '<time datetime="1988-07-28">28 July 1988</time>' in front
    assert '<td data-label="Witness"><bdi>Ada Barrow</bdi></td>' in front, "she has no page yet"
    assert ">3 rows<" in front
    quay = world.page("/blog/who-came-home/by/town/quay/")
    assert len(codes(quay)) == 2
    assert ">2 rows<" in quay
    assert len(codes(world.page("/blog/who-came-home/by/born/1988/"))) == 1
    assert "<small>1</small>" in world.page("/blog/who-came-home/by/ship/")

    page = world.page(f"/blog/who-came-home/{row.code}/")
    for told in ("Source: Harbour book, p. 4", "https://example.org/z", 'alt="A man in a coat"', "by/town/quay/"):
        assert told in page
    (card,) = [item for item in mf2py.parse(page)["items"] if "h-card" in item["type"]]
    assert card["properties"]["name"] == ["Zia"]
    graph = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])["@graph"]
    assert graph[0]["@type"] == "Person"
    assert [step["name"] for step in graph[1]["itemListElement"]][-2:] == ["Who came home", "Zia"]

    lines = list(csv.reader(io.StringIO(world.page("/blog/who-came-home/register.csv").removeprefix("\ufeff"))))
    assert lines[0] == ["Name", "Born", "Ship", "Town", "Witness", "Letter", "Source", "Address"]
    assert lines[2][0] == "'=cmd|' /C calc'!A0", "no formula"
    assert lines[3][1:5] == ["1367-05-06[u-ca=persian]", "Heron", "Quay", "Ada Barrow"]
    assert "* Name: Zia; Born: 28 July 1988" in world.page("/blog/who-came-home/register.txt")
    assert "A table: Name, Born, Ship, Town and Witness" in world.page("/blog/kinds/register/")
    (item,) = json.loads(world.page("/blog/feed.json"))["items"]
    assert "<td>28 July 1988</td>" in item["content_html"]
    world.prove()

    world.byline(world.article("What she saw"), ada)
    world.run()
    assert f'<a href="/people/{ada.slug}/"><bdi>Ada Barrow</bdi></a>' in world.page("/blog/who-came-home/")
    ada.name = "Ada Marsh"
    ada.save()
    world.run()
    assert "Ada Marsh" in world.page("/blog/who-came-home/")
    remains = world.person("Ada M. Barrow")
    merge(remains, ada)
    world.run()
    assert f'<a href="/people/{remains.slug}/"><bdi>Ada M. Barrow</bdi></a>' in world.page("/blog/who-came-home/")
    world.prove()
    remains.delete()
    world.run()
    assert "Ada" not in world.page("/blog/who-came-home/") + world.page(f"/blog/who-came-home/{row.code}/")
    world.prove()


def test_what_is_not_public_is_in_no_file_and_answers_so(world: World) -> None:
    from masthead.kinds.register.models import Row, RowList, State

    entry = a_register(world, 3)
    add(entry, {"name": f"{CANARY} h", "town": f"{CANARY} town"}, state=State.HIDDEN, source=CANARY)
    (secret,) = add(entry, {"name": f"{CANARY} w", "town": "Quay"}, state=State.WITHDRAWN)
    draft = a_register(world, headline="Another", live=False)
    (unseen,) = add(draft, {"name": CANARY, "town": CANARY})
    first = Row.objects.filter(register_id=entry.pk).order_by("pk").first()
    world.run()
    base = "/blog/who-came-home/"
    assert world.leads(f"{base}{secret.code}/") == 410
    assert world.leads(f"/blog/another/{unseen.code}/") == 404
    assert world.leads(f"{base}{first.code}/") == "here"
    world.prove()

    do(entry, first, State.HIDDEN)
    world.run()
    assert world.leads(f"{base}{first.code}/") == 404
    assert world.leads(f"{base}by/town/lanternhaven/") == 410, "nobody is from there any more"
    assert first.code not in world.page(base)
    do(entry, Row.objects.get(pk=first.pk), State.PUBLIC)
    world.run()
    assert world.leads(f"{base}{first.code}/") == "here"
    do(entry, Row.objects.get(pk=first.pk), "erase")
    world.run()
    assert world.leads(f"{base}{first.code}/") == 410
    assert Row.objects.get(pk=first.pk).cells == "{}"
    assert not RowList.objects.filter(label__icontains="lanternhaven"), "nothing is left but addresses"
    world.prove()

    second = Row.objects.filter(register_id=entry.pk, state=State.PUBLIC).first()
    world.edit(entry, slug="home")
    world.run()
    for tail in (f"{second.code}/", "by/ship/", "by/ship/tern/", "register.csv"):
        assert world.leads(f"{base}{tail}") == f"/blog/home/{tail}"
    assert world.leads(f"{base}{first.code}/") == 410
    world.prove()
    type(entry).objects.get(pk=entry.pk).unpublish()
    world.run()
    tails = (f"{second.code}/", f"{first.code}/", "by/ship/tern/", "by/ship/", "register.csv", "")
    for tail in tails:
        assert {world.leads(f"/blog/{slug}/{tail}") for slug in ("home", "who-came-home")} == {410}, tail
    world.prove()
    type(entry).objects.get(pk=entry.pk).delete()
    world.run()
    for tail in tails:
        assert {world.status(f"/blog/{slug}/{tail}") for slug in ("home", "who-came-home")} == {410}, tail
    world.prove()


def test_columns_of_a_draft_show_in_its_preview_and_rows_follow_when_it_is_published(world: World) -> None:
    from masthead.pages.preview import preview

    entry = a_register(world, 5)
    world.run()
    draft = type(entry).objects.get(pk=entry.pk)
    draft.columns = columns([COLUMNS[3] | {"sort": True}, COLUMNS[0] | {"sort": False, "filter": True}])
    draft.save_revision()
    world.prove()
    assert '<th scope="col"><bdi>Ship' in world.page("/blog/who-came-home/")
    seen = preview(draft, world.folder, world.options).body.decode()
    assert re.findall(r'<th scope="col"><bdi>(\w+)', seen) == ["Town", "Name"]
    world.publish(draft)
    world.run()
    front = world.page("/blog/who-came-home/")
    assert names(front) == ["Lanternhaven", "Lanternhaven", "Quay", "Upper", "آبسار"]
    assert [world.leads(f"/blog/who-came-home/by/ship/{tail}") for tail in ("", "tern/")] == [410, 410]
    assert world.leads("/blog/who-came-home/by/name/") == "here"
    world.prove()
    draft = type(entry).objects.get(pk=entry.pk)
    draft.columns = columns(COLUMNS)
    world.publish(draft)
    world.run()
    assert [world.leads(f"/blog/who-came-home/by/{tail}") for tail in ("ship/tern/", "name/")] == ["here", 410]
    world.prove()


BROKEN = (
    "null", "{}", "[1]", '{"name": 7, "witness": {"person": "x"}}', '{"name": "\\u202eevil", "letter": "javascript:1"}',
)  # fmt: skip


@pytest.mark.parametrize("stored", BROKEN)
def test_whatever_sql_wrote_there_is_a_page(world: World, stored: str) -> None:
    entry = a_register(world, 4)
    world.sql("update masthead_register_row set cells = %s, source = '<script>'", stored)
    assert world.run().failed == {}
    front = world.page("/blog/who-came-home/")
    assert "javascript:" not in front
    assert "\u202e" not in front
    world.sql("update masthead_register_row set state = 'zzz'")
    world.sql("update masthead_register set columns = %s, about = 'zine'", stored)
    assert world.run().failed == {}
    assert codes(world.page("/blog/who-came-home/")) == []
    world.sql("update masthead_entry set kind = 'register' where page_ptr_id = %s", world.article("Other").pk)
    world.run()
    assert "Other" in world.page("/blog/other/")
    assert entry.pk
    world.prove()


def test_a_sheet_that_lost_its_first_row_leads_to_the_one_that_has_its_place(world: World) -> None:
    from masthead.kinds.register.models import LostSheet, Row, RowList, Sheet, State

    entry = a_register(world, 120)
    whole = RowList.objects.get(register_id=entry.pk, of_column="", word="")
    start = Sheet.objects.filter(of=whole).exclude(start=0).order_by("pk").first()
    world.run()
    address = f"/blog/who-came-home/from/{start.code}/"
    assert world.leads(address) == "here"
    do(entry, Row.objects.get(pk=start.start), State.HIDDEN)
    world.run()
    assert LostSheet.objects.filter(of=whole).count() == 1
    leads = world.leads(address)
    assert isinstance(leads, str)
    assert leads.startswith("/blog/who-came-home/")
    world.prove()
    do(entry, Row.objects.get(pk=start.start), State.PUBLIC)
    world.run()
    assert world.leads(address) == "here"
    world.prove()


def test_lists_are_sorted_as_readers_of_the_language_sort(world: World) -> None:
    from masthead.entries.collation import sort_key

    def in_order(language: str, *words: str) -> bool:
        return sorted(words, key=lambda word: sort_key(word, language)) == list(words)

    assert in_order("fa", "آب", "ابر", "پل", "تاک", "چراغ", "ژاله", "کتاب", "گل", "نان", "وام", "هوا", "یاس")
    assert in_order("ar", "باب", "تاج", "نور", "هدى", "ورد")
    assert in_order("sv", "Adam", "Zoe", "Åsa", "Ärla", "Örn")
    assert in_order("de", "Adam", "Ärmel", "Asche", "Öl", "Zoe")
    assert in_order("es", "nube", "ñandú", "oso")
    assert in_order("en", "ada", "Ada", "Ada B", "Adam", "Item 2", "Item 10", "!")
    assert sort_key("كتاب", "fa") == sort_key("کتاب", "fa"), "keyboards write it in two ways"
