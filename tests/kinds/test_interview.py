"""Interviews in the store, at the desk, and in the hands of programs."""

from __future__ import annotations

import json
import uuid
from typing import Any

import mf2py
import pytest
from lxml import html

from desk.bodies import listed, upload
from desk.editors import Desk
from masthead.entries.rendering import plain_text
from pages.world import CANARY, World
from recordings import MP3, VTT, WEBM

SITE = "http://localhost:8000"
ADDRESS = "/blog/a-talk/"


def turn(speaker: str, text: str, *, time: str = "", language: str = "", key: str = "") -> dict[str, Any]:
    value = {"speaker": speaker, "text": text, "time": time, "language": language}
    return {"type": "turn", "value": value, "id": key or str(uuid.uuid5(uuid.NAMESPACE_URL, speaker + text))}


QUESTION = turn("Ada Barrow", "<p>Who <b>are</b> you?</p>", time="0:05")
ANSWER = turn("Ben", "<ul><li>Nobody.</li></ul>", time="1:02:03")
FOREIGN = turn("Somebody", "<p>سلام <a href='javascript:alert(1)'>x</a></p>", language="fa")
TURNS = [QUESTION, ANSWER, FOREIGN]


def interview(world: World, turns: list[Any] | str = TURNS, *, recording: Any = (), live: bool = True) -> Any:
    """With Ada, who has a page and asks, and Ben, who has none and answers."""
    from masthead.entries.models import Byline
    from masthead.kinds.interview.models import Interview

    common = world._common(1, "<p>By the quay.</p>", "2024-05-02T10:00:00", {})
    made = Interview(
        **common, headline="A talk", slug="a-talk", recording=json.dumps(list(recording)),
        turns=turns if isinstance(turns, str) else json.dumps(turns),
    )  # fmt: skip
    made.bylines.add(
        Byline(name="Ben Cole", role="interviewee", sort_order=0),
        Byline(person=world.person("Ada Barrow"), role="interviewer", sort_order=1),
    )
    return world._add(made, live=live)


def audio(**more: Any) -> dict[str, Any]:
    return {"type": "audio", "value": {"file": upload("talk.mp3", MP3), "title": "The talk", "caption": "", **more}}


def turns_on(page: str) -> list[Any]:
    return html.fromstring(page).xpath("//div[contains(@class, 'turn')]")


def test_a_dialogue_names_who_speaks_and_leads_to_the_moment(world: World) -> None:
    interview(world, recording=[audio()])
    assert world.run().perfect
    first, second, third = turns_on(world.page(ADDRESS))
    assert [" ".join(each.xpath("string(p)").split()) for each in (first, second, third)] == [
        "Ada Barrow: 0:05 #", "Ben: 1:02:03 #", "Somebody: #",
    ]  # fmt: skip
    assert "asks" in first.get("class")
    assert "asks" not in second.get("class")
    (source,) = html.fromstring(world.page(ADDRESS)).xpath("//audio/source/@src")
    assert [each.xpath("p/a[1]/@href") for each in (first, second)] == [[f"{source}#t=5"], [f"{source}#t=3723"]]
    assert first.xpath("p/a/@aria-label") == ["Listen from 0:05", "Link to turn 1"]
    assert first.xpath("p/a[last()]/@href") == [f"#{first.get('id')}"]
    said = third.xpath("div")[0]
    assert (said.get("lang"), said.get("dir")) == ("fa", "rtl")
    assert "script:" not in world.page(ADDRESS)
    world.prove()


def test_the_address_of_a_turn_stays_when_others_come_and_go(world: World) -> None:
    entry = interview(world)
    world.run()
    before = [each.get("id") for each in turns_on(world.page(ADDRESS))]
    assert len({*before}) == 3
    world.edit(entry, turns=json.dumps([turn("Ben", "<p>First of all.</p>"), *TURNS[:2], TURNS[0]]))
    world.run()
    after = [each.get("id") for each in turns_on(world.page(ADDRESS))]
    assert after[1:3] == before[:2]
    assert len({*after}) == 4, "also where one key stands twice"
    world.edit(entry, turns=json.dumps([turn("Ben", "<p>Said otherwise.</p>", key=ANSWER["id"])]))
    world.run()
    assert turns_on(world.page(ADDRESS))[0].get("id") == before[1]


