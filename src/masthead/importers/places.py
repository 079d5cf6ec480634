"""Where staged things stand in the database, as bodies and the loader ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from masthead.importers.records import File

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.importers.staging import Staging
    from masthead.importers.uploads import Placed

# As long as the desk's form takes.
MAX_TITLE: Final = 250


class Places:
    """Ids by staging number."""

    def __init__(self, staging: Staging, files: dict[int, Placed]) -> None:
        self.staging = staging
        self.files = files
        self._batch: dict[int, int] = {}

    def prepare(self, seqs: Sequence[int]) -> None:
        """Look up the ids of a batch at once: most questions are about these."""
        self._batch = self.staging.ids_between(seqs[0], seqs[-1])

    def page(self, seq: int) -> int | None:
        """The id of an entry or static page."""
        known = self._batch.get(seq)
        return self.staging.id_of(seq) if known is None else known

    def image(self, seq: int) -> int | None:
        """The id of a picture."""
        return self._file("image", seq)

    def document(self, seq: int) -> int | None:
        """The id of a document."""
        return self._file("document", seq)

    def name(self, seq: int) -> str:
        """What a file was called on the old site."""
        return File.from_json(self.staging.record(seq)).path.rpartition("/")[2][:MAX_TITLE]

    def _file(self, kind: str, seq: int) -> int | None:
        placed = self.files.get(seq)
        return placed.id if placed is not None and placed.kind == kind else None
