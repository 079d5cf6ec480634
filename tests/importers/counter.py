"""The independent counter: every element of an export, told by its place, and nothing of the importer used."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def count(path: Path) -> tuple[Counter[str], Counter[str]]:
    """Elements by their path of local names, and items by type. Sound files only."""
    elements: Counter[str] = Counter()
    types: Counter[str] = Counter()
    stack: list[str] = []
    for event, element in ElementTree.iterparse(path, events=("start", "end")):
        if event == "start":
            stack.append(local(element.tag))
            elements["/".join(stack)] += 1
            continue
        stack.pop()
        if local(element.tag) == "item":
            types[next((e.text or "" for e in element if local(e.tag) == "post_type"), "").strip()] += 1
            element.clear()
    return elements, types
