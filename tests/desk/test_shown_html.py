"""HTML that readers get comes from administrators alone, whatever the way to the saved page."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desk.editors import Desk
from desk.test_forms import create, newest

HTML = "<table>\n<tr><td>by the administrator</td></tr>\n</table>"
OTHER = "<p>by somebody else</p>"
SENTENCE = "Only administrators may add HTML that readers get, or change it."


@pytest.fixture
def editor(desk: Desk) -> Any:
    """Somebody who may do everything with entries."""
    return desk.member("milo", "editor")


def body(*sources: str) -> str:
    return json.dumps([{"type": "raw_html", "value": {"source": source}} for source in sources])


def form(desk: Desk, *sources: str, **more: Any) -> dict[str, Any]:
    # A browser sends line breaks as two characters.
    return desk.form(headline="Shown", body=_stream(*(source.replace("\n", "\r\n") for source in sources)), **more)


def edit(desk: Desk, who: Any, entry: Any, *sources: str, **more: Any) -> Any:
    return who.post(f"/desk/pages/{entry.pk}/edit/", form(desk, *sources, slug=entry.slug, **more))


def draft_of(entry: Any) -> list[str]:
    entry.refresh_from_db()
    return [block.value["source"].replace("\r\n", "\n") for block in entry.get_latest_revision_as_object().body]


@pytest.fixture
def shown(desk: Desk) -> Any:
    """A public entry with HTML of the administrator's."""
    create(desk, **{"action-publish": "1"}, headline="Shown", body=_stream(HTML))
    return newest()


def _stream(*sources: str) -> Any:
    from wagtail.test.utils.form_data import streamfield

    return streamfield([("raw_html", {"source": source}) for source in sources])


def test_an_administrator_shows_html_to_readers(desk: Desk, shown: Any) -> None:
    desk.world.run()
    assert "by the administrator" in desk.world.page("/blog/shown/")
    assert "by the administrator" in desk.world.page("/blog/rss.xml")


def test_an_editor_cannot_add_html_with_a_new_entry(desk: Desk, editor: Any) -> None:
    answer = create(desk, who=editor, headline="Mine", body=_stream(OTHER))
    assert answer.status_code == 200
    assert SENTENCE in answer.content.decode()
    from masthead.entries.models import Entry

    assert not Entry.objects.filter(headline="Mine").exists()


@pytest.mark.parametrize("sources", [(OTHER,), (HTML, OTHER), (HTML + " ", HTML.upper())])
def test_an_editor_cannot_change_it(desk: Desk, editor: Any, shown: Any, sources: tuple[str, ...]) -> None:
    answer = edit(desk, editor, shown, *sources)
    assert SENTENCE in answer.content.decode()
    assert draft_of(shown) == [HTML]


@pytest.mark.parametrize("sources", [(HTML,), ()])
def test_an_editor_may_leave_it_or_take_it_out(desk: Desk, editor: Any, shown: Any, sources: tuple[str, ...]) -> None:
    assert edit(desk, editor, shown, *sources, **{"action-publish": "1"}).status_code == 302
    assert draft_of(shown) == list(sources)
    shown.refresh_from_db()
    assert shown.live


def test_an_editor_cannot_bring_it_back_from_a_version_of_before(desk: Desk, editor: Any, shown: Any) -> None:
    before = shown.get_latest_revision()
    assert edit(desk, desk.admin, shown, OTHER, **{"action-publish": "1"}).status_code == 302
    answer = edit(desk, editor, shown, HTML, revision=before.pk)
    assert SENTENCE in answer.content.decode()
    assert edit(desk, desk.admin, shown, HTML, revision=before.pk).status_code == 302


def test_autosave_is_no_way_around(desk: Desk, editor: Any, shown: Any) -> None:
    answer = editor.post(
        f"/desk/pages/{shown.pk}/edit/", form(desk, OTHER, slug="shown"), headers={"accept": "application/json"}
    )
    assert answer.status_code == 400
    assert draft_of(shown) == [HTML]


def test_a_preview_shows_no_html_of_an_editor(desk: Desk, editor: Any, shown: Any) -> None:
    address = f"/desk/pages/{shown.pk}/edit/preview/"
    assert editor.post(address, form(desk, OTHER, slug="shown")).json()["is_valid"] is False
    assert editor.post(address, form(desk, HTML, slug="shown")).json()["is_valid"] is True


def test_an_editor_cannot_copy_it(desk: Desk, editor: Any, shown: Any) -> None:
    from masthead.entries.models import Entry

    wanted = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": desk.world.blog.pk}
    answer = editor.post(f"/desk/pages/{shown.pk}/copy/", wanted)
    assert "ask one to copy it" in answer.content.decode()
    assert Entry.objects.count() == 1
    assert desk.admin.post(f"/desk/pages/{shown.pk}/copy/", wanted).status_code == 302


@pytest.mark.parametrize("kind", ["entry", "static page"])
def test_no_code_saves_it_in_the_name_of_an_editor(desk: Desk, editor: Any, shown: Any, kind: str) -> None:
    from django.contrib.auth.models import User
    from django.core.exceptions import PermissionDenied
    from wagtail.log_actions import LogContext

    page = shown if kind == "entry" else desk.world.static_page("About")
    milo = User.objects.get(username="milo")
    page.body = body(OTHER)
    with pytest.raises(PermissionDenied):
        page.save_revision(user=milo)
    with LogContext(user=milo), pytest.raises(PermissionDenied):
        page.save()
    with LogContext(user=milo), pytest.raises(PermissionDenied):
        page.save_revision()
    with LogContext(user=milo):
        page.save(update_fields=["title"])
    page.save_revision()  # a command's, in nobody's name


def test_an_editor_publishes_what_an_administrator_wrote(desk: Desk, editor: Any) -> None:
    create(desk, headline="Waiting", body=_stream(HTML))
    entry = newest()
    assert edit(desk, editor, entry, HTML, **{"action-publish": "1"}).status_code == 302
    entry.refresh_from_db()
    assert entry.live


def test_the_menu_offers_it_to_administrators_only(desk: Desk, editor: Any, shown: Any) -> None:
    limit = "&quot;raw_html&quot;: {&quot;max_num&quot;: 1}"
    address = f"/desk/pages/{shown.pk}/edit/"
    assert limit in editor.get(address).content.decode()
    assert limit not in desk.admin.get(address).content.decode()


def test_kept_html_is_everybodys_and_stays_hidden(desk: Desk, editor: Any) -> None:
    from wagtail.test.utils.form_data import streamfield

    kept = streamfield([("html", {"source": OTHER, "note": ""})])
    assert create(desk, who=editor, headline="Kept", body=kept, **{"action-publish": "1"}).status_code == 302
    desk.world.run()
    assert "somebody else" not in desk.world.page("/blog/kept/")
