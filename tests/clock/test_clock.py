"""The schedule, told what time it is. All moments lie in the past: Wagtail asks the machine's own clock, too."""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import Any

import pytest

from masthead.site.folder import SiteFolder
from pages.world import World

NOON = dt.datetime(2024, 3, 10, 12, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)


def tick(now: dt.datetime) -> list[tuple[str, str, str]]:
    from masthead.clock.tick import tick

    return [(did.what.act, did.label, did.error) for did in tick(now)]


def plan(entry: Any, at: dt.datetime, **fields: Any) -> Any:
    """A version that is approved for a moment, as the desk leaves it; returns the revision."""
    fresh = type(entry).objects.get(pk=entry.pk)
    content = fresh.get_latest_revision_as_object() if fresh.latest_revision_id else fresh
    content.go_live_at = at
    for name, value in fields.items():
        setattr(content, name, value)
    if not fresh.live:
        type(entry).objects.filter(pk=entry.pk).update(go_live_at=at, expire_at=content.expire_at)
    return content.save_revision(approved_go_live_at=at)


def end(entry: Any, at: dt.datetime) -> None:
    type(entry).objects.filter(pk=entry.pk).update(expire_at=at)


def again(entry: Any) -> Any:
    return type(entry).objects.get(pk=entry.pk)


def test_a_planned_entry_goes_live_in_its_second_and_not_before(world: World) -> None:
    entry = world.article("Tomorrow", live=False)
    plan(entry, NOON)
    assert tick(NOON - SECOND) == []
    assert not again(entry).live
    assert tick(NOON) == [("publish", "Tomorrow", "")]
    assert again(entry).live
    assert again(entry).scheduled_revision is None
    assert tick(NOON + HOUR) == []
    world.run()
    assert "Tomorrow" in world.page("/blog/tomorrow/")
    world.prove()


def test_a_public_entry_ends_in_its_second_and_leaves_a_410(world: World) -> None:
    entry = world.article("Until noon")
    end(entry, NOON)
    world.run()
    assert tick(NOON - SECOND) == []
    assert tick(NOON) == [("expire", "Until noon", "")]
    assert (again(entry).live, again(entry).expired, again(entry).status_string) == (False, True, "expired")
    assert tick(NOON) == []
    world.run()
    answer = world.answer("/blog/until-noon/")
    assert answer is not None
    assert answer["status"] == 410
    world.prove()


def test_a_new_version_of_a_live_entry_takes_its_place(world: World) -> None:
    entry = world.article("Winter")
    plan(entry, NOON, headline="Spring")
    assert again(entry).headline == "Winter"
    assert tick(NOON) == [("publish", "Spring", "")]
    assert again(entry).headline == "Spring"
    assert again(entry).live


def test_one_that_fails_stops_no_other_and_is_named_and_tried_again(
    world: World, site: SiteFolder, caplog: pytest.LogCaptureFixture
) -> None:
    from masthead.clock.models import Delay
    from masthead.clock.state import state

    first, second = world.article("First", live=False), world.article("Second", live=False)
    plan(first, NOON - SECOND, slug="taken")
    plan(second, NOON)
    squatter = world.article("Taken")
    with caplog.at_level(logging.WARNING, logger="masthead.clock"):
        did = tick(NOON)
    assert [(act, label) for act, label, _ in did] == [("publish", "First"), ("publish", "Second")]
    assert "already in use" in did[0][2]
    assert did[1][2] == ""
    assert not again(first).live
    assert again(second).live
    assert f"“First” ({first.pk}) could not be published" in caplog.text
    (late,) = state(site.clock, NOON + HOUR).late
    assert (late.what.page_id, late.seconds) == (first.pk, 3601)
    assert "already in use" in late.error
    # Not at once, with growing pauses; and when the reason is gone, it happens and nothing is remembered.
    assert tick(NOON + SECOND) == []
    assert len(tick(NOON + 5 * SECOND)) == 1
    assert tick(NOON + 14 * SECOND) == []
    assert Delay.objects.get().tries == 2
    world.edit(squatter, slug="moved-away")
    assert tick(NOON + 15 * SECOND) == [("publish", "First", "")]
    assert again(first).live
    assert not Delay.objects.exists()
    assert state(site.clock, NOON + HOUR).late == ()


def test_a_new_version_of_what_failed_is_tried_at_once_and_the_old_delay_forgotten(world: World) -> None:
    from masthead.clock.models import Delay

    entry = world.article("First", live=False)
    plan(entry, NOON, slug="taken")
    world.article("Taken")
    assert tick(NOON)[0][2]
    again(entry).revisions.update(approved_go_live_at=None)
    plan(entry, NOON, slug="free")
    assert tick(NOON + SECOND) == [("publish", "First", "")]
    assert not Delay.objects.exists()


def test_what_was_due_while_nobody_looked_happens_in_its_order(world: World) -> None:
    entries = [world.article(f"Day {n}", live=False) for n in range(3)]
    for n, entry in enumerate(entries):
        plan(entry, NOON - (n + 1) * HOUR)
    end(world.article("Gone"), NOON - 90 * SECOND)
    assert [label for _, label, _ in tick(NOON)] == ["Day 2", "Day 1", "Day 0", "Gone"]


def test_what_began_and_ended_while_nobody_looked_is_never_shown(world: World) -> None:
    from masthead.entries.models import PublicPage

    fresh = world.article("Flash", live=False)
    plan(fresh, NOON - HOUR, expire_at=NOON - SECOND)
    live = world.article("Steady")
    plan(live, NOON - HOUR, expire_at=NOON - SECOND, headline="Never seen")
    assert [act for act, *_ in tick(NOON)] == ["publish", "publish"]
    assert again(fresh).status_string == again(live).status_string == "expired"
    assert again(live).headline == "Steady"
    assert not PublicPage.objects.filter(page_id__in=[fresh.pk, live.pk]).exists()
    world.run()
    assert world.answer("/blog/flash/") is None, "nothing was ever there"
    assert tick(NOON + HOUR) == []


