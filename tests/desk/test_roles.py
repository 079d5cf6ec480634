"""Who may do what, and that what is done is done whole."""

from __future__ import annotations

from typing import Any

import pytest

from desk.editors import Desk
from desk.test_forms import create, newest


def edit(desk: Desk, who: Any, entry: Any, **form: Any) -> Any:
    """Sends the form of an entry as this member's browser would."""
    return who.post(f"/desk/pages/{entry.pk}/edit/", desk.form(headline=entry.headline, slug=entry.slug, **form))


def submitted(desk: Desk, writer: Any, headline: str = "One") -> Any:
    assert create(desk, who=writer, headline=headline, **{"action-submit": "1"}).status_code == 302
    return newest()


def decide(who: Any, entry: Any, what: str, comment: str = "") -> Any:
    """Approves, asks for changes or rejects, as the dialog sends it."""
    task = entry.current_workflow_task_state
    address = f"/desk/pages/workflow/action/{entry.pk}/{what}/{task.pk}/"
    return who.post(address, {"comment": comment})


def again(entry: Any) -> Any:
    """The entry as it is now; Wagtail's objects remember their workflow."""
    return type(entry).objects.get(pk=entry.pk)


def another_blog(desk: Desk) -> Any:
    from masthead.entries.models import Blog

    return desk.world.home.add_child(instance=Blog(title="News", slug="news", language="en"))


def test_a_writer_writes_and_submits_and_an_editor_publishes(desk: Desk) -> None:
    writer, editor = desk.member("wanda", "writer"), desk.member("milo", "editor")
    assert create(desk, who=writer, headline="One", **{"action-publish": "1"}).status_code == 302
    entry = newest()
    assert not entry.live
    edit(desk, writer, entry, **{"action-submit": "1"})
    assert entry.current_workflow_task_state is not None
    decide(writer, entry, "approve")
    entry.refresh_from_db()
    assert not entry.live
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    form = desk.form(headline="One", slug="one", **approve)
    told = editor.post(f"/desk/pages/{entry.pk}/edit/", form, follow=True).content.decode()
    entry.refresh_from_db()
    assert entry.live
    assert "“One” is approved, and public now." in told
    assert 'href="/blog/one/"' in told


def test_a_writer_edits_own_drafts_and_nothing_of_others(desk: Desk) -> None:
    wanda, will = desk.member("wanda", "writer"), desk.member("will", "writer")
    create(desk, who=wanda, headline="Hers")
    hers = newest()
    theirs = desk.world.article("Theirs")
    for who, entry, may in ((wanda, hers, True), (will, hers, False), (wanda, theirs, False)):
        for address in ("edit", "view_draft", "copy", "delete"):
            answer = who.get(f"/desk/pages/{entry.pk}/{address}/")
            assert (answer.status_code == 200) is may, (entry.headline, address)
    edit(desk, will, hers, summary="Mine now")
    assert again(hers).get_latest_revision_as_object().summary == ""
    assert edit(desk, wanda, hers, summary="Still mine").status_code == 302
    assert again(hers).get_latest_revision_as_object().summary == "Still mine"


@pytest.mark.parametrize("act", ["unpublish", "delete", "move", "privacy", "convert_alias"])
def test_a_writer_cannot_touch_what_is_public_even_if_it_is_theirs(desk: Desk, act: str) -> None:
    from django.contrib.auth.models import User

    wanda = desk.member("wanda", "writer")
    entry = desk.world.article("Public")
    type(entry).objects.filter(pk=entry.pk).update(owner=User.objects.get(username="wanda"))
    assert wanda.get(f"/desk/pages/{entry.pk}/edit/").status_code == 200, "a new version may be suggested"
    assert wanda.post(f"/desk/pages/{entry.pk}/{act}/", {}).status_code in (302, 403, 404)
    bulk = wanda.post(f"/desk/bulk/masthead/entry/unpublish/?id={entry.pk}", {"next": "/desk/"})
    assert bulk.status_code in (302, 403, 404)
    entry.refresh_from_db()
    assert entry.live


def test_writers_add_entries_to_blogs_also_new_ones_and_nothing_elsewhere(desk: Desk) -> None:
    writer = desk.member("wanda", "writer")
    news = another_blog(desk)
    assert writer.get(f"/desk/pages/add/masthead_article/article/{news.pk}/").status_code == 200
    for sort in ("blog", "staticpage"):
        assert writer.get(f"/desk/pages/add/masthead/{sort}/{desk.world.home.pk}/").status_code == 302
    assert writer.get(f"/desk/pages/{news.pk}/edit/").status_code == 302


def test_an_editor_of_one_blog_reviews_and_publishes_there_and_only_there(desk: Desk) -> None:
    news = another_blog(desk)
    writer, editor = desk.member("wanda", "writer"), desk.member("nora", "editor", "news")
    here = submitted(desk, writer)
    blog, desk.world.blog = desk.world.blog, news
    there = submitted(desk, writer, "Two")
    desk.world.blog = blog
    for entry, may in ((here, False), (there, True)):
        assert (editor.get(f"/desk/pages/{entry.pk}/edit/").status_code == 200) is may
        decide(editor, entry, "approve")
        entry.refresh_from_db()
        assert entry.live is may
    waiting = desk.member("milo", "editor").get("/desk/").content.decode()
    assert "One" in waiting
    assert "Your pages and snippets in a workflow" not in editor.get("/desk/").content.decode()


def test_only_who_may_publish_is_asked_to_review(desk: Desk) -> None:
    another_blog(desk)
    submitted(desk, desk.member("wanda", "writer"), "Waiting one")
    shown = {
        name: "Waiting one" in desk.member(name, role, *blogs).get("/desk/").content.decode()
        for name, role, *blogs in (("milo", "editor"), ("bea", "editor", "blog"), ("nora", "editor", "news"),
                                   ("will", "writer"))
    }  # fmt: skip
    assert shown == {"milo": True, "bea": True, "nora": False, "will": False}


