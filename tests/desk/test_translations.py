"""An editor says which entry is the same in another language."""

from __future__ import annotations

from typing import Any

import pytest

from desk.editors import Desk


@pytest.fixture
def pair(desk: Desk) -> tuple[Any, Any]:
    english = desk.world.article("Bridges", slug="bridges", language="en")
    return english, desk.world.article("Ponts", slug="ponts", language="fr")


def send(desk: Desk, entry: Any, **form: Any) -> Any:
    fields = {"headline": entry.headline, "slug": entry.slug, "language": entry.language, **form}
    return desk.admin.post(f"/desk/pages/{entry.pk}/edit/", desk.form(**fields, **{"action-publish": "1"}))


def linked(entry: Any) -> list[int]:
    fresh = type(entry).objects.get(pk=entry.pk)
    return [other.pk for other in fresh.translations()]


def test_a_translation_is_chosen_shown_and_taken_back(desk: Desk, pair: tuple[Any, Any]) -> None:
    english, french = pair
    assert send(desk, french, translation_of=str(english.pk)).status_code == 302
    assert linked(french) == [english.pk]
    assert linked(english) == [french.pk]
    # Saved again as it is, from either side, it stays.
    send(desk, english, translation_of=str(french.pk))
    assert linked(english) == [french.pk]
    page = desk.admin.get(f"/desk/pages/{english.pk}/edit/").content.decode()
    assert f'value="{french.pk}"' in page
    # Taken back on the side that gave its number to the group.
    send(desk, english, translation_of="")
    assert linked(english) == linked(french) == []


def test_a_draft_links_nothing_until_it_is_published(desk: Desk, pair: tuple[Any, Any]) -> None:
    english, french = pair
    form = desk.form(headline="Ponts", slug="ponts", language="fr", translation_of=str(english.pk))
    desk.admin.post(f"/desk/pages/{french.pk}/edit/", form)
    assert linked(english) == []
    assert 'hreflang="en"' in desk.preview(french).content.decode()
    type(french).objects.get(pk=french.pk).get_latest_revision().publish()
    assert linked(english) == [french.pk]


def test_an_entry_in_the_same_language_is_refused(desk: Desk, pair: tuple[Any, Any]) -> None:
    english, _ = pair
    other = desk.world.article("Other bridges", slug="other", language="en")
    answer = send(desk, other, translation_of=str(english.pk)).content.decode()
    assert "This entry is in the same language: choose one in another." in answer
    assert linked(english) == []


def test_home_is_composed_at_the_desk_and_previewed_as_published(desk: Desk, pair: tuple[Any, Any]) -> None:
    import json

    from masthead.entries.models import Home

    home = Home.objects.get()
    assert desk.admin.get(f"/desk/pages/{home.pk}/edit/").status_code == 200
    home.sections = json.dumps([{"type": "lead", "value": {"entry": pair[0].pk}}])
    home.save_revision()
    shown = desk.preview(home).content.decode()
    assert "Bridges" in shown
    assert "Ponts" not in shown
    home.get_latest_revision().publish()
    desk.world.run()
    assert desk.world.page("/") == shown
