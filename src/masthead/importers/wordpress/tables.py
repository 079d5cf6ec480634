"""HTML tables as the desk's tables: headings, rows of short rich texts, a caption."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from masthead.importers.wordpress.elements import as_text
from masthead.importers.wordpress.inline import plain

if TYPE_CHECKING:
    from masthead.importers.records import Block
    from masthead.importers.wordpress.flow import Flow


def table_value(flow: Flow, element: etree._Element, later: list[Block]) -> dict[str, Any] | None:
    """The value of a table block; None for a table without cells. What no cell can hold is left for `later`."""
    rows = [row for row in element.iter("tr") if _table_of(row) is element]
    captions = " ".join(filter(None, (plain(flow.caption(caption)) for caption in element.findall("caption"))))
    cells = [_row(flow, row, later) for row in rows]
    width = max((len(row) for row in cells), default=0)
    if not width:
        return None
    header = _header(rows)
    headings = [plain(cell) for cell in cells[0]] if header else []
    columns = [{"type": "text", "heading": headings[i] if i < len(headings) else ""} for i in range(width)]
    body = cells[1:] if header else cells
    return {
        "columns": columns,
        "rows": [{"values": [*row, *[""] * (width - len(row))]} for row in body],
        "caption": captions,
    }  # fmt: skip


_SECTIONS: Final = ("thead", "tbody", "tfoot")
_PARTS: Final = {
    "table": frozenset({"caption", "colgroup", "col", "tr", *_SECTIONS}),
    "tr": frozenset({"td", "th"}),
    **dict.fromkeys(_SECTIONS, frozenset({"tr"})),
}


def take_strays(element: etree._Element) -> etree._Element:
    """What stands in a table outside of its cells, taken out of it: browsers show it above the table."""
    strays = etree.Element("div")
    mine = (part for part in element.iter(*_PARTS) if part is element or _table_of(part) is element)
    for part in list(mine):
        _move_text(strays, part.text)
        part.text = None
        for child in list(part):
            tail, child.tail = child.tail, None
            if child.tag not in _PARTS[str(part.tag)]:
                strays.append(child)
            _move_text(strays, tail)
    return strays


def _table_of(part: etree._Element) -> etree._Element | None:
    return next(part.iterancestors("table"), None)


def _move_text(element: etree._Element, text: str | None) -> None:
    if not text or text.isspace():
        return
    if len(element):
        element[-1].tail = f"{element[-1].tail or ''} {text}"
    else:
        element.text = f"{element.text or ''} {text}"


def _row(flow: Flow, row: etree._Element, later: list[Block]) -> list[str]:
    values: list[str] = []
    for cell in row:
        if cell.tag not in {"td", "th"}:
            continue
        inner = flow.fresh()
        inner.container(cell)
        blocks = inner.finish()
        values.append("".join(_as_cell(block) for block in blocks))
        extra = [block for block in blocks if block["type"] not in {"text", "heading", "quotation", "code", "table"}]
        if extra:
            flow.notes.add("put behind its table", ", ".join(block["type"] for block in extra))
            later += extra
        if any((cell.get(name) or "1") not in {"1", ""} for name in ("colspan", "rowspan")):
            flow.notes.add("joined table cells parted")
        values += [""] * min(max(_number(cell.get("colspan")) - 1, 0), 100)
    return values


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,3}", text) else 1


def _header(rows: list[etree._Element]) -> bool:
    cells = [cell for cell in rows[0] if cell.tag in {"td", "th"}]
    parent = rows[0].getparent()
    in_head = parent is not None and parent.tag == "thead"
    return len(rows) > 1 and (in_head or all(cell.tag == "th" for cell in cells))


def _as_cell(block: Block) -> str:
    """A cell holds marks and links, no paragraphs' structure beyond `<p>` and `<br/>`."""
    if block["type"] == "code":
        return f"<p><code>{escape(block['value']['code'], quote=False)}</code></p>"
    if block["type"] == "table":
        rows = (value for row in block["value"]["rows"] for value in row["values"])
        return "".join(rows)
    text = as_text(block)
    text = re.sub(r"</?(?:ul|ol)>|<hr/>", "", text)
    return text.replace("<li>", "<p>").replace("</li>", "</p>")
