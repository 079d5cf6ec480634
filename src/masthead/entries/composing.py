"""How much a home page may hold: for the desk's blocks and for the page."""

from __future__ import annotations

from typing import Final

MOST_ENTRIES: Final = 12
"""Of one blog on the home page."""
SOME_ENTRIES: Final = 5
"""Of a blog, unless somebody says how many."""
