"""Files that editors send: by what they hold, not by what they are called."""

from __future__ import annotations

import hashlib
import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from desk.bodies import upload
from desk.editors import Desk
from desk.test_forms import create, newest
from media.drawn import CANARY, bomb, moving, saved, scene, talkative
from recordings import MP3, MP4, VTT, WAV

ADD = "/desk/documents/add/"


def send(desk: Desk, name: str, content: bytes, address: str = ADD) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    field = "document-chooser-upload-file" if "chooser" in address else "file"
    title = field.replace("file", "title")
    return desk.admin.post(address, {title: "A file", field: SimpleUploadedFile(name, content), "collection": "1"})


def names() -> list[str]:
    from wagtail.documents.models import Document

    return [document.filename for document in Document.objects.all()]


@pytest.mark.parametrize(
    ("name", "content"), [("bells.mp3", MP3), ("film.mp4", MP4), ("film.vtt", VTT), ("a.wav", WAV), ("a.xyz", b"?")]
)
def test_what_is_what_it_says_is_kept(desk: Desk, name: str, content: bytes) -> None:
    assert send(desk, name, content).status_code == 302
    assert names() == [name]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bells.mp3", WAV, "“bells.mp3” is not what its name says: its content is no MP3."),
        ("film.mp4", MP3, "“film.mp4” holds no MP4 film that browsers can show."),
        ("film.vtt", b"1\n00:00:01,000 --> 00:00:04,000", "“film.vtt” holds no captions."),
        ("minutes.pdf", b"<html>", "“minutes.pdf” is not what its name says"),
    ],
)
@pytest.mark.parametrize("address", [ADD, "/desk/documents/chooser/create/", "/desk/documents/multiple/add/"])
def test_what_is_not_what_it_says_is_refused_in_a_sentence(
    desk: Desk, name: str, content: bytes, sentence: str, address: str
) -> None:
    if "multiple" in address:
        from django.core.files.uploadedfile import SimpleUploadedFile

        form = {"title": "A file", "files[]": SimpleUploadedFile(name, content), "collection": "1"}
        answer = desk.admin.post(address, form)
        assert sentence in answer.json()["error_message"]
    else:
        answer = send(desk, name, content, address)
        shown = json.loads(answer.content)["htmlFragment"] if "chooser" in address else answer.content.decode()
        assert sentence in shown
    assert names() == []


def test_a_document_keeps_its_file_when_only_its_title_changes(desk: Desk) -> None:
    number = upload("bells.mp3", WAV)  # by another way than the desk
    form = {"title": "Bells", "collection": "1", "tags": "", "file": ""}
    assert desk.admin.post(f"/desk/documents/edit/{number}/", form).status_code == 302


@pytest.mark.parametrize(
    ("block", "name", "content", "sentence"),
    [
        ("audio", "bells.mp3", MP3, ""),
        ("audio", "film.mp4", MP4, "Browsers cannot play this as sound."),
        ("audio", "bells.mp3", WAV, "Browsers cannot play this as sound."),
        ("video", "film.mp4", MP4, ""),
        ("video", "bells.mp3", MP3, "Browsers cannot play this as film."),
    ],
)
def test_only_what_browsers_play_is_played(desk: Desk, block: str, name: str, content: bytes, sentence: str) -> None:
    from wagtail.test.utils.form_data import rich_text, streamfield

    value: dict[str, Any] = {
        "file": upload(name, content),
        "title": "",
        "caption": rich_text(""),
        "transcript": rich_text(""),
    }
    if block == "video":
        value |= {"poster": "", "tracks": streamfield([])}
    answer = create(desk, headline="Played", body=streamfield([(block, value)]))
    if sentence:
        assert sentence in answer.content.decode()
    else:
        assert answer.status_code == 302
        assert newest().body[0].value["file"].filename == name


PICTURES = ("/desk/images/add/", "/desk/images/chooser/create/", "/desk/images/multiple/add/")
TIFF = saved(scene(40, 30), "TIFF")
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
BROKEN = "is damaged, or no picture that browsers show."


