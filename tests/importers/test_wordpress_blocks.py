from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.importers.wordpress.blocks import Block, parse, source


def shape(block: Block) -> dict[str, Any]:
    """The block as WordPress's own parser describes one."""
    return {
        "blockName": block.name or None,
        "attrs": block.attributes or {},
        "innerBlocks": [shape(inner) for inner in block.inner],
        "innerHTML": block.html,
        "innerContent": [part if isinstance(part, str) else None for part in block.content],
    }


def expected(block: dict[str, Any]) -> dict[str, Any]:
    """PHP writes an empty object as an empty list."""
    return block | {
        "attrs": block["attrs"] or {},
        "innerBlocks": [expected(inner) for inner in block["innerBlocks"]],
    }


def test_a_block_without_namespace_is_of_the_core() -> None:
    (block,) = parse('<!-- wp:paragraph {"dropCap":true} --><p>x</p><!-- /wp:paragraph -->')
    assert (block.name, block.attributes, block.html) == ("core/paragraph", {"dropCap": True}, "<p>x</p>")


def test_free_text_stands_between_blocks() -> None:
    assert [block.name for block in parse("a<!-- wp:more /-->b")] == ["", "core/more", ""]


def test_an_unclosed_block_runs_to_the_end() -> None:
    (block,) = parse("<!-- wp:group --><p>x")
    assert block.html == "<p>x"


@pytest.mark.parametrize(("attributes", "hidden"), [
    ('{"metadata":{"blockVisibility":false}}', True),
    ('{"metadata":{"blockVisibility":{"viewport":{"mobile":false}}}}', True),
    ('{"blockVisibility":{"hideBlock":true}}', True), ('{"blockVisibility":{"controlSets":[{"id":1}]}}', True),
    ('{"metadata":{"blockVisibility":true}}', False), ('{"metadata":{"name":"x"}}', False), ('{"metadata":[]}', False),
    ('{"blockVisibility":{}}', False),
])  # fmt: skip
def test_it_tells_what_readers_did_not_see(attributes: str, hidden: bool) -> None:
    (block,) = parse(f"<!-- wp:group {attributes} -->x<!-- /wp:group -->")
    assert block.hidden == hidden


def test_broken_attributes_are_no_attributes() -> None:
    (block,) = parse("<!-- wp:image {nonsense} /-->")
    assert block.attributes == {}


def test_it_parses_gutenbergs_fixtures_as_wordpress_does(shared_data: Path) -> None:
    folder = shared_data / "gutenberg/blocks"
    files = sorted(folder.glob("*.parsed.json"))
    assert len(files) > 30
    for file in files:
        text = file.with_name(file.name.replace(".parsed.json", ".html")).read_text()
        want = [expected(block) for block in json.loads(file.read_text())]
        got = [shape(block) for block in parse(text)]
        strip = [block for block in want if block["blockName"] or block["innerHTML"].strip()]
        assert [b for b in got if b["blockName"] or b["innerHTML"].strip()] == strip, file.name


def test_it_parses_wordpress_unit_tests_as_wordpress_does(shared_data: Path) -> None:
    cases = json.loads((shared_data / "html/wordpress-functions/parse_blocks.json").read_text())
    assert len(cases) == 8
    for case in cases:
        assert [shape(block) for block in parse(case["args"][0])] == [expected(b) for b in case["result"]], case["args"]


@given(
    st.lists(
        st.sampled_from(["<!-- wp:a -->", "<!-- /wp:a -->", '<!-- wp:b {"x":"}"} /-->', "<!--", "-->", "t", "{", "}"])
    )
)
def test_no_text_is_lost_whatever_the_markup(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join(source(block) for block in parse(text)).count("t") >= text.count("t")
