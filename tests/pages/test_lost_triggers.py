"""A trigger of the projection that is lost or altered: the press says so before it shows what was withdrawn."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from masthead.press.database import Snapshot
from masthead.press.errors import NotCaptured
from masthead.site.folder import SiteFolder
from pages.world import CANARY, World
from started import AtSite


def lose(world: World) -> str:
    name = "masthead_project_wagtailcore_page"
    if connection.vendor == "sqlite":
        world.sql(f"drop trigger {name}_update")
        return f"{name}_update"
    world.sql(f"drop trigger {name} on wagtailcore_page")
    return name


def alter(world: World) -> str:
    """Another trigger takes its name, which does less."""
    name = lose(world)
    event = "after update on wagtailcore_page"
    if connection.vendor == "sqlite":
        world.sql(f"create trigger {name} {event} begin select 1; end")
    else:
        world.sql(f"create trigger {name} {event} for each row execute function {name}()")
    return name


def switch_off(world: World) -> str:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite switches no trigger off")
    world.sql("alter table wagtailcore_page disable trigger masthead_project_wagtailcore_page")
    return "masthead_project_wagtailcore_page"


@pytest.mark.parametrize("damage", [lose, alter, switch_off], ids=["lost", "altered", "switched off"])
def test_the_press_refuses_while_a_trigger_of_the_projection_is_not_as_made(world: World, damage) -> None:
    entry = world.article("Something", text=f"<p>{CANARY}</p>")
    world.run()
    name = damage(world)
    world.sql("update wagtailcore_page set live = %s where id = %s", False, entry.pk)
    with pytest.raises(NotCaptured, match=f"{name} first. Run `masthead upgrade`"):
        world.run()


def test_a_trigger_of_the_capture_that_another_has_replaced_is_found(world: World) -> None:
    from masthead.pages.capture import missing
    from masthead.press.capture import _installed

    def ask(sql: str) -> list[tuple[str, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    assert missing() == []
    event = "_insert_" if connection.vendor == "sqlite" else "_row_"
    installed = _installed(ask, "sqlite" if connection.vendor == "sqlite" else "postgresql")
    name = next(name for name, table, _ in installed if table == "masthead_person" and event in name)
    if connection.vendor == "sqlite":
        world.sql(f"drop trigger {name}")
        world.sql(f"create trigger {name} after insert on masthead_person begin select 1; end")
    else:
        world.sql(f"create or replace trigger {name} after insert on masthead_person execute function {name}()")
    assert missing() == [name]
    with pytest.raises(NotCaptured, match=name):
        world.run()


def test_looking_at_the_triggers_is_no_part_of_what_an_edit_costs(world: World) -> None:
    """On SQLite one look at how often the schema changed, else two looks at the catalogue, however much there is."""
    asked: list[str] = []
    database = world.press.database
    world.run()
    plain = Snapshot.rows

    def counted(self: Snapshot, sql: str, args: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        asked.append(sql)
        return plain(self, sql, args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Snapshot, "rows", counted)
        database.ensure_captured(world.press.capture, world.press.missing)
    assert len(asked) == (1 if connection.vendor == "sqlite" else 2)


def test_upgrade_mends_it_and_what_was_withdrawn_goes(site: SiteFolder, at_site: AtSite) -> None:
    world = World(site)
    entry = world.article("Something", text=f"<p>{CANARY}</p>")
    world.run()
    lose(world)
    world.sql("update wagtailcore_page set live = %s where id = %s", False, entry.pk)
    connection.close()
    world.close()
    refused = at_site("press")
    assert refused.returncode == 3
    assert "Run `masthead upgrade`" in refused.stderr
    assert at_site("proof").returncode == 3
    assert at_site("upgrade").returncode == 0
    pressed = at_site("press", "--json")
    assert "/blog/something/" in json.loads(pressed.stdout)["receipt"]["changed"], pressed.stderr
    assert at_site("proof").returncode == 0


def test_a_proof_compares_what_is_public_with_its_definition(site: SiteFolder, at_site: AtSite) -> None:
    """Triggers that are right now may have been wrong yesterday."""
    world = World(site)
    entry = world.article("Something", text=f"<p>{CANARY}</p>")
    world.run()
    world.sql("update masthead_public_page set address = '/blog/other/' where page_id = %s", entry.pk)
    connection.close()
    world.close()
    found = at_site("proof", "--json")
    assert found.returncode == 1, found.stderr
    assert json.loads(found.stdout)["projection"] == [
        "2 rows of masthead_public_page differ from their definition: run `masthead upgrade`.",
        "2 rows of masthead_public_entry differ from their definition: run `masthead upgrade`.",
    ]
    told = at_site("proof")
    assert told.stdout.endswith("not what it should be. `masthead upgrade` mends it.\n")
    assert "Proved" not in told.stdout
    assert at_site("upgrade").returncode == 0
    assert at_site("proof").returncode == 0
