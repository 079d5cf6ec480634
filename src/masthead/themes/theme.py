"""A theme: a folder of templates, one style sheet and an icon, read once and then only rendered.

Templates are Jinja2 in a sandbox, because themes come from strangers: they see the records of
`masthead.pages.records` and can change nothing. Rendering opens no file, reads no clock and asks no database,
so a page depends on its context alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from types import MappingProxyType
from typing import Any

from jinja2 import DictLoader, StrictUndefined, Template, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from masthead.entries.languages import direction, join_list, normalised_tag, strings
from masthead.pages import records
from masthead.pages.records import PersonLink

REQUIRED = frozenset(
    {"home.html", "blog.html", "sheet.html", "entry.html", "person.html", "term.html", "teaser.html", "archive.html",
     "static_page.html", "not_found.html", "gone.html", "moved.html", "rss.xml", "rss_item.xml", "atom.xml",
     "atom_item.xml", "sitemap.xml", "sitemap_index.xml"}
)  # fmt: skip
STYLE = "style.css"
ICON = "favicon.ico"
PICTURE_SIZES: Mapping[str, str] = MappingProxyType(
    {
        "whole": "(min-width: 52rem) 39rem, calc(100vw - 2rem)",
        "aside": "(min-width: 36rem) 12rem, calc(100vw - 4rem)",
        "card": "(min-width: 37rem) 12rem, (min-width: 25rem) calc(50vw - 1.5rem), calc(100vw - 2rem)",
    }
)
"""As the default theme's style says: the measure and the width of two columns; a card of what stands elsewhere; a
gallery's cells, of 11rem and more."""

# Not allowed in XML 1.0, or a parse error in HTML: controls but tab and line ends, surrogates, noncharacters. Those
# of the higher planes are left out: XML allows them, and to look for them takes three times as long.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# What templates may read of a record without the sandbox looking at it each time: half of a page's time otherwise.
FIELDS = MappingProxyType(
    {kind: frozenset(kind._fields) for kind in vars(records).values() if hasattr(kind, "_fields")}
)


class ThemeError(Exception):
    """A theme's folder cannot be used; the message says what to mend."""


@dataclass(frozen=True)
class Theme:
    """The templates, the style and the icon of one folder, as they were when it was loaded."""

    name: str
    style: bytes = field(repr=False)
    icon: bytes = field(repr=False)
    digest: str  # of every source and catalogue: part of the stamp
    _templates: Mapping[str, Template] = field(repr=False)

    def picture_sizes(self, shape: str) -> str:
        """How wide the style shows a picture, for browsers that choose a file before the style is there."""
        return PICTURE_SIZES.get(shape, "")

    def render(self, template: str, language: str, **context: object) -> str:
        """Lay out one page with the interface's words in `language`.

        Characters that no page may hold are left out. A name that the context lacks is an error.
        """
        settled = {"lang": normalised_tag(language), "dir": direction(language), **context}
        return legal_text(self._templates[template].render(settled))

    @cached_property
    def style_name(self) -> str:
        """The style's file name, which changes with its content."""
        return f"style-{blake2b(self.style, digest_size=6).hexdigest()}.css"

    @property
    def templates(self) -> tuple[str, ...]:
        return tuple(self._templates)


def load_theme(folder: Traversable | None = None) -> Theme:
    """Read and compile a theme, by default Masthead's own.

    Raises ThemeError for a folder that lacks a template, the style or the icon, or holds a template with an error.
    """
    folder = folder or files("masthead.themes") / "default"
    sources = _read(folder, (".html", ".xml", ".css", ICON))
    missing = sorted((REQUIRED | {STYLE, ICON}) - sources.keys())
    if missing:
        raise ThemeError(f"The theme {folder.name} lacks {', '.join(missing)}: copy it from the default theme.")
    catalogues = _read(files("masthead.themes") / "locale", (".po",))
    return Theme(
        name=folder.name,
        style=sources[STYLE],
        icon=sources[ICON],
        digest=_digest(chain(sources.items(), catalogues.items())),
        _templates=_compiled({name: data for name, data in sources.items() if not name.endswith((".css", ICON))}),
    )


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with a straight way to the fields of the project's own records."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in FIELDS.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def environment(sources: Mapping[str, str]) -> Environment:
    """The only environment in which templates run."""
    made = Environment(
        loader=DictLoader(dict(sources)),
        autoescape=True,  # also for .xml, and whatever the name
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    made.globals.update(direction=direction, say=say)
    made.filters.update(by_role=by_role, joined=joined, xml_text=xml_text)
    return made


def legal_text(text: str) -> str:
    """Leave out the characters that neither XML nor HTML allows."""
    return ILLEGAL.sub("", text)


def xml_text(text: str) -> Markup:
    """Filter: text, or markup as text, for an XML element."""
    return escape(legal_text(str.__str__(text)))


def say(language: str, message: str, **values: object) -> Markup:
    """Say one of the interface's messages in the language of a foreign entry rather than the page's."""
    return Markup(strings(language).gettext(message)) % values  # noqa: S704  # messages are ours


def joined(items: Iterable[str], language: str) -> Markup:
    """Filter: join marked-up or plain items as the language does: `Ada, Ben and Cleo`."""
    return Markup(join_list([str(escape(item)) for item in items], language))  # noqa: S704  # each is escaped


def by_role(people: Sequence[PersonLink]) -> tuple[tuple[str, tuple[PersonLink, ...]], ...]:
    """Filter: the byline's persons by role, roles and persons in the byline's order."""
    roles = dict.fromkeys(person.role for person in people)
    return tuple((role, tuple(person for person in people if person.role == role)) for role in roles)


@pass_context
def _gettext(context: Context, message: str) -> str:
    return strings(context["lang"]).gettext(message)


@pass_context
def _ngettext(context: Context, one: str, many: str, number: int) -> str:
    return strings(context["lang"]).ngettext(one, many, number)


def _read(folder: Traversable, endings: tuple[str, ...]) -> dict[str, bytes]:
    if not folder.is_dir():
        raise ThemeError(f"There is no theme folder {folder}: name one that exists.")
    named = {file.name: file for file in folder.iterdir() if file.name.endswith(endings)}
    return {name: named[name].read_bytes() for name in sorted(named)}


def _compiled(sources: Mapping[str, bytes]) -> Mapping[str, Template]:
    made = environment({name: source.decode() for name, source in sources.items()})
    try:
        return MappingProxyType({name: made.get_template(name) for name in sources})
    except TemplateSyntaxError as error:
        raise ThemeError(f"{error.name}, line {error.lineno}: {error.message} Mend the template.") from error


def _digest(sources: Iterable[tuple[str, bytes]]) -> str:
    whole = blake2b(digest_size=16)
    for name, source in sources:
        whole.update(f"{name}\0{len(source)}\0".encode() + source)
    return whole.hexdigest()