def test_programs_are_told_who_said_what(world: World) -> None:
    interview(world, recording=[audio()])
    world.run()
    page = world.page(ADDRESS)
    (block,) = html.fromstring(page).xpath("//script")
    (thing,) = [each for each in json.loads(block.text)["@graph"] if "Conversation" in each["@type"]]
    ada = {"@type": "Person", "name": "Ada Barrow", "url": f"{SITE}/people/ada-barrow/"}
    ben = {"@type": "Person", "name": "Ben Cole"}
    assert thing["author"] == [ada]
    assert thing["contributor"] == [ada, ben]
    assert thing["audio"]["encodingFormat"] == "audio/mpeg"
    assert thing["audio"]["contentUrl"].startswith(f"{SITE}/media/")
    ids = [each.get("id") for each in turns_on(page)]
    assert thing["hasPart"][:2] == [
        {"@type": "Quotation", "url": f"{SITE}{ADDRESS}#{ids[0]}", "creator": ada, "text": "Who are you?"},
        {"@type": "Quotation", "url": f"{SITE}{ADDRESS}#{ids[1]}", "creator": ben, "text": "Nobody."},
    ]
    assert thing["hasPart"][2]["inLanguage"] == "fa"
    (entry,) = mf2py.parse(doc=page, url=f"{SITE}{ADDRESS}")["items"]
    assert entry["properties"]["name"] == ["A talk"]
    cites = [child["properties"] for child in entry["children"] if child["type"] == ["h-cite"]]
    assert [cite["url"] for cite in cites] == [[f"{SITE}{ADDRESS}#{name}"] for name in ids]
    assert cites[0]["author"][0]["value"] == "Ada Barrow"
    assert cites[0]["content"][0]["value"] == "Who are you?"


def test_lists_feeds_and_plain_text_are_dialogues_too(world: World) -> None:
    entry = interview(world, recording=[audio()])
    world.run()
    listing = world.page("/blog/kinds/interview/")
    assert "Interviews" in listing
    assert "With a sound recording" in listing
    assert "By the quay. Ada Barrow: Who are you?" in listing
    item = json.loads(world.page("/blog/kinds/interview/feed.json"))["items"][0]["content_html"]
    assert "<p>Interview with <bdi>Ben Cole</bdi></p>" in item
    (source,) = html.fromstring(item).xpath("//source/@src")
    assert source.startswith(f"{SITE}/media/")
    at = f'<a href="{source}#t='
    assert f'<p><b><bdi>Ada Barrow</bdi>:</b> {at}5">0:05</a> Who <b>are</b> you?</p>' in item
    assert f'<p><b><bdi>Ben</bdi>:</b> {at}3723">1:02:03</a></p><ul><li>Nobody.</li></ul>' in item
    assert "class=" not in item
    assert ' id="' not in item
    assert plain_text(entry.told()) == "By the quay.\n\nAda Barrow: Who are you?\n\nBen:\nNobody.\n\nSomebody: سلام x"


def test_only_what_shows_a_turn_is_made_again(world: World) -> None:
    entry = interview(world, [*TURNS, turn("Ben", "<p>" + "More. " * 80 + "</p>"), turn("Ben", "<p>Last.</p>")])
    world.article("Another", date="2024-05-03T10:00:00")
    world.run()
    last = turn("Ben", "<p>The very last.</p>")
    world.edit(entry, turns=json.dumps([*json.loads(json.dumps(entry.turns.get_prep_value()))[:-1], last]))
    outcome = world.run()
    changed = {address for address in outcome.receipt.changed if "sitemap" not in address}
    assert {address for address in changed if not address.endswith((".xml", ".json"))} == {ADDRESS}
    assert not outcome.receipt.appeared
    entry.unpublish()
    assert world.run().perfect
    assert world.leads(ADDRESS) == 410
    world.prove()


