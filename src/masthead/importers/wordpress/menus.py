"""The old site's menu, as `masthead.importers.menus` takes it: of two levels, from the menu that has most on it.

Which of several menus a theme showed is not in the export.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from masthead.importers.wordpress.elements import plain_text
from masthead.importers.wordpress.links import inside, safe
from masthead.importers.wordpress.names import decoded, key, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.importers.staging import Staging

TYPE: Final = "nav_menu_item"
LONGEST_LABEL: Final = 250
OTHER: Final = "of another menu than the longest"
NO_TARGET: Final = "leads to nothing that was carried"
_TAXONOMIES: Final = {"category": "category", "post_tag": "tag"}
Line = dict[str, Any]


def menu(staging: Staging) -> None:
    """Write down the lines of the menu in their order: whose item each is, its label, whether it stands below another,
    and an item, a term or an address to lead to; then those that are none, with the reason.
    """
    found = list(_lines(staging))
    sizes = Counter(line["menu"] for line in found if line["leads"])
    nested = Counter(line["menu"] for line in found if line["leads"] and line["above"])
    chosen = max(sizes, key=lambda name: (sizes[name], nested[name]), default="")
    mine = {line["number"]: line for line in found if line["menu"] == chosen}
    lines, held = [], {line["seq"]: OTHER for line in found if line["menu"] != chosen}
    for line, depth in _in_order(mine):
        if line["leads"] or (line["label"] and depth == 0 and _has_below(line, mine)):
            lines.append(line | {"below": depth > 0, "moved": depth > 1})
        else:
            held[line["seq"]] = NO_TARGET
    staging.set_meta("menu", json.dumps(lines, ensure_ascii=False))
    staging.set_meta("menu held", json.dumps(held, ensure_ascii=False))


def _in_order(lines: dict[int, Line]) -> Iterator[tuple[Line, int]]:
    """Each line, followed by those below it, with its depth. A circle has no upper end: it is cut open."""
    children: dict[int, list[int]] = {}
    for number, line in sorted(lines.items(), key=lambda pair: (pair[1]["order"], pair[1]["seq"])):
        children.setdefault(line["above"] if line["above"] in lines else 0, []).append(number)
    done: set[int] = set()
    waiting = [(number, 0) for number in reversed(children.get(0, []))]
    while waiting or len(done) < len(lines):
        if not waiting:
            waiting.append((next(number for number in lines if number not in done), 0))
        number, depth = waiting.pop()
        if number not in done:
            done.add(number)
            yield lines[number], depth
            waiting += [(child, depth + 1) for child in reversed(children.get(number, []))]


def _has_below(line: Line, lines: dict[int, Line]) -> bool:
    return any(other["above"] == line["number"] and other["leads"] for other in lines.values())


def _lines(staging: Staging) -> Iterator[Line]:
    rows = staging.db.execute(
        "SELECT seq, number, fields FROM item JOIN raw USING (seq) WHERE type = ? AND status = 'publish' ORDER BY seq",
        (TYPE,),
    )
    for seq, number, text in rows.fetchall():
        fields = json.loads(text)
        meta = {name.removeprefix("_menu_item_"): value.strip() for name, value in fields["meta"]}
        named = next((nicename for domain, nicename, _ in fields["terms"] if domain == "nav_menu"), "")
        if fields["wp:post_password"]:
            continue
        label, target = _target(staging, meta)
        label = plain_text(fields["title"]) or label
        yield {
            "seq": seq, "key": key(staging.site.key, "menu", str(number)), "menu": decoded(named), "number": number,
            "above": whole_number(meta.get("menu_item_parent", "")), "order": whole_number(fields["wp:menu_order"]),
            "label": label[:LONGEST_LABEL], "leads": bool(label and target), **target,
        }  # fmt: skip


def _target(staging: Staging, meta: dict[str, str]) -> tuple[str, Line]:
    """What a line leads to, and what that is called itself."""
    number = whole_number(meta.get("object_id", ""))
    if meta.get("type") == "post_type":
        sql = "SELECT seq, fields FROM item JOIN raw USING (seq) WHERE number = ? AND sort IN ('entry', 'page') LIMIT 1"
        row = staging.db.execute(sql, (number,)).fetchone() if number else None
        return (plain_text(json.loads(row[1])["title"]), {"item": row[0]}) if row else ("", {})
    if meta.get("type") == "taxonomy":
        return _term(staging, _TAXONOMIES.get(meta.get("object", ""), ""), number)
    return "", _address(staging, meta.get("url", ""))


def _term(staging: Staging, taxonomy: str, number: int) -> tuple[str, Line]:
    for fields in json.loads(staging.meta("defined") or "[]"):
        if taxonomy and number and whole_number(fields.get("wp:term_id", "")) == number:
            slug = decoded(
                fields.get("wp:category_nicename") or fields.get("wp:tag_slug") or fields.get("wp:term_slug", "")
            )
            name = fields.get("wp:cat_name") or fields.get("wp:tag_name") or fields.get("wp:term_name", "")
            return plain_text(name), {"term": key(staging.site.key, taxonomy, slug), "taxonomy": taxonomy}
    return "", {}


def _address(staging: Staging, url: str) -> Line:
    """An address elsewhere; within the old site the item there, else the same path, which may lead on."""
    found = safe(url, staging.site)
    if not found:
        return {}
    path = inside(found, staging.site)
    if path is None:
        return {"url": found}
    seq = staging.item_at(path)
    return {"url": path} if seq is None else {"item": seq}
