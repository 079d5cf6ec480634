"""Each kind brings its own words in Persian, of desk and pages: all that it says, and nothing else."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import extract_from_ast

import masthead
from desk.test_desk_words import KEYWORDS, theirs
from masthead.pages.kinds import kind_of, load
from masthead.themes.theme import Sources, environment

HOUSE = Path(masthead.__file__).parent
ROOMS = [path.parent for path in sorted((HOUSE / "kinds").glob("*/pages.py"))]


def said(room: Path) -> set[str]:
    """What a kind's code marks for the desk, and what its templates say to readers."""
    load()
    found = {kind_of(room.name).plural}
    for path in sorted(room.rglob("*.py")):
        for _, message, _, _ in extract("python", BytesIO(path.read_bytes()), keywords=KEYWORDS):
            found |= {message} if isinstance(message, str) else set(filter(None, message))
    for path in sorted(room.glob("templates/**/*.html")):
        tree = environment(Sources({})).parse(path.read_text())
        for _, _, message in extract_from_ast(tree, ("_", "gettext", "ngettext", "say")):
            found |= {part for part in (message if isinstance(message, tuple) else (message,)) if part}
    return found


def catalogue(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in read_po(BytesIO(path.read_bytes())):
        ids, strings = ([each.id], [each.string]) if isinstance(each.id, str) else (each.id, each.string)
        found |= {name: strings[0] for name in ids if name}
    return found


@pytest.mark.parametrize("room", ROOMS, ids=[room.name for room in ROOMS])
def test_a_kind_speaks_persian_throughout(room: Path) -> None:
    words = catalogue(room / "locale" / "fa.po")
    elsewhere = (
        theirs() | catalogue(HOUSE / "desk/locale/fa.po").keys() | catalogue(HOUSE / "themes/locale/fa.po").keys()
    )
    assert not said(room) - words.keys() - elsewhere
    assert not words.keys() - said(room), "words that nothing says"
    assert all(words.values())


def test_one_word_is_said_in_one_way() -> None:
    """Catalogues are put together: what a kind says otherwise, the others would say as well."""
    paths = [*HOUSE.glob("*/locale/fa.po"), *HOUSE.glob("kinds/*/locale/fa.po")]
    said_as: dict[str, set[str]] = {}
    for word, translation in (pair for path in paths for pair in catalogue(path).items()):
        said_as.setdefault(word, set()).add(translation)
    assert len(said_as) > 500
    assert {word: ways for word, ways in said_as.items() if len(ways) > 1} == {}
