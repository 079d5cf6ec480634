"""WordPress's own unit tests, as far as what they ask is asked here too."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from masthead.entries.cutting import cut_words
from masthead.importers.wordpress.elements import plain_text
from masthead.importers.wordpress.shortcodes import Shortcode, replace


@pytest.fixture
def cases(shared_data: Path, request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (shared_data / f"html/wordpress-functions/{request.param}.json").read_text()
    )
    return found


def run(code: Shortcode) -> str:
    """What the shortcodes of WordPress's tests print."""
    name, values = code.name, code.attributes
    if name in {"footag", "bartag"}:
        return f"foo = {values.get('foo', '')}"
    if name.startswith("hyphen"):
        return "shortcode_" + name.replace("-", "_")
    if name == "dumptag":
        return "".join(f"{key} = {value}\n" for key, value in values.items())
    return "http://www.wordpress.org/" if name == "url" else ""


@pytest.mark.parametrize("cases", ["do_shortcode"], indirect=True)
def test_shortcodes_are_found_as_wordpress_finds_them(cases: list[dict[str, Any]]) -> None:
    told = [
        case
        for case in cases
        # In attributes of tags WordPress has rules of its own; captions become pictures; some tests watch hooks.
        if not case["args"][0].startswith(("<", "[caption", "[pre_do", "[do_"))
    ]
    assert (len(cases), len(told)) == (38, 25)
    for case in told:
        names = frozenset(case["context"]["extra_shortcodes"])
        assert replace(case["args"][0], run, names) == case["result"], case["args"]


@pytest.mark.parametrize("cases", ["strip_shortcodes"], indirect=True)
def test_shortcodes_are_stripped_as_wordpress_strips_them(cases: list[dict[str, Any]]) -> None:
    names = frozenset({"gallery", "caption"})
    told = [case for case in cases if not case["args"][0].startswith("<")]
    assert (len(cases), len(told)) == (10, 8)
    for case in told:
        known = names | frozenset(case["context"]["extra_shortcodes"])
        assert replace(case["args"][0], lambda _: "", known) == case["result"], case["args"]


@pytest.mark.parametrize("cases", ["wp_trim_words"], indirect=True)
def test_first_words_are_cut_where_wordpress_cuts_them(cases: list[dict[str, Any]]) -> None:
    """But for commas before the ellipsis, which WordPress leaves, and the ellipsis itself."""
    assert len(cases) == 5
    for case in cases:
        text, words = [*case["args"], 55][:2]
        theirs = unescape(case["result"]).partition("…")[0].partition("[...]")[0]
        ours = cut_words(plain_text(text), words=int(words), language="en").text
        assert ours.rstrip("… \u00a0") == theirs.rstrip(", "), case["args"]
