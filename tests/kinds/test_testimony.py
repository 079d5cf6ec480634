"""Testimonies in the store and at the desk: told by somebody, of something, and opened by who wants to read it."""

from __future__ import annotations

import json
from typing import Any

import mf2py
import pytest
from lxml import html

from desk.editors import Desk
from pages.world import CANARY, World

ADDRESS = "/blog/eleven-steps/"
TEXT = "He called up: seven."
PSEUDONYM = "A neighbour of the stairs"


def a_testimony(world: World, *, live: bool = True, **fields: Any) -> Any:
    """Told under a pseudonym, translated by Ada, who has a page."""
    from masthead.entries.models import Byline, Person
    from masthead.kinds.testimony.models import Testimony

    told = {
        "headline": "Eleven steps", "slug": "eleven-steps", "summary": "A mother tells of a night.",
        "warnings": "death of a child\nflood", "told_date": "2025-02", "told_place": "The bakery",
        "events": "The great flood", "events_date": "1984-23", "events_place": "The stairs",
        "original_language": "fa",
    }  # fmt: skip
    made = Testimony(**world._common(1, f"<p>{TEXT}</p>", "2024-05-02T10:00:00", {}), **{**told, **fields})
    made.bylines.add(
        Byline(name=PSEUDONYM, role="witness", sort_order=0),
        Byline(person=Person.objects.get_or_create(name="Ada Barrow")[0], role="translator", sort_order=1),
    )
    return world._add(made, live=live)


def thing(page: str) -> Any:
    return json.loads(html.fromstring(page).xpath("//script")[0].text)["@graph"][0]


def test_a_page_says_who_tells_of_what_and_how_sure_anybody_is(world: World) -> None:
    a_testimony(world)
    assert world.run().perfect
    page = world.page(ADDRESS)
    shown = " ".join(html.fromstring(page).xpath("string(//article)").split())
    assert f"Told by {PSEUDONYM} Translated by Ada Barrow" in shown
    assert "Told The bakery February 2025 Tells of The great flood The stairs autumn 1984" in shown
    assert "Original language Persian" in shown
    assert '<time datetime="2025-02">' in page
    found = thing(page)
    assert found["author"] == [{"@type": "Person", "name": PSEUDONYM}]
    assert found["genre"] == "Memoir"
    assert found["dateCreated"] == "2025-02"
    assert found["about"]["name"] == "The great flood"
    assert found["contentRating"] == "death of a child, flood"
    assert found["translationOfWork"] == {"@type": "CreativeWork", "inLanguage": "fa"}
    entry = mf2py.parse(page)["items"][0]["properties"]
    assert entry["author"] == [PSEUDONYM]
    assert entry["summary"] == ["A mother tells of a night."]
    assert TEXT in entry["content"][0]["value"]


def test_warnings_stand_before_a_text_that_its_reader_opens_and_nothing_else_shows(world: World) -> None:
    a_testimony(world)
    world.run()
    page = html.fromstring(world.page(ADDRESS))
    [warned] = page.xpath("//details[@class='warned' and not(@open)]")
    assert TEXT in warned.xpath("string(.)")
    assert page.xpath("//section[@aria-labelledby='warnings']//li/bdi/text()") == ["death of a child", "flood"]
    assert warned.getprevious().get("class") == "warnings"
    assert TEXT not in "".join(page.xpath("//head//text() | //head//@content"))
    kept = {address: world.press.store.read(address).decode() for address in world.press.store.paths()
            if address.endswith((".html", ".xml", ".json", ".txt"))}  # fmt: skip
    showing = {address for address, content in kept.items() if TEXT[:9] in content}
    assert showing == {f"{ADDRESS[1:]}index.html", f"{ADDRESS[1:]}testimony.txt"}
    for address in ("index.html", "kinds/testimony/index.html", "rss.xml", "atom.xml", "feed.json"):
        assert "Content warnings: death of a child and flood" in kept[f"blog/{address}"]
        assert "A mother tells of a night." in kept[f"blog/{address}"]
    assert json.loads(kept["blog/feed.json"])["items"][0]["authors"] == [{"name": PSEUDONYM}]
    plain = kept[f"{ADDRESS[1:]}testimony.txt"]
    assert plain.index("* death of a child") < plain.index("A mother") < plain.index("autumn 1984") < plain.index(TEXT)


