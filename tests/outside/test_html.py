"""The Nu HTML checker finds no error in any page or style."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.outside


def errors(vnu: list[str], folder: Path) -> list[str]:
    """Of every page and style in a folder, in one run."""
    done = subprocess.run(
        [
            *vnu,
            "--errors-only",
            "--format",
            "json",
            "--exit-zero-always",
            "--skip-non-html",
            "--also-check-css",
            folder,
        ],
        capture_output=True,
        text=True,
        timeout=600,
    )
    return [f"{each['url']}: {each['message']}" for each in json.loads(done.stderr)["messages"]]


def test_the_checker_finds_errors(vnu: list[str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><title>x</title><p><div></p>")
    (tmp_path / "style.css").write_text("p { colour: red }")
    found = "\n".join(errors(vnu, tmp_path))
    assert "page.html" in found
    assert "style.css" in found


def test_every_page_and_style_of_the_demo_is_valid(vnu: list[str], store: Path) -> None:
    assert len(list(store.rglob("*.html"))) > 200
    assert len(list(store.rglob("*.css"))) >= 1
    assert errors(vnu, store) == []