def test_changes_are_requested_and_sent_again(desk: Desk) -> None:
    writer, editor = desk.member("wanda", "writer"), desk.member("milo", "editor")
    entry = submitted(desk, writer)
    assert "action-submit" not in writer.get(f"/desk/pages/{entry.pk}/edit/").content.decode(), "under review"
    decide(editor, entry, "reject", "Who says so?")
    state = entry.current_workflow_state
    assert (state.status, state.current_task_state.comment) == ("needs_changes", "Who says so?")
    edit(desk, writer, entry, summary="Ada says so.", **{"action-submit": "1"})
    state.refresh_from_db()
    assert state.status == "in_progress"
    decide(editor, entry, "approve")
    entry.refresh_from_db()
    assert entry.live


def test_a_rejection_ends_the_review_with_its_reason(desk: Desk) -> None:
    from wagtail.models import WorkflowState

    writer, editor = desk.member("wanda", "writer"), desk.member("milo", "editor")
    entry = submitted(desk, writer)
    assert "Reject" in editor.get(f"/desk/pages/{entry.pk}/edit/").content.decode()
    decide(editor, entry, "decline", "Not for us.")
    state = WorkflowState.objects.get()
    assert (state.status, state.current_task_state.comment) == ("cancelled", "Not for us.")
    assert entry.current_workflow_state is None
    entry.refresh_from_db()
    assert not entry.live
    assert "action-submit" in writer.get(f"/desk/pages/{entry.pk}/edit/").content.decode(), "may be submitted anew"


@pytest.mark.parametrize(
    ("address", "writer", "of_blog", "editor"),
    [
        ("snippets/masthead/person/add/", True, True, True),
        ("snippets/masthead/tag/add/", True, True, True),
        ("snippets/masthead/category/add/", False, False, True),
        ("settings/masthead/sitesettings/1/", False, False, True),
        ("users/", False, False, False),
        ("images/add/", True, True, True),
        ("documents/multiple/add/", True, True, True),
    ],
)
def test_roles_open_the_rooms_they_need(desk: Desk, address: str, writer: bool, of_blog: bool, editor: bool) -> None:
    roles = (("wanda", ("writer",), writer), ("bea", ("editor", "blog"), of_blog), ("milo", ("editor",), editor))
    for name, role, may in roles:
        assert (desk.member(name, *role).get(f"/desk/{address}").status_code == 200) is may, role


def test_what_an_administrator_takes_away_stays_away_when_rights_are_given_anew(desk: Desk) -> None:
    from django.contrib.auth.models import Group, Permission

    from masthead.desk.roles import equip

    writers = Group.objects.get(name="Writers")
    taken = Permission.objects.get(codename="add_tag", content_type__app_label="masthead")
    before = set(writers.permissions.all())
    writers.permissions.remove(taken)
    equip()
    assert set(writers.permissions.all()) == before - {taken}
    assert writers.page_permissions.count() == 1


def test_a_site_of_before_gets_the_roles_and_keeps_its_accounts(desk: Desk) -> None:
    """As Wagtail makes the groups, with an entry under review."""
    from django.contrib.auth.models import Group, User
    from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, TaskState, Workflow

    from masthead.desk.models import ReviewTask, RoleGroup
    from masthead.desk.roles import equip
    from masthead.site.roles import roles_of

    wanda = desk.member("wanda", "writer")
    entry = submitted(desk, wanda)
    old = GroupApprovalTask.objects.create(name="Moderators approval")
    TaskState.objects.update(task=old)
    Workflow.objects.get().workflow_tasks.update(task=old)
    Workflow.objects.update(name="Moderators approval")
    ReviewTask.objects.all().delete()
    RoleGroup.objects.all().delete()
    Group.objects.filter(name="Editors").update(name="Moderators")
    Group.objects.filter(name="Writers").update(name="Editors")
    root = Page.objects.get(depth=1)
    GroupPagePermission.objects.create(group=Group.objects.get(name="Editors"), page=root, permission_type="change")
    equip()
    equip()
    assert roles_of(User.objects.get(username="wanda")) == ["writer"]
    assert sorted(Group.objects.values_list("name", flat=True)) == ["Editors", "Writers"]
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Review"]
    decide(desk.member("milo", "editor"), entry, "approve")
    entry.refresh_from_db()
    assert entry.live
    assert wanda.get(f"/desk/pages/{desk.world.article('Theirs').pk}/edit/").status_code == 302


def test_privacy_is_gone_from_the_desk_and_its_addresses_refuse(desk: Desk) -> None:
    from wagtail.models import Collection, PageViewRestriction

    entry = desk.world.article("Public")
    root = Collection.get_first_root_node()
    child = root.add_child(name="Papers")
    for address in (f"pages/{entry.pk}/edit/", f"pages/{desk.world.blog.pk}/", f"collections/{child.pk}/"):
        text = desk.admin.get(f"/desk/{address}").content.decode()
        assert "set-privacy" not in text, address
        assert "Change privacy" not in text, address
    for address in (f"pages/{entry.pk}/privacy/", "pages/1/privacy/", f"collections/{child.pk}/privacy/"):
        form = {"restriction_type": "password", "password": "secret"}
        for answer in (desk.admin.get(f"/desk/{address}"), desk.admin.post(f"/desk/{address}", form)):
            assert answer.status_code == 403, address
    assert not PageViewRestriction.objects.exists()
    assert desk.client().get(f"/desk/pages/{entry.pk}/privacy/").status_code == 302


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
