"""Files that no reader may have: those in a private collection, or in one below it.

There is no private reading side. A restriction made elsewhere counts as "not public", as it does for pages.
"""

from __future__ import annotations

from masthead.pages import facts
from masthead.pages.facts import registry

STEP = 4
"""Letters of a path for each level of the tree (treebeard's `steplen`)."""


@registry.query(keep=True)
def is_private(collection_id: int) -> bool:
    """Whether a collection, or one above it, is restricted to some. One that nobody knows is."""
    path: str | None = facts.collection_path(collection_id)
    if path is None:
        return True
    above = (facts.collection_at(path[:end]) for end in range(STEP, len(path) + 1, STEP))
    return any(number is None or facts.collection_restrictions(number) for number in above)


def picture_is_withheld(image_id: int) -> bool:
    """Whether no page may show this picture."""
    return _is_withheld(facts.image_collection(image_id))


def document_is_withheld(document_id: int) -> bool:
    """Whether no page may offer this document."""
    return _is_withheld(facts.document_collection(document_id))


def _is_withheld(collection_id: int | None) -> bool:
    return collection_id is None or is_private(collection_id)
