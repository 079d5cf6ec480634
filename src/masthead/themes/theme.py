"""A theme: templates, one style sheet and an icon, read once and then only rendered.

Templates are Jinja2 in a sandbox, because themes come from strangers: they see the records of
`masthead.pages.records` and can change nothing. Rendering opens no file, reads no clock and asks no database,
so a page depends on its context alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from importlib.resources import files
from itertools import chain
from traceback import walk_tb
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Template, TemplateError, TemplateSyntaxError
from markupsafe import Markup, escape

from masthead.entries.languages import direction, join_list, normalised_tag
from masthead.entries.richtext import visible
from masthead.pages.records import PersonLink
from masthead.themes.contexts import ICON, MORE_STYLE, PARTS, STYLE, TEMPLATES
from masthead.themes.layers import Layer, ThemeError, default_layer, files_of, kind_layers, read
from masthead.themes.sandbox import LARGEST, Sources, TooMuchWork, begin_page, environment

REQUIRED: Final = frozenset({*TEMPLATES, *PARTS, STYLE, ICON})
MOST_JOINED: Final = 1000
PICTURE_SIZES: Mapping[str, str] = MappingProxyType(
    {
        "whole": "(min-width: 52rem) 39rem, calc(100vw - 2rem)",
        "aside": "(min-width: 36rem) 12rem, calc(100vw - 4rem)",
        "card": "(min-width: 37rem) 12rem, (min-width: 25rem) calc(50vw - 1.5rem), calc(100vw - 2rem)",
    }
)
"""As the default theme's style says: the measure and the width of two columns; a card of what stands elsewhere; a
gallery's cells, of 11rem and more."""

