"""Loading: what stands in the database after an import, asked of the models and of the tables that pages read."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from counter import count
from loaded import address_of, attached, database, entry, png, sound
from rich.console import Console
from wxr import HEAD, export, item, meta

from masthead.importers.errors import LoadRefused
from masthead.importers.report import Report
from masthead.importers.wordpress import read
from masthead.site.folder import SiteFolder
from media.drawn import bomb, saved, scene

Import = Callable[..., Report]


# Entries


def test_a_post_is_an_article_with_all_that_belongs_to_it(bring: Import) -> None:
    bring(
        item(
            7, title="Hello", body="words", slug="hello", post_modified_gmt="2016-01-01 00:00:07",
            inner='<excerpt:encoded>Short</excerpt:encoded><category domain="category" nicename="news">News</category>'
            '<category domain="post_tag" nicename="a">A</category>',
        )
    )  # fmt: skip
    article = entry("Hello")
    assert type(article).__name__ == "Article"
    assert (article.slug, article.summary, article.kind, article.live) == ("hello", "Short", "article", True)
    assert article.date == dt.datetime(2015, 3, 4, 9, 20, 30, tzinfo=dt.UTC)
    assert article.last_published_at == dt.datetime(2016, 1, 1, 0, 0, 7, tzinfo=dt.UTC)
    assert article.modified == 1451606407000000
    assert [(byline.person.name, byline.role) for byline in article.bylines.all()] == [("ann", "author")]
    assert [term.name for term in article.categories.all()] == ["News"]
    assert [term.name for term in article.tags.all()] == ["A"]
    assert article.body[0].value.source == "<p>words</p>"
    assert address_of(article.pk) == "/blog/hello/"
    sound()


def test_a_post_without_a_title_is_a_note(bring: Import) -> None:
    bring(item(1, title="", body="Only words"))
    note = entry("")
    assert (type(note).__name__, note.slug, note.title) == ("Note", note.code, "Only words")
    assert address_of(note.pk) == f"/blog/2015/03/04/{note.code}/"
    sound()


def test_what_the_rows_say_is_what_the_model_would_save(bring: Import) -> None:
    """Saving an imported entry at the desk, unchanged, changes none of its columns."""
    bring(item(1, title="One", slug="one", body="x"), item(2, title="", body="y"), item(3, title="D", status="draft"))
    from masthead.entries.models import Entry

    before = list(Entry.objects.order_by("pk").values())
    for found in Entry.objects.all():
        found.specific.save()
    assert list(Entry.objects.order_by("pk").values()) == before


def test_permanent_ids_follow_from_the_source_alone(bring: Import) -> None:
    bring(item(7, title="Hello"))
    assert (
        str(entry("Hello").permanent_id) == "a1f60a26-8cf6-5a8a-8a8b-000000000000"
        or entry("Hello").permanent_id.version == 5
    )


def test_taken_and_reserved_slugs_are_resolved_and_said(bring: Import) -> None:
    report = bring(*(item(n, title=f"T{n}", slug="same") for n in (1, 2, 3)), item(4, title="Y", slug="2015"))
    slugs = [entry(f"T{n}").slug for n in (1, 2, 3)]
    assert slugs == ["same", "same-2", f"same-{entry('T3').code}"]
    assert entry("Y").slug == "2015-2"
    assert report.as_dict()["changes"]["slug was taken"]["count"] == 2
    sound()


# What was not public


@pytest.mark.parametrize(
    "fields",
    [{"status": "draft"}, {"status": "pending"}, {"status": "private"}, {"post_password": "pw"}, {"status": ""}],
)
@pytest.mark.parametrize("kind", ["post", "page"])
def test_what_was_not_public_is_a_draft_that_no_reader_sees(bring: Import, fields: dict[str, str], kind: str) -> None:
    from django.db import connection
    from wagtail.models import Page

    bring(item(1, title="CANARY", body="CANARY", kind=kind, **fields))
    page = Page.objects.get(title="CANARY")
    assert (page.live, page.has_unpublished_changes, page.first_published_at) == (False, True, None)
    assert address_of(page.pk) is None
    with connection.cursor() as cursor:
        for table in ("masthead_public_entry", "masthead_listing_entry", "masthead_published_day"):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,)


def test_a_future_post_is_scheduled_as_wagtail_schedules(bring: Import) -> None:
    from django.core.management import call_command
    from django.utils import timezone
    from wagtail.models import Page, Revision

    bring(item(1, title="Soon", status="future", post_date_gmt="2199-01-01 00:00:00", body="x"))
    page = Page.objects.get(title="Soon")
    revision = Revision.objects.get()
    assert (page.live, page.go_live_at) == (False, dt.datetime(2199, 1, 1, tzinfo=dt.UTC))
    assert revision.approved_go_live_at == page.go_live_at
    assert page.latest_revision_id == revision.pk
    # And Wagtail's own command brings it out when its time has come.
    past = timezone.now() - dt.timedelta(minutes=1)
    Page.objects.update(go_live_at=past)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled")
    assert address_of(page.pk) is not None


def test_a_future_post_whose_date_is_past_is_a_draft(bring: Import) -> None:
    report = bring(item(1, title="Missed", status="future"))
    assert entry("Missed").live is False
    assert "missed its date, made a draft" in report.as_dict()["changes"]


# Static pages


def test_pages_stand_below_their_parents_in_any_order(bring: Import) -> None:
    from masthead.entries.models import StaticPage

    bring(
        item(3, title="Leaf", kind="page", slug="leaf", post_parent=2),
        item(2, title="Branch", kind="page", slug="branch", post_parent=1),
        item(1, title="Root", kind="page", slug="root"),
    )
    assert address_of(StaticPage.objects.get(title="Leaf").pk) == "/root/branch/leaf/"
    sound()


def test_a_public_page_below_a_draft_moves_up_and_stays_public(bring: Import) -> None:
    from masthead.entries.models import StaticPage

    report = bring(
        item(1, title="Hidden", kind="page", slug="hidden", status="private"),
        item(2, title="Shown", kind="page", slug="shown", post_parent=1),
        item(3, title="Also hidden", kind="page", slug="also", post_parent=1, status="draft"),
    )
    assert address_of(StaticPage.objects.get(title="Shown").pk) == "/shown/"
    assert StaticPage.objects.get(title="Also hidden").get_parent().title == "Hidden"
    assert report.as_dict()["changes"]["moved up: the page above is not public"]["count"] == 1
    sound()


def test_pages_that_are_each_others_parents_end(bring: Import) -> None:
    from masthead.entries.models import StaticPage

    bring(item(1, title="A", kind="page", post_parent=2), item(2, title="B", kind="page", post_parent=1))
    assert StaticPage.objects.count() == 2
    sound()


def test_a_page_may_not_take_an_address_that_masthead_needs(bring: Import) -> None:
    from masthead.entries.models import StaticPage

    bring(item(1, title="Desk", kind="page", slug="desk"), item(2, title="Blog", kind="page", slug="blog"))
    assert sorted(StaticPage.objects.values_list("slug", flat=True)) == ["blog-2", "desk-2"]


# Links and addresses


def test_links_to_later_items_pages_and_drafts_carry_the_final_ids(bring: Import) -> None:
    body = '<a href="/?p=2">a</a> <a href="http://old.example/2015/03/item-3/">b</a> <a href="/?p=9">c</a>'
    bring(item(1, title="From", body=body), item(2, title="Later"), item(3, title="Page", kind="page"))
    from masthead.entries.models import StaticPage

    later, page = entry("Later").pk, StaticPage.objects.get().pk
    assert entry("From").body[0].value.source == (
        f'<p><a linktype="page" id="{later}">a</a> <a linktype="page" id="{page}">b</a> '
        '<a href="http://old.example/?p=9">c</a></p>'
    )


def test_every_old_address_leads_to_the_item(bring: Import) -> None:
    from masthead.entries.models import AddressHistory

    bring(
        item(
            1, title="One", slug="one", body="a<!--nextpage-->b",
            inner=meta("_wp_old_slug", "uno") + meta("_wp_old_slug", "un"),
        ),
        item(2, title="Cat", kind="attachment", status="inherit", slug="cat", post_parent=1),
        item(3, title="P", kind="page", slug="p"),
        head=HEAD
        + "<wp:category><wp:term_id>5</wp:term_id><wp:category_nicename>news</wp:category_nicename></wp:category>",
    )  # fmt: skip
    rows = AddressHistory.objects.filter(origin__startswith="import").values_list("address", "target_kind", "target_id")
    found = {address: (kind, number) for address, kind, number in rows}
    one = ("page", entry("One").pk)
    for address in ("/2015/03/one/", "/?p=1", "/2015/03/uno/", "/2015/03/un/", "/2015/03/one/2/", "/2015/03/cat/"):
        assert found[address] == one, address
    assert found["/?attachment_id=2"] == one
    assert found["/category/news/"][0] == found["/?cat=5"][0] == "category"
    assert found["/author/ann/"][0] == "person"
    assert "/?page_id=3" in found


# Files


def test_pictures_and_documents_come_from_the_uploads_folder(bring: Import, tmp_path: Path) -> None:
    from wagtail.documents import get_document_model

    from masthead.entries.models import Image

    uploads = tmp_path / "uploads"
    (uploads / "2015/03").mkdir(parents=True)
    (uploads / "2015/03/cat.png").write_bytes(png(3, 2))
    (uploads / "2015/03/report.pdf").write_bytes(b"%PDF-1.4 words")
    body = (
        '<img src="http://old.example/wp-content/uploads/2015/03/cat-300x200.png">'
        '<a href="/wp-content/uploads/2015/03/report.pdf">r</a>'
    )
    items = [item(1, title="With files", body=body), attached(2, "2015/03/cat.png"), attached(3, "2015/03/report.pdf")]
    report = bring(*items, uploads=uploads)
    image, document = Image.objects.get(), get_document_model().objects.get()
    assert (image.width, image.height, image.description, image.title) == (3, 2, "Seen", "File 2")
    picture, text = entry("With files").body
    assert picture.value["image"].pk == image.pk
    assert text.value.source == f'<p><a linktype="document" id="{document.pk}">r</a></p>'
    assert report.as_dict()["gaps"]["count"] == 0
    # Once more: the same two files, no third.
    bring(*items, uploads=uploads)
    assert (Image.objects.count(), get_document_model().objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("x.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("x.jpg", b"\xff\xd8\xff\xe0 cut off"),
        ("x.pdf", b"<html><script>"),
        ("x.txt", b"  <html>"),
        ("x.html", b"<p>"),
        ("x.php", b"<?php"),
        ("x.exe", b"MZ"),
        ("x.png", png()[:-30]),
        ("x.png", bomb(20_000, 20_000)),
        ("x.tif", saved(scene(40, 30), "TIFF")),
        ("x.txt", saved(scene(40, 30), "TIFF")),
    ],
)
def test_a_disguised_or_broken_file_is_a_listed_gap(bring: Import, tmp_path: Path, name: str, content: bytes) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / name).write_bytes(content)
    report = bring(item(1, body="[gallery]"), attached(2, name, post_parent=1), uploads=uploads).as_dict()
    assert report["added"]["image"] == report["added"]["document"] == 0
    assert report["gaps"]["files"][0]["path"] == name


def test_a_path_out_of_the_uploads_folder_is_not_followed(bring: Import, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads/link.png").symlink_to(tmp_path / "secret.png")
    report = bring(attached(1, "../secret.png"), attached(2, "link.png"), uploads=tmp_path / "uploads").as_dict()
    assert [gap["reason"] for gap in report["gaps"]["files"]] == ["not in the uploads folder"] * 2


def test_without_uploads_the_picture_is_a_gap_in_its_place(bring: Import) -> None:
    report = bring(
        item(1, title="Gap", body='[caption id="a"]<img class="wp-image-2" src="x.jpg"> Words[/caption]'),
        attached(2, "2015/03/cat.png"),
    )
    (block,) = entry("Gap").body
    assert (block.value["image"], block.value["alt"], block.value["caption"].source) == (None, "Seen", "Words")
    assert report.as_dict()["gaps"]["files"] == [{"path": "2015/03/cat.png", "reason": "no uploads folder was given"}]


def test_files_that_come_later_fill_the_gaps_that_nobody_touched(bring: Import, tmp_path: Path) -> None:
    from masthead.entries.models import Image

    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "cat.png").write_bytes(png())
    body = '[caption id="a"]<img class="wp-image-3" src="x.jpg"> Words[/caption]'
    items = [item(1, title="Left", body=body), item(2, title="Edited", body=body), attached(3, "cat.png")]
    bring(*items)
    edited = entry("Edited")
    edited.summary = "By hand"
    edited.save_revision().publish()
    before = database()
    assert bring(*items).as_dict()["gaps_filled"] == 0
    assert database() == before
    assert bring(*items, uploads=uploads).as_dict()["gaps_filled"] == 1
    assert entry("Left").body[0].value["image"].pk == Image.objects.get().pk
    assert entry("Edited").body[0].value["image"] is None
    before = database()
    assert bring(*items, uploads=uploads).as_dict()["gaps_filled"] == 0
    assert database() == before


def test_files_that_come_one_after_the_other_all_find_their_places(bring: Import, tmp_path: Path) -> None:
    from masthead.entries.models import Image

    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "cat.png").write_bytes(png())
    body = '<img class="wp-image-2" src="x.jpg"> Words <img class="wp-image-3" src="y.jpg">'
    items = [item(1, title="Two", body=body), attached(2, "cat.png"), attached(3, "dog.png")]
    bring(*items, uploads=uploads)
    assert [bool(block.value["image"]) for block in entry("Two").body if block.block_type == "image"] == [True, False]
    (uploads / "dog.png").write_bytes(png(7, 7))
    assert bring(*items, uploads=uploads).as_dict()["gaps_filled"] == 1
    images = [block.value["image"].pk for block in entry("Two").body if block.block_type == "image"]
    assert images == list(Image.objects.order_by("pk").values_list("pk", flat=True))


def test_what_is_planned_gets_its_missing_files_before_it_comes_out(bring: Import, tmp_path: Path) -> None:
    from wagtail.models import Page

    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "cat.png").write_bytes(png())
    planned = {"status": "future", "post_date_gmt": "2199-01-01 00:00:00", "body": '<img class="wp-image-3" src="x">'}
    items = [item(1, title="Soon", **planned), item(2, title="Edited", **planned), attached(3, "cat.png")]
    bring(*items)
    Page.objects.get(title="Edited").specific.save_revision()
    assert bring(*items, uploads=uploads).as_dict()["gaps_filled"] == 1
    images = {
        page.title: page.scheduled_revision.as_object().body[0].value["image"]
        for page in Page.objects.filter(go_live_at__isnull=False)
    }
    assert images["Soon"] is not None
    assert images["Edited"] is None


# Again, and after a kill


def test_a_newer_export_brings_the_addresses_that_things_have_there(bring: Import) -> None:
    from masthead.entries.models import AddressHistory

    bring(item(1, title="One", slug="one"), item(2, title="About", kind="page", slug="about"))
    report = bring(
        item(1, title="Another title", slug="uno"), item(2, title="About", kind="page", slug="about-us"), item(3)
    )
    assert report.as_dict()["loaded"] == {"entry": 1, "page": 0}
    assert entry("One").slug == "one", "what is here is left as it is"
    found = dict(AddressHistory.objects.values_list("address", "target_id"))
    assert found["/2015/03/one/"] == found["/2015/03/uno/"] == entry("One").pk
    assert found["/2015/03/about/"] == found["/2015/03/about-us/"]


def test_twice_the_same_import_changes_nothing(bring: Import) -> None:
    items = [
        item(1, title="One", body='<a href="/?p=2">x</a>', slug="a"), item(2, title="", body="note"),
        item(3, title="Page", kind="page"), item(4, title="Soon", status="future", post_date_gmt="2199-01-01 00:00:00"),
        item(5, title="Same", slug="a"), attached(6, "x.png", post_parent=1),
    ]  # fmt: skip
    bring(*items)
    before = database()
    report = bring(*items).as_dict()
    assert report["loaded"] == {"entry": 0, "page": 0}
    assert report["already_there"] == {"entry": 4, "page": 1}
    assert database() == before


def test_what_editors_changed_since_stays_theirs(bring: Import) -> None:
    bring(item(1, title="Old"))
    article = entry("Old")
    article.headline = "New"
    article.save_revision().publish()
    bring(item(1, title="Old"))
    assert entry("New").pk == article.pk


def test_a_dry_run_reports_and_writes_nothing(bring: Import) -> None:
    items = [item(1, title="One", slug="same"), item(2, slug="same"), item(3, kind="page"), item(4, status="trash")]
    before = database()
    dry = bring(*items, dry_run=True).as_dict()
    assert database() == before
    wet = bring(*items).as_dict()
    assert dry["loaded"] == wet["loaded"] == {"entry": 2, "page": 1}
    for part in ("items", "elements", "changes", "added", "gaps"):
        assert dry[part] == wet[part], part


def test_a_killed_import_goes_on_where_it_stopped(
    bring: Import, site: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after each of its batches, it ends with the very rows of an import in one go."""
    from masthead.importers import entries, static_pages, tree

    items = [item(n, title=f"T{n}", body=f'<a href="/?p={8 - n}">x</a>') for n in range(1, 8)]
    items += [item(n, title=f"P{n}", kind="page", post_parent=n - 1) for n in range(8, 11)]
    monkeypatch.setattr(entries, "BATCH", 2)
    monkeypatch.setattr(static_pages, "BATCH", 2)
    real, calls = tree.insert_pages, 0

    class KilledError(Exception):
        pass

    def dying(*arguments: object) -> None:
        nonlocal calls
        calls += 1
        if calls % 3 == 0:
            raise KilledError
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(tree, "insert_pages", dying)
    kills = 0
    while True:
        try:
            report = bring(*items)
            break
        except KilledError:
            kills += 1
    assert kills > 1
    sound()
    from masthead.entries.models import Entry, StaticPage

    assert (Entry.objects.count(), StaticPage.objects.count()) == (7, 3)
    for n in range(1, 8):
        assert f'id="{entry(f"T{8 - n}").pk}"' in entry(f"T{n}").body[0].value.source
    assert report.as_dict()["items"]["total"] == 10


