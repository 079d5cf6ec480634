"""A note about a page elsewhere: an answer to it, or a comment on it."""

from __future__ import annotations

import json
from typing import Any

from lxml import html

from desk.editors import Desk
from desk.test_forms import create, newest
from pages.test_series import address_of, pages
from pages.world import CANARY, World

LINK = "https://council.example/lamps?year=1"


def cite(world: World, address: str) -> Any:
    [found] = html.fromstring(world.page(address)).xpath("//cite") or [None]
    return found


def test_a_note_cites_what_it_answers_to(world: World) -> None:
    note = world.note("<p>No.</p>", link=LINK, link_title="Who <b>pays</b>?", link_sort="reply")
    world.note("<p>Draft.</p>", link=f"https://{CANARY}.example/", live=False)
    world.run()
    address = address_of(note)
    found = cite(world, address)
    assert found.get("class") == "h-cite u-in-reply-to"
    assert [(a.get("href"), a.get("class"), a.text_content()) for a in found.iter("a")] == [
        (LINK, "u-url p-name", "Who <b>pays</b>?")
    ]
    assert found.getparent().text_content() == "In answer to Who <b>pays</b>? (council.example)"
    assert LINK in world.page("/blog/")
    [item] = json.loads(world.page("/blog/feed.json"))["items"]
    assert item["content_html"].startswith("<p>In answer to <cite")
    [thing, *_] = json.loads(html.fromstring(world.page(address)).xpath("//script/text()")[0])["@graph"]
    assert thing["citation"] == {"@type": "WebPage", "url": LINK, "name": "Who <b>pays</b>?"}
    world.prove()

    world.edit(note, link_sort="bookmark", link_title="", language="fa")
    assert address in pages(world.run().receipt)
    found = cite(world, address)
    assert found.get("class") == "h-cite u-bookmark-of"
    assert found.getparent().text_content() == "دربارهٔ council.example/lamps?year=1"
    for hostile in ("javascript:alert(1)", "/here/", "https://", "", "\u202ehttps://x"):
        world.sql("update masthead_note set link = %s", hostile)
        world.run()
        assert cite(world, address) is None, hostile
    world.prove()


def test_the_form_takes_an_address_of_the_web(desk: Desk) -> None:
    refused = create(desk, "note", text="<p>No.</p>", link="javascript:alert(1)", link_sort="reply").content.decode()
    assert "begins with https:// or http://" in refused
    assert (
        "a title alone leads nowhere"
        in create(desk, "note", text="<p>No.</p>", link="", link_title="Who pays?", link_sort="reply").content.decode()
    )
    create(desk, "note", text="<p>No.</p>", link=f" {LINK} ", link_title="Who pays?", link_sort="reply")
    note = newest()
    assert (note.link, note.link_sort) == (LINK, "reply")
    assert "u-in-reply-to" in desk.preview(note).content.decode()
