"""An entry without headline and text may be a draft, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desk.editors import Desk
from desk.test_forms import create, newest
from desk.test_roles import again, decide, edit, submitted

SENTENCE = "Write a headline or some text before you publish."
SOON = "2099-01-01 10:00"


@pytest.mark.parametrize("kind", ["article", "note"])
@pytest.mark.parametrize(
    "way", [{"action-publish": "1"}, {"action-submit": "1"}, {"action-publish": "1", "go_live_at": SOON}]
)
def test_an_empty_entry_is_refused_on_every_way_to_readers(desk: Desk, kind: str, way: dict[str, str]) -> None:
    from masthead.entries.models import Entry

    answer = create(desk, kind, **way)
    assert answer.status_code == 200
    assert SENTENCE in answer.content.decode()
    assert not Entry.objects.exists()
    blank = create(desk, kind, text="<p>\u00a0 <br/></p>", **way)
    assert SENTENCE in blank.content.decode()
    assert create(desk, kind, text="<p>Words.</p>", **way).status_code == 302


def test_an_empty_draft_is_kept(desk: Desk) -> None:
    assert create(desk).status_code == 302
    draft = newest()
    assert not draft.live
    refused = edit(desk, desk.admin, draft, **{"action-publish": "1"})
    assert SENTENCE in refused.content.decode()
    assert edit(desk, desk.admin, draft).status_code == 302


def test_a_picture_alone_is_something(desk: Desk) -> None:
    from wagtail.images.tests.utils import get_test_image_file
    from wagtail.test.utils.form_data import streamfield

    from masthead.entries.models import Image

    picture = Image.objects.create(title="Lamp", file=get_test_image_file())
    block = ("image", {"image": picture.pk, "alt": "", "caption": "null", "credit": ""})
    assert create(desk, "note", body=streamfield([block]), **{"action-publish": "1"}).status_code == 302
    assert newest().live


def test_a_live_entry_is_not_emptied(desk: Desk) -> None:
    entry = desk.world.article("Live")
    answer = desk.admin.post(f"/desk/pages/{entry.pk}/edit/", desk.form(slug="live", **{"action-publish": "1"}))
    assert SENTENCE in answer.content.decode()
    assert again(entry).headline == "Live"


def test_a_list_publishes_no_empty_draft_and_says_so(desk: Desk) -> None:
    create(desk, headline="Full")
    full = newest()
    create(desk)
    empty = newest()
    address = f"/desk/bulk/wagtailcore/page/publish/?id={full.pk}&id={empty.pk}"
    answer = desk.admin.post(address, {"include_descendants": ""}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/pages/{empty.pk}/edit/"
    assert f"“{empty.title}” is not published. {SENTENCE}" in answer.content.decode()
    assert not again(empty).live
    assert not again(full).live, "all or nothing"


def test_a_review_publishes_no_entry_that_was_emptied_meanwhile(desk: Desk) -> None:
    editor = desk.member("milo", "editor")
    entry = submitted(desk, desk.member("wanda", "writer"))
    assert editor.post(f"/desk/pages/{entry.pk}/edit/", desk.form(slug=entry.slug)).status_code == 302
    entry = again(entry)
    answer = decide(editor, entry, "approve")
    assert answer.status_code == 302
    assert not again(entry).live
    assert again(entry).current_workflow_task_state is not None, "still under review"


def test_the_clock_says_why_it_publishes_no_empty_version(desk: Desk) -> None:
    from masthead.clock.tick import tick

    moment = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    entry: Any = desk.world.article("Planned", live=False)
    entry.headline, entry.body = "", []
    entry.save_revision(approved_go_live_at=moment, clean=False)
    (did,) = tick(moment + dt.timedelta(minutes=1))
    assert did.error == SENTENCE
    assert not again(entry).live
