"""Files that editors send: by what they hold, not by what they are called."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desk.bodies import upload
from desk.editors import Desk
from desk.test_forms import create, newest
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