def test_without_warnings_the_text_is_open_everywhere(world: World) -> None:
    a_testimony(world, warnings=" \n ", summary="")
    world.run()
    assert "<details" not in world.page(ADDRESS)
    assert TEXT in world.page("/blog/kinds/testimony/")
    item = json.loads(world.page("/blog/feed.json"))["items"][0]["content_html"]
    assert f"<p>Told by {PSEUDONYM}</p>" in item
    assert "<p>Tells of: The great flood · The stairs · autumn 1984</p>" in item
    assert TEXT in item


def test_a_persian_page_says_all_of_it_in_persian(world: World) -> None:
    a_testimony(world, language="fa", original_language="en")
    world.run()
    shown = html.fromstring(world.page(ADDRESS)).xpath("string(//article)")
    for words in ("هشدار محتوا", "خواندن متن", "زبان اصلی", "انگلیسی", "به صورت متن ساده"):
        assert words in shown


def test_a_change_makes_its_own_pages_again_and_a_withdrawal_takes_them_all(world: World) -> None:

    from masthead.pages.preview import preview

    entry = a_testimony(world)
    world.article("Another", date="2020-05-03T10:00:00")
    world.run()
    world.edit(entry, told_place="The quay")
    outcome = world.run()
    pages = {address for address in outcome.receipt.changed if not address.endswith((".xml", ".json"))}
    assert pages == {ADDRESS, f"{ADDRESS}testimony.txt"}
    assert not outcome.receipt.appeared
    entry = type(entry).objects.get(pk=entry.pk)
    assert preview(entry, world.folder, world.options).body.decode() == world.page(ADDRESS)
    entry.events = entry.warnings = CANARY
    entry.save_revision()
    a_testimony(world, live=False, headline=CANARY, slug="draft", told_place=CANARY)
    world.run()
    world.prove()
    entry = world.edit(type(entry).objects.get(pk=entry.pk), slug="steps")
    world.run()
    assert world.leads(f"{ADDRESS}testimony.txt") == "/blog/steps/testimony.txt"
    entry.unpublish()
    assert world.run().perfect
    assert world.leads("/blog/steps/testimony.txt") == 410
    world.prove()


@pytest.mark.parametrize("value", ["", "<script>alert(1)</script>\x0b\n<b>", "9999-99-99", '"}; \u2028 ﷽' * 8])
def test_no_row_takes_a_page_down(world: World, value: str) -> None:
    entry = a_testimony(world)
    world.sql(
        "update masthead_testimony set sort = %s, warnings = %s, told_date = %s, told_place = %s, events = %s, "
        "events_date = %s, events_place = %s, original_language = %s where entry_ptr_id = %s",
        value[:20], value, value[:40], value, value, value[:40], value, value[:16], entry.pk,
    )  # fmt: skip
    outcome = world.run()
    assert outcome.perfect, outcome.failed
    assert len(html.fromstring(world.page(ADDRESS)).xpath("//script")) == 1


def test_the_desk_asks_for_a_witness_and_for_a_headline_above_warnings(desk: Desk) -> None:
    writer = desk.member("wanda", "editor")
    add = f"/desk/pages/add/masthead_testimony/testimony/{desk.world.blog.pk}/"
    empty = {"sort": "memoir", "warnings": "", "told_date": "", "told_place": "", "events": "", "events_date": "",
             "events_place": "", "original_language": ""}  # fmt: skip
    refused = writer.post(add, desk.form(text="<p>A</p>", **{**empty, "warnings": " x \n\n x", "told_date": "soon",
                                         "original_language": "??"}) | {"action-publish": "1"})  # fmt: skip
    told = " ".join(refused.content.decode().split())
    for sentence in ("Say who tells it", "so it needs a headline", "1984-23 for its autumn", "Write a language as"):
        assert sentence in told
    form = desk.form(headline="A", text="<p>A</p>", **{**empty, "warnings": " x \n\n x\ny", "told_date": "۱۹۸۴"})
    form |= {
        "bylines-TOTAL_FORMS": "1", "bylines-0-person": "", "bylines-0-name": "Nobody", "bylines-0-role": "witness",
        "bylines-0-ORDER": "1", "bylines-0-id": "", "action-publish": "1",
    }  # fmt: skip
    done = writer.post(add, form)
    assert done.status_code == 302, done.content.decode()
    from masthead.kinds.testimony.models import Testimony

    made = Testimony.objects.get()
    assert (made.warnings, made.told_date, made.live) == ("x\ny", "1984", True)
