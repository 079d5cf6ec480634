"""What stands in a text for blocks that were made before its markup was parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masthead.importers.records import Block

# Noncharacters around a number; whatever a source holds of them is taken out first.
TOKEN = re.compile("\ufdd0(\\d+)\ufdd1")


class Tokens(list[list["Block"]]):
    """Blocks already made, by number, each with the source that it was made of."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.plain: list[bool] = []

    def token(self, blocks: list[Block], source: str, *, plain: bool = False) -> str:
        """What stands in the text for them. `plain`: code may show the source, for nothing is enclosed in it."""
        self.append(blocks)
        self.sources.append(source)
        self.plain.append(plain)
        return f"\ufdd0{len(self) - 1}\ufdd1"

    def blocks(self, number: str) -> list[Block]:
        """The blocks of a token; none for a number that stands for nothing."""
        return self[int(number)] if self._has(number) else []

    def as_code(self, number: str) -> str | None:
        """The source of a token that code may show."""
        return self.sources[int(number)] if self._has(number) and self.plain[int(number)] else None

    def restored(self, text: str) -> str:
        """The text as it was before."""
        if "\ufdd0" not in text:
            return text
        return TOKEN.sub(lambda m: self.restored(self.sources[int(m[1])]) if self._has(m[1]) else "", text)

    def _has(self, number: str) -> bool:
        return len(number) < 10 and int(number) < len(self)
