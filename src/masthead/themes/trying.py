"""Tries a theme: lays out every template twice with invented records, one that has everything and one that has
nothing but what must be. So what a template gets wrong is known before any page is made with it."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from markupsafe import Markup

from masthead.pages.records import Card
from masthead.themes.contexts import TEMPLATES
from masthead.themes.layers import Layer, is_own
from masthead.themes.theme import Theme, load_theme

LANGUAGES: Final = ("en", "fa")
# What a field of this name holds in every record.
WORDS: Final = MappingProxyType({"lang": "fa", "dir": "rtl", "iso": "2024-05-27T18:00:00Z"})


def settled(layers: Sequence[Layer] = ()) -> Theme:
    """The theme of these layers, tried unless it is Masthead's own, which tests have tried. Raises ThemeError."""
    theme = load_theme(layers)
    if not all(is_own(layer) for layer in layers):
        try_out(theme)
    return theme


def try_out(theme: Theme) -> None:
    """Raises ThemeError for the first template that fails."""
    for template in TEMPLATES:
        for is_full in (True, False):
            for language in LANGUAGES:
                theme.render(template, language, **context(template, is_full=is_full))


def context(template: str, *, is_full: bool) -> dict[str, Any]:
    """What the press might give this template."""
    given = TEMPLATES[template]
    record = sample(given.record, is_full=is_full)
    if given.name == "entry":
        return {"entry": record, "level": 2}
    if not given.is_page:
        return {given.name: record}
    return {
        "page": record,
        "chrome": record.chrome,
        "page_title": "A page",
        "canonical": "https://example.org/a/" if is_full else "",
        "card": sample(Card, is_full=is_full) if is_full else None,
        "structured": Markup("{}") if is_full else "",
    }


def sample(kind: Any, *, is_full: bool, name: str = "") -> Any:
    """A value of this type, full or as empty as it may be."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return (sample(arguments[0], is_full=True),) * 2 if is_full else ()
    if origin in (typing.Union, types.UnionType):
        return sample(arguments[0], is_full=True, name=name) if is_full else None
    if hasattr(kind, "_fields"):
        hints = typing.get_type_hints(kind)
        return kind(**{field: sample(hints[field], is_full=is_full, name=field) for field in kind._fields})
    plain: dict[Any, Callable[[], Any]] = {
        bool: partial(bool, is_full),
        int: partial(int, 640),
        Markup: partial(Markup, "<p>Text</p>" if is_full else ""),
        str: partial(WORDS.get, name, "Text" if is_full else ""),
    }
    return plain[kind]()
