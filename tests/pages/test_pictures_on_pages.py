"""Pictures on whole sites: what is in the store, when it is made, and what never leaves."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from masthead.media.workshop import Workshop
from masthead.press.store import DiskStore
from masthead.reader.application import Reader
from media.drawn import CANARY, TURNED, bomb, corners, cutout, deep, flat, moving, saved, scene, talkative
from pages.world import World

FORMS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF"]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was made, in order."""
    made: list[Any] = []
    make = Workshop.make

    def counted(self: Workshop, *what: Any) -> bytes:
        made.append(what)
        return make(self, *what)

    monkeypatch.setattr(Workshop, "make", counted)
    return made


def upload(body: bytes, name: str = "photo.jpg", **fields: Any) -> Any:
    from django.core.files.base import ContentFile

    from masthead.entries.models import Image

    return Image.objects.create(title="Photo", description="A photo", file=ContentFile(body, name=name), **fields)


def body(*images: Any, text: str = "Words.", kind: str = "image") -> str:
    values = [{"image": image.pk, "alt": "", "caption": "", "credit": ""} for image in images]
    if kind == "gallery":
        items = [{"type": "item", "value": value, "id": str(n)} for n, value in enumerate(values)]
        blocks = [{"type": "gallery", "value": {"pictures": items}, "id": "g"}]
    else:
        blocks = [{"type": "image", "value": value, "id": str(n)} for n, value in enumerate(values)]
    return json.dumps([{"type": "text", "value": f"<p>{text}</p>", "id": "t"}, *blocks])


def media(world: World) -> dict[str, bytes]:
    return {path: world.press.store.read(path) for path in world.press.store.paths() if path.startswith("media/")}


def sizes(files: dict[str, bytes]) -> list[str]:
    return sorted(path.rpartition("-")[2] for path in files)


def get(store: Path, path: str) -> int:
    return Reader(store).respond("GET", path.encode(), b"", []).status


@pytest.mark.parametrize("form", FORMS)
def test_where_a_picture_was_taken_is_in_no_file_of_the_store(world: World, form: str) -> None:
    image = upload(talkative(form), f"a.{form.lower()}")
    world.edit(world.article("One"), body=body(image, image))
    world.edit(world.article("Many"), body=body(image, image, kind="gallery"))
    world.run()
    assert CANARY.encode() in (world.folder.uploads / image.file.name).read_bytes(), "the original has it"
    files = media(world)
    assert len(files) >= 3
    everything = [path for path in world.folder.store.rglob("*") if path.is_file()]
    assert len(everything) > len(files)
    for path in everything:
        for told in (CANARY.encode(), b"Exif\x00", b"xmpmeta", b"GPSLatitude"):
            assert told not in path.read_bytes(), path
        if path.suffix in (".jpg", ".png", ".webp", ".avif", ".gif"):
            with Pillow.open(path) as picture:
                assert not picture.getexif()
                assert not picture.getexif().get_ifd(0x8825)
    world.prove()


def test_originals_are_never_public(world: World) -> None:
    original = talkative("JPEG")
    image = upload(original)
    entry = world.edit(world.article("One"), body=body(image))
    world.run()
    assert original not in media(world).values()
    name = image.file.name
    for path in (f"/{name}", f"/media/{name}", f"/var/uploads/{name}", f"/uploads/{name}", f"/../var/uploads/{name}",
                 f"/media/../../var/uploads/{name}", f"/media/%2e%2e/%2e%2e/var/uploads/{name}"):  # fmt: skip
        assert get(world.folder.store, path) == 404, path
    shown = [path for path in media(world) if path.endswith(".jpg")]
    assert all(get(world.folder.store, f"/{path}") == 200 for path in shown)
    entry.unpublish()
    world.run()
    assert media(world) == {}
    world.prove()


def test_a_page_offers_each_width_in_each_form(world: World) -> None:
    image = upload(saved(scene(2000, 1200)))
    world.edit(world.article("One"), body=body(image, image))
    world.run()
    widths = ["1600.avif", "1600.webp", "480.avif", "480.webp", "960.avif", "960.jpg", "960.webp"]
    assert sizes(media(world)) == ["1200.jpg", *widths], "and the one that other sites are offered"
    page = world.page("/blog/one/")
    first, second = re.findall("<picture>.*?</picture>", page)
    for form in ("avif", "webp"):
        srcset = re.search(f'type="image/{form}" srcset="([^"]+)" sizes="([^"]+)"', first)
        assert srcset
        offered = [candidate.split(" ") for candidate in srcset[1].split(", ")]
        assert [width for _, width in offered] == ["480w", "960w", "1600w"]
        for address, width in offered:
            with Pillow.open(world.folder.store / address[1:]) as picture:
                assert (picture.format, picture.width) == (form.upper(), int(width[:-1]))
    assert 'width="1600" height="960" alt="A photo"' in first
    assert 'loading="lazy"' not in first
    assert second.replace(' loading="lazy"', "") == first
    world.prove()


