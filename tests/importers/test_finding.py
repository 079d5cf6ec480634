"""What an import brought is found at the desk once the clock's process has filled the indexes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from loaded import attached, entry, png
from wxr import item

from masthead.importers.report import Report

Import = Callable[..., Report]


def found(words: str) -> list[str]:
    """What the chooser of pages offers for these first letters."""
    from wagtail.models import Page

    return sorted(page.title for page in Page.objects.autocomplete(words))


def test_choosers_find_imported_pages_and_pictures_know_where_they_are_shown(bring: Import, tmp_path: Path) -> None:
    from wagtail.models import Page, ReferenceIndex

    from masthead.desk.finding import Finding
    from masthead.entries.models import Image

    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads/a.png").write_bytes(png())
    picture = '<img class="wp-image-9" src="/wp-content/uploads/a.png"> <a href="/?p=2">there</a>'
    bring(
        *(item(1, title="Bridges", body=picture), item(2, title="Bread", status="draft")),
        *(item(3, title="Broom", kind="page"), attached(9, "a.png")),
        uploads=tmp_path / "uploads",
    )
    assert found("br") == []
    Finding().all()
    assert found("br") == ["Bread", "Bridges", "Broom"]

    def users(thing: object) -> set[str]:
        return {row.object_id for row in ReferenceIndex.get_references_to(thing)}

    shown = {str(entry("Bridges").pk)}
    assert users(Image.objects.get()) == shown
    assert users(Page.objects.get(title="Bread")) == shown


def test_nothing_is_looked_for_again_until_an_import_brings_more(bring: Import) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from masthead.desk.finding import Finding

    finding = Finding()
    bring(item(1, title="Bridges"))
    finding.all()
    with CaptureQueriesContext(connection) as asked:
        finding.all()
    assert len(asked) == 1
    bring(item(1, title="Bridges"), item(2, title="Bread"))
    finding.all()
    assert found("br") == ["Bread", "Bridges"]


def test_a_damaged_page_hides_no_other(bring: Import, caplog: pytest.LogCaptureFixture) -> None:
    from django.db import connection

    from masthead.desk.finding import Finding

    bring(*(item(number, title=f"Bridge {number}") for number in range(1, 4)))
    damaged = entry("Bridge 2").pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE masthead_entry SET body = %s WHERE page_ptr_id = %s", ['[{"type":"image"}]', damaged])
    with caplog.at_level(logging.WARNING, "masthead.desk"):
        Finding().all()
    assert found("bridge") == ["Bridge 1", "Bridge 3"]
    assert f"Page {damaged} cannot be made findable" in caplog.text


def test_people_and_tags_of_an_import_are_found_at_once(bring: Import) -> None:
    from modelsearch.backends import get_search_backend

    from masthead.entries.models import Person, Tag

    bring(item(1, inner='<category domain="post_tag" nicename="tide-tables">Tide tables</category>'))
    search = get_search_backend()
    assert [(each.name, each.sort_name) for each in search.autocomplete("an", Person)] == [("ann", "ann")]
    assert [each.name for each in search.autocomplete("ti", Tag)] == ["Tide tables"]
