"""The manual says what the program does: every command and option is in it, and no link leads to nothing."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import click
import pytest

from masthead.site.options import TABLE

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prose(page: Path) -> str:
    return _CODE.sub("", page.read_text(encoding="utf-8"))


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in _LINK.findall(prose(page)):
            if not target.startswith(("http://", "https://", "mailto:")):
                yield page, target


def anchors(page: Path) -> set[str]:
    """Headings as GitHub and most other programs name them."""
    found = (re.sub(r"[`*]", "", heading) for heading in _HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_generated_pages_are_current(generate: ModuleType) -> None:
    names = [page.name for page in generate.old()]
    assert not names, f"{names} are old: python docs/generate.py"


def test_every_option_of_every_command_has_a_sentence(generate: ModuleType) -> None:
    silent = [
        f"{path} {parameter.opts[0]}"
        for path, context in generate.commands()
        for parameter in context.command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert not silent, "options without help"


def test_every_command_is_used_on_a_page_that_a_person_wrote(generate: ModuleType) -> None:
    written = "\n".join(page.read_text(encoding="utf-8") for page in PAGES if page.name != "command-line.md")
    paths = [path for path, context in generate.commands() if not isinstance(context.command, click.Group)]
    # `masthead --site DIR press` uses `masthead press`.
    used = re.sub(r"masthead --site \S+", "masthead", written)
    assert [path for path in paths if not re.search(rf"{path}\b", used)] == []


def test_every_setting_is_in_the_reference_with_its_variable() -> None:
    text = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    missing = [row.name for row in TABLE if f"### `{row.name}`" not in text or f"`{row.environment}`" not in text]
    assert missing == []


def test_relative_links_lead_somewhere() -> None:
    found = list(links())
    assert len(found) > 50
    broken = []
    for page, target in found:
        path, _, fragment = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (fragment and there.suffix == ".md" and fragment not in anchors(there)):
            broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_page_can_be_reached_from_the_index() -> None:
    index = DOCS / "README.md"
    seen, waiting = set(), [index]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        targets = (unquote(target).partition("#")[0] for target in _LINK.findall(prose(page)))
        waiting += [
            there
            for target in targets
            if target.endswith(".md") and "://" not in target and (there := (page.parent / target).resolve()).is_file()
        ]
    assert [str(page.relative_to(ROOT)) for page in DOCS.rglob("*.md") if page not in seen] == []


def test_every_library_has_its_reason() -> None:
    import tomllib

    text = (DOCS / "explanation" / "libraries.md").read_text(encoding="utf-8").lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[\[<>=~! ]", line)[0] for line in project["dependencies"]]
    assert [name for name in names if f"**{name.lower()}**" not in text] == []
