"""What a change of an entry can move: the facts that are keyed by it."""

from __future__ import annotations

from masthead.pages.kinds import kinds
from masthead.press.answers import Answer

KEYED_BY_PAGE = (
    "address_of", "blog", "bylines", "categories_of", "entry_code", "entry_row", "related_of", "static_row", "tags_of",
)  # fmt: skip


def keys_of(page_id: int) -> list[tuple[str, tuple[Answer, ...]]]:
    """The facts that a change of this page's content may move, with their arguments."""
    own = [name for kind in kinds() for name in kind.facts()]
    return [(name, (page_id,)) for name in (*KEYED_BY_PAGE, *own)]