# Browsers would refuse it, as the pages' policy says; here its author learns why.
ELSEWHERE: Final = re.compile(r"""(?:url\(\s*["']?|@import\s+["']?)(?:https?:)?//""", re.IGNORECASE)
_GAP: Final = r"(?:\s|/\*.*?\*/)"
SLACK: Final = re.compile(
    rf"""(?P<quoted>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    rf"|{_GAP}*+(?P<mark>;?{_GAP}*+\}}|[{{;]){_GAP}*+|(?P<gap>{_GAP}++)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Theme:
    """The templates, the style and the icon, as they were when the folders were read."""

    name: str
    style: bytes = field(repr=False)
    icon: bytes = field(repr=False)
    digest: str  # of every source and catalogue: part of the stamp
    origins: Mapping[str, str] = field(repr=False)  # file -> the layer that it comes from
    unused: tuple[str, ...] = field(repr=False)  # files that no page is made of, as people call them
    _templates: Mapping[str, Template] = field(repr=False)

    def picture_sizes(self, shape: str) -> str:
        """How wide the style shows a picture, for browsers that choose a file before the style is there."""
        return PICTURE_SIZES.get(shape, "")

    def render(self, template: str, language: str, **context: object) -> str:
        """Lay out one page with the interface's words in `language`.

        Characters that no page may hold are left out. Raises ThemeError, with the template's file and line, for
        whatever goes wrong in it; a name that the context lacks is an error.
        """
        tag = normalised_tag(language)
        settled = {"lang": tag, "dir": direction(language), **context}
        begin_page(tag)
        try:
            text = self._templates[template].render(settled)
        except Exception as error:
            raise ThemeError(self._what_went_wrong(template, error)) from error
        if len(text) > LARGEST:
            raise ThemeError(f"{self._shown(template)}, line 1: it makes a page of more than {LARGEST >> 20} MB.")
        return visible(text)

    @cached_property
    def style_name(self) -> str:
        """The style's file name, which changes with its content."""
        return f"style-{blake2b(self.style, digest_size=6).hexdigest()}.css"

    @property
    def templates(self) -> tuple[str, ...]:
        return tuple(self._templates)

    def _shown(self, template: str) -> str:
        return f"{self.origins[template]}/{template}"

    def _what_went_wrong(self, template: str, error: Exception) -> str:
        """The innermost line of a template on the error's way."""
        own = {found.filename for found in self._templates.values()}
        places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
        file, line = next((each for each in reversed(places) if each[0] in own), (self._shown(template), 1))
        return f"{file}, line {line}: {_sentence(error)}"


def _sentence(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it uses itself, without an end."
    # Jinja's own `str` repeats where the error is.
    message = (error.message or "") if isinstance(error, TemplateError) else str(error)
    text = message if isinstance(error, (TemplateError, TooMuchWork)) else f"{type(error).__name__}: {message}"
    return text if text.endswith(".") else f"{text}."


def load_theme(layers: Sequence[Layer] = ()) -> Theme:
    """Read and compile a theme, by default Masthead's own. Later layers take the place of earlier ones.

    A template may name what lies under it by its folder: `{% extends "default/entry.html" %}`.

    Raises ThemeError, naming the file, for what is missing, cannot be read, or has an error in it.
    """
    layers = layers or (default_layer(),)
    held = {layer.name: read(layer) for layer in layers}
    origins = {name: layer for layer, files_ in held.items() for name in files_}
    missing = sorted(REQUIRED - origins.keys())
    if missing:
        raise ThemeError(f"The theme {layers[-1].name} lacks {', '.join(missing)}: copy it from the default theme.")
    texts = {f"{layer}/{name}": _text(layer, name, data)
             for layer, files_ in held.items() for name, data in files_.items() if name != ICON}  # fmt: skip
    sources = {name: text for name, text in texts.items() if not name.endswith(".css")}
    sources |= {name: texts[f"{layer}/{name}"] for name, layer in origins.items() if f"{layer}/{name}" in sources}
    shown = {name: f"{origins[name]}/{name}" if name in origins else name for name in sources}
    compiled, named = _compiled(tuple(sources.items()), tuple(shown.items()))
    catalogues = {f.name: f.read_bytes() for f in (files("masthead.themes") / "locale").iterdir() if f.is_file()}
    return Theme(
        name=layers[-1].name,
        style=slim("\n".join(_styles(texts, layers, origins))).encode(),
        icon=held[origins[ICON]][ICON],
        digest=_digest(chain(((f"{layer}/{n}", d) for layer, f in held.items() for n, d in f.items()),
                             sorted(catalogues.items()))),
        origins=MappingProxyType(origins),
        unused=_unused(origins, named),
        _templates=compiled,
    )  # fmt: skip


def _text(layer: str, name: str, data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ThemeError(f"{layer}/{name}, line {line}: it is not a text in UTF-8. Save it as one.") from None
    if name.endswith(".css") and (found := ELSEWHERE.search(text)):
        line = text[: found.start()].count("\n") + 1
        raise ThemeError(f"{layer}/{name}, line {line}: it asks another site for a file, and pages ask nobody else.")
    return text


def _styles(texts: Mapping[str, str], layers: Sequence[Layer], origins: Mapping[str, str]) -> Iterator[str]:
    """The style, and what each layer adds to it."""
    yield texts[f"{origins[STYLE]}/{STYLE}"]
    yield from (texts[name] for layer in layers if (name := f"{layer.name}/{MORE_STYLE}") in texts)


def slim(style: str) -> str:
    """A style without what no browser reads: comments, and white space around braces and semicolons. What is quoted
    stays."""
    return SLACK.sub(_slim, style)


def _slim(found: re.Match[str]) -> str:
    if found["mark"]:
        return "}\n" if found["mark"].endswith("}") else found["mark"]
    return found["quoted"] or ("\n" if "\n" in found[0] else " " * (not found[0].startswith("/*")))


@lru_cache(maxsize=4)
def _compiled(
    sources: tuple[tuple[str, str], ...], shown: tuple[tuple[str, str], ...]
) -> tuple[Mapping[str, Template], Mapping[str, frozenset[str]]]:
    """The templates, and which others each names. To read them takes a third of a second."""
    functions = {"direction": direction}
    called = dict(shown)
    held = Sources(dict(sources), called)
    made = environment(held, {"by_role": by_role, "joined": joined, "xml_text": xml_text}, functions)
    templates: dict[str, Template] = {}
    waiting = [name for name, _ in sources if "/" not in name]
    while waiting:
        name = waiting.pop()
        try:
            templates[name] = made.get_template(name)
        except TemplateSyntaxError as error:
            raise ThemeError(f"{called[name]}, line {error.lineno}: {_sentence(error)}") from error
        except (RecursionError, MemoryError, SyntaxError, ValueError) as error:
            raise ThemeError(f"{called[name]}, line 1: it is too deeply nested to be read.") from error
        waiting += held.named[name] - templates.keys()
    for name in held.shared:
        begin_page("")
        _ = templates[name].module  # made here, so that no page pays for it
    return MappingProxyType(templates), MappingProxyType(held.named)


def _unused(origins: Mapping[str, str], named: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    used = {STYLE, MORE_STYLE, ICON}
    waiting = [*TEMPLATES, *(path.name for layer in kind_layers() for path in files_of(layer))]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += named.get(name, ())
    return tuple(f"{layer}/{name}" for name, layer in sorted(origins.items()) if name not in used)


def xml_text(text: str) -> Markup:
    """Filter: text, or markup as text, for an XML element."""
    return escape(visible(str.__str__(text)))


def joined(items: Iterable[str], language: str) -> Markup:
    """Filter: join marked-up or plain items as the language does: `Ada, Ben and Cleo`."""
    written = [str(escape(item)) for item in items]
    if len(written) > MOST_JOINED:
        raise TooMuchWork(f"more than {MOST_JOINED} names are too many for one line.")
    return Markup(join_list(written, language))  # noqa: S704  # each is escaped


def by_role(people: Sequence[PersonLink]) -> tuple[tuple[str, tuple[PersonLink, ...]], ...]:
    """Filter: the byline's persons by role, roles and persons in the byline's order."""
    groups: dict[str, list[Any]] = {}
    for person in people:
        groups.setdefault(person.role, []).append(person)
    return tuple((role, tuple(group)) for role, group in groups.items())


def _digest(sources: Iterable[tuple[str, bytes]]) -> str:
    whole = blake2b(digest_size=16)
    for name, source in sources:
        whole.update(f"{name}\0{len(source)}\0".encode() + source)
    return whole.hexdigest()
