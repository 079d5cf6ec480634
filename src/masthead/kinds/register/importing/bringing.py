"""Does what a file says, in one transaction."""

from __future__ import annotations

from typing import Final

from masthead.kinds.register.importing.matching import Difference, difference
from masthead.kinds.register.importing.reading import Sheet
from masthead.kinds.register.models import Register, State
from masthead.kinds.register.rows import changing

KEEP: Final = "keep"
"""Rows that the file does not have stay; else they get a state, or are erased."""


class Moved(Exception):
    """The register was changed since the preview: it would not say what happens."""


def bring(
    register: Register, sheet: Sheet, *, state: str = State.PUBLIC, gone: str = KEEP, source: str = "",
    expected: str = "",
) -> Difference:  # fmt: skip
    """Adds and changes rows. Raises Moved unless it comes out as `expected`, where that is given."""
    with changing(register) as hand:
        found = difference(register, sheet, source=source)
        if expected and found.print != expected:
            raise Moved
        for new in found.new:
            hand.add(new.cells, source=new.source, state=state, key=new.key)
        for changed in found.changed:
            hand.change(changed.row, changed.cells, changed.source)
        for row in found.gone if gone != KEEP else ():
            hand.apply(row, gone)
    return found
