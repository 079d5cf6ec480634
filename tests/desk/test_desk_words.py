"""The desk's words in Persian: all that the code says, and nothing that it does not say any more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import masthead
from masthead.desk.words import SOURCES, compiled
from masthead.site.folder import SiteFolder

HOUSE = Path(masthead.__file__).parent
ROOMS = ("actions", "clock", "desk", "entries", "kinds", "mail", "site")
ELSEWHERE = ("desk/notices",)
"""Mails have a catalogue of their own: each receiver reads another language than whoever caused it."""
KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def said() -> Iterator[tuple[str, str]]:
    """Every text that the code marks for translation, and where."""
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*")):
            name = str(path.relative_to(HOUSE))
            if name.startswith(ELSEWHERE) or path.suffix not in {".py", ".html", ".txt"}:
                continue
            if room == "kinds" and path.parent.name == "templates":
                continue  # readers' templates, in another language: see tests/kinds/test_words.py
            text = path.read_text()
            code = text if path.suffix == ".py" else templatize(text)
            for _, message, _, _ in extract("python", BytesIO(code.encode()), keywords=KEYWORDS):
                yield (message if isinstance(message, str) else message[0]), name


def catalogue(folder: Any = SOURCES) -> Any:
    from babel.messages.pofile import read_po

    with (folder / "fa.po").open("rb") as source:
        return read_po(source)


def first(message: Any) -> str:
    """What the source says; of one thing, where it counts."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def theirs(domain: str = "django") -> set[str]:
    """What Django and Wagtail say in Persian themselves."""
    import django
    import wagtail
    from babel.messages.pofile import read_po

    found: set[str] = set()
    for package in (django, wagtail):
        for path in Path(package.__file__).parent.rglob(f"locale/fa/LC_MESSAGES/{domain}.po"):
            if "/contrib/admin" in str(path):
                continue  # Django's own admin is not installed
            with path.open("rb") as source:
                found |= {first(each) for each in read_po(source) if each.id and each.string and not each.fuzzy}
    return found


def test_the_desk_speaks_persian_throughout(site: SiteFolder) -> None:
    """Other rooms may be a word ahead, never many: their writers may know no Persian."""
    catalogues = map(catalogue, (SOURCES, *sorted((HOUSE / "kinds").glob("*/locale"))))
    known = theirs() | {first(each) for found in catalogues for each in found if each.id and each.string}
    everything = dict(said())
    missing = {message: where for message, where in everything.items() if message not in known}
    assert not [message for message, where in missing.items() if where.startswith("desk/")], missing
    assert len(missing) <= len(everything) / 20, missing


def test_no_word_stands_there_that_nothing_says(site: SiteFolder) -> None:
    assert {first(each) for each in catalogue() if each.id} <= dict(said()).keys()


CORRECTED = {"Add %(label)s", "Editing %(page_type)s"}
"""What Wagtail says in Persian of its own, and wrongly."""


def wagtails(domain: str) -> set[str]:
    """All that Wagtail says, in English."""
    import wagtail
    from babel.messages.pofile import read_po

    said: set[str] = set()
    for path in Path(wagtail.__file__).parent.rglob(f"locale/en/LC_MESSAGES/{domain}.po"):
        with path.open("rb") as source:
            said |= {first(each) for each in read_po(source) if each.id}
    return said


def test_wagtails_words_are_here_as_long_as_it_has_none_of_its_own() -> None:
    words = {first(each) for each in catalogue(SOURCES / "wagtail") if each.id}
    assert words - CORRECTED <= wagtails("django") - theirs()
    assert words & theirs() == CORRECTED


def test_wagtails_scripts_speak_persian_throughout() -> None:
    words = {first(each) for each in catalogue(SOURCES / "wagtail" / "scripts") if each.id and each.string}
    assert words == wagtails("djangojs") - theirs("djangojs")


def test_a_browser_of_a_persian_editor_is_given_the_scripts_words(site: SiteFolder) -> None:
    from django.test import RequestFactory
    from django.utils.translation import override
    from django.views.i18n import JSONCatalog

    with override("fa"):
        answer = JSONCatalog.as_view(packages=["wagtail.admin"])(RequestFactory().get("/"))
    assert json.loads(answer.content)["catalog"]["Collapse all"] == "بستن همه"


def test_a_translation_names_what_the_source_names() -> None:
    folders = (SOURCES, SOURCES / "wagtail", SOURCES / "wagtail" / "scripts")
    for each in chain.from_iterable(map(catalogue, folders)):
        if not each.id:
            continue
        sources = [each.id] if isinstance(each.id, str) else list(each.id)
        targets = [each.string] if isinstance(each.string, str) else list(each.string)
        named = set(re.findall(r"%\(\w+\)s", " ".join(sources)))
        for target in targets:
            assert set(re.findall(r"%\(\w+\)s", target)) == named, each.id


def test_catalogues_are_compiled_once_and_where_nothing_can_be_written_nothing_breaks(tmp_path: Path) -> None:
    words = tmp_path / "words"
    made = compiled(words)
    file = made / "fa" / "LC_MESSAGES" / "django.mo"
    before = file.stat().st_mtime_ns
    (words / "0123456789abcdef").mkdir()
    assert compiled(words) == made
    assert file.stat().st_mtime_ns == before
    assert not compiled(tmp_path / "no" / "such" / "folder").exists()
    made.rename(words / "old")
    compiled(words)
    assert [path.name for path in words.iterdir()] == [made.name], "catalogues of before are gone"
