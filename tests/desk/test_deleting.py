"""What the desk says before something is deleted, and that it is so."""

from __future__ import annotations

import re
from typing import Any

import pytest

from desk.bodies import every_block, picture, upload
from desk.editors import Desk
from recordings import MP3


def page(desk: Desk, thing: Any, view: str = "delete") -> str:
    answer = desk.admin.get(f"/desk/snippets/masthead/{thing._meta.model_name}/{view}/{thing.pk}/")
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def delete(desk: Desk, thing: Any) -> None:
    answer = desk.admin.post(f"/desk/snippets/masthead/{thing._meta.model_name}/delete/{thing.pk}/")
    assert answer.status_code == 302, answer


def counts(text: str) -> bool:
    """Whether Wagtail's count stands there, which is wrong."""
    return bool(re.search(r"[Rr]eferenced\s|Used\s+\d", text))


def test_before_a_person_is_deleted_it_is_said_what_goes(desk: Desk) -> None:
    from masthead.entries.models import Byline, Person

    ada, ben = desk.world.person("Ada"), desk.world.person("Ben")
    first, second, draft = desk.world.article("One"), desk.world.article("Two"), desk.world.article("Three", live=False)
    for entry in (first, second):
        desk.world.byline(entry, ada, ben)
    draft.bylines = [Byline(person=ada), Byline(person=ada, role="translator")]
    draft.save()
    desk.world.run()
    told = page(desk, ada)
    assert "3 (public: 2, not public: 1)" in told
    assert "/people/ada/\u2069 answers readers that it is gone (410)" in told
    assert f"/desk/people/{ada.pk}/merge/" in told
    assert "under “Or a name”" in told
    delete(desk, ada)
    desk.world.run()
    assert desk.world.leads("/people/ada/") == 410
    shown = desk.world.page("/blog/one/")
    assert "Ada" not in shown
    assert "Ben" in shown
    desk.world.prove()
    assert "No entry names this person" in page(desk, Person.objects.create(name="Cleo"))


def test_before_terms_and_series_are_deleted_it_is_said_how_many_entries_stay(desk: Desk) -> None:
    world = desk.world
    street, red = world.category("Street"), world.tag("red")
    lamps = world.category("Lamps", parent=street)
    entry, draft = world.article("One", tags=[red], categories=[street]), world.article("Two", live=False)
    draft.tags = [red]
    draft.save()
    walk = world.series("The Walk", entry, draft)
    world.run()
    assert "1 (public: 1, not public: 0). They stay" in page(desk, street)
    assert "Categories directly below: 1" in page(desk, street)
    assert "No entry stands under it" in page(desk, lamps)
    assert "2 (public: 1, not public: 1). They stay, without it" in page(desk, red)
    assert "Its page answers readers that it is gone (410)" in page(desk, red)
    assert "Its parts: 2 (public: 1, not public: 1)" in page(desk, walk)
    for thing in (red, walk, street):
        delete(desk, thing)
    world.run()
    for address in ("/blog/tags/red/", "/blog/topics/street/", "/blog/series/the-walk/"):
        assert world.leads(address) == 410, address
    assert world.leads("/blog/one/") == "here"
    world.prove()


def test_several_are_deleted_with_a_word_on_each(desk: Desk) -> None:
    from masthead.entries.models import Tag

    red, blue = desk.world.tag("red"), desk.world.tag("blue")
    desk.world.article("One", tags=[red])
    address = f"/desk/bulk/masthead/tag/delete/?id={red.pk}&id={blue.pk}"
    told = desk.admin.get(address).content.decode()
    assert "1 (public: 1, not public: 0)" in told
    assert "No entry stands under it" in told
    assert not counts(told)
    assert desk.admin.post(address).status_code == 302
    assert not Tag.objects.exists()


@pytest.mark.parametrize("address", ["snippets/masthead/category/delete/{0}/", "bulk/masthead/category/delete/?id={0}"])
def test_a_category_stays_if_one_below_would_take_the_place_of_another(desk: Desk, address: str) -> None:
    from masthead.entries.models import Category

    street = desk.world.category("Street")
    desk.world.category("Lamps", parent=street)
    desk.world.category("Lamps")
    refused = desk.admin.post("/desk/" + address.format(street.pk), follow=True)
    assert "Nothing was deleted: a category below" in refused.content.decode()
    assert Category.objects.count() == 3


def test_nothing_at_the_desk_counts_what_it_cannot_see(desk: Desk) -> None:
    from wagtail.models import ReferenceIndex

    from masthead.entries.models import Related

    world = desk.world
    ada, red, street = world.person("Ada"), world.tag("red"), world.category("Street")
    entry = world.article("One", tags=[red], categories=[street])
    world.byline(entry, ada)
    for thing in (ada, red, street, world.series("The Walk", entry)):
        for view in ("edit", "delete"):
            assert not counts(page(desk, thing, view)), (thing, view)
        usage = f"/desk/snippets/masthead/{thing._meta.model_name}/usage/{thing.pk}/"
        assert desk.admin.get(usage).status_code == 404
    alone = world.article("Two")
    alone.related = [Related(other=entry)]
    ReferenceIndex.create_or_update_for_object(alone)
    for address in ("edit", "delete", "unpublish"):
        told = desk.admin.get(f"/desk/pages/{alone.pk}/{address}/").content.decode()
        assert not counts(told), address
        assert "other place" not in told
    assert "At least 1 other place leads to this" in desk.admin.get(f"/desk/pages/{entry.pk}/delete/").content.decode()


def test_a_picture_or_document_that_no_page_shows_is_not_called_unused(desk: Desk) -> None:
    from wagtail.models import ReferenceIndex

    image, document = picture(desk.folder), upload("bells.mp3", MP3)
    addresses = [
        f"/desk/images/{image}/", f"/desk/images/{image}/delete/", "/desk/images/?layout=list",
        f"/desk/documents/edit/{document}/", f"/desk/documents/delete/{document}/",
    ]  # fmt: skip
    for address in addresses:
        told = desk.admin.get(address).content.decode()
        assert not counts(told), address
        assert "other place" not in told, address
    entry = desk.world.article("Shown")
    entry.body = every_block(image, document, entry.pk)
    ReferenceIndex.create_or_update_for_object(entry)
    for address in addresses:
        assert re.search(r"At least \d other place", desk.admin.get(address).content.decode()), address
