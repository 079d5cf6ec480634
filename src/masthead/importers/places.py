"""Where staged things stand in the database, as bodies and the loader ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masthead.importers.staging import Staging
    from masthead.importers.uploads import Placed


class Places:
    """Ids by staging number."""

    def __init__(self, staging: Staging, files: dict[int, Placed]) -> None:
        self.staging = staging
        self.files = files

    def page(self, seq: int) -> int | None:
        """The id of an entry or static page."""
        return self.staging.id_of(seq)

    def image(self, seq: int) -> int | None:
        """The id of a picture."""
        return self._file("image", seq)

    def document(self, seq: int) -> int | None:
        """The id of a document."""
        return self._file("document", seq)

    def _file(self, kind: str, seq: int) -> int | None:
        placed = self.files.get(seq)
        return placed.id if placed is not None and placed.kind == kind else None
