from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from masthead.site.folder import SiteFolder

pytestmark = pytest.mark.outside


def errors(vnu: list[str], *arguments: str | Path) -> list[str]:
    done = subprocess.run(
        [*vnu, "--errors-only", "--format", "json", "--exit-zero-always", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
    )
    return [f"{each['url']}: {each['message']}" for each in json.loads(done.stderr)["messages"]]


def test_the_checker_finds_errors(vnu: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>x</title><p><div></p>")
    assert errors(vnu, "--skip-non-html", page)


def test_every_page_of_the_demo_is_valid_html(vnu: list[str], demo: SiteFolder) -> None:
    pages = sorted(demo.store.rglob("*.html"))
    assert len(pages) > 30
    assert errors(vnu, "--skip-non-html", *pages) == []
