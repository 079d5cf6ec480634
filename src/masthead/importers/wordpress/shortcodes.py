"""WordPress's shortcodes: `[name attribute="value"]`, `[name]content[/name]`, `[[escaped]]`.

Source of the grammar: https://codex.wordpress.org/Shortcode_API. WordPress knows which names are shortcodes because
plugins register them; an export does not say. So a bracketed word counts as one when its name is known, or when it
is written as nothing but a shortcode would be (attributes, a closing tag, a name joined by - or _). "[sic]" and "[3]"
stay text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN: Final = frozenset(
    {
        *("caption", "wp_caption", "gallery", "playlist", "audio", "video", "embed", "youtube", "vimeo", "ted"),
        *("slideshow", "tweet", "soundcloud", "googlemaps", "polldaddy", "dailymotion", "sourcecode", "archives"),
    }
)

# An attribute may not hold a closing bracket: so every match takes linear time.
_OPEN = re.compile(
    r"(?P<escape>\[)?\[(?P<name>[A-Za-z][\w-]*)(?P<rest>(?=[\s/\]=])[^\]/\[]*+(?:/(?!\])[^\]/\[]*+)*+)"
    r"(?P<void>/)?\](?P<unescape>\])?"
)
# Where a closing tag follows, all that WordPress allows: names in any letters, an opening bracket in an attribute.
_NAME = r"[^\s<>&/\[\]=]+"
_ENCLOSING = re.compile(
    rf"(?P<escape>\[)?\[(?P<name>{_NAME})(?P<rest>[^\]/]*+(?:/(?!\])[^\]/]*+)*+)(?P<void>/)?\](?P<unescape>\])?"
)
_START = re.compile(rf"\[\[?(?P<name>{_NAME})")
_END = re.compile(rf"\[/(?P<name>{_NAME})\]")
_LOOKS_LIKE_ATTRIBUTES = re.compile(r"^\s+[\w-]+\s*=\s*[\"'\w]")
_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*"([^"]*)"(?:\s|$)|([\w-]+)\s*=\s*'([^']*)'(?:\s|$)|([\w-]+)\s*=\s*([^\s'"]+)(?:\s|$)"""
    r"""|"([^"]*)"(?:\s|$)|'([^']*)'(?:\s|$)|(\S+)(?:\s|$)"""
)
_ODD_SPACE = re.compile("[\u00a0\u200b]+")


class Shortcode(NamedTuple):
    """One shortcode. Attributes without a name are under "0", "1", …; `content` is None for a form without one."""

    name: str
    attributes: dict[str, str]
    content: str | None
    source: str


def attributes(text: str) -> dict[str, str]:
    """The attributes of a shortcode's opening tag; names in lower case."""
    found: dict[str, str] = {}
    positional = 0
    for match in _ATTRIBUTE.finditer(_ODD_SPACE.sub(" ", text).strip()):
        groups = match.groups()
        name = groups[0] or groups[2] or groups[4]
        if name:
            found[name.lower()] = next(v for v in (groups[1], groups[3], groups[5]) if v is not None)
        else:
            found[str(positional)] = next(v for v in groups[6:] if v is not None)
            positional += 1
    return found


def replace(
    text: str,
    handle: Callable[[Shortcode], str],
    names: frozenset[str] | None = None,
    escaped: Callable[[str], str] = str,
) -> str:
    """The text with every shortcode replaced by what `handle` returns, and escaped ones by what `escaped` does.

    With `names`, only these are shortcodes; without, those that look like one. Nested shortcodes are left within
    the content of the outer one. `escaped` is given the source without the outer brackets.
    """
    if "[" not in text:
        return text
    out: list[str] = []
    position = 0
    last = {end["name"]: end.start() for end in _END.finditer(text)}
    while start := _START.search(text, position):
        out.append(text[position : start.start()])
        is_closed = last.get(start["name"], -1) > start.start()
        match = (_ENCLOSING if is_closed else _OPEN).match(text, start.start())
        closing = _closing(text, match, last) if match else None
        if match and _is_shortcode(match, closing is not None, names):
            position = _handle(text, match, closing, handle, escaped, out)
        else:
            out.append("[")
            position = start.start() + 1
    out.append(text[position:])
    return "".join(out)


def _closing(text: str, match: re.Match[str], last: dict[str, int]) -> int | None:
    """Where the closing tag begins. `last`: where each name is closed for the last time."""
    name, begins = match["name"], _inner_start(match)
    if match["void"] or last.get(name, -1) < begins:
        return None
    return text.find(f"[/{name}]", begins)


def _inner_start(match: re.Match[str]) -> int:
    return match.end() - (1 if match["unescape"] else 0)


def _is_shortcode(match: re.Match[str], closed: bool, names: frozenset[str] | None) -> bool:
    name = match["name"]
    if names is not None:
        return name in names
    joined = "_" in name or ("-" in name and name == name.lower())
    return (
        name.lower() in KNOWN
        or closed
        or joined
        or bool(match["void"])
        or bool(_LOOKS_LIKE_ATTRIBUTES.match(match["rest"]))
    )


def _handle(
    text: str, match: re.Match[str], closing: int | None, handle: Callable[[Shortcode], str],
    escaped: Callable[[str], str], out: list[str],
) -> int:  # fmt: skip
    end = match.end() if closing is None else closing + len(match["name"]) + 3
    doubled = bool(match["unescape"]) if closing is None else text.startswith("]", end)
    if closing is not None and doubled:
        end += 1
    if match["escape"] and doubled:
        out.append(escaped(text[match.start() + 1 : end - 1]))
        return end
    start = match.start() + (1 if match["escape"] else 0)
    end -= 1 if doubled else 0
    content = text[_inner_start(match) : closing] if closing is not None else None
    out.append("[" if match["escape"] else "")
    out.append(handle(Shortcode(match["name"], attributes(match["rest"]), content, text[start:end])))
    return end
