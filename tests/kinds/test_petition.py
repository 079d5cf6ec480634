"""Petitions in the store and at the desk: who calls, to whom, how it stands, and what came of it."""

from __future__ import annotations

import json
from typing import Any

import mf2py
import pytest
from lxml import html

from desk.editors import Desk
from kinds.petitions import ADDRESS, TEXT, a_petition, stream
from pages.world import World


def thing(page: str) -> Any:
    return json.loads(html.fromstring(page).xpath("//script")[0].text)["@graph"][0]


def test_a_page_says_who_calls_to_whom_and_how_it_stands_and_lists_and_feeds_do_too(world: World) -> None:
    entry = a_petition(world)
    assert world.run().perfect
    page = world.page(ADDRESS)
    article = html.fromstring(page).xpath("//article")[0]
    shown = " ".join(article.xpath("string(.)").split())
    for words in ("Called for by Friends of the ferry", "To The council", "0 signatures Goal: 1,000", TEXT,
                  "Open for signatures until 1 March 2999"):  # fmt: skip
        assert words in shown
    [link] = article.xpath(".//p[@class='sign']/a/@href")
    assert link == f"/respond/petition/{entry.permanent_id.hex}/"
    assert article.xpath(".//h3/a/@href") == ["#update-00000002", "#update-00000001"]
    assert article.xpath("//section[@id='update-00000001']//h3//bdi/text()") == ["They have it"]
    found = thing(page)
    assert found["author"] == [{"@type": "Person", "name": "Friends of the ferry"}]
    assert found["audience"] == [{"@type": "Audience", "name": "The council", "url": "https://example.org/"}]
    assert found["potentialAction"]["target"].endswith(link)
    assert found["hasPart"][0]["url"].endswith(f"{ADDRESS}#update-00000002")
    entry = mf2py.parse(page)["items"][0]
    assert entry["properties"]["author"] == ["Friends of the ferry"]
    updates = [each for each in entry["children"] if each["type"] == ["h-entry"]]
    assert [each["properties"]["name"] for each in updates] == [["They read it"], ["They have it"]]
    listed = " ".join(html.fromstring(world.page("/blog/kinds/petition/")).xpath("string(//article)").split())
    assert "To: The council" in listed
    assert "Open for signatures until 1 March 2999" in listed
    item = json.loads(world.page("/blog/feed.json"))["items"][0]
    assert item["authors"] == [{"name": "Friends of the ferry"}]
    assert f'{ADDRESS}">Sign this petition</a>' in item["content_html"]
    assert "signatures" not in item["content_html"].replace("Open for signatures", "")
    plain = world.page(f"{ADDRESS}petition.txt")
    assert plain.index("To: The council, Boats") < plain.index(TEXT) < plain.index("They read it")


def test_what_was_delivered_takes_no_signatures_and_tells_of_the_answer_in_persian(world: World) -> None:
    a_petition(
        world, language="fa", delivered_on="2024-05-03", delivered_to="The porter", delivered_signatures=1234,
        answered_on="2024-06-01", answer="<p>No.</p>",
    )  # fmt: skip
    world.run()
    page = html.fromstring(world.page(ADDRESS)).xpath("//article")[0]
    shown = " ".join(page.xpath("string(.)").split())
    for words in ("تحویل‌شده در ۱۴ اردیبهشت ۱۴۰۳", "The porter · ۱٬۲۳۴ امضا", "پاسخ", "No.", "۰ امضا هدف: ۱٬۰۰۰"):
        assert words in shown
    assert not page.xpath(".//p[@class='sign']")
    assert "potentialAction" not in thing(world.page(ADDRESS))


def test_a_day_that_begins_opens_and_closes_by_a_row_and_moves_no_more(world: World) -> None:
    from masthead.kinds.petition.models import Petition
    from masthead.kinds.petition.turning import turn

    entry = a_petition(world, opens="2998-01-01")
    world.run()
    assert "Opens for signatures on 1 January 2998" in world.page(ADDRESS)
    assert "/respond/" not in world.page(ADDRESS)
    world.sql("update masthead_petition set opens = '2020-01-01'")
    assert turn() == 1
    world.run()
    assert "/respond/" in world.page(ADDRESS)
    world.sql("update masthead_petition set closes = '2020-02-01'")
    assert (turn(), turn()) == (1, 0)
    assert world.run().perfect
    assert "Closed since the end of 1 February 2020" in world.page(ADDRESS)
    # A version that was saved while it was open does not open it again.
    fresh = Petition.objects.get(pk=entry.pk)
    fresh.headline, fresh.state = "Kept", "open"
    world.publish(fresh)
    assert Petition.objects.get(pk=entry.pk).state == "closed"
    world.run()
    world.prove()


@pytest.mark.parametrize("value", ["", "<script>alert(1)</script>\x0b\n<b>", "9999-99-99", '"}; \u2028 ﷽' * 8])
def test_no_row_takes_a_page_down(world: World, value: str) -> None:
    entry = a_petition(world)
    hostile = stream("update", {"date": value, "heading": value, "text": value}, {"date": 7, "text": {}})
    called = stream("addressee", {"name": value, "link": "javascript:alert(1)"}, {"name": "x", "link": value})
    world.sql(
        "update masthead_petition set updates = %s, addressees = %s, delivered_to = %s, answer = %s, "
        "delivery_note = %s, state = %s, goal = %s where entry_ptr_id = %s",
        hostile, called, value[:300], value, value, value[:10], 2**31 - 1, entry.pk,
    )  # fmt: skip
    outcome = world.run()
    assert outcome.perfect, outcome.failed
    page = html.fromstring(world.page(ADDRESS))
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//a[starts-with(@href, 'javascript:')]")


def test_the_desk_asks_who_calls_and_whom_and_refuses_what_cannot_be(desk: Desk) -> None:
    from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

    from masthead.kinds.petition.models import Petition

    editor = desk.member("edda", "editor")
    add = f"/desk/pages/add/masthead_petition/petition/{desk.world.blog.pk}/"
    empty: dict[str, Any] = dict.fromkeys(("goal", "opens", "closes", "contact", "delivered_on", "delivered_to",
                           "delivered_signatures", "answered_on"), "")  # fmt: skip
    empty |= {name: rich_text("") for name in ("thanks", "delivery_note", "answer")}
    streams = nested_form_data({"addressees": streamfield([]), "updates": streamfield([])})
    wrong = {**empty, "goal": "0", "opens": "2024-06-02", "closes": "2024-06-01", "delivered_to": "The porter",
             "answered_on": "2999-01-01"}  # fmt: skip
    refused = editor.post(add, desk.form(headline="A", text="<p>A</p>", **wrong) | streams | {"action-publish": "1"})
    told = " ".join(refused.content.decode().split())
    for sentence in ("Say who calls", "Say to whom the petition is addressed", "A goal is at least one signature",
                     "The last day comes before the first", "Say on which day it was delivered",
                     "This day is still to come"):  # fmt: skip
        assert sentence in told
    addressee = nested_form_data({"addressees": streamfield([("addressee", {"name": "A", "line": "", "link": ""})])})
    form = desk.form(headline="A", text="<p>A</p>", **empty) | streams | addressee
    form |= {
        "bylines-TOTAL_FORMS": "1", "bylines-0-person": "", "bylines-0-name": "We", "bylines-0-role": "organiser",
        "bylines-0-ORDER": "1", "bylines-0-id": "", "action-publish": "1",
    }  # fmt: skip
    done = editor.post(add, form)
    assert done.status_code == 302, done.content.decode()
    made = Petition.objects.get()
    assert (made.state, made.live, made.asks_place) == ("open", True, False)