def test_a_preview_is_the_page_and_drafts_stay_where_they_are(world: World) -> None:

    from masthead.pages.preview import preview

    entry = interview(world, recording=[audio()])
    world.run()
    shown = preview(type(entry).objects.get(pk=entry.pk), world.folder, world.options).body.decode()
    assert turns_on(shown)[0].xpath("string()") == turns_on(world.page(ADDRESS))[0].xpath("string()")
    entry.turns = json.dumps([turn("Ben", f"<p>{CANARY}</p>")])
    entry.pasted = CANARY
    assert CANARY in preview(entry, world.folder, world.options).body.decode()
    entry.save_revision()
    world.sql("update masthead_interview set pasted = %s", CANARY)
    interview_draft = type(entry)(headline="Draft", **world._common(9, f"<p>{CANARY}</p>", "", {}))
    interview_draft.turns = entry.turns
    world._add(interview_draft, live=False)
    world.run()
    world.prove()


@pytest.mark.parametrize(
    "turns",
    [
        "{}", "null", "[1, null, {}]", '[{"type": "turn"}]', '[{"type": "turn", "value": [1]}]',
        json.dumps([{"type": "turn", "id": 7, "value": {"speaker": 1, "text": 2, "time": [], "language": {}}}]),
        json.dumps([turn("<script>alert(1)</script>", "<script>alert(1)</script><p onclick=x>A</p>", time="1:2:3",
                         language="no language", key='" onclick="x')] * 3),
        json.dumps([{"type": "heading", "value": {"text": "<i>H</i>", "level": "9"}}, {"type": "unheard of"}]),
    ],
)  # fmt: skip
def test_no_row_takes_a_page_down(world: World, turns: str) -> None:
    entry = interview(world)
    recording = json.dumps([{"type": "audio", "value": {"file": "x"}}, {"type": "video", "value": {"file": 9**9}}, 4])
    row = "set turns = %s, recording = %s where entry_ptr_id = %s"
    world.sql(f"update masthead_interview {row}", turns, recording, entry.pk)
    outcome = world.run()
    assert outcome.perfect, outcome.failed
    page = html.fromstring(world.page(ADDRESS))
    assert not page.xpath("//@onclick")
    assert len(page.xpath("//script")) == 1
    assert len(page.xpath("//@id")) == len({*page.xpath("//@id")})


def test_an_interview_whose_row_is_gone_shows_what_is_left(world: World) -> None:
    entry = interview(world)
    world.sql("update masthead_interview set turns = '[]' where entry_ptr_id = %s", entry.pk)
    assert world.run().perfect
    assert "By the quay." in world.page(ADDRESS)
    assert "dialogue" not in world.page(ADDRESS)


def test_a_recording_that_is_not_public_leads_nowhere(world: World) -> None:
    from wagtail.models import Collection, CollectionViewRestriction

    interview(world, recording=[audio()])
    CollectionViewRestriction.objects.create(collection=Collection.get_first_root_node(), restriction_type="login")
    assert world.run().perfect
    page = world.page(ADDRESS)
    assert "<audio" not in page
    assert "#t=" not in page
    assert "0:05" in page
    assert "With a sound" not in world.page("/blog/kinds/interview/")


def test_a_film_has_its_captions_and_is_watched_from_a_moment(world: World) -> None:
    track = {"file": upload("talk.vtt", VTT), "language": "en", "label": "", "kind": "captions"}
    film = {"type": "video", "value": {"file": upload("talk.webm", WEBM), "tracks": listed(track)}}
    interview(world, recording=[film])
    world.run()
    page = html.fromstring(world.page(ADDRESS))
    assert page.xpath("//track/@srclang") == ["en"]
    assert page.xpath("//a[@class='moment']/@aria-label") == ["Watch from 0:05", "Watch from 1:02:03"]


# ---- at the desk --------------------------------------------------------------------------------

TEXT = "On a bench.\nAda: Who are you?\n[0:15] BC: Nobody.\nOf course: I am.\nZed: Hm.\nZed: Hm!"
SAID = (
    "4 turns were added.",
    "“On a bench.” stands before the first name: it stays in the field.",
    "Not among the participants: “Zed”. Add them with their role, or mend the names.",
    "Taken for words, as nobody of that name takes part: “Of course” in line 4.",
)


def form(desk: Desk, *, names: tuple[tuple[str, str], ...] = (), **more: Any) -> dict[str, Any]:
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

    given = desk.form(headline="A talk", recording=streamfield([]), turns=streamfield([]), **{"pasted": "", **more})
    rows = [{"person": "", "name": name, "role": role} for name, role in names]
    return {**given, **nested_form_data({"bylines": inline_formset(rows)})}


