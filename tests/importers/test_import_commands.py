"""`masthead import` as people type it: bring, check old addresses, take back."""

from __future__ import annotations

import json
from pathlib import Path

from wxr import export, item

from started import AtSite

LIST = """# from the old sitemap
http://old.example/2015/03/one/
https://www.old.example/?p=1&utm_source=x
/feed/
2015/03/
/nothing/here/

/2015/03/one/
/2015/03/two/
http://[broken
"""
LOG = """1.2.3.4 - - [01/Jan/2026:00:00:00 +0000] "GET /2015/03/one/ HTTP/1.1" 200 123 "-" "Mozilla <x>"
1.2.3.4 - - [01/Jan/2026:00:00:00 +0000] "GET /wp-login.php HTTP/1.1" 404 1 "-" "bot"
1.2.3.4 - - [01/Jan/2026:00:00:00 +0000] "POST /xmlrpc.php HTTP/1.1" 200 1 "-" "bot"
"""
SITEMAP = "<urlset><url><loc>http://old.example/?p=1&amp;x=2</loc></url><url><loc>\n/2015/03/one/ </loc></url></urlset>"


def test_an_import_is_checked_and_taken_back(at_site: AtSite, tmp_path: Path) -> None:
    path = export(
        tmp_path / "a.xml", item(1, title="One", slug="one"), item(2, title="Two", slug="two", status="draft")
    )
    old = tmp_path / "old.txt"
    old.write_text(LIST, encoding="utf-8")
    early = at_site("import", "check", old)
    assert (early.returncode, early.stderr) == (3, "Error: No page has been made yet: `masthead press` makes them.\n")
    assert at_site("import", "undo").stdout == "Nothing here came by an import.\n"
    assert at_site("import", "wordpress", path).returncode == 0
    assert at_site("press").returncode == 0

    checked = at_site("import", "check", old, "--json")
    assert checked.returncode == 1
    found = json.loads(checked.stdout)
    assert (found["checked"], found["answers"], found["lost"]) == (8, {"301": 5, "404": 3}, 3)
    assert found["addresses"][:5] == [
        {"address": "http://old.example/2015/03/one/", "status": 301, "leads_to": "/blog/one/", "ends": 200},
        {"address": "https://www.old.example/?p=1&utm_source=x", "status": 301, "leads_to": "/blog/one/", "ends": 200},
        {"address": "/feed/", "status": 301, "leads_to": "/blog/rss.xml", "ends": 200},
        {"address": "2015/03/", "status": 301, "leads_to": "/blog/2015/03/", "ends": 200},
        {"address": "/nothing/here/", "status": 404, "leads_to": "", "ends": 0},
    ]
    assert "8 addresses: 5 × 301, 3 × 404." in at_site("import", "check", old).stdout
    for text, count in ((LOG, 1), (SITEMAP, 2)):
        old.write_text(text, encoding="utf-8")
        assert at_site("import", "check", old).stdout == f"{count} addresses: {count} × 301.\n"

    listed = json.loads(at_site("import", "undo", "--json").stdout)
    assert (listed[0]["name"], listed[0]["here"]["page"], listed[0]["blog"]) == ("Old blog", 2, "blog")
    number = str(listed[0]["number"])
    asked = at_site("import", "undo", number)
    assert asked.returncode == 1
    assert f"Taking back import {number} would remove 2 entries and pages, 1 person." in asked.stdout
    done = at_site("import", "undo", number, "--yes")
    assert done.returncode == 0, done.stderr
    assert f"Took back import {number}: removed 2 entries and pages, 1 person." in done.stdout
    assert "addresses gone" in done.stdout
    old.write_text("/blog/one/\n/2015/03/one/\n/feed/\n", encoding="utf-8")
    after = json.loads(at_site("import", "check", old, "--json").stdout)
    assert [row["status"] for row in after["addresses"]] == [410, 404, 404]
    assert at_site("import", "undo", number, "--yes").stderr.startswith("Error: There is no import")
