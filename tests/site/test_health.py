"""`/health`, asked as a server asks it."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection

from masthead.site.folder import SiteFolder
from masthead.site.health import Health
from pages.world import World


def ask(folder: SiteFolder, method: str = "GET") -> tuple[int, dict[str, Any], dict[str, str]]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def once() -> None:
        await Health(folder)({"method": method, "path": "/health"}, None, send)  # type: ignore[arg-type]

    asyncio.run(once())
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = sent[1]["body"]
    said = json.loads(body) if headers["content-type"] == "application/json" and body else {}
    return sent[0]["status"], said, headers


def test_a_site_that_keeps_up_is_healthy(world: World) -> None:
    world.article("A lamp")
    world.run()
    status, said, headers = ask(world.folder)
    assert (status, said["troubles"]) == (200, [])
    assert said["waiting"] == {"changes": 0, "oldest_seconds": 0}
    assert said["late"] == {"entries": 0, "longest_seconds": 0}
    assert said["edition"]["number"] == 1
    assert (said["failing"], said["doubled"], said["proof"]) == (0, 0, None)
    assert headers["cache-control"] == "no-store"
    assert "lamp" not in json.dumps(said)
    assert ask(world.folder, "HEAD")[0] == 200
    assert ask(world.folder, "POST")[0] == 405


def test_each_trouble_has_its_word(world: World) -> None:
    lamp = world.article("A lamp")
    world.run()
    ago = "datetime('now', '-5 minutes')" if connection.vendor == "sqlite" else "now() - interval '5 minutes'"
    world.edit(lamp, headline="A light")
    world.sql(f"update press_outbox set at = {ago}")
    status, said, _ = ask(world.folder)
    assert (status, said["troubles"]) == (503, ["waiting"])
    assert said["waiting"]["oldest_seconds"] >= 299
    world.run()

    world.sql("update masthead_entry set at = %s where page_ptr_id = %s", 9 * 10**17, lamp.pk)
    world.run()
    assert ask(world.folder)[1]["troubles"] == ["failing"]
    world.sql("update masthead_entry set at = 0 where page_ptr_id = %s", lamp.pk)
    world.run()

    from wagtail.models import Page

    past = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    Page.objects.filter(pk=lamp.pk).update(expire_at=past)
    world.run()
    assert ask(world.folder)[1]["troubles"] == ["late"]
    Page.objects.filter(pk=lamp.pk).update(expire_at=None)
    world.run()

    found = {"at": past.isoformat(), "compared": 12, "equal": False}
    world.folder.proof.write_text(json.dumps(found), encoding="ascii")
    said = ask(world.folder)[1]
    assert said["troubles"] == ["proof"]
    assert said["proof"]["seconds_ago"] >= 299
    world.folder.proof.write_text("torn", encoding="ascii")
    assert ask(world.folder)[1]["troubles"] == []

    on = "" if connection.vendor == "sqlite" else " on masthead_byline"
    world.sql(f"drop trigger masthead_project_masthead_byline{'_insert' if not on else ''}{on}")
    assert ask(world.folder)[1]["troubles"] == ["triggers"]


def test_a_database_that_is_away_is_told_and_nothing_is_made_in_its_place(world: World) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("takes SQLite's file away")
    world.run()
    connection.close()
    world.folder.database.rename(world.folder.path / "elsewhere")
    status, said, _ = ask(world.folder)
    assert (status, said["troubles"]) == (503, ["database"])
    assert not world.folder.database.exists()


def test_a_proof_is_remembered(site_folder: SiteFolder, run) -> None:
    assert run("--site", site_folder.path, "proof").returncode == 0
    found = json.loads(site_folder.proof.read_text(encoding="ascii"))
    assert found["equal"] is True
    assert found["compared"] > 5
