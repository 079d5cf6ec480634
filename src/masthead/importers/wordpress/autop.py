"""WordPress's paragraph rules for text without block markup: blank lines part paragraphs, line ends break lines.

The rules are those that https://developer.wordpress.org/reference/functions/wpautop/ describes and its unit tests show,
written here as one pass over tokens:

* a blank line, two `<br>` in a row, and every edge of a block-level element end a paragraph;
* a stretch of text that is no block by itself becomes `<p>…</p>`; within a quotation too;
* a line end inside a stretch becomes `<br />`, but not beside a block's edge, nor in pre, script, style or svg.
"""

from __future__ import annotations

import re
from typing import Final

from masthead.importers.wordpress.spans import TAG, Endings

BLOCKS: Final = frozenset(
    [
        "table",
        "thead",
        "tfoot",
        "caption",
        "col",
        "colgroup",
        "tbody",
        "tr",
        "td",
        "th",
        "div",
        "dl",
        "dd",
        "dt",
        "ul",
        "ol",
        "li",
        "pre",
        "form",
        "map",
        "area",
        "blockquote",
        "address",
        "style",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "fieldset",
        "legend",
        "section",
        "article",
        "aside",
        "hgroup",
        "header",
        "footer",
        "nav",
        "figure",
        "figcaption",
        "details",
        "menu",
        "summary",
    ]
)
# Whitespace around these is layout of the markup, never a paragraph.
_TIGHT: Final = frozenset(["option", "object", "param", "embed", "audio", "video", "source", "track"])
_VERBATIM: Final = frozenset(["pre", "script", "style", "svg", "math", "textarea"])

_TOKEN = re.compile(rf"(?P<opaque><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))|(?P<tag>{TAG})", re.DOTALL)
_TIGHT_SPACE = re.compile(
    r"(?<!\s)\s*+(?:(</?(?:option|param|embed|source|track)\b[^<>]*>)\s*+|(</(?:object|audio|video)>))"
    r"|(<(?:object|audio|video)\b[^<>]*>)\s*+",
    re.IGNORECASE,
)
_TIGHT_COMMENT = re.compile(r"(?<=>)\s*+(<!--[^<]*?-->)\s*+(?=<)")
_BETWEEN = re.compile(r">(\s++)(?=<)")
_BREAKS = re.compile(r"<br />\s*<br />")
_OURS = re.compile("[\ufdd4-\ufdd6]")
_BLANK = re.compile(r"\n[ \t\f\v\u00a0]*\n\s*")
_LINE = re.compile(r"(?:<br />)?(?<![ \t])[ \t]*+\n")

# Stand for line ends that must not become breaks, and for the edge of a block.
_KEPT_LINE, _EDGE, _KEPT_TAG = "\ufdd4", "\ufdd5", "\ufdd6"


def autop(text: str) -> str:
    """HTML with paragraphs; empty for text of blanks alone."""
    if not text.strip():
        return ""
    text = _OURS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    pieces = _BLANK.split(_BREAKS.sub("\n\n", _marked(_tightened(text))))
    return "".join(_paragraphs(pieces)).replace(_KEPT_LINE, "\n").replace(_KEPT_TAG, "<")


def _tightened(text: str) -> str:
    if not any(f"<{name}" in text for name in _TIGHT):
        return text

    for name in ("object", "audio", "video"):
        first, last = text.find(f"<{name}"), text.rfind(f"</{name}>")
        if 0 <= first < last:
            text = text[:first] + _squeezed(text[first:last]) + text[last:]
    return text


def _squeezed(element: str) -> str:
    element = _TIGHT_SPACE.sub(lambda m: m[1] or m[2] or m[3], element).rstrip()
    element = _TIGHT_COMMENT.sub(r"\1", element)
    return _BETWEEN.sub(lambda m: ">" if "\n" in m[1] else m[0], element)


def _marked(text: str) -> str:
    """The text with edges of blocks marked, and line ends within tags and verbatim elements put out of reach."""
    out: list[str] = []
    position = 0
    endings = Endings(text)
    while token := _TOKEN.search(text, position):
        out.append(text[position : token.start()])
        position = token.end()
        name = (token["name"] or "").lower()
        if name in _VERBATIM and not token[0].startswith("</") and (end := endings.after(name, position)) is not None:
            out.append(_mark_verbatim(text[token.start() : end], name))
            position = end
        else:
            out.append(_mark(token))
    out.append(text[position:])
    return "".join(out)


def _mark_verbatim(element: str, name: str) -> str:
    kept = element.replace("\n", _KEPT_LINE).replace("<", _KEPT_TAG)
    return f"\n\n{_EDGE}{kept}{_EDGE}\n\n" if name in {"pre", "style"} else kept


def _mark(token: re.Match[str]) -> str:
    kept = token[0].replace("\n", _KEPT_LINE)
    if token["opaque"]:
        return kept
    name = token["name"].lower()
    if name == "br":
        return "<br />"
    if name not in BLOCKS:
        return kept
    if name == "hr":
        return f"\n\n{_EDGE}{kept}{_EDGE}\n\n"
    if name == "figcaption":
        return f"{_EDGE}{kept}{_EDGE}"
    return f"{_EDGE}{kept}{_EDGE}\n\n" if kept.startswith("</") else f"\n\n{_EDGE}{kept}{_EDGE}"


def _paragraphs(pieces: list[str]) -> list[str]:
    return [f"{wrapped}\n" for piece in pieces if (wrapped := _paragraph(piece.strip()))]


def _paragraph(piece: str) -> str:
    """One stretch between blank lines, wrapped unless it begins or ends in a block."""
    if _EDGE not in piece:
        return f"<p>{_lines(piece)}</p>" if piece.replace("<br />", "").strip() else ""
    head, *middle = piece.split(_EDGE)
    parts = [head, *middle]
    # Text and edges alternate: an odd part is the block's tag itself.
    out = [part if i % 2 else _lines(part.strip("\n ")) if part.strip() else _gap(part) for i, part in enumerate(parts)]
    return _in_quotation("".join(out))


def _gap(part: str) -> str:
    return "\n" if "\n" in part else ""


def _lines(text: str) -> str:
    text = re.sub(r"^(?:\s*<br />)+|(?:<br />\s*)+$", "", text).strip("\n") if "<br" in text else text.strip("\n")
    return _LINE.sub("<br />\n", text) if "\n" in text else text


_QUOTATION = re.compile(r"(<blockquote\b[^>]*>)(.*?)(</blockquote>)?$", re.DOTALL | re.IGNORECASE)


def _in_quotation(piece: str) -> str:
    """A quotation's bare text is a paragraph of its own."""
    match = _QUOTATION.match(piece)
    if match and match[2].strip() and not _starts_with_block(match[2]):
        return f"{match[1]}<p>{match[2].strip()}</p>{match[3] or ''}"
    return piece


def _starts_with_block(text: str) -> bool:
    match = re.match(r"\s*</?([a-zA-Z][a-zA-Z0-9]*)", text)
    return bool(match and match[1].lower() in BLOCKS)
