"""The loader on a real PostgreSQL: the same import, a sound tree, and nothing written the second time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from wxr import export, item, meta

from masthead.site.folder import SiteFolder

SCRIPT = """
import json, sys
from pathlib import Path
from masthead.site.folder import SiteFolder
from masthead.site.start import start

folder = SiteFolder(Path(sys.argv[1]))
start(folder)
from django.db import connection
from wagtail.models import Page
from masthead.entries.models import Entry, PublicEntry, PublicPage
from masthead.entries.projection import check, reconcile
from masthead.importers.loader import load
from masthead.importers.wordpress import read

def rows(*tables):
    found = []
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f"select * from {table}")
            found.append(sorted(map(repr, cursor.fetchall())))
    return found

content = ("wagtailcore_page", "masthead_entry", "masthead_static_page", "masthead_address_history", "masthead_byline")
projection = ("masthead_public_page", "masthead_public_entry", "masthead_listing_entry", "masthead_published_day")
with read([Path(sys.argv[2])], folder.var / "staging") as staging:
    first = load(staging).as_dict()
    before = rows(*content, *projection)
    second = load(staging).as_dict()
    again = rows(*content, *projection) == before
reconcile(connection)
answer = {
    "vendor": connection.vendor,
    "loaded": first["loaded"],
    "again": second["loaded"],
    "unchanged": again,
    "exact": rows(*projection) == before[len(content):],
    "problems": [list(found) for found in Page.find_problems()],
    "check": check(connection),
    "addresses": sorted(PublicPage.objects.values_list("address", flat=True)),
    "body": Entry.objects.get(headline="One").body[0].value.source,
    "later": Entry.objects.get(headline="Later").pk,
}
# Ids given out are the database's own: the next page gets another.
later = Entry.objects.get(headline="Later").get_parent().specific
from masthead.kinds.article.models import Article
answer["next"] = later.add_child(instance=Article(headline="By hand")).pk
print(json.dumps(answer))
"""


@pytest.mark.postgres
def test_an_import_into_postgresql_is_sound_and_repeatable(postgres_folder: SiteFolder, tmp_path: Path) -> None:
    path = export(
        tmp_path / "export.xml",
        item(1, title="One", slug="one", body='<a href="/?p=2">x</a>', inner=meta("_wp_old_slug", "uno")),
        item(2, title="Later", slug="one"),
        item(3, title="", body="note"),
        item(4, title="Soon", status="future", post_date_gmt="2199-01-01 00:00:00"),
        item(5, title="Page", kind="page", slug="page"),
        item(6, title="Hidden", status="private"),
    )
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(postgres_folder.path), str(path)],
        capture_output=True,
        text=True,
        env=os.environ,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["vendor"] == "postgresql"
    assert (answer["loaded"], answer["again"]) == ({"entry": 5, "page": 1}, {"entry": 0, "page": 0})
    assert answer["unchanged"]
    assert answer["exact"]
    assert answer["problems"] == [[], [], [], [], []]
    assert answer["check"] == []
    assert {"/blog/one/", "/blog/one-2/", "/page/"} <= set(answer["addresses"])
    assert not any("soon" in address or "hidden" in address for address in answer["addresses"])
    assert answer["body"] == f'<p><a linktype="page" id="{answer["later"]}">x</a></p>'
    assert answer["next"] > answer["later"]