# The report


def test_the_report_accounts_for_every_item_and_element(bring: Import, tmp_path: Path) -> None:
    comment = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content>x</wp:comment_content></wp:comment>"
    report = bring(
        item(1, inner=comment + comment + "<odd/>"), item(2, status="private"), item(3, status="trash"),
        item(4, kind="nav_menu_item"), attached(5, "x.png"), item(6, kind="page"), item(7, body="[unknown_thing]"),
    )  # fmt: skip
    found = report.as_dict()
    assert found["items"]["total"] == 7
    assert {key: found["items"][key] for key in ("carried", "changed", "held")} == {
        "carried": 2,
        "changed": 2,
        "held": 3,
    }
    elements = found["elements"]
    assert elements["total"] == count(tmp_path / "export.xml")[0].total()
    assert elements["carried"] + elements["changed"] + elements["held"] == elements["total"]
    assert sum(row["count"] for row in elements["rows"]) == elements["total"]
    assert found["comments"] == {"counted": 2, "stored": 0}
    assert all(row["reason"] for row in elements["rows"] if row["outcome"] == "held")
    odd = [row for row in elements["rows"] if row["element"] == "odd"]
    assert odd == [{"element": "odd", "outcome": "held", "reason": "an element of no known meaning", "count": 1}]


def test_the_report_can_be_read_on_a_terminal(bring: Import) -> None:
    from masthead.importers.showing import shown

    page = io.StringIO()
    report = bring(item(1, title="[bold]One", body="[unknown_thing]"), attached(2, "x.png"))
    Console(file=page, width=100).print(shown(report.as_dict()))
    assert "Brought in from “Old blog”" in page.getvalue()
    assert "shortcode kept for editors" in page.getvalue()
    assert "“[bold]One”" in page.getvalue()


