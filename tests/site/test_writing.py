from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from masthead.site.options import TABLE, load
from masthead.site.writing import configuration, reference, toml


def test_the_page_of_the_manual_names_every_option_with_its_variables() -> None:
    lines = reference().splitlines()
    for row in TABLE:
        at = lines.index(f"### `{row.name}`")
        assert lines[at + 2] == row.help
        assert any(f"`{row.environment}`" in line for line in lines[at:])
    assert "- Environment: `MASTHEAD_MAIL_PASSWORD` or `MASTHEAD_MAIL_PASSWORD_FILE`" in lines


def test_the_file_of_a_new_site_names_every_option_and_reads_back(tmp_path: Path) -> None:
    chosen = {"name": 'A "quoted" name', "port": 8001, "aliases": ("https://a.example",)}
    path = tmp_path / "masthead.toml"
    path.write_text(configuration(chosen), encoding="utf-8")
    settings = load(path, {})
    found = {each.row.name: each.value for each in settings.origins if each.origin == "masthead.toml"}
    assert found == chosen
    for row in TABLE:
        assert f"{row.name} = " in path.read_text(encoding="utf-8")


def test_every_comment_can_be_switched_on(tmp_path: Path) -> None:
    lines = configuration({}).splitlines()
    options = [line.removeprefix("# ") for line in lines if any(line.startswith(f"# {row.name} = ") for row in TABLE)]
    path = tmp_path / "masthead.toml"
    path.write_text("\n".join(options), encoding="utf-8")
    assert {each.origin for each in load(path, {}).origins} == {"masthead.toml"}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_the_file(text: str) -> None:
    import tomllib

    assert tomllib.loads(f"x = {toml(text)}")["x"] == text
