"""Signatures through the command line: from a table, and into one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[str]"]
MADE = """
from masthead.entries.models import Blog
from masthead.kinds.petition.models import Petition
for slug in ("ferry", "12345"):
    Blog.objects.get().add_child(instance=Petition(headline="Keep it", slug=slug, language="en", live=False))
"""
TABLE = """name;email;place;shown
Ada Quay;ada@example.org;Little Quay;yes
Ada Again;ada@EXAMPLE.org;;
Ben Cole;;Upper Sill;
ben cole;;upper sill;yes
Nobody;nowhere;;
;zia@example.org;;
"""


@pytest.fixture
def petition(at_site: Run) -> Run:
    """`masthead petition` at a site with two of them."""
    assert at_site("shell", "-c", MADE).returncode == 0
    return lambda *words: at_site("petition", *words)


def test_a_table_is_judged_first_and_taken_in_once(petition: Run, tmp_path: Path) -> None:
    table = tmp_path / "signatures.csv"
    table.write_text(TABLE, encoding="utf-8")
    said = petition("import", "ferry", table)
    assert (said.returncode, said.stderr) == (1, "")
    assert said.stdout.splitlines() == [
        "Line 6: “nowhere” is no address of mail.",
        "Line 7: The name is missing.",
        "New: 2. Here already: 0. Twice in it: 2. Wrong: 2.",
        "Nothing was taken in: that needs --consent.",
    ]
    done = petition("import", "ferry", table, "--consent", "--json")
    assert done.returncode == 1
    counts = json.loads(done.stdout)
    assert [each["line"] for each in counts.pop("wrong_lines")] == [6, 7]
    assert counts == {"new": 2, "known": 0, "double": 2, "wrong": 2, "taken": 2}

    kept = tmp_path / "kept.csv"
    assert petition("export", "ferry", kept, "--with-addresses").stdout == f"Signatures in {kept}: 2.\n"
    assert "ada@example.org" in kept.read_text()
    again = petition("import", "ferry", kept, "--consent")
    assert (again.returncode, again.stdout) == (
        0, "New: 0. Here already: 2. Twice in it: 0. Wrong: 0.\nTaken in: 0.\n",
    )  # fmt: skip
    other = petition("import", "12345", kept)
    assert (other.returncode, other.stdout.splitlines()[0]) == (
        0, "New: 2. Here already: 0. Twice in it: 0. Wrong: 0.",
    )  # fmt: skip
    over = petition("export", "ferry", kept)
    assert (over.returncode, over.stderr) == (3, f"Error: {kept} is there already, and nothing is overwritten.\n")


def test_what_cannot_be_done_is_one_sentence(petition: Run, tmp_path: Path) -> None:
    table = tmp_path / "old.csv"
    for content, sentence in (
        ("name\nJosé\n".encode("latin-1"), "This file is not in UTF-8. Save it again as “CSV UTF-8”."),
        (b"mail\nada@example.org\n", "The first line names the columns, and one of them is “name”."),
    ):
        table.write_bytes(content)
        done = petition("import", "ferry", table, "--consent")
        assert (done.returncode, done.stdout, done.stderr) == (3, "", f"Error: {table}: {sentence}\n")
    unknown = petition("import", "fery", table)
    assert unknown.returncode == 3
    assert unknown.stderr.startswith("Error: There is no petition “fery”. Its slug is the last part of its address")
    assert petition("import", "ferry", tmp_path / "none.csv").returncode == 2
