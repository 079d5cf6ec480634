"""Test files have names of their own: of two that are called alike, pytest would import the first for both."""

from __future__ import annotations

from collections import Counter
from pathlib import Path


def test_no_two_test_files_are_called_alike() -> None:
    names = Counter(path.name for path in Path(__file__).parent.rglob("test_*.py"))
    assert [name for name, number in names.items() if number > 1] == []
