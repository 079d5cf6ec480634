"""The Nu HTML checker finds no error in any page or style."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.outside


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wrong")
    (folder / "page.html").write_text("<!doctype html><title>x</title><p><div></p>")
    (folder / "style.css").write_text("p { colour: red }")
    return folder


@pytest.fixture(scope="module")
def errors(vnu: list[str], wrong: Path, store: Path, imported: Path) -> list[str]:
    """Of every page and style in these folders, in one run, since it is slow to start."""
    done = subprocess.run(
        [*vnu, "--errors-only", "--format", "json", "--exit-zero-always", "--skip-non-html", "--also-check-css",
         wrong, store, imported],
        capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    return [f"{each['url'].removeprefix('file:')}: {each['message']}" for each in json.loads(done.stderr)["messages"]]


def below(folder: Path, errors: list[str]) -> list[str]:
    return [error for error in errors if error.startswith(str(folder))]


def test_the_checker_finds_errors(errors: list[str], wrong: Path) -> None:
    found = "\n".join(below(wrong, errors))
    assert "page.html" in found
    assert "style.css" in found


def test_every_page_and_style_of_the_demo_is_valid(errors: list[str], store: Path) -> None:
    assert len(list(store.rglob("*.html"))) > 200
    assert len(list(store.rglob("*.css"))) >= 1
    assert below(store, errors) == []


def test_every_page_of_an_import_is_valid_but_for_its_authors_headings(errors: list[str], imported: Path) -> None:
    """Who began an entry with a third-level heading finds it as it was."""
    assert [error for error in below(imported, errors) if "heading level" not in error] == []
