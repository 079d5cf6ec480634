"""Code and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from masthead.entries.rendering.context import Rendering, text
from masthead.entries.rendering.stored import listed, struct
from masthead.entries.rendering.words import Words
from masthead.entries.richtext import one_line, visible


def code(value: Any, rendering: Rendering) -> str:
    block = struct(value)
    shown = visible(block.get("code")).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not shown.strip():
        return ""
    name = re.sub(r"[^a-z0-9+#-]", "", visible(block.get("language")).lower())
    marked = rendering.css(f"language-{name}") if name else ""
    # Code runs from left to right in every language.
    return f'<pre dir="ltr"{rendering.scrolls()}><code{marked}>{text(shown)}</code></pre>'


def code_words(value: Any, words: Words) -> list[str]:
    return [visible(struct(value).get("code")).strip()]


def table(value: Any, rendering: Rendering) -> str:
    block = struct(value)
    headings = _headings(block.get("columns"))
    rows = [_cells(row) for row in listed(block.get("rows"))]
    width = len(headings) or max(map(len, rows), default=0)
    head = "".join(map(_heading, headings)) if any(headings) else ""
    body = "".join(_row(cells, width, rendering) for cells in rows)
    if not head and not body:
        return ""
    caption = one_line(block.get("caption"))
    named = f"<caption>{text(caption)}</caption>" if caption else ""
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    marked = rendering.css("table") + rendering.scrolls(caption)
    return f"<div{marked}><table>{named}{head}<tbody>{body}</tbody></table></div>"


def table_words(value: Any, words: Words) -> list[str]:
    block = struct(value)
    headings = _headings(block.get("columns"))
    rows = [[one_line(words.rich(cell)) for cell in _cells(row)] for row in listed(block.get("rows"))]
    width = len(headings) or None
    return [
        one_line(block.get("caption")),
        *("\t".join(line[:width]).strip("\t") for line in [headings, *rows]),
    ]


def _headings(columns: object) -> list[str]:
    return [one_line(struct(column).get("heading")) for column in listed(columns)]


def _heading(words: str) -> str:
    # A header cell without words would announce a column as nothing.
    return f'<th scope="col">{text(words)}</th>' if words else "<td></td>"


def _cells(row: object) -> Sequence[Any]:
    return listed(struct(row).get("values"))


def _row(cells: Sequence[Any], width: int, rendering: Rendering) -> str:
    if not width:
        return ""
    shown = [rendering.inline(cell) for cell in cells[:width]]
    shown += [""] * (width - len(shown))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in shown) + "</tr>"
