"""What odd, broken and hostile files do to an import: a refusal in one sentence, a note or a gap, never its end."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from loaded import address_of, attached, entry, png, sound
from wxr import HEAD, export, item, meta

from masthead.importers import staging
from masthead.importers.errors import LoadRefused
from masthead.importers.report import Report
from masthead.importers.wordpress import converting, read
from masthead.site.folder import SiteFolder

Import = Callable[..., Report]

# Numbers


@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 5000, "٣"])
def test_a_number_beyond_all_bounds_names_no_picture(bring: Import, number: str) -> None:
    bring(
        item(1, title="One", body=f'<img class="wp-image-{number}" src="x.jpg">', inner=meta("_thumbnail_id", number)),
        item(2, title="Two", menu_order=number, post_parent=number, post_id=number),
        item(3, title="Three", body=f'[gallery ids="{number}"] <a href="/?p={number}">x</a>'),
    )
    assert [entry(name).live for name in ("One", "Two", "Three")] == [True] * 3


def test_an_order_that_is_no_number_is_none(bring: Import) -> None:
    bring(
        item(1, title="Pictures", body="[gallery]"), attached(2, "b.png", post_parent=1, menu_order="abc"),
        attached(3, "a.png", post_parent=1, menu_order=-1),
    )  # fmt: skip
    assert len(entry("Pictures").body[0].value["pictures"]) == 2


def test_a_version_of_thousands_of_digits_is_refused_in_a_sentence(bring: Import) -> None:
    from masthead.importers.errors import UnknownVersion

    with pytest.raises(UnknownVersion, match="which is no version number"):
        bring(item(1), head=HEAD.replace(">1.2<", f">{'1' * 5000}.2<"))


# Addresses and names


@pytest.mark.parametrize("url", ["http://[::1", "http://a]b", "http://old.example:99999999/x", "//[", "\x7f", "%00"])
def test_a_site_whose_address_is_none_is_read(bring: Import, url: str) -> None:
    bring(item(1, title="One", body=f'<a href="{url}">x</a>'), head=HEAD.replace("http://old.example", url))
    assert entry("One").live


def test_no_control_character_reaches_the_database(bring: Import) -> None:
    """PostgreSQL takes no NUL in any text, and no address has one."""
    from masthead.entries.models import AddressHistory, Category

    bring(
        item(1, title="One", slug="a%00b", inner='<category domain="category" nicename="x%00y%0A">X</category>'
             + meta("_wp_old_slug", "o%00ld")),
        item(2, title="Two").replace("/2015/03/item-2/", "/2015/%00/%0d%0a/two/"),
        item(3, title="Page", kind="page", slug="%00"),
        attached(4, "%00.png", post_parent=1),
    )  # fmt: skip
    addresses = list(AddressHistory.objects.values_list("address", flat=True))
    assert not [address for address in addresses if any(letter < " " for letter in address)]
    assert Category.objects.get().slug == "xy"
    assert entry("One").slug == "ab"


@pytest.mark.parametrize("encoding", ["undefined", "idna", "punycode", "rot13", "hex", "utf-7", "nonsense", "cp037"])
def test_a_file_that_declares_a_strange_encoding_is_read_or_refused(bring: Import, encoding: str) -> None:
    from masthead.importers.errors import ImportRefused

    with contextlib.suppress(ImportRefused):
        bring(item(1, title="Grüße"), head=HEAD.replace('"UTF-8"', f'"{encoding}"', 1))


# Files


@pytest.mark.parametrize("name", ["a\x00b.png", "%00", "n" * 300 + ".png", "d/" * 3000 + "x.png", "\ud800.png", ""])
def test_a_name_that_no_file_can_have_is_a_gap(tmp_path: Path, site: SiteFolder, name: str) -> None:
    from masthead.importers.records import File
    from masthead.importers.uploads import Uploads

    found = Uploads(tmp_path).find(File(key="k", path=name, title="t"))
    assert found == "not in the uploads folder"


def test_a_file_that_may_not_be_read_is_a_gap_and_the_rest_comes(
    bring: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from masthead.importers import uploads as module

    uploads = tmp_path / "uploads"
    uploads.mkdir()
    for name in ("bad.pdf", "good.png"):
        (uploads / name).write_bytes(png() if name.endswith("png") else b"%PDF-")
    real = module.is_document

    def broken(path: Path, suffix: str) -> bool:
        if path.name == "bad.pdf":
            raise OSError(errno.EIO, "Input/output error")
        return real(path, suffix)

    monkeypatch.setattr(module, "is_document", broken)
    report = bring(attached(1, "bad.pdf"), attached(2, "good.png"), uploads=uploads).as_dict()
    assert report["added"]["image"] == 1
    assert report["gaps"]["files"] == [{"path": "bad.pdf", "reason": "could not be read (Input/output error)"}]


# One bad item among good ones


def test_an_item_that_cannot_be_converted_is_held_and_the_rest_comes(
    bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = converting.convert

    def faulty(source: str, *arguments: object) -> object:
        if "FAULT" in source:
            raise RecursionError("deep")
        return real(source, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(converting, "convert", faulty)
    items = [
        item(1, title="Good", body='<a href="/?p=2">x</a>'), item(2, title="Bad", body="FAULT"),
        item(3, title="Below", kind="page", post_parent=4), item(4, title="Bad page", kind="page", body="FAULT"),
        attached(5, "x.png", post_parent=2),
    ]  # fmt: skip
    report = bring(*items).as_dict()
    assert report["loaded"] == {"entry": 1, "page": 1}
    held = {(row["type"], row["reason"]): row["count"] for row in report["items"]["rows"] if row["outcome"] == "held"}
    assert held["post", "could not be converted: RecursionError"] == 1
    assert held["page", "could not be converted: RecursionError"] == 1
    assert entry("Good").body[0].value.source == '<p><a href="http://old.example/?p=2">x</a></p>'
    assert bring(*items).as_dict()["loaded"] == {"entry": 0, "page": 0}
    sound()


def test_an_item_that_the_database_refuses_is_held_and_the_rest_comes(
    bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DataError

    from masthead.importers import entries, static_pages

    def faulty(module: object) -> None:
        real = module.page_row  # type: ignore[attr-defined]

        def row(number: int, item: object, *more: object) -> dict[str, object]:
            if "FAULT" in item.headline:  # type: ignore[attr-defined]
                raise DataError("value too long")
            return dict(real(number, item, *more))

        monkeypatch.setattr(module, "page_row", row)

    faulty(entries)
    faulty(static_pages)
    items = [item(n, title="FAULT" if n == 5 else f"T{n}", body=f'<a href="/?p={9 - n}">x</a>') for n in range(1, 9)]
    items += [item(n, title="FAULT" if n == 12 else f"P{n}", kind="page", post_parent=n - 1) for n in range(10, 15)]
    report = bring(*items).as_dict()
    assert report["loaded"] == {"entry": 7, "page": 4}
    reasons = [row for row in report["items"]["rows"] if row["reason"] == "could not be loaded: DataError"]
    assert sum(row["count"] for row in reasons) == 2
    sound()


# Two at once, and no room


def test_a_second_import_at_the_same_time_says_so_and_harms_nothing(bring: Import, site: SiteFolder) -> None:
    folder = site.var / "staging"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "import.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(LoadRefused, match="Another import is at work on this site"):
            bring(item(1, title="One"))
    bring(item(1, title="One"))
    assert entry("One").live


def test_a_full_disk_is_one_sentence_and_leaves_no_half_file(
    site: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_SCHEMA", "PRAGMA max_page_count = 40;" + staging._SCHEMA)
    path = export(tmp_path / "a.xml", *(item(n, body="x" * 9000) for n in range(1, 60)))
    with pytest.raises(LoadRefused, match=r"There is no room left on the disk .*run the same command again"):
        read([path], site.var / "staging")
    assert [left.name for left in (site.var / "staging").iterdir()] == ["import.lock"]


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), sqlite3.OperationalError("database or disk is full")],
)
def test_a_disk_that_fills_up_while_loading_is_the_same_sentence(
    bring: Import, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    from django.db import OperationalError

    from masthead.importers import tree

    def full(*_: object) -> None:
        if isinstance(error, sqlite3.Error):
            raise OperationalError(str(error)) from error
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(tree, "insert_pages", full)
        with pytest.raises(LoadRefused, match="There is no room left on the disk"):
            bring(item(1, title="One"))
    assert bring(item(1, title="One")).as_dict()["loaded"]["entry"] == 1


# What was not public


PRIVATE = {
    "a password of one space": "<wp:post_password> </wp:post_password>",
    "a password of a line break": "<wp:post_password>\n</wp:post_password>",
    "a password in CDATA": "<wp:post_password><![CDATA[ ]]></wp:post_password>",
    "a password inside an element": "<wp:post_password><b>x</b></wp:post_password>",
    "an element inside a password": "<wp:post_password><b/></wp:post_password>",
    "a second password element": "<wp:post_password></wp:post_password><wp:post_password>x</wp:post_password>",
    "a password in capitals": "<wp:Post_Password>x</wp:Post_Password>",
    "a password with an attribute": '<wp:post_password value="x"/>',
    "a second status": "<wp:status>private</wp:status>",
    "a second status in capitals": "<wp:Status>private</wp:Status>",
    "a second, empty status": "<wp:status/>",
    "a second type": "<wp:post_type>revision</wp:post_type>",
}  # fmt: skip


@pytest.mark.parametrize("inner", PRIVATE.values(), ids=PRIVATE.keys())
@pytest.mark.parametrize("kind", ["post", "page"])
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_what_may_have_been_private_is_never_public(bring: Import, inner: str, kind: str, first: bool) -> None:
    from masthead.entries.models import Blog, Home, PublicPage

    whole = item(1, title="CANARY", body="CANARY", kind=kind, inner=inner)
    if first:
        whole = whole.replace(inner, "").replace("<item>", f"<item>{inner}")
    bring(whole)
    standing = {Home.objects.get().pk, Blog.objects.get().pk}
    assert set(PublicPage.objects.values_list("page_id", flat=True)) == standing


STATUSES = [
    "Private", "PRIVATE", "Publish", "publish private", "<![CDATA[private]]>", " private ", "pri<!-- -->vate",
    "publish<x>private</x>", "publish<!-- -->\u200b", "inherit", "acf-disabled", "\u00a0publish\u00a0x",
]  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_only_the_very_word_publish_makes_public(bring: Import, status: str) -> None:
    from masthead.entries.models import PublicEntry

    bring(item(1, title="CANARY", status=status))
    assert not PublicEntry.objects.exists()


def test_white_space_and_cdata_around_publish_hide_nothing(bring: Import) -> None:
    bring(item(1, title="One", status="\n publish "), item(2, title="Two", status="<![CDATA[publish]]>"))
    assert address_of(entry("One").pk)
    assert address_of(entry("Two").pk)


@pytest.mark.parametrize("fields", [{"status": "private"}, {"status": "trash"}, {"post_password": " "}])
def test_a_picture_that_was_not_public_is_in_no_gallery(bring: Import, tmp_path: Path, fields: dict[str, str]) -> None:
    from masthead.entries.models import Image

    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "x.png").write_bytes(png())
    hidden = attached(2, "x.png", post_parent=1, post_excerpt="CANARY").replace(
        "<wp:status>inherit</wp:status>", f"<wp:status>{fields.pop('status', 'inherit')}</wp:status>"
    )
    hidden = hidden.replace("</item>", "".join(f"<wp:{k}>{v}</wp:{k}>" for k, v in fields.items()) + "</item>")
    bring(item(1, title="Shown", body="[gallery] [gallery ids='2']"), hidden, uploads=uploads)
    assert not Image.objects.exists()
    assert not any(block.block_type == "image" for block in entry("Shown").body)


@pytest.mark.parametrize("fields", [{"status": "private"}, {"status": "trash"}, {"post_password": "x"}, {}])
def test_pictures_of_what_was_not_public_are_in_nobody_elses_gallery(
    bring: Import, tmp_path: Path, fields: dict[str, str]
) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "x.png").write_bytes(png())
    bring(
        item(1, title="Shown", body="[gallery id='2']"), item(2, title="Another", **fields),
        attached(3, "x.png", post_parent=2, post_excerpt="CANARY"), uploads=uploads,
    )  # fmt: skip
    assert any(block.block_type == "image" for block in entry("Shown").body) == (not fields)


def test_a_shared_block_with_a_password_is_shown_nowhere(bring: Import) -> None:
    bring(
        item(1, title="One", body='<!-- wp:block {"ref":2} /-->'),
        item(2, kind="wp_block", body="<p>CANARY</p>", post_password="x"),
    )
    assert "CANARY" not in str(entry("One").body)


# Deep


def test_pages_below_the_deepest_level_move_up_and_are_public(bring: Import) -> None:
    from masthead.entries.models import StaticPage

    report = bring(*(item(n, title=f"P{n}", kind="page", slug=f"p{n}", post_parent=n - 1) for n in range(1, 31)))
    pages = StaticPage.objects.order_by("depth")
    assert [page.title for page in pages if address_of(page.pk) is None] == []
    assert pages.last().depth == 20
    assert report.as_dict()["changes"]["moved up: more than 20 levels deep"]["count"] == 12
    sound()


def test_a_chain_of_thousands_of_pages_is_walked_once(bring: Import) -> None:
    """Each page below the one before: a quadratic walk would take minutes."""
    bring(*(item(n, title=f"P{n}", kind="page", post_parent=n + 1) for n in range(1, 3000)), dry_run=True)
