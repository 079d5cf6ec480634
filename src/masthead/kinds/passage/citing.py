"""A source as style guides want it cited, by CSL (https://citationstyles.org) and citeproc-py.

The styles lie in `styles/`, and are our own: those of the CSL project, of 45 to 250 kB each under another licence, use
what citeproc-py 0.11 does not do (it prints a title twice where there is no author, and nothing where there is no
date). Names of styles and their punctuation are those of the guides; APA, Chicago and MLA are said in the page's
language where it is written from left to right and CSL knows it, else in English, in which the guides are written.

No value of a source can be markup: what a style wraps in italics is marked by letters that no text may hold, and only
then made HTML.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files
from threading import Lock
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from masthead.entries.edtf import in_words
from masthead.entries.languages import Direction, direction, normalised_tag
from masthead.entries.richtext import foreign_direction
from masthead.kinds.passage.csl_json import Item, item
from masthead.kinds.passage.sources import Source, numerals, runs_otherwise
from masthead.press.guard import opened

GUIDES: Final = ("APA", "Chicago", "MLA")
PERSIAN: Final = "fa-IR"
ENGLISH: Final = "en-US"

_ITALIC, _ROMAN, _FOREIGN, _OWN, _LESS, _WORDS = "\ue000\ue001\ue002\ue003\ue004\ue005"
_PRIVATE: Final = re.compile(f"[{_ITALIC}-{_WORDS}]")
_SPACES: Final = re.compile("[ \t\n]+")  # no-break spaces stay
_SIGN: Final = f"[{_ROMAN}{_OWN}]*"
# A sign that ends a sentence needs no full stop behind it, nor a full stop a second one.
_TWICE: Final = re.compile(rf"([?!….؟])({_SIGN}[”’»]?{_SIGN})\.(?!\.)")
# A date in words may begin a sentence.
_BEGINS: Final = re.compile(rf"([.?!]”? |^){_WORDS}(\w)")
_QUOTED: Final = re.compile("”([.,])")
_MARKUP: Final = {_ITALIC: "<i>", _ROMAN: "</i>", _FOREIGN: "<bdi>", _OWN: "</bdi>", _LESS: "&lt;"}
_TEXT: Final = {_ITALIC: "", _ROMAN: "", _FOREIGN: "\u2068", _OWN: "\u2069", _LESS: "<"}
_FORMATTER: Final = SimpleNamespace(
    preformat=str,
    Italic=lambda text: f"{_ITALIC}{text}{_ROMAN}",
    **dict.fromkeys(("Oblique", "Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str),
)
# citeproc-py keeps what it is about in its styles.
_one_at_a_time = Lock()


class Cited(NamedTuple):
    """A source in one style."""

    style: str  # "APA"; empty for the Persian one
    html: Markup
    text: str
    lang: str
    dir: str


def cited(source: Source, language: str) -> tuple[Cited, ...]:
    """The source in each style, that of the page's own language first."""
    found = [_cited(source, "persian", PERSIAN)] if language.split("-")[0] == "fa" else []
    locale = locale_of(language)
    return (*found, *(_cited(source, guide, locale) for guide in GUIDES))


def _cited(source: Source, style: str, locale: str) -> Cited:
    marked = _styled(source, style.lower(), locale)
    html = "".join(_MARKUP.get(letter, letter) for letter in escape(marked, quote=False))
    language = locale if locale != PERSIAN else "fa"
    text = "".join(_TEXT.get(letter, letter) for letter in marked)
    name = "" if style == "persian" else style
    return Cited(name, Markup(html), text, language, direction(locale))  # noqa: S704  # escaped, with marks of ours


def locale_of(language: str) -> str:
    """The locale of CSL for the guides in a page of this language."""
    tag = normalised_tag(language)
    if direction(tag) == "rtl":
        return ENGLISH
    known = _engine()
    return tag if tag in known.LANGUAGE_NAMES else str(known.PRIMARY_DIALECTS.get(tag.split("-")[0], ENGLISH))


@cache
def _engine() -> Any:
    """The library, only once there is something to cite: it takes a tenth of a second to be read."""
    with opened():
        import citeproc
        import citeproc.source.json

    return citeproc


def _styled(source: Source, style: str, locale: str) -> str:
    found, engine = _prepared(item(source, "source"), source, locale), _engine()
    with _one_at_a_time:
        read = engine.source.json.CiteProcJSON([found])
        bibliography = engine.CitationStylesBibliography(_style(style, locale), read, _FORMATTER)
        bibliography.register(engine.Citation([engine.CitationItem("source")]))
        lines = [str(line) for line in bibliography.bibliography()]
    return _tidied(_SPACES.sub(" ", " ".join(lines)).strip(), locale)


@cache
def _style(name: str, locale: str) -> Any:
    """A style, read once in a process: its file and CSL's own are part of the press's stamp."""
    path = files("masthead.kinds.passage") / "styles" / f"{name}.csl"
    with opened():
        return _engine().CitationStylesStyle(str(path), locale=locale, validate=False)


def _prepared(found: Item, source: Source, locale: str) -> Item:
    """What citeproc-py is given: text without what it would take for markup, dates that it cannot say in words."""
    way = direction(locale)
    prepared: Item = {}
    for name, value in found.items():
        if name in ("author", "editor"):
            prepared[name] = [_name(each, way) for each in value]
        elif name in ("issued", "accessed"):
            stored, least = (source.date, 1) if name == "issued" else (source.seen, 3)
            prepared[name] = _date(value, stored, locale, least)
        else:
            prepared[name] = _safe(value) if name in ("id", "type", "URL", "language") else _value(value, locale)
    return prepared


def _name(name: dict[str, str], way: Direction) -> dict[str, str]:
    """A name in the other direction is one whole: no initials are made of it."""
    whole = " ".join(name.values())
    foreign = foreign_direction(whole, way)
    if foreign is None and way == "ltr":
        return {part: _safe(value) for part, value in name.items()}
    mark = "، " if not foreign or foreign == "rtl" else ", "
    whole = _safe(mark.join(name.values()))
    return {"literal": f"{_FOREIGN}{whole}{_OWN}" if foreign else whole}


def _date(value: dict[str, Any], stored: str, locale: str, least: int) -> dict[str, Any]:
    """In parts, if there are at least so many of one date that nobody doubts; else in words."""
    parts = value.get("date-parts", [])
    plain = len(parts) == 1 and len(parts[0]) >= least and not value.keys() - {"date-parts"}
    if plain and locale != PERSIAN:
        return value
    words = in_words(stored, "fa" if locale == PERSIAN else locale) or str(value.get("literal", ""))
    return {"literal": _WORDS + _value(words, locale)}


def _value(text: str, locale: str) -> str:
    safe = _safe(text)
    if locale == PERSIAN:
        safe = numerals(safe, "fa")
    return f"{_FOREIGN}{safe}{_OWN}" if runs_otherwise(safe, locale) else safe


def _safe(text: str) -> str:
    return _PRIVATE.sub("", text).replace("<", _LESS)


def _tidied(text: str, locale: str) -> str:
    text = _TWICE.sub(r"\1\2", text)
    text = _QUOTED.sub(r"\1”", text) if locale == ENGLISH else text
    return _BEGINS.sub(lambda begins: begins[1] + begins[2].upper(), text).replace(_WORDS, "")
