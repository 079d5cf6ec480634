"""The desk's form of a passage: what it asks, what it refuses, and in which words."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from desk.editors import Desk
from desk.test_forms import newest


def send(desk: Desk, *, publish: bool = True, **fields: Any) -> str:
    """Sends the form of a new passage; what the desk says to it, empty if it takes it."""
    from wagtail.test.utils.form_data import rich_text, streamfield

    given = {
        "passage": streamfield([("text", rich_text("<p>Who is taxed?</p>")), ("omission", {})]),
        "translation": streamfield([]),
        "facsimiles": streamfield([]),
        "passage_language": "",
        "source_sort": "newspaper",
        "source_title": "A tax",
        **{f"source_{name}": "" for name in (
            "authors", "editors", "container", "volume", "issue", "edition", "publisher", "place", "date",
            "date_as_given", "pages", "archive", "shelf_mark", "link", "archived", "seen",
        )},
        **fields,
    }  # fmt: skip
    if publish:
        given["action-publish"] = "1"
    answer = desk.admin.post(f"/desk/pages/add/masthead_passage/passage/{desk.world.blog.pk}/", desk.form(**given))
    return "" if answer.status_code == 302 else unescape(answer.content.decode())


def test_a_passage_is_asked_for_and_stored_as_it_was_written(desk: Desk) -> None:
    address = f"/desk/pages/add/masthead_passage/passage/{desk.world.blog.pk}/"
    page = unescape(desk.admin.get(address).content.decode())
    for asked in (
        "Words of the source",
        "Appeared in",
        "One a line, as “Barrow, Ada”",
        "Shelf mark",
        "Editor’s comment",
    ):
        assert asked in page
    assert (
        send(desk, headline="The dark", source_date="۱۹۱۱-۰۳", omitted_after="on", source_link="https://e.org/") == ""
    )
    made = newest()
    assert (made.source_date, made.omitted_after, made.live) == ("1911-03", True, True)
    assert [block["type"] for block in made.passage.get_prep_value()] == ["text", "omission"]
    assert made.title == "The dark"
    assert send(desk) == ""
    assert newest().title.startswith("Who is taxed?"), "the desk calls it by its first words"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source_title": ""}, "Say what the passage is from"),
        ({"source_date": "14.3.1911"}, "Write the date as far as it is known"),
        ({"source_seen": "yesterday"}, "Write the date as far as it is known"),
        ({"source_link": "javascript:alert(1)"}, "The address of a website begins with"),
        ({"passage_language": "klingon please"}, "Write a language as"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(desk: Desk, fields: dict[str, str], sentence: str) -> None:
    assert sentence in send(desk, **fields)


def test_words_are_needed_to_publish_and_not_for_a_draft(desk: Desk) -> None:
    from wagtail.test.utils.form_data import streamfield

    nothing = {"passage": streamfield([]), "source_title": ""}
    assert "Write the passage before you publish." in send(desk, headline="The dark", **nothing)
    assert send(desk, headline="The dark", publish=False, **nothing) == ""
    assert not newest().live


def test_a_place_lies_within_its_picture(desk: Desk) -> None:
    from wagtail.blocks.struct_block import StructBlockValidationError

    from masthead.kinds.passage.blocks import PlaceBlock

    block = PlaceBlock()
    for place in ((60, 0, 41, 5), (0, 0, 0, 5), (0, 101, 5, 5)):
        value = block.to_python(dict(zip(("left", "top", "width", "height"), map(str, place), strict=True)))
        with pytest.raises(StructBlockValidationError):
            block.clean(value)
