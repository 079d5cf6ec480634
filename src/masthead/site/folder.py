"""Where things lie in a site's folder. The only place that knows these names."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class SiteFolder(NamedTuple):
    """The folder that holds `masthead.toml`, the data and the store of one site."""

    path: Path

    @property
    def configuration(self) -> Path:
        return self.path / "masthead.toml"

    @property
    def key(self) -> Path:
        """The key that signs sessions and links; readable by its owner only."""
        return self.path / "secret.key"

    @property
    def var(self) -> Path:
        """Everything that is not published; nothing in here may be served to readers."""
        return self.path / "var"

    @property
    def store(self) -> Path:
        """The published files: what readers get."""
        return self.path / "public"

    @property
    def database(self) -> Path:
        return self.var / "masthead.sqlite3"

    @property
    def ledger(self) -> Path:
        return self.var / "ledger.sqlite3"

    @property
    def receipts(self) -> Path:
        return self.var / "receipts.jsonl"

    @property
    def press_lock(self) -> Path:
        return self.var / "press.lock"

    @property
    def clock(self) -> Path:
        """Where the running clock says when it looked last."""
        return self.var / "clock.json"

    @property
    def proof(self) -> Path:
        """What the last proof found, and when."""
        return self.var / "proof.json"

    @property
    def stage(self) -> Path:
        """Where the press prepares files; on the store's file system, so that a rename is one step."""
        return self.var / "stage"

    @property
    def staging(self) -> Path:
        """Where imports are read to before anything is loaded."""
        return self.var / "staging"

    @property
    def uploads(self) -> Path:
        """Originals of pictures and documents, as the editors sent them."""
        return self.var / "uploads"

    @property
    def kept_theme(self) -> Path:
        """The site's theme as it last could be used."""
        return self.var / "theme"

    @property
    def words(self) -> Path:
        """The desk's words in other languages, compiled for Django; made again when missing."""
        return self.var / "words"

    @property
    def cache(self) -> Path:
        """Shared by the desk's processes; may be emptied at any time."""
        return self.var / "cache"
