"""Series, entries to read on, and persons who become one, as editors' browsers send them."""

from __future__ import annotations

from typing import Any

from desk.editors import Desk
from desk.test_forms import create, newest


def edit(desk: Desk, entry: Any, who: Any = None, **form: Any) -> Any:
    form = {"headline": entry.headline, "slug": entry.slug, "text": "<p>Words.</p>"} | form
    ticked = form.pop("suggested", [])
    return (who or desk.admin).post(f"/desk/pages/{entry.pk}/edit/", desk.form(**form) | {"suggested": ticked})


def parts(series: Any) -> list[str]:
    return [part.entry.title for part in series.parts.select_related("entry")]


def series_form(desk: Desk, *rows: dict[str, Any], **fields: Any) -> dict[str, Any]:
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

    stored = sum(bool(row.get("id")) for row in rows)
    given = {"blog": desk.world.blog.pk, "name": "The Walk", "slug": "", "introduction": rich_text(""), **fields}
    return dict(nested_form_data({**given, "parts": inline_formset(list(rows), initial=stored)}))


def test_an_entry_enters_a_series_by_its_form_and_the_series_orders_it(desk: Desk) -> None:
    from masthead.entries.models import Blog, Series

    create(desk, headline="Alone")
    assert "Becomes its last part" not in desk.admin.get(f"/desk/pages/{newest().pk}/edit/").content.decode()
    first, second = desk.world.article("First"), desk.world.article("Second")
    add = "/desk/snippets/masthead/series/add/"
    assert desk.admin.post(add, series_form(desk, {"entry": first.pk, "ORDER": 1})).status_code == 302
    series = Series.objects.get()
    assert (series.slug, parts(series)) == ("the-walk", ["First"])

    preview = f"/desk/pages/{second.pk}/edit/preview/"
    form = desk.form(headline="Second", slug="second", text="<p>Words.</p>", series=series.pk)
    assert desk.admin.post(preview, form).json()["is_valid"]
    assert "Part 2 of 2 of" in desk.admin.get(f"{preview}?mode=").content.decode()
    assert parts(series) == ["First"]
    assert edit(desk, second, series=series.pk).status_code == 302
    assert parts(series) == ["First", "Second"]

    rows = {part.entry_id: part.pk for part in series.parts.all()}
    order = [
        {"id": rows[first.pk], "entry": first.pk, "ORDER": 2},
        {"id": rows[second.pk], "entry": second.pk, "ORDER": 1},
    ]
    change = f"/desk/snippets/masthead/series/edit/{series.pk}/"
    assert desk.admin.post(change, series_form(desk, *order, slug="the-walk")).status_code == 302
    assert parts(series) == ["Second", "First"]

    # Nothing of another blog, nothing twice.
    other = desk.world.home.add_child(instance=Blog(title="Other", slug="other", language="fa"))
    first.move(other, pos="last-child")
    refused = desk.admin.post(change, series_form(desk, *order, slug="the-walk"))
    assert "This entry stands in another blog" in refused.content.decode()
    twice = desk.admin.post(add, series_form(desk, {"entry": second.pk, "ORDER": 1}, name="Another"))
    assert "a part of another series" in twice.content.decode()

    edit(desk, second, series="")
    assert parts(series) == ["First"]


def test_a_writer_chooses_a_series_until_readers_see_the_entry(desk: Desk) -> None:
    from masthead.entries.models import Series

    writer = desk.member("wim", "writer")
    series = Series.objects.create(blog=desk.world.blog, name="The Walk")
    create(desk, who=writer, headline="Mine", text="<p>Words.</p>", series=series.pk)
    mine = newest()
    assert parts(series) == ["Mine"]
    assert writer.get(f"/desk/snippets/masthead/series/edit/{series.pk}/").status_code == 302
    desk.world.publish(mine)
    form = writer.get(f"/desk/pages/{mine.pk}/edit/").content.decode()
    assert 'name="headline"' in form
    assert 'name="series"' not in form
    edit(desk, mine, writer, series="")
    assert parts(series) == ["Mine"]


def test_what_is_ticked_comes_behind_what_was_chosen(desk: Desk) -> None:
    from wagtail.test.utils.form_data import inline_formset

    ada = desk.world.person("Ada")
    near, chosen = desk.world.article("Near"), desk.world.article("Chosen")
    desk.world.byline(near, ada)
    create(desk, headline="Start", text="<p>Words.</p>", bylines=[(ada.pk, "author")])
    start = newest()
    page = desk.admin.get(f"/desk/pages/{start.pk}/edit/").content.decode()
    assert f'name="suggested" value="{near.pk}"' in page.replace("\n", " ")
    assert ": Ada" in page

    def draft() -> list[int]:
        return [
            row.other_id for row in type(start).objects.get(pk=start.pk).get_latest_revision_as_object().related.all()
        ]

    form = {"related": inline_formset([{"other": chosen.pk, "ORDER": 1}]), "suggested": [near.pk, 10**9, start.pk]}
    edit(desk, start, bylines=[(ada.pk, "author")], **form)
    assert draft() == [chosen.pk, near.pk]
    assert f'name="suggested" value="{near.pk}"' not in desk.admin.get(f"/desk/pages/{start.pk}/edit/").content.decode()
    itself = edit(desk, start, related=inline_formset([{"other": start.pk, "ORDER": 1}]))
    assert "This is the entry itself" in itself.content.decode()
    assert edit(desk, start, suggested=["nonsense"]).status_code == 200


def test_persons_are_merged_after_a_look_at_what_changes(desk: Desk) -> None:
    from masthead.entries.models import Byline, Person

    writer = desk.member("wim", "writer")
    ada, twin = desk.world.person("Ada"), desk.world.person("Ada B.")
    Person.objects.filter(pk=twin.pk).update(website="https://ada.example/")
    entry = desk.world.article("Hers")
    desk.world.byline(entry, twin)
    address = f"/desk/people/{ada.pk}/merge/"
    assert writer.get(address).status_code == 302
    assert address in desk.admin.get(f"/desk/snippets/masthead/person/edit/{ada.pk}/").content.decode()
    assert desk.admin.get(address).status_code == 200
    assert "choose the other one" in desk.admin.post(address, {"other": ada.pk}).content.decode()
    look = desk.admin.post(address, {"other": twin.pk}).content.decode()
    assert "1 public, 0 not public" in look
    assert "“Website” is taken over" in look
    assert Person.objects.filter(pk=twin.pk).exists()
    done = desk.admin.post(address, {"other": twin.pk, "sure": "True"})
    assert (done.status_code, done.url) == (302, f"/desk/snippets/masthead/person/edit/{ada.pk}/")
    assert list(Person.objects.values_list("name", "website")) == [("Ada", "https://ada.example/")]
    assert Byline.objects.get(entry_id=entry.pk).person_id == ada.pk


def test_the_filter_of_persons_finds_names_without_a_page(desk: Desk) -> None:
    from masthead.entries.models import Byline

    entry = desk.world.article("Translated")
    entry.bylines = [Byline(name="Ib Holm", role="translator")]
    desk.world.publish(entry)
    desk.world.article("Another")
    page = desk.admin.get("/desk/entries/?person=holm").content.decode()
    assert "Translated" in page
    assert "Another" not in page
