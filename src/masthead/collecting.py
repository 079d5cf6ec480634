"""Python's search for circles of values that nobody holds any more (the module `gc`), where there are hardly any."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """For work that makes millions of values, keeps many, and makes hardly a circle: to look for one takes a tenth of
    its time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
