"""The press at the command line: an export becomes a site that is pressed, proved and explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from masthead.site.folder import SiteFolder
from started import AtSite


@pytest.fixture
def imported(site_folder: SiteFolder, at_site: AtSite, tmp_path: Path) -> SiteFolder:
    """A site with three posts of an export that was written here."""
    export = tmp_path / "export.xml"
    export.write_text(EXPORT, encoding="utf-8")
    done = at_site("import", "wordpress", export)
    assert done.returncode == 0, done.stderr
    return site_folder


def test_what_was_imported_is_pressed_and_proved(imported: SiteFolder, at_site: AtSite) -> None:
    pressed = at_site("press", "--json")
    assert pressed.returncode == 0, pressed.stderr
    assert "/blog/the-second-lamp/" in json.loads(pressed.stdout)["receipt"]["appeared"]
    assert at_site("press").stdout == "Nothing has changed since the last press.\n"
    proved = at_site("proof")
    assert proved.returncode == 0, proved.stdout
    assert "equal, byte for byte" in proved.stdout
    assert at_site("proof", "--sample", "5").returncode == 0


def test_a_file_that_somebody_changed_is_found_and_mended(imported: SiteFolder, at_site: AtSite) -> None:
    at_site("press")
    page = imported.store / "blog" / "the-second-lamp" / "index.html"
    page.write_text("somebody was here", encoding="utf-8")
    (imported.store / "stray.html").write_text("left behind", encoding="utf-8")
    for form in ("", ".gz", ".br"):
        (imported.store / f"index.html{form}").unlink()
    assert "masthead press --full\n" in at_site("doctor").stdout
    found = at_site("proof", "--json")
    assert found.returncode == 1
    differences = {d["address"]: d["what"] for d in json.loads(found.stdout)["differences"]}
    assert differences == {"/": "missing", "/blog/the-second-lamp/": "different", "/stray.html": "extra"}
    assert "`masthead press --full` mends them." in at_site("proof").stdout
    at_site("press", "--full")
    assert at_site("proof").returncode == 0


def test_receipts_say_what_the_last_editions_changed(imported: SiteFolder, at_site: AtSite) -> None:
    assert "No edition yet" in at_site("receipts").stdout
    at_site("press")
    (receipt,) = json.loads(at_site("receipts", "--json").stdout)
    assert receipt["number"] == 1
    assert "/blog/" in receipt["appeared"]
    assert "Edition 1" in at_site("receipts").stdout


def test_why_names_what_a_page_asked(imported: SiteFolder, at_site: AtSite) -> None:
    at_site("press")
    said = at_site("why", "/blog/the-second-lamp/")
    assert said.returncode == 0, said.stderr
    assert "entry_page(" in said.stdout
    assert "last written in edition 1" in said.stdout
    unknown = at_site("why", "/nowhere/")
    assert unknown.returncode == 3
    assert unknown.stderr == "Error: No page claims /nowhere/. `masthead press` brings the pages up to date.\n"


def test_why_takes_addresses_as_people_paste_them(imported: SiteFolder, at_site: AtSite) -> None:
    before = at_site("why", "blog/the-second-lamp")
    assert before.stderr == "Error: No page has been made yet: `masthead press` makes them.\n"
    at_site("press")
    for pasted in ("blog/the-second-lamp", "http://lamps.example/blog/the-second-lamp"):
        said = at_site("why", pasted)
        assert said.stdout.startswith("/blog/the-second-lamp/ is entry_page("), pasted
    guessed = at_site("why", "the-second-lamp")
    assert guessed.stderr == (
        "Error: No page claims /the-second-lamp. Did you mean /blog/the-second-lamp/ or /2012/05/the-second-lamp/?\n"
    )


def test_why_says_which_of_two_pages_stands_at_an_address(imported: SiteFolder, at_site: AtSite) -> None:
    line = (
        "from masthead.kinds.article.models import Article; "
        "one, two = Article.objects.filter(slug__contains='lamp').order_by('date')[:2]; "
        "one.slug = 'dark'; one.save(); two.slug = 'the-first-lamp'; two.save(); print(one.pk, two.pk)"
    )
    shell = at_site("shell", "-c", line)
    one, two = shell.stdout.split() or pytest.fail(shell.stderr)
    at_site("press")
    said = at_site("why", "/blog/the-first-lamp/").stdout
    assert said.startswith(f"/blog/the-first-lamp/ is entry_page({two})\n")
    assert said.endswith(
        f"moved('page', {one}) claims it too and yields: an old address yields to what stands there now.\n"
    )
    found = json.loads(at_site("why", "/blog/the-first-lamp/", "--json").stdout)
    assert [(each["query"], each["stands"]) for each in found] == [("entry_page", True), ("moved", False)]
    assert at_site("reach", "/blog/the-first-lamp/", "--json").returncode == 0


def test_reach_foretells_what_an_edit_changes(imported: SiteFolder, at_site: AtSite) -> None:
    at_site("press")
    reached = json.loads(at_site("reach", "/blog/the-second-lamp/", "--json").stdout)
    assert {"/", "/blog/", "/blog/the-second-lamp/", "/blog/rss.xml", "/blog/the-first-lamp/"} <= set(reached)
    assert "/robots.txt" not in reached
    refused = at_site("reach", "/robots.txt")
    assert refused.returncode == 3
    assert "Give the address of an entry" in refused.stderr


def test_old_addresses_lead_to_the_new_ones(imported: SiteFolder, at_site: AtSite) -> None:
    from masthead.press.places import path_of

    at_site("press")
    for old in ("/2012/05/the-second-lamp/", "/?p=12"):
        answer = json.loads((imported.store / path_of(old, 301)).read_text(encoding="utf-8"))
        assert answer == {"address": old, "location": "/blog/the-second-lamp/", "status": 301}


def item(number: int, title: str, slug: str, day: str) -> str:
    return f"""<item><title>{title}</title><link>http://lamps.example/2012/05/{slug}/</link>
<dc:creator>wick</dc:creator><content:encoded><![CDATA[Text of {title}.

Its second paragraph.]]></content:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>{day} 08:00:00</wp:post_date>
<wp:post_date_gmt>{day} 08:00:00</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type></item>"""


EXPORT = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Lamps</title><link>http://lamps.example</link>
<language>en</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>http://lamps.example</wp:base_site_url>
<wp:base_blog_url>http://lamps.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>wick</wp:author_login>
<wp:author_display_name>Tallow Wick</wp:author_display_name></wp:author>
{item(11, "The first lamp", "the-first-lamp", "2012-05-01")}
{item(12, "The second lamp", "the-second-lamp", "2012-05-02")}
{item(13, "The third lamp", "the-third-lamp", "2012-05-03")}
</channel></rss>
"""