def test_a_turned_picture_is_upright_and_its_place_on_the_page_too(world: World) -> None:
    image = upload(talkative("JPEG", orientation=TURNED))
    assert (image.width, image.height) == (300, 400)
    world.edit(world.article("One"), body=body(image))
    world.run()
    assert 'width="300" height="400"' in world.page("/blog/one/")
    [small] = [path for path in media(world) if path.endswith(".jpg")]
    with Pillow.open(world.folder.store / small) as picture:
        assert picture.size == (300, 400)


def test_a_picture_that_moves_moves_and_has_a_still(world: World) -> None:
    world.edit(world.article("One"), body=body(upload(moving(), "a.gif")))
    world.run()
    assert sizes(media(world)) == ["200.gif", "200.png", "200.webp"]
    assert '<source media="(prefers-reduced-motion: reduce)" srcset="/media/' in world.page("/blog/one/")
    world.prove()


def test_pictures_of_unusual_sorts_are_shown(world: World) -> None:
    sorts = {
        "print.jpg": saved(scene(mode="CMYK")), "progressive.jpg": saved(scene(), progressive=True),
        "grey.png": saved(deep(), "PNG"), "few.gif": saved(flat().quantize(4), "GIF"), "moving.webp": moving("WEBP"),
        "moving.png": moving("PNG"), "moving.avif": moving("AVIF"), "seen-through.webp": saved(cutout(), "WEBP"),
    }  # fmt: skip
    images = [upload(content, name) for name, content in sorts.items()]
    world.edit(world.article("One"), body=body(*images))
    world.edit(world.article("Many"), body=body(*images, kind="gallery"))
    assert world.run().perfect
    for page in ("/blog/one/", "/blog/many/"):
        assert world.page(page).count("<picture>") == len(sorts)
    world.prove()


def test_a_gallery_cuts_around_what_matters_and_leads_to_the_whole(world: World) -> None:
    tall = {"focal_point_x": 200, "focal_point_y": 850, "focal_point_width": 10, "focal_point_height": 10}
    image = upload(saved(scene(400, 900)), **tall)
    world.edit(world.article("One"), body=body(image, image, kind="gallery"))
    world.run()
    assert sizes(media(world)) == ["240.avif", "240.webp", "400.avif", *["400.jpg"] * 3, "400.webp"]
    shown = {picture.size: corners(picture) for path in media(world) if path.endswith(".jpg")
             for picture in [Pillow.open(world.folder.store / path)]}  # fmt: skip
    assert shown.keys() == {(400, 900), (400, 267), (400, 210)}
    for cut in (shown[400, 267], shown[400, 210]):
        assert (cut["sw"], cut["se"]) == ("sw", "se"), "the lower part"
    before = media(world).keys()
    image.focal_point_y = 20
    image.save()
    world.run()
    assert len(before & media(world).keys()) == 1, "the whole picture knows no focus"
    world.prove()


def test_feeds_show_the_one_form_that_every_program_knows(world: World) -> None:
    world.edit(world.article("One"), body=body(upload(saved(scene(2000, 1200)))))
    world.run()
    feed = unescape(world.page("/blog/rss.xml"))
    [shown] = re.findall(r'<img src="http://localhost:8000(/media/[^"]+\.jpg)" width="960" height="576"', feed)
    assert get(world.folder.store, shown) == 200
    assert ".avif" not in feed
    assert ".webp" not in feed


def test_a_picture_is_made_once(world: World, built: list[Any]) -> None:
    image = upload(saved(scene(500, 400)))
    entry = world.edit(world.article("One"), body=body(image))
    world.run()
    assert len(built) == len(set(built)) == len(media(world)) == 4
    world.edit(entry, body=body(image, text="Other words."))
    world.run()
    world.edit(world.article("Two"), body=body(image))
    world.run(full=True)
    world.run(forget=True)
    image.description = "A better description"
    image.save()
    world.run()
    assert 'alt="A better description"' in world.page("/blog/one/")
    world.prove()
    assert len(built) == 4, "no edit of a text, no full press, no lost ledger, no proof makes a picture anew"


