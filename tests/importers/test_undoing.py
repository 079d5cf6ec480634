"""Deleted stays deleted, and an import can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from loaded import address_of, attached, database, entry, png, sound
from wxr import HEAD, item

from masthead.importers.errors import LoadRefused
from masthead.importers.report import Report
from masthead.site.folder import SiteFolder

Import = Callable[..., Report]
DELETED = "deleted here, and not brought again"
TERM = '<category domain="category" nicename="news">News</category><category domain="post_tag" nicename="rain"/>'


def undone(site: SiteFolder, number: int | None = None) -> dict[str, object]:
    from masthead.entries.models import Import as Row
    from masthead.importers.undoing import undo

    return undo(number or Row.objects.latest("pk").pk, site.var / "staging").as_dict()


def content() -> list[str]:
    """The database but for what Wagtail keeps for its search, how SQLite lays out the desk's, and what the press is
    told."""
    derived = ("content_type", "wagtailsearch", "masthead_desk_words_", "outbox")
    return [line for line in database() if not any(name in line for name in derived)]


def held(report: Report) -> int:
    return sum(row["count"] for row in report.as_dict()["items"]["rows"] if row["reason"] == DELETED)


# Deleted at the desk


def test_what_was_deleted_at_the_desk_is_never_brought_again(bring: Import) -> None:
    from masthead.entries.models import Entry, StaticPage

    items = [
        item(1, title="Gone"), item(2, title="Stays", body='<a href="/?p=1">x</a>'),
        item(3, title="Page", kind="page"), item(4, title="Below", kind="page", post_parent=3),
    ]  # fmt: skip
    bring(*items)
    entry("Gone").delete()
    StaticPage.objects.get(title="Page").delete()
    before = database()
    report = bring(*items)
    assert held(report) == 3
    assert report.as_dict()["already_there"] == {"entry": 1, "page": 0}
    assert database() == before
    # The same posts in a later export, with one more.
    report = bring(*items, item(5, title="New", body='<a href="/?p=1">x</a>'), item(6, kind="page", post_parent=3))
    assert held(report) == 3
    assert sorted(Entry.objects.values_list("headline", flat=True)) == ["New", "Stays"]
    assert entry("New").body[0].value.source == '<p><a href="http://old.example/?p=1">x</a></p>'
    assert StaticPage.objects.get().get_parent().depth == 2
    sound()


def test_people_terms_and_files_that_were_deleted_stay_away(bring: Import, tmp_path: Path) -> None:
    from wagtail.documents import get_document_model

    from masthead.entries.models import Category, Image, Person, Tag

    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "a.png").write_bytes(png())
    (uploads / "a.pdf").write_bytes(b"%PDF-")
    items = [item(1, title="One", inner=TERM), attached(2, "a.png"), attached(3, "a.pdf")]
    bring(*items, uploads=uploads)
    models = (Person, Category, Tag, Image, get_document_model())
    for model in models:
        model.objects.all().delete()
    report = bring(*items, item(4, title="Two", inner=TERM), uploads=uploads).as_dict()
    assert [model.objects.count() for model in models] == [0] * 5
    assert report["loaded"]["entry"] == 1
    assert {gap["reason"] for gap in report["gaps"]["files"]} == {DELETED}


# Taking back


def test_an_import_taken_back_leaves_the_site_as_it_was(bring: Import, site: SiteFolder, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "a.png").write_bytes(png())
    before = content()
    bring(
        item(1, title="Draft", inner=TERM, status="draft", body="[gallery]"),
        item(2, title="Soon", status="future", post_date_gmt="2199-01-01 00:00:00"),
        item(3, title="P", kind="page", status="draft"),
        item(4, title="Q", kind="page", post_parent=3, status="draft"),
        attached(5, "a.png", post_parent=1),
        uploads=uploads,
    )  # fmt: skip
    answer = undone(site)
    assert answer["removed"] == {"menu": 0, "page": 4, "category": 1, "tag": 1, "person": 1, "image": 1, "document": 0}
    assert answer["kept"] == []
    assert content() == before
    sound()


def test_what_was_public_answers_gone_and_comes_back_with_the_file(bring: Import, site: SiteFolder) -> None:
    from masthead.entries.models import AddressHistory, GonePage

    bring(item(1, title="One", slug="one"))
    number = entry("One").pk
    undone(site)
    assert GonePage.objects.filter(page_id=number).exists()
    assert set(AddressHistory.objects.values_list("address", flat=True)) == {"/blog/one/"}
    bring(item(1, title="One", slug="one"))
    assert address_of(entry("One").pk) == "/blog/one/"
    assert AddressHistory.objects.get(address="/2015/03/one/").target_id == entry("One").pk
    assert not GonePage.objects.exists()
    sound()


def test_what_is_imported_again_gets_its_addresses_back(bring: Import, site: SiteFolder) -> None:
    page = item(1, title="About", kind="page", slug="about").replace("/2015/03/about/", "/about/")
    bring(page)
    undone(site)
    report = bring(page)
    assert report.as_dict()["address_conflicts"] == 0
    sound()


def test_what_editors_changed_stays_with_all_it_uses_and_is_named(
    bring: Import, site: SiteFolder, tmp_path: Path
) -> None:
    from masthead.entries.models import Category, Entry, Image, Person, Tag

    uploads = tmp_path / "uploads"
    uploads.mkdir()
    for name in "ab":
        (uploads / f"{name}.png").write_bytes(png(ord(name), 1))
    shown = '<img src="http://old.example/wp-content/uploads/a.png">'
    other = shown.replace("a.png", "b.png")
    bring(
        item(1, title="Edited", inner=TERM, body=shown), item(2, title="Untouched", body=other),
        item(3, title="Other", inner=TERM.replace("news", "sport")), attached(4, "a.png"), attached(5, "b.png"),
        uploads=uploads,
    )  # fmt: skip
    edited = entry("Edited")
    edited.summary = "By hand"
    edited.save_revision().publish()
    tag = Tag.objects.get()
    tag.name = "Rain and storm"
    tag.save()
    answer = undone(site)
    assert answer["removed"] == {"menu": 0, "page": 2, "category": 1, "tag": 0, "person": 0, "image": 1, "document": 0}
    assert answer["kept"] == [
        {"kind": "page", "name": "Edited", "reason": "changed since"},
        {"kind": "category", "name": "News", "reason": "used by something else"},
        {"kind": "tag", "name": "Rain and storm", "reason": "changed since"},
        {"kind": "person", "name": "ann", "reason": "used by something else"},
        {"kind": "image", "name": "File 4", "reason": "used by something else"},
    ]
    assert [Entry.objects.count(), Category.objects.count(), Person.objects.count()] == [1, 1, 1]
    kept = entry("Edited")
    assert kept.body[0].value["image"].pk == Image.objects.get().pk
    assert [byline.person.name for byline in kept.bylines.all()] == ["ann"]
    sound()


def test_a_page_with_an_editors_page_below_it_stays(bring: Import, site: SiteFolder) -> None:
    from masthead.entries.models import StaticPage

    bring(item(1, title="Top", kind="page"), item(2, title="Mid", kind="page", post_parent=1), item(3, kind="page"))
    StaticPage.objects.get(title="Mid").add_child(instance=StaticPage(title="By hand", slug="by-hand", language="en"))
    answer = undone(site)
    assert {found["name"] for found in answer["kept"]} == {"Mid", "Top"}
    assert sorted(StaticPage.objects.values_list("title", flat=True)) == ["By hand", "Mid", "Top"]
    sound()


def test_one_of_two_imports_is_taken_back_alone(bring: Import, site: SiteFolder) -> None:
    from masthead.entries.models import Entry, Person
    from masthead.importers.undoing import imports

    bring(item(1, title="One"))
    bring(item(2, title="Two"), head=HEAD.replace("old.example", "two.example"))
    bring(item(2, title="Two"), head=HEAD.replace("old.example", "two.example"))
    second, first = imports()
    assert (first.here["page"], second.here["page"], second.url) == (1, 1, "http://two.example")
    undone(site, second.number)
    assert list(Entry.objects.values_list("headline", flat=True)) == ["One"]
    assert Person.objects.count() == 1
    assert [found.number for found in imports()] == [first.number]
    with pytest.raises(LoadRefused, match="There is no import"):
        undone(site, second.number)
