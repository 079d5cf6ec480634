"""A mistyped database: neither `upgrade` nor the press takes it for the site whose pages are published."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

import postgres
from masthead.site.folder import SiteFolder
from started import AtSite

pytestmark = pytest.mark.skipif(postgres.CHOSEN, reason="swaps the files of SQLite")


def test_upgrade_makes_no_site_in_an_empty_database(site_folder: SiteFolder, at_site: AtSite) -> None:
    site_folder.database.unlink()
    missing = at_site("upgrade")
    assert (missing.returncode, "is missing" in missing.stderr) == (3, True)
    assert not site_folder.database.exists()
    sqlite3.connect(site_folder.database).close()
    site_folder.database.touch()
    empty = at_site("upgrade")
    assert empty.returncode == 3
    assert empty.stderr == (
        f"Error: The database {site_folder.database} holds no site of Masthead. Look at the option “database”, "
        "or put a backup in its place. A new site is made by `masthead new DIR`.\n"
    )
    connection = sqlite3.connect(site_folder.database)
    assert connection.execute("select count(*) from sqlite_master").fetchone() == (0,)
    connection.close()


def test_upgrade_takes_no_database_of_tables_alone_for_a_site(site_folder: SiteFolder, at_site: AtSite) -> None:
    connection = sqlite3.connect(site_folder.database)
    connection.execute("delete from masthead_home")
    connection.commit()
    connection.close()
    assert "holds no site of Masthead" in at_site("upgrade").stderr


def test_the_press_does_not_empty_the_store_for_another_database(
    site_template: Path, site_folder: SiteFolder, at_site: AtSite, tmp_path: Path
) -> None:
    from pages.world import an_export

    export = tmp_path / "export.xml"
    export.write_text(an_export(20), encoding="utf-8")
    assert at_site("import", "wordpress", export).returncode == 0
    assert at_site("press").returncode == 0
    before = sorted(site_folder.store.rglob("*"))
    receipts = site_folder.receipts.read_bytes()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{site_folder.database}{suffix}").unlink(missing_ok=True)
    shutil.copy(SiteFolder(site_template).database, site_folder.database)
    for options in ([], ["--full"], ["--forget"]):
        refused = at_site("press", *options)
        assert refused.returncode == 3, refused.stdout
        assert "would take away" in refused.stderr
        assert "`masthead press --take-away`" in refused.stderr
        assert sorted(site_folder.store.rglob("*")) == before
    assert site_folder.receipts.read_bytes() == receipts
    allowed = at_site("press", "--take-away", "--json")
    assert allowed.returncode == 0, allowed.stderr
    assert len(json.loads(allowed.stdout)["receipt"]["gone"]) > 20