PEOPLE = (("Ada Barrow", "interviewer"), ("Ben Cole", "interviewee"))


def newest() -> Any:
    from masthead.kinds.interview.models import Interview

    return Interview.objects.latest("pk").get_latest_revision_as_object()


def turns_of(entry: Any) -> list[tuple[str, str]]:
    return [(block.value["speaker"], block.value["time"]) for block in entry.turns]


def test_the_button_makes_turns_of_a_text_and_says_what_it_did_not_understand(desk: Desk) -> None:
    address = f"/desk/pages/add/masthead_interview/interview/{desk.world.blog.pk}/"
    pressed = form(desk, names=PEOPLE, pasted=TEXT, **{"make-turns": "1"})
    shown = html.fromstring(desk.admin.post(address, pressed, follow=True).content.decode()).text_content()
    assert [sentence for sentence in SAID if sentence not in shown] == []
    entry = newest()
    assert turns_of(entry) == [("Ada Barrow", ""), ("Ben Cole", "0:15"), ("Zed", ""), ("Zed", "")]
    assert entry.pasted == "On a bench."
    assert not entry.live


def test_captions_come_as_a_file(desk: Desk) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = f"/desk/pages/add/masthead_interview/interview/{desk.world.blog.pk}/"
    cues = "WEBVTT\n\n0:01.000 --> 0:02.000\n<v Ada>Who?\n\n0:02.000 --> 0:03.000\n<v Ben>Me.\n"
    for content, said in ((cues.encode(), "2 turns were added."), (b"\xff\xfe", "This file is not a text in UTF-8.")):
        file = SimpleUploadedFile("talk.vtt", content, "text/vtt")
        given = form(desk, names=PEOPLE, pasted_file=file, **{"make-turns": "1"})
        assert said in desk.admin.post(address, given, follow=True).content.decode()
    assert turns_of(newest()) == [("Ada Barrow", "0:01"), ("Ben Cole", "0:02")]


def test_nothing_becomes_turns_on_the_way_and_nothing_pasted_is_lost(desk: Desk) -> None:
    address = f"/desk/pages/add/masthead_interview/interview/{desk.world.blog.pk}/"
    saved = desk.admin.post(address, form(desk, pasted=TEXT), headers={"accept": "application/json"})
    assert saved.json()["success"]
    entry = newest()
    assert turns_of(entry) == []
    assert entry.pasted.replace("\r\n", "\n") == TEXT
    edit = f"/desk/pages/{entry.pk}/edit/"
    published = desk.admin.post(edit, form(desk, pasted=TEXT, slug="a-talk", **{"action-publish": "1"}))
    assert "This text has not become turns yet." in published.content.decode()
    nonsense = form(desk, pasted="No names.", slug="a-talk", **{"make-turns": "1"})
    assert "No line begins with a name and a colon" in desk.admin.post(edit, nonsense).content.decode()
    assert turns_of(newest()) == []


def test_a_conversation_alone_is_enough_to_publish(desk: Desk) -> None:
    entry = interview(desk.world, live=False)
    entry.headline, entry.body = "", "[]"
    desk.world.publish(entry)
    outcome = desk.world.run()
    assert outcome.perfect
    (shown,) = html.fromstring(desk.world.page("/blog/")).xpath("//p[contains(@class, 'excerpt')]")
    assert shown.text.startswith("Ada Barrow: Who are you? Ben:")


def test_the_desk_says_it_in_persian(desk: Desk) -> None:
    address = f"/desk/pages/add/masthead_interview/interview/{desk.world.blog.pk}/"
    pressed = form(desk, names=PEOPLE, pasted=TEXT, **{"make-turns": "1"})
    shown = desk.admin.post(address, pressed, follow=True, headers={"accept-language": "fa"}).content.decode()
    assert "نوبت افزوده شد" in shown
    asked = desk.admin.get(address, headers={"accept-language": "fa"}).content.decode()
    assert "شرکت‌کنندگان" in asked
    assert '<option value="interviewer">پرسشگر</option>' in asked
