"""The archive as the conversion of bodies asks for it: every question is one look into the staging file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from masthead.importers.wordpress.elements import plain_text
from masthead.importers.wordpress.links import Picture, file_path
from masthead.importers.wordpress.media import is_of

if TYPE_CHECKING:
    from masthead.importers.staging import Staging


class StagedArchive:
    """See `links.Archive`; `number` is that of the item at hand."""

    def __init__(self, staging: Staging) -> None:
        self.staging = staging
        self.site = staging.site
        self.number = 0

    def item_at(self, path: str) -> int | None:
        """See `links.Archive`."""
        return self.staging.item_at(path)

    def file_at(self, path: str) -> int | None:
        """See `links.Archive`."""
        return self.staging.item_at(f"file:{path}")

    def attachment(self, number: int) -> int | None:
        """See `links.Archive`."""
        return self._seq("SELECT seq FROM item WHERE number = ? AND sort = 'file' ORDER BY seq LIMIT 1", number)

    def picture(self, seq: int) -> Picture:
        """See `links.Archive`."""
        row = self.staging.db.execute(
            "SELECT number, fields FROM item JOIN raw USING (seq) WHERE seq = ?", (seq,)
        ).fetchone()
        fields = json.loads(row[1])
        meta = dict(fields["meta"])
        path = meta.get("_wp_attached_file") or file_path(fields["wp:attachment_url"] or fields["guid"])
        return Picture(
            seq, plain_text(meta.get("_wp_attachment_image_alt", "")), fields["excerpt:encoded"],
            title=fields["title"], number=row[0], date=fields["wp:post_date"], path=path,
        )  # fmt: skip

    def children(self, kind: str, of: int = 0) -> list[int]:
        """See `links.Archive`."""
        number = of or self.number
        if not number:
            return []
        # WordPress shows no gallery of another entry that readers did not see.
        if number != self.number and not self._public(number, "post", "page"):
            return []
        rows = self.staging.db.execute(
            "SELECT item.seq, fields FROM item JOIN raw USING (seq) WHERE parent = ? AND sort = 'file' ORDER BY number",
            (number,),
        ).fetchall()
        found = [(seq, json.loads(fields)) for seq, fields in rows]
        files = [(order_of(f["wp:menu_order"]), seq) for seq, f in found if is_of(kind, f["wp:attachment_url"])]
        return [seq for _, seq in sorted(files, key=lambda pair: pair[0])]

    def pattern(self, number: int) -> str:
        """See `links.Archive`."""
        return str(self._public(number, "wp_block").get("content:encoded", ""))

    def _public(self, number: int, *types: str) -> dict[str, Any]:
        """The fields of an item of these types that readers saw; as WordPress, not of one with a password."""
        row = self.staging.db.execute(
            "SELECT fields FROM item JOIN raw USING (seq) WHERE number = ? AND status = 'publish' "
            "AND type IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT 1",
            (number, json.dumps(types)),
        ).fetchone()
        fields: dict[str, Any] = json.loads(row[0]) if row else {}
        return fields if fields and not fields["wp:post_password"] else {}

    def page(self, number: int) -> int | None:
        """The staging number of a page."""
        return self._seq("SELECT seq FROM item WHERE number = ? AND sort = 'page' ORDER BY seq LIMIT 1", number)

    def any(self, number: int) -> int | None:
        """The staging number of an entry or page."""
        return self._seq(
            "SELECT seq FROM item WHERE number = ? AND sort IN ('entry', 'page') ORDER BY seq LIMIT 1", number
        )

    def _seq(self, sql: str, number: int) -> int | None:
        row = self.staging.db.execute(sql, (number,)).fetchone() if number else None
        return row[0] if row else None


def order_of(text: str) -> int:
    """A place among others; what is no number is none."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else 0
