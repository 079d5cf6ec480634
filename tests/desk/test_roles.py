"""Who may do what, and that what is done is done whole."""

from __future__ import annotations

from typing import Any

import pytest

from desk.editors import Desk
from desk.test_forms import create, newest


def test_an_editor_writes_and_submits_and_a_moderator_publishes(desk: Desk) -> None:
    writer, moderator = desk.member("wanda", "editors"), desk.member("milo", "moderators")
    assert create(desk, who=writer, headline="One", **{"action-publish": "1"}).status_code == 302
    entry = newest()
    assert not entry.live
    writer.post(f"/desk/pages/{entry.pk}/edit/", desk.form(headline="One", slug="one", **{"action-submit": "1"}))
    task = entry.current_workflow_task_state
    assert task is not None
    assert writer.post(f"/desk/pages/{entry.pk}/workflow/action/approve/{task.pk}/").status_code in (302, 403, 404)
    entry.refresh_from_db()
    assert not entry.live
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    moderator.post(f"/desk/pages/{entry.pk}/edit/", desk.form(headline="One", slug="one", **approval))
    entry.refresh_from_db()
    assert entry.live


@pytest.mark.parametrize(
    ("address", "editor", "moderator"),
    [
        ("snippets/masthead/person/add/", True, True),
        ("snippets/masthead/tag/add/", True, True),
        ("snippets/masthead/category/add/", False, True),
        ("settings/masthead/sitesettings/1/", False, True),
        ("users/", False, False),
        ("images/add/", True, True),
    ],
)
def test_roles_open_the_rooms_they_need(desk: Desk, address: str, editor: bool, moderator: bool) -> None:
    for role, may in (("editors", editor), ("moderators", moderator)):
        answer = desk.member(f"one-of-{role}", role).get(f"/desk/{address}")
        assert (answer.status_code == 200) is may, role


def test_an_error_while_publishing_undoes_all_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from wagtail.signals import page_published

    entry = desk.world.article("Draft", live=False)
    before = entry.revisions.count()

    def fail(**_: Any) -> None:
        raise RuntimeError("the power is gone")

    page_published.connect(fail)
    try:
        desk.admin.raise_request_exception = False
        answer = desk.admin.post(
            f"/desk/pages/{entry.pk}/edit/", desk.form(headline="Draft", slug="draft", **{"action-publish": "1"})
        )
    finally:
        page_published.disconnect(fail)
    assert answer.status_code == 500
    entry.refresh_from_db()
    assert not entry.live
    assert entry.revisions.count() == before
