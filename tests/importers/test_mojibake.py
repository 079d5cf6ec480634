"""Damaged text: found, shown with what it may have been, changed only on demand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loaded import entry
from wxr import HEAD, item

from masthead.importers.mojibake import mended
from masthead.importers.report import Report

Import = Callable[..., Report]
WORDS = ["Grüße", "Don’t", "“quoted”", "آزادی", "گفت‌وگو", "Привет", "L’été", "naïve", "日本語", "Ένα", "Żółć", "…", "–"]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("encoding", ["windows-1252", "latin-1"])
def test_words_read_in_the_wrong_encoding_are_found(word: str, encoding: str) -> None:
    try:
        damaged = word.encode().decode(encoding)
    except UnicodeDecodeError:
        pytest.skip("no such text can have come about")
    assert mended(f"one {damaged} two")[0] == f"one {word} two"


def test_words_read_as_cyrillic_are_found() -> None:
    assert mended("Привет, как дела".encode().decode("windows-1251"))[0] == "Привет, как дела"


@pytest.mark.parametrize(
    "sound",
    [*WORDS, "voilà « oui »", "voilà\u00a0», dit-il", "Ã", "À la carte", "Âge", "SÃO PAULO", "100 €", "√2 ≥ 1", "РСФСР",
     "5 × 3 ± 2°", "Österreich – Übermut", "ÐÞ", "Đồng Việt Nam"],
)  # fmt: skip
def test_sound_words_are_left_alone(sound: str) -> None:
    assert mended(f"one {sound} two") == (f"one {sound} two", [])


def test_only_the_damaged_line_is_touched() -> None:
    text, found = mended("Grüße\nGrÃ¼ÃŸe an alle\n“x”")
    assert text == "Grüße\nGrüße an alle\n“x”"
    assert [tuple(place) for place in found] == [("GrÃ¼ÃŸe an alle", "Grüße an alle")]


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_text_of_plain_letters_is_never_touched(text: str) -> None:
    assert mended(text) == (text, [])


DAMAGED = [
    item(1, title="GrÃ¼ÃŸe", body="Donâ€™t do that."), item(2, title="Grüße an Âlice", body="Fine."),
]  # fmt: skip
TERM = "<wp:tag><wp:tag_slug>x</wp:tag_slug><wp:tag_name>CafÃ©</wp:tag_name></wp:tag>"


def test_damage_is_listed_and_nothing_is_changed_in_silence(bring: Import) -> None:
    from masthead.entries.models import Tag

    report = bring(*DAMAGED, head=HEAD + TERM).as_dict()
    assert report["damaged_text"] == {
        "count": 3, "repaired": False,
        "places": [
            {"item": "", "before": "CafÃ©", "after": "Café"},
            {"item": "GrÃ¼ÃŸe", "before": "GrÃ¼ÃŸe", "after": "Grüße"},
            {"item": "GrÃ¼ÃŸe", "before": "Donâ€™t do that.", "after": "Don’t do that."},
        ],
    }  # fmt: skip
    assert entry("GrÃ¼ÃŸe").body[0].value.source == "<p>Donâ€™t do that.</p>"
    assert Tag.objects.get().name == "CafÃ©"


def test_damage_is_repaired_on_demand(bring: Import) -> None:
    from masthead.entries.models import Tag

    report = bring(*DAMAGED, head=HEAD + TERM, repair_text=True).as_dict()
    assert (report["damaged_text"]["count"], report["damaged_text"]["repaired"]) == (3, True)
    assert entry("Grüße").body[0].value.source == "<p>Don’t do that.</p>"
    assert entry("Grüße an Âlice").live
    assert Tag.objects.get().name == "Café"
