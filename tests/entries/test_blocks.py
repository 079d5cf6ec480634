"""The desk's blocks store the JSON that readers' renderers read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from masthead.entries.rendering import RENDERERS, TEXTS

if TYPE_CHECKING:
    from masthead.entries.blocks import EntryBlocks


def item(value: dict[str, Any], number: str) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": number}


BODY: list[dict[str, Any]] = [
    {"type": "text", "value": "<p>a <b>b</b></p>", "id": "1"},
    {"type": "heading", "value": {"text": "A", "level": "3"}, "id": "2"},
    {"type": "image", "value": {"image": None, "alt": "a", "caption": "<p>c</p>", "credit": "d"}, "id": "3"},
    {"type": "quotation", "value": {"quote": "<p>q</p>", "source": "s", "url": "https://a.example/"}, "id": "4"},
    {"type": "code", "value": {"language": "python", "code": "x = 1\n"}, "id": "5"},
    {
        "type": "table",
        "value": {
            "columns": [{"type": "text", "heading": "Year"}],
            "rows": [{"values": ["<p>1999</p>"]}],
            "caption": "c",
        },
        "id": "6",
    },
    {
        "type": "files",
        "value": {"title": "t", "files": [{"type": "item", "value": {"document": None, "title": "f"}, "id": "8"}]},
        "id": "7",
    },
    {
        "type": "embed",
        "value": {
            "url": "https://a.example/v",
            "title": "t",
            "author": "a",
            "provider": "p",
            "image": None,
            "description": "d",
        },
        "id": "9",
    },
    {"type": "raw_html", "value": {"source": "<b>x</b>"}, "id": "20"},
    {"type": "html", "value": {"source": "<b>x</b>", "note": "n"}, "id": "10"},
    {"type": "pull_quote", "value": {"quote": "q", "source": "s"}, "id": "12"},
    {
        "type": "gallery",
        "value": {"pictures": [item({"image": None, "alt": "a", "caption": "<p>c</p>", "credit": "d"}, "14")]},
        "id": "13",
    },
    {
        "type": "audio",
        "value": {"file": None, "title": "t", "caption": "<p>c</p>", "transcript": "<p>w</p>"},
        "id": "15",
    },
    {
        "type": "video",
        "value": {
            "file": None,
            "title": "t",
            "caption": "<p>c</p>",
            "transcript": "<p>w</p>",
            "poster": None,
            "tracks": [item({"file": None, "language": "fa", "label": "l", "kind": "subtitles"}, "17")],
        },
        "id": "16",
    },
    {"type": "footnotes", "value": {"notes": [item({"label": "1", "text": "<p>n</p>"}, "19")]}, "id": "18"},
    {"type": "more", "value": "Go on", "id": "11"},
]


@pytest.fixture
def entry_blocks(_django: None) -> EntryBlocks:
    # Wagtail's blocks cannot be imported before Django knows its settings.
    from masthead.entries.blocks import EntryBlocks

    return EntryBlocks()


def test_every_block_is_stored_as_agreed(entry_blocks: EntryBlocks) -> None:
    assert entry_blocks.get_prep_value(entry_blocks.to_python(BODY)) == BODY


def test_a_body_with_gaps_stays_publishable(entry_blocks: EntryBlocks) -> None:
    entry_blocks.clean(entry_blocks.to_python(BODY))


def test_every_block_is_rendered_or_kept_on_purpose(entry_blocks: EntryBlocks) -> None:
    assert set(entry_blocks.child_blocks) == set(RENDERERS) | {"footnotes", "html", "more"}
    assert set(TEXTS) == set(RENDERERS) | {"footnotes"}


def test_the_definitions_pass_wagtails_checks(entry_blocks: EntryBlocks) -> None:
    assert entry_blocks.check() == []


def test_every_block_says_what_it_is(entry_blocks: EntryBlocks) -> None:
    for block in entry_blocks.child_blocks.values():
        assert block.label
        assert block.meta.group
        assert block.meta.icon not in ("placeholder", "")
    assert "not shown" in entry_blocks.child_blocks["html"].label


def test_rich_text_offers_nothing_that_readers_do_not_get(entry_blocks: EntryBlocks) -> None:
    from masthead.entries.blocks import INLINE, PROSE

    assert entry_blocks.child_blocks["text"].features == PROSE
    assert entry_blocks.child_blocks["image"].child_blocks["caption"].features == INLINE
    assert not {"h1", "h2", "h3", "h4", "image", "embed", "blockquote"} & set(PROSE)


def test_there_is_one_more_mark_at_most(entry_blocks: EntryBlocks) -> None:
    from wagtail.blocks import StreamBlockValidationError

    with pytest.raises(StreamBlockValidationError):
        entry_blocks.clean(entry_blocks.to_python([BODY[-1], {**BODY[-1], "id": "12"}]))


def test_values_of_before_open_at_the_desk(entry_blocks: EntryBlocks) -> None:
    [embed] = entry_blocks.to_python([{"type": "embed", "value": {"url": "https://a.example/v", "title": "t"}}])
    assert embed.value["image"] is None
    assert not embed.value["author"]
    old = [{"type": "embed", "value": {"url": "https://a.example/v", "title": ""}}]
    entry_blocks.clean(entry_blocks.to_python(old))
    [video] = entry_blocks.to_python([{"type": "video", "value": {"file": None}}])
    assert list(video.value["tracks"]) == []


@pytest.mark.parametrize(
    ("label", "good"), [("1", True), ("[^zoll-2]", True), ("۱۲", True), ("a b", False), ("", False)]
)
def test_a_note_has_a_label_that_a_mark_can_name(entry_blocks: EntryBlocks, label: str, good: bool) -> None:
    from wagtail.blocks import StreamBlockValidationError

    body = [{"type": "footnotes", "value": {"notes": [item({"label": label, "text": "<p>n</p>"}, "1")]}}]
    if good:
        entry_blocks.clean(entry_blocks.to_python(body))
    else:
        with pytest.raises(StreamBlockValidationError):
            entry_blocks.clean(entry_blocks.to_python(body))


def test_the_manual_names_every_block_and_every_key(entry_blocks: EntryBlocks) -> None:
    text = (Path(__file__).parents[2] / "docs" / "reference" / "block-format.md").read_text(encoding="utf-8")
    for name, block in entry_blocks.child_blocks.items():
        [row] = [line for line in text.splitlines() if line.startswith(f"| `{name}` |")]
        told = text if "as `audio`" in row else row
        keys = [key for key in getattr(block, "child_blocks", {}) if name != "table"]
        assert [key for key in keys if f"`{key}`" not in told] == [], name
