"""Where the kinds of entries lie: each folder in `masthead/kinds` is one, and adding one touches nothing else.

Known to every room, also to those that know no kind: it reads names, and imports nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "kinds"
PACKAGE: Final = "masthead.kinds"


def having(name: str) -> list[Path]:
    """The folders, sorted, of the kinds that have a file or folder of this name."""
    return sorted(found.parent for found in FOLDER.glob(f"*/{name}"))


def modules(name: str) -> dict[str, str]:
    """The full names of the modules of this name that kinds have, by kind."""
    return {folder.name: f"{PACKAGE}.{folder.name}.{name}" for folder in having(f"{name}.py")}