def test_an_end_leaves_a_later_version_in_the_schedule(world: World) -> None:
    entry = world.article("Winter")
    end(entry, NOON)
    plan(entry, NOON + HOUR, headline="Spring", expire_at=None)
    assert tick(NOON) == [("expire", "Spring", "")]
    assert tick(NOON + HOUR) == [("publish", "Spring", "")]
    assert (again(entry).live, again(entry).expired, again(entry).headline) == (True, False, "Spring")


def test_what_fails_halfway_is_undone_whole(world: World, caplog: pytest.LogCaptureFixture) -> None:
    from wagtail.signals import page_published

    entry = world.article("Tomorrow", live=False)
    revision = plan(entry, NOON)

    def fail(**_: Any) -> None:
        raise RuntimeError("the power is gone")

    page_published.connect(fail)
    try:
        assert tick(NOON) == [("publish", "Tomorrow", "the power is gone")]
    finally:
        page_published.disconnect(fail)
    revision.refresh_from_db()
    assert revision.approved_go_live_at == NOON
    assert not again(entry).live
    assert tick(NOON + HOUR) == [("publish", "Tomorrow", "")]


def test_a_deleted_entry_leaves_no_trace_in_the_schedule(world: World) -> None:
    from masthead.clock.models import Delay

    entry = world.article("First", live=False)
    plan(entry, NOON, slug="taken")
    world.article("Taken")
    tick(NOON)
    assert Delay.objects.count() == 1
    again(entry).delete()
    assert tick(NOON + HOUR) == []
    assert not Delay.objects.exists()


def test_only_one_of_two_processes_does_a_given_entry(world: World) -> None:
    """The second comes with what it read before the first had finished."""
    from wagtail.models import PageLogEntry

    from masthead.actions.expire import expire
    from masthead.actions.go_live import go_live

    entry, other = world.article("Tomorrow", live=False), world.article("Until noon")
    revision = plan(entry, NOON)
    end(other, NOON)
    assert [go_live(revision.pk, NOON) for _ in range(2)] == [True, False]
    assert [expire(other.pk, NOON) for _ in range(2)] == [True, False]
    assert PageLogEntry.objects.filter(page_id=entry.pk, action="wagtail.publish.scheduled").count() == 1


def test_two_clocks_that_tick_at_once_share_the_work(world: World) -> None:
    import threading

    from django.db import connection
    from wagtail.models import PageLogEntry

    for n in range(6):
        plan(world.article(f"Day {n}", live=False), NOON)
    both = threading.Barrier(2)
    found: list[tuple[str, str, str]] = []

    def run() -> None:
        both.wait()
        try:
            found.extend(tick(NOON))
        finally:
            connection.close()

    clocks = [threading.Thread(target=run) for _ in range(2)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert sorted(label for _, label, error in found if not error) == [f"Day {n}" for n in range(6)]
    assert [error for *_, error in found if error] == []
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 6


def test_a_schedule_that_was_cancelled_meanwhile_is_left_alone(world: World) -> None:
    from masthead.actions.go_live import go_live

    entry = world.article("Tomorrow", live=False)
    revision = plan(entry, NOON)
    again(entry).revisions.update(approved_go_live_at=None)
    assert go_live(revision.pk, NOON) is False
    assert not again(entry).live


def test_summer_time_moves_no_moment(world: World) -> None:
    """01:30 UTC on that day is an hour that Berlin's clocks leave out; stored and compared in UTC, it is there."""
    from django.utils import timezone

    gap = dt.datetime(2024, 3, 31, 1, 30, tzinfo=dt.UTC)
    with timezone.override("Europe/Berlin"):
        entry = world.article("Early", live=False)
        plan(entry, gap)
        assert tick(gap - SECOND) == []
        assert tick(gap) == [("publish", "Early", "")]


def test_questions_use_indexes_however_many_pages_there_are(world: World) -> None:
    from django.db import connection

    from masthead.clock.due import _ending, _planned

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by its statistics, which a small site does not have")
    for query, index in (
        (_ending().filter(expire_at__lte=NOON).values_list("pk", "expire_at"), "masthead_clock_expiry"),
        (
            _ending().filter(expire_at__gt=NOON).order_by("expire_at", "pk").values_list("pk")[:1],
            "masthead_clock_expiry",
        ),
        (_planned().filter(approved_go_live_at__lte=NOON).values_list("pk"), "approved_go_live_at"),
        (
            _planned().filter(approved_go_live_at__gt=NOON).order_by("approved_go_live_at", "pk")[:1],
            "approved_go_live_at",
        ),
    ):
        assert index in query.explain()


def test_the_clock_sleeps_until_the_next_moment_and_never_longer_than_a_second(world: World, site: SiteFolder) -> None:
    from masthead.clock.running import Clock

    now = [NOON - HOUR]
    clock = Clock(site.clock, lambda did: None, lambda: now[0])
    assert clock.once() == 1.0
    plan(world.article("Tomorrow", live=False), NOON)
    assert clock.once() == 1.0
    now[0] = NOON - SECOND / 4
    assert clock.once() == 0.25
    now[0] = NOON
    assert clock.once() == 1.0
    assert json.loads(site.clock.read_text())["looked_at"] == (NOON - SECOND / 4).isoformat(), "written now and then"
