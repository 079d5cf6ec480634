"""HTML that an administrator wrote, cleaned by an allow-list: text, tables, lists, things that unfold. No more.

Nothing of it can run, load, send or look like a part of the page around it: no script, style, form, frame, picture,
class or id. The pages' Content-Security-Policy would stop what slipped through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

import nh3

from masthead.entries import richtext
from masthead.entries.rendering.context import Rendering
from masthead.entries.rendering.stored import struct
from masthead.entries.rendering.words import Words
from masthead.entries.richtext import address_elsewhere, visible

TAGS: Final = frozenset(
    {
        *richtext.INLINE_TAGS,
        *richtext.BLOCK_TAGS,
        *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("details", "summary", "figure", "figcaption", "ruby", "rt", "rp", "time", "data", "dfn", "wbr"),
    }
)
_NUMBER: Final = r"-?[0-9]{1,5}"
_WORDS: Final = r"[^\x00-\x1f]{1,250}"
_ATTRIBUTES: Final[Mapping[str, Mapping[str, str]]] = {
    "*": {"lang": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", "dir": r"ltr|rtl|auto"},
    "th": {"colspan": r"[0-9]{1,3}", "rowspan": r"[0-9]{1,3}", "scope": r"(?:col|row)(?:group)?", "abbr": _WORDS},
    "td": {"colspan": r"[0-9]{1,3}", "rowspan": r"[0-9]{1,3}"},
    "col": {"span": r"[0-9]{1,3}"},
    "colgroup": {"span": r"[0-9]{1,3}"},
    "ol": {"start": _NUMBER, "reversed": "", "type": r"[1aAiI]"},
    "li": {"value": _NUMBER},
    "details": {"open": ""},
    "time": {"datetime": r"[0-9TZPYMDHWS:+. -]{1,40}"},
    "data": {"value": _WORDS},
    "abbr": {"title": _WORDS},
    "dfn": {"title": _WORDS},
}
_SCROLLS: Final = re.compile(r"<(?:table|pre)\b")


def shown_html(value: Any, rendering: Rendering) -> str:
    cleaned = visible(_cleaner(rendering.base_url).clean(visible(struct(value).get("source")))).strip()
    if not cleaned:
        return ""
    scrolls = rendering.scrolls() if _SCROLLS.search(cleaned) else ""
    return f"<div{rendering.css('html')}{scrolls}>{cleaned}</div>"


def shown_html_words(value: Any, words: Words) -> list[str]:
    return [richtext.plain_of(_cleaner("").clean(visible(struct(value).get("source"))))]


@lru_cache(maxsize=16)
def _cleaner(base_url: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(richtext.WITHOUT_CONTENT),
        attributes={**{tag: set(found) for tag, found in _ATTRIBUTES.items()}, "a": {"href"}},
        attribute_filter=_checked(base_url),
        url_schemes=set(richtext.SCHEMES),
        link_rel="noopener",
    )


def _checked(base_url: str) -> Callable[[str, str, str], str | None]:
    def check(tag: str, name: str, value: str) -> str | None:
        if name in ("href", "rel"):
            return address_elsewhere(value, base_url=base_url) if name == "href" else value
        form = _ATTRIBUTES.get(tag, {}).get(name) or _ATTRIBUTES["*"].get(name, "")
        return value if re.fullmatch(form, value) else None if form else ""

    return check
