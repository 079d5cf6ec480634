"""Who saves a text is told of footnotes that lead nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from desk.editors import Desk
from desk.test_forms import newest

NO_NOTE = "There is no footnote for [^b]: readers see it as it is written."
NO_MARK = "Nothing in the text refers to the footnote c: it comes last."


def form(desk: Desk, text: str, *labels: str, **more: Any) -> dict[str, Any]:
    from wagtail.test.utils.form_data import rich_text, streamfield

    notes: dict[str, Any] = {"count": str(len(labels))}
    for place, label in enumerate(labels):
        note = {"label": label, "text": rich_text("<p>A note.</p>")}
        item = {"deleted": "", "order": str(place), "type": "item", "id": "", "value": note}
        notes |= {f"{place}-{key}": value for key, value in item.items()}
    blocks = [("text", rich_text(f"<p>{text}</p>")), ("footnotes", {"notes": notes})]
    return desk.form(headline="Noted", body=streamfield(blocks), **more)


@pytest.mark.parametrize(
    ("text", "labels", "said"),
    [
        ("One[^a]", ("a",), set()),
        ("One[^a] two[^b] three[^b]", ("a",), {NO_NOTE}),
        ("One[^a]", ("a", "c"), {NO_MARK}),
        ("One[^b]", ("c",), {NO_NOTE, NO_MARK}),
    ],
)
def test_loose_ends_are_told_when_a_text_is_saved(
    desk: Desk, text: str, labels: tuple[str, ...], said: set[str]
) -> None:
    address = f"/desk/pages/add/masthead_article/article/{desk.world.blog.pk}/"
    created = desk.admin.post(address, form(desk, text, *labels), follow=True).content.decode()
    entry = newest()
    assert "[^" in str(entry.body)
    edited = desk.admin.post(f"/desk/pages/{entry.pk}/edit/", form(desk, text, *labels, slug="noted"), follow=True)
    for shown in (created, edited.content.decode()):
        assert {sentence for sentence in (NO_NOTE, NO_MARK) if sentence in shown} == said


def test_autosave_says_nothing(desk: Desk) -> None:
    entry = desk.world.article("Noted", live=False)
    saved = desk.admin.post(
        f"/desk/pages/{entry.pk}/edit/",
        form(desk, "One[^b]", "a", slug="noted"),
        headers={"accept": "application/json"},
    )
    assert saved.json()["success"]
    assert NO_NOTE not in desk.admin.get("/desk/").content.decode()
