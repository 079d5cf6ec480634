"""Starting Django without Wagtail's API.

Wagtail 8 prepares its third API in every process, whether an address leads to it or not, and ours never do. With it
come pydantic, django-ninja and REST framework: more than a third of the time and 40 MB of memory at each start.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final

API: Final = re.compile(r"wagtail(\.\w+)*\.api\.v3(\.\w+)*")


@contextmanager
def no_api() -> Iterator[None]:
    """Whoever asks Wagtail for its API while this lasts gets stand-ins for good, which do nothing."""
    stand_ins = StandIns()
    sys.meta_path.insert(0, stand_ins)
    try:
        yield
    finally:
        sys.meta_path.remove(stand_ins)


class StandIns(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if API.fullmatch(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class StandIn(ModuleType):
    """Has any name that is asked of it, and so have those; a call changes nothing."""

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__"):  # What Python asks of modules and is content not to find.
            raise AttributeError(name)
        return self

    def __call__(self, *arguments: object, **named: object) -> StandIn:
        return self