def send_picture(desk: Desk, name: str, content: bytes, address: str) -> str:
    """What the desk says to it: "" if the picture was kept."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    prefix = "image-chooser-upload-" if "chooser" in address else ""
    field = "files[]" if "multiple" in address else f"{prefix}file"
    form = {f"{prefix}title": "A picture", f"{prefix}collection": "1", field: SimpleUploadedFile(name, content)}
    answer = desk.admin.post(address, form)
    if "multiple" in address:
        told = answer.json()
        return "" if told["success"] else unescape(told["error_message"])
    if "chooser" in address:
        told = json.loads(answer.content)
        return "" if told["step"] == "chosen" else unescape(told["htmlFragment"])
    return "" if answer.status_code == 302 else unescape(answer.content.decode())


def pictures() -> list[Any]:
    from masthead.entries.models import Image

    return list(Image.objects.all())


@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_is_known_by_its_content_whichever_way_it_comes(desk: Desk, address: str) -> None:
    sent = talkative("JPEG", orientation=6)
    assert send_picture(desk, "photo.JPEG", sent, address) == ""
    assert send_picture(desk, "moving.gif", moving(), address) == ""
    assert send_picture(desk, "print.jpg", saved(scene(mode="CMYK")), address) == ""
    turned, moves, _ = pictures()
    assert (turned.nature, turned.width, turned.height) == ("photo", 300, 400)
    assert moves.nature == "moving"
    assert len(turned.file_hash) == 40
    assert turned.sha256 == hashlib.sha256(sent).hexdigest()
    type(turned).objects.update(sha256="")
    turned.refresh_from_db()
    turned.save()
    assert turned.sha256 == hashlib.sha256(sent).hexdigest(), "sent before there was this column"


@pytest.mark.parametrize("address", PICTURES)
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.jpg", SVG, f"“a.jpg” {BROKEN}"),
        ("a.svg", SVG, f"“a.svg” {BROKEN}"),
        ("a.jpg", TIFF, f"“a.jpg” {BROKEN}"),
        ("a.jpg", talkative("JPEG")[:9000], f"“a.jpg” {BROKEN}"),
        ("a.jpg", saved(scene(), "PNG"), "“a.jpg” is not what its name says. Call it “a.png”, or save it anew as JPG."),
        ("a.png", bomb(20_000, 20_000), "“a.png” has "),
        ("a.png", bomb(30_001, 1), "“a.png” is 30,001 pixels long on one side; 30,000 is the most. Save it smaller."),
    ],
)  # fmt: skip
def test_what_readers_could_not_be_shown_is_refused_in_a_sentence(
    desk: Desk, name: str, content: bytes, sentence: str, address: str
) -> None:
    assert sentence in send_picture(desk, name, content, address)
    assert pictures() == []


def test_a_picture_keeps_its_file_when_only_its_title_changes(desk: Desk) -> None:
    send_picture(desk, "a.jpg", saved(scene()), PICTURES[0])
    [image] = pictures()
    form = {
        "title": "Another",
        "collection": "1",
        "tags": "",
        "file": "",
        "description": "",
        "caption": "",
        "credit": "",
    }
    answer = desk.admin.post(f"/desk/images/{image.pk}/", form)
    assert answer.status_code == 302
    [after] = pictures()
    assert (after.title, after.file.name, after.nature) == ("Another", image.file.name, "photo")


def test_the_desks_own_small_pictures_are_upright_and_say_nothing(desk: Desk) -> None:
    assert send_picture(desk, "a.jpg", talkative("JPEG", orientation=6), PICTURES[1]) == ""
    [image] = pictures()
    [small] = image.renditions.all()  # which the chooser shows
    assert (small.width, small.height) == (123, 165)
    body = Path(small.file.path).read_bytes()
    assert CANARY.encode() not in body
    assert b"Exif" not in body
    for spec, size in (("max-800x600", (300, 400)), ("fill-100x100", (100, 100)), ("original", (300, 400))):
        made = image.get_rendition(spec)
        assert (made.width, made.height) == size, spec


def test_a_picture_without_its_file_spoils_no_page_of_the_desk(desk: Desk) -> None:
    send_picture(desk, "a.jpg", saved(scene()), PICTURES[0])
    [image] = pictures()
    Path(image.file.path).unlink()
    image.renditions.all().delete()
    for address in ("/desk/images/", f"/desk/images/{image.pk}/", "/desk/images/chooser/"):
        assert desk.admin.get(address).status_code == 200, address


@pytest.mark.parametrize("address", [ADD, "/desk/documents/chooser/create/"])
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jpg", talkative("JPEG")), ("a.bin", talkative("JPEG")), ("a.txt", talkative("WEBP")), ("a", talkative("AVIF")),
     ("a.tiff", TIFF), ("a.dat", TIFF), ("a.svg", b"<svg/>"), ("a.xml", b"<?xml version='1.0'?>\n<svg />"),
     ("a.heic", b"\0\0\0\x18ftypheic"), ("a.xyz", b"\0\0\0\x18ftypheic")],
)  # fmt: skip
def test_a_picture_is_no_document_since_that_would_say_where_it_was_taken(
    desk: Desk, name: str, content: bytes, address: str
) -> None:
    answer = send(desk, name, content, address)
    shown = json.loads(answer.content)["htmlFragment"] if "chooser" in address else answer.content.decode()
    assert f"“{name}” is a picture. Add it under Images:" in shown
    assert names() == []
