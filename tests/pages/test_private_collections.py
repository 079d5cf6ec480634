"""Documents and pictures in a private collection: no reader ever gets them."""

from __future__ import annotations

import json
from typing import Any

from desk.bodies import picture, upload
from pages.world import CANARY, World, text_block


def collection(name: str, *, below: Any = None) -> Any:
    from wagtail.models import Collection

    above = Collection.objects.get(pk=(below or Collection.get_first_root_node()).pk)
    return above.add_child(name=name)


def restrict(where: Any) -> Any:
    from wagtail.models import CollectionViewRestriction

    return CollectionViewRestriction.objects.create(collection=where, restriction_type="login")


def put_into(where: Any, *, image: int, document: int) -> None:
    from wagtail.documents.models import Document

    from masthead.entries.models import Image

    Image.objects.filter(pk=image).update(collection=where)
    Document.objects.filter(pk=document).update(collection=where)


def showing(world: World, image: int, document: int) -> Any:
    files = {"title": "Papers", "files": [{"type": "item", "value": {"document": document, "title": ""}}]}
    body = [
        text_block("<p>Seen by all.</p>"),
        {"type": "image", "value": {"image": image, "alt": "", "caption": "", "credit": ""}},
        {"type": "files", "value": files},
    ]
    return world.edit(world.article("With papers"), body=json.dumps(body))


def media(world: World) -> list[str]:
    return sorted(path for path in world.press.store.paths() if path.startswith("media/"))


def shows_both(world: World) -> bool:
    found = media(world)
    letters = [path for path in found if path.endswith("/letter.txt")]
    return len(letters) == 1 and len(found) > 1


def test_what_is_in_a_private_collection_goes_and_comes_back(world: World) -> None:
    image, document = picture(world.folder), upload("letter.txt", f"{CANARY} {CANARY}".encode())
    showing(world, image, document)
    hall = collection("Hall")
    room = collection("Room", below=hall)
    put_into(room, image=image, document=document)
    restriction = restrict(hall)
    outcome = world.run()
    assert outcome.perfect, outcome.failed
    assert media(world) == []
    page = world.page("/blog/with-papers/")
    assert "Seen by all." in page
    assert "letter" not in page
    assert not world.leaks()

    restriction.delete()
    world.run()
    assert shows_both(world)
    assert "letter" in world.page("/blog/with-papers/")

    restrict(room)
    world.run()
    assert media(world) == []
    assert not world.leaks()
    world.prove()


def test_moving_a_collection_into_a_private_one_withdraws_what_is_in_it(world: World) -> None:
    from wagtail.models import Collection

    image, document = picture(world.folder), upload("letter.txt", CANARY.encode())
    showing(world, image, document)
    open_, closed = collection("Open"), collection("Closed")
    put_into(open_, image=image, document=document)
    restrict(closed)
    world.run()
    assert shows_both(world)
    fresh = Collection.objects.get(pk=open_.pk)
    fresh.move(Collection.objects.get(pk=closed.pk), pos="sorted-child")
    world.run()
    assert media(world) == []
    world.sql("update wagtaildocs_document set collection_id = %s", Collection.get_first_root_node().pk)
    world.run()
    assert [path.rpartition("/")[2] for path in media(world)] == ["letter.txt"]
    put_into(Collection.objects.get(pk=open_.pk), image=image, document=document)
    world.run()
    world.prove()
