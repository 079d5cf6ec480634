"""What editors send, and what comes of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import masthead.kinds
from desk.bodies import every_block
from desk.editors import Desk


def create(desk: Desk, kind: str = "article", who: Any = None, **form: Any) -> Any:
    """Sends the form of a new entry; the answer."""
    address = f"/desk/pages/add/masthead_{kind}/{kind}/{desk.world.blog.pk}/"
    return (who or desk.admin).post(address, desk.form(**form))


def newest() -> Any:
    from masthead.entries.models import Entry

    return Entry.objects.latest("pk").specific


def test_tags_are_made_when_the_draft_is_saved_and_found_again_later(desk: Desk) -> None:
    from masthead.entries.models import Tag

    create(desk, headline="One", tags="winter،  low   tide, Winter,")
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["low tide", "winter"]
    create(desk, headline="Two", tags="low tide")
    assert [tag.name for tag in newest().tags.all()] == ["low tide"]
    assert Tag.objects.count() == 2


def test_a_draft_of_a_live_entry_keeps_its_new_tags_to_itself(desk: Desk) -> None:
    entry = desk.world.article("Live")
    edited = desk.admin.post(f"/desk/pages/{entry.pk}/edit/", desk.form(headline="Live", slug="live", tags="fresh"))
    assert edited.status_code == 302
    entry.refresh_from_db()
    assert list(entry.tags.all()) == []
    assert [tag.name for tag in entry.get_latest_revision_as_object().tags.all()] == ["fresh"]
    assert 'value="fresh"' in desk.admin.get(f"/desk/pages/{entry.pk}/edit/").content.decode()


def test_a_tag_without_letters_is_refused_with_a_reason(desk: Desk) -> None:
    answer = create(desk, headline="One", tags="🙂")
    assert "“🙂” cannot be a tag" in answer.content.decode()


def test_only_the_categories_of_the_blog_are_offered_with_their_paths(desk: Desk) -> None:
    from masthead.entries.models import Blog, Category

    other = desk.world.home.add_child(instance=Blog(title="Other", slug="other", language="fa"))
    above = desk.world.category("Street")
    desk.world.category("Lamps", parent=above)
    foreign = Category.objects.create(blog=other, name="Foreign")
    page = desk.admin.get(f"/desk/pages/add/masthead_article/article/{desk.world.blog.pk}/").content.decode()
    assert "Street › Lamps" in page
    assert "Foreign" not in page
    assert create(desk, headline="One", categories=[foreign.pk]).status_code == 200


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [("older", "is an address that Masthead needs itself"), ("2024", "needs itself"), ("taken", "already in use")],
)
def test_a_slug_that_cannot_be_is_refused_with_a_reason(desk: Desk, slug: str, sentence: str) -> None:
    desk.world.article("Taken")
    answer = create(desk, headline="One", slug=slug)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_a_blog_cannot_take_an_address_of_the_site(desk: Desk) -> None:
    form = {"title": "People", "slug": "people", "language": "en", "description": ""}
    comments = {f"comments-{n}_FORMS": "0" for n in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    answer = desk.admin.post(f"/desk/pages/add/masthead/blog/{desk.world.home.pk}/", {**form, **comments})
    assert "“people” is an address that Masthead needs itself" in answer.content.decode()


def test_a_language_that_is_none_is_refused(desk: Desk) -> None:
    assert "Write a language as" in create(desk, headline="One", language="¡persian!").content.decode()
    create(desk, headline="One", language="FA")
    assert newest().language == "fa"


def test_a_note_follows_its_first_words_and_its_code(desk: Desk) -> None:
    create(desk, "note", text="<p>The bench is back.</p>")
    note = newest()
    assert (note.title, note.slug, note.headline) == ("The bench is back.", note.code, "")


def test_bylines_keep_order_and_roles(desk: Desk) -> None:
    ada, ben = desk.world.person("Ada"), desk.world.person("Ben")
    create(desk, headline="One", bylines=[(ben.pk, "translator"), (ada.pk, "author")])
    assert [(b.person.name, b.role) for b in newest().bylines.all()] == [("Ben", "translator"), ("Ada", "author")]


def test_a_draft_that_names_a_person_who_is_gone_opens(desk: Desk) -> None:
    ada = desk.world.person("Ada")
    entry = desk.world.article("Live")
    desk.world.byline(entry, ada)
    ada.delete()
    assert desk.admin.get(f"/desk/pages/{entry.pk}/edit/").status_code == 200
    assert desk.preview(entry).status_code == 200


@pytest.mark.parametrize("opened", ["before", "after"])
def test_an_entry_of_somebody_who_was_deleted_is_saved_and_published(desk: Desk, opened: str) -> None:
    from wagtail.test.utils.form_data import inline_formset, nested_form_data

    ada, ben = desk.world.person("Ada"), desk.world.person("Ben")
    entry = desk.world.article("Live")
    desk.world.byline(entry, ada, ben)
    rows = [{"id": row.pk, "person": row.person_id, "role": "author"} for row in entry.bylines.all()]
    ada.delete()
    assert [row.person_id for row in entry.bylines.all()] == [ben.pk], "no empty row is left"
    sent = rows if opened == "before" else rows[1:]
    bylines = inline_formset([{**row, "ORDER": n} for n, row in enumerate(sent, 1)], initial=len(sent))
    form = {**desk.form(headline="Live", slug="live", text="<p>More.</p>"), **nested_form_data({"bylines": bylines})}
    address = f"/desk/pages/{entry.pk}/edit/"
    by_itself = desk.admin.post(address, form, headers={"Accept": "application/json"})
    assert by_itself.json()["success"], by_itself.content
    assert desk.admin.post(f"{address}preview/", form).json()["is_valid"]
    published = desk.admin.post(address, {**form, "action-publish": "1"})
    assert published.status_code == 302, published.content.decode()
    entry.refresh_from_db()
    assert [row.person_id for row in entry.bylines.all()] == [ben.pk]
    assert "More." in desk.preview(entry).content.decode()


def test_a_form_that_was_open_when_two_persons_became_one_names_who_remains(desk: Desk) -> None:
    from masthead.actions.merge_people import merge

    ada, twin = desk.world.person("Ada"), desk.world.person("Ada B.")
    entry = desk.world.article("Hers", live=False)
    form = desk.form(headline="Hers", text="<p>Words.</p>", bylines=[(twin.pk, "author")])
    merge(ada, twin)
    assert desk.admin.post(f"/desk/pages/{entry.pk}/edit/", form).status_code == 302
    assert [row.person_id for row in newest().bylines.all()] == [ada.pk]


def test_kept_html_survives_the_form(desk: Desk) -> None:
    entry = desk.world.article("Old", live=False)
    entry.body = every_block(0, 0, 0)
    entry.save_revision()
    page = desk.admin.get(f"/desk/pages/{entry.pk}/edit/").content.decode()
    assert "script&gt;KEPT" in page or "KEPT" in page
    assert "KEPT" not in desk.preview(entry).content.decode()


def test_a_copy_is_another_entry(desk: Desk) -> None:
    entry = desk.world.article("Original")
    form = {"new_title": "Original", "new_slug": "original-2", "new_parent_page": desk.world.blog.pk}
    page = desk.admin.get(f"/desk/pages/{entry.pk}/copy/").content.decode()
    assert "original-2" in page
    assert 'name="alias"' not in page
    assert desk.admin.post(f"/desk/pages/{entry.pk}/copy/", {**form, "alias": "on"}).status_code == 302
    copied = newest()
    assert copied.pk != entry.pk
    assert copied.permanent_id != entry.permanent_id
    assert copied.alias_of_id is None
    assert not copied.live
    assert copied.get_latest_revision_as_object().permanent_id == copied.permanent_id


def test_a_blog_offers_every_kind_and_nothing_else(desk: Desk) -> None:
    page = desk.admin.get(f"/desk/pages/{desk.world.blog.pk}/add_subpage/").content.decode()
    kinds = {f"masthead_{path.parent.name}" for path in Path(masthead.kinds.__file__).parent.glob("*/apps.py")}
    assert {"masthead_article", "masthead_note"} < kinds
    assert set(re.findall(r"/desk/pages/add/(\w+)/", page)) == kinds


def test_view_live_leads_to_the_public_address(desk: Desk) -> None:
    entry = desk.world.article("Open")
    assert 'href="/blog/open/"' in desk.admin.get(f"/desk/pages/{entry.pk}/edit/").content.decode()
