"""What an import left in the database, and files for it to bring."""

from __future__ import annotations

import struct
import zlib

from wxr import item, meta


def entry(headline: str):  # type: ignore[no-untyped-def]
    from masthead.entries.models import Entry

    return Entry.objects.get(headline=headline).specific


def sound() -> None:
    """The tree and the projection are as if every page had been made by hand."""
    from django.db import connection
    from wagtail.models import Page

    from masthead.entries.projection import check, reconcile

    assert Page.find_problems() == ([], [], [], [], [])
    assert check(connection) == []
    tables = ("masthead_public_page", "masthead_public_entry", "masthead_listing_entry", "masthead_published_day")

    def rows() -> list[list[tuple[object, ...]]]:
        found = []
        for table in tables:
            with connection.cursor() as cursor:
                cursor.execute(f"select * from {table}")
                found.append(sorted(cursor.fetchall(), key=repr))
        return found

    before = rows()
    reconcile(connection)
    assert rows() == before


def database() -> list[str]:
    """Every row of every table but the press's outbox, as SQL."""
    from django.db import connection

    connection.ensure_connection()
    return [line for line in connection.connection.iterdump() if "sqlite_sequence" not in line]


def address_of(page: int) -> str | None:
    from masthead.entries.models import PublicPage

    return PublicPage.objects.filter(page_id=page).values_list("address", flat=True).first()


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\0" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def attached(number: int, path: str, **fields: object) -> str:
    return item(
        number, title=f"File {number}", kind="attachment", status="inherit", slug=f"file-{number}",
        attachment_url=f"http://old.example/wp-content/uploads/{path}",
        inner=meta("_wp_attached_file", path) + meta("_wp_attachment_image_alt", "Seen"), **fields,
    )  # fmt: skip