def test_what_cannot_be_loaded_is_refused_in_one_sentence(bring: Import, site: SiteFolder, tmp_path: Path) -> None:
    from masthead.importers.loader import load

    with read([export(tmp_path / "a.xml", item(1))], site.var / "staging") as staging:
        with pytest.raises(LoadRefused, match="There is no blog “news” here; give one of these with --blog: blog"):
            load(staging, blog="news")
        with pytest.raises(LoadRefused, match="is no folder"):
            load(staging, uploads=tmp_path / "nowhere")


def test_every_real_export_loads_with_the_counts_of_its_manifest(shared_data: Path, site: SiteFolder) -> None:
    """All into one site, one after the other: taken slugs, taken addresses and other sites' numbers included."""
    from django.db import connection

    from masthead.entries.models import Blog, Entry, StaticPage
    from masthead.importers.errors import ImportRefused
    from masthead.importers.loader import load

    blog, refused, total = Blog.objects.get(), 0, 0
    with (shared_data / "wxr/MANIFEST.tsv").open() as file:
        manifest = list(csv.DictReader(file, delimiter="\t"))
    for row in manifest:
        before = Entry.objects.count(), StaticPage.objects.count()
        try:
            staging = read([shared_data / row["file"]], site.var / "staging")
        except ImportRefused:
            refused += 1
            assert (Entry.objects.count(), StaticPage.objects.count()) == before
            continue
        with staging:
            report = load(staging, blog=blog.slug).as_dict()
        after = Entry.objects.count(), StaticPage.objects.count()
        loaded, there = report["loaded"], report["already_there"]
        assert after == (before[0] + loaded["entry"], before[1] + loaded["page"]), row["file"]
        kinds = {"entry": "post", "page": "page"}
        for sort, kind in kinds.items():
            rows = [r for r in report["items"]["rows"] if r["type"] == kind]
            assert sum(r["count"] for r in rows) == int(row[f"{kind}s"]), row["file"]
            taken = sum(r["count"] for r in rows if r["outcome"] != "held")
            # Several files are exports of one site: what came before is there already.
            assert loaded[sort] + there[sort] == taken, row["file"]
        assert report["items"]["total"] == int(row["items"])
        assert sum(r["count"] for r in report["elements"]["rows"]) == count(shared_data / row["file"])[0].total()
        if row["file"] not in COMMENTS_DIFFER:
            assert report["comments"]["counted"] == int(row["comments"]), row["file"]
        total += loaded["entry"]
    assert refused == 6
    assert total > 200
    sound()
    with connection.cursor() as cursor:
        cursor.execute("select address from masthead_public_page group by 1 having count(*) > 1")
        assert cursor.fetchall() == []


COMMENTS_DIFFER: set[str] = set()