def test_a_picture_is_there_before_the_page_that_shows_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.run()
    world.edit(world.article("One"), body=body(upload(saved(scene()))))
    seen: list[int] = []

    def look(point: str) -> None:
        if (world.folder.store / "blog" / "one").exists():
            seen.append(len(media(world)))

    publish = DiskStore.publish

    def watched(self: DiskStore, path: str, wanted: bytes, **how: Any) -> bool:
        done = publish(self, path, wanted, **how)
        look(path)
        return done

    monkeypatch.setattr(DiskStore, "publish", watched)
    world.run()
    assert seen
    assert set(seen) == {4}


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [(b"", "another"), (bomb(30_000, 30_000), "another"), (None, "missing"), (b"<svg/>", "another")],
)
def test_a_picture_that_was_spoilt_on_the_disk_fails_alone(world: World, spoilt: bytes | None, sentence: str) -> None:
    image, whole = upload(saved(scene())), upload(saved(scene()), "whole.jpg")
    path = world.folder.uploads / image.file.name
    kept = path.read_bytes()
    path.unlink() if spoilt is None else path.write_bytes(spoilt)
    world.edit(world.article("One"), body=body(image, whole))
    outcome = world.run()
    assert len(outcome.failed) == 4
    assert all(address.startswith("/media/") for address in outcome.failed)
    assert all(sentence in error and "Upload it anew." in error for error in outcome.failed.values())
    assert len(media(world)) == 3
    assert "One" in world.page("/blog/one/")
    path.write_bytes(kept)
    assert world.run().perfect
    assert len(media(world)) == 7
    world.prove()


def test_what_readers_cannot_be_shown_is_no_picture(world: World) -> None:
    from masthead.entries.models import Image

    image = upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg")
    assert Image.objects.get(pk=image.pk).nature == ""
    world.edit(world.article("One"), body=body(image))
    assert world.run().perfect
    assert "<img" not in world.page("/blog/one/")
    assert media(world) == {}


def test_a_replaced_file_gets_other_addresses(world: World) -> None:
    from django.core.files.base import ContentFile

    image = upload(saved(scene()))
    world.edit(world.article("One"), body=body(image))
    world.run()
    before = media(world)
    image.file = ContentFile(saved(scene(600, 200)), name="photo.jpg")
    image.save()
    assert (image.width, image.height, image.nature) == (600, 200, "photo")
    world.run()
    assert before.keys().isdisjoint(media(world))
    assert 'width="600" height="200"' in world.page("/blog/one/")
    world.prove()


def test_other_sites_are_offered_the_first_picture_that_is_large_enough(world: World) -> None:
    small, large = upload(saved(scene(150, 150))), upload(saved(scene(1400, 1400)), "large.jpg")
    world.edit(world.article("One"), body=body(small, large))
    world.edit(world.article("Small"), body=body(small))
    about = world.static_page("About")
    about.body = body(large)
    about.save_revision().publish()
    world.run()
    for address in ("/blog/one/", "/about/"):
        page = world.page(address)
        found = re.search(
            r'<meta property="og:image" content="http://localhost:8000/(media/[0-9a-f]{16}-1200.jpg)">', page
        )
        assert found, address
        with Pillow.open(world.folder.store / found[1]) as picture:
            assert picture.size == (1200, 630)
        for name, content in (("width", "1200"), ("height", "630"), ("alt", "A photo")):
            assert f'<meta property="og:image:{name}" content="{content}">' in page
        assert '<meta name="twitter:card" content="summary_large_image">' in page
    assert f'"image":{{"@type":"ImageObject","url":"http://localhost:8000/{found[1]}"' in world.page("/blog/one/")
    assert "og:image" not in world.page("/blog/small/")
    assert '<meta name="twitter:card" content="summary">' in world.page("/blog/small/")
    world.prove()


def test_another_version_of_an_encoder_makes_its_pictures_anew_where_they_are(
    world: World, built: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from masthead.media.making import ENCODERS
    from masthead.pages.stamp import stamp

    world.edit(world.article("One"), body=body(upload(saved(scene()))))
    world.run()
    before, page, old = media(world).keys(), world.page("/blog/one/"), stamp()
    built.clear()
    monkeypatch.setitem(ENCODERS, "webp", "Pillow 99, webp 9")
    assert stamp() != old, "so that everything is asked again"
    world.run(full=True)
    assert [rendition.form for _, rendition in built] == ["webp"]
    assert media(world).keys() == before
    assert world.page("/blog/one/") == page
    world.prove()


def test_a_document_that_shows_a_picture_is_not_published(world: World) -> None:
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    document = Document.objects.create(title="Photo", file=ContentFile(talkative("JPEG"), name="photo.bin"))
    files = [{"type": "item", "value": {"document": document.pk, "title": ""}, "id": "i"}]
    blocks = [{"type": "files", "value": {"title": "", "files": files}, "id": "f"}]
    world.edit(world.article("One"), body=json.dumps(blocks))
    [(address, error)] = world.run().failed.items()
    assert address.startswith("/media/")
    assert "is a picture. Add it under Images" in error
    assert media(world) == {}
