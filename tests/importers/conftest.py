"""An import into a fresh site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wxr import HEAD, export

from masthead.importers.report import Report
from masthead.importers.wordpress import read
from masthead.site.folder import SiteFolder

Import = Callable[..., Report]


@pytest.fixture
def bring(site: SiteFolder, tmp_path: Path) -> Import:
    """Imports these items as a file; the same items are the same file."""
    from masthead.importers.loader import load

    def run(*items: str, head: str = HEAD, repair_text: bool = False, **how: Any) -> Report:
        path = export(tmp_path / "export.xml", *items, head=head)
        return load(read([path], site.var / "staging", repair_text=repair_text), **how)

    return run
