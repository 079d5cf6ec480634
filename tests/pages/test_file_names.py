"""The names of uploaded files in addresses: none that a web server takes for more than a name."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.bodies import upload
from masthead.pages.names import public_name
from masthead.press.places import TEXT, path_of
from masthead.reader.addresses import parse
from pages.world import World

NAMES = {
    "report.pdf": "report.pdf",
    "گزارش.pdf": "گزارش.pdf",
    "documents/2026/report.pdf": "report.pdf",
    "notes.txt.gz": "notes-txt.gz",
    "notes.TXT.GZ": "notes-TXT.GZ",
    "page.html.br": "page-html.br",
    "a.tar.gz": "a-tar.gz",
    "x.br": "x.br",
    "index.html": "index-file.html",
    "INDEX.HTML": "INDEX-file.HTML",
    "index.php": "index-file.php",
    "default.aspx": "default-file.aspx",
    "web.config": "web-file.config",
    ".htaccess": "htaccess.bin",
    "..htpasswd": "htpasswd.bin",
    ".user.ini": "user.ini",
    "README": "README.bin",
    "end.": "end.bin",
    "a\\b.pdf": "a-b.pdf",
    "two\nlines.pdf": "two-lines.pdf",
    "cafe\u0301.pdf": "café.pdf",
    ".": "file.bin",
    "": "file.bin",
}


@pytest.mark.parametrize(("file", "name"), NAMES.items())
def test_a_name_means_nothing_to_a_web_server(file: str, name: str) -> None:
    assert public_name(file) == name


@given(st.text(max_size=300))
def test_every_name_can_stand_in_the_store_and_be_asked_for(file: str) -> None:
    name = public_name(file)
    address = f"/media/0123456789abcdef/{name}"
    assert path_of(address) == address[1:]
    asked = parse(address.encode())
    assert asked is not None
    assert asked.path == address == unicodedata.normalize("NFC", address)
    assert not (name.endswith((".gz", ".br")) and any(name.count(ending) for ending in TEXT))


def test_documents_with_such_names_are_published(world: World) -> None:
    names = ["notes.txt.gz", "index.html", "plain.txt"]
    documents = [upload("plain.txt", b"something") for _ in names]
    for number, name in zip(documents, names, strict=True):
        world.sql("update wagtaildocs_document set title = %s where id = %s", name, number)
    (world.folder.uploads / "documents").mkdir(exist_ok=True)
    for number, name in zip(documents, names, strict=True):
        (world.folder.uploads / "documents" / name).write_bytes(b"something")
        world.sql("update wagtaildocs_document set file = %s where id = %s", f"documents/{name}", number)
    files = [{"type": "item", "value": {"document": number, "title": ""}} for number in documents]
    world.edit(world.article("Papers"), body=json.dumps([{"type": "files", "value": {"title": "", "files": files}}]))
    outcome = world.run()
    assert outcome.failed == {}
    found = {path.rpartition("/")[2] for path in world.press.store.paths() if path.startswith("media/")}
    assert found == {"notes-txt.gz", "index-file.html", "plain.txt"}
    world.prove()
