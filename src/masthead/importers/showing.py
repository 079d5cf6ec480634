"""The report as a person reads it on a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

GAPS_SHOWN = 10
LONGEST_EXAMPLE = 90


def shown(report: dict[str, Any]) -> RenderableType:
    """Headline, items, what changed, files that are missing, elements in sum."""
    parts: list[RenderableType] = [_headline(report), _items(report["items"])]
    if report["changes"]:
        parts.append(_changes(report["changes"]))
    if report["gaps"]["count"]:
        parts.append(_gaps(report["gaps"]))
    if report["damaged_text"]["count"]:
        parts += [_damaged(report["damaged_text"]), _about_damage(report["damaged_text"])]
    parts += [_elements(report["elements"]), _last_lines(report)]
    return Group(*parts)


def _headline(report: dict[str, Any]) -> Text:
    loaded, there, added = report["loaded"], report["already_there"], report["added"]
    verb = "Would bring in" if report["dry_run"] else "Brought in"
    text = (
        f"{verb} from “{report['source']['name']}” ({report['source']['url']}): {loaded['entry']:,} entries and "
        f"{loaded['page']:,} static pages, {added['person']:,} persons, {added['category']:,} categories, "
        f"{added['tag']:,} tags, {added['image']:,} pictures, {added['document']:,} documents."
    )
    if there["entry"] or there["page"]:
        text += f" Already here and left alone: {there['entry']:,} entries, {there['page']:,} static pages."
    return Text(text)


def _items(items: dict[str, Any]) -> Table:
    table = _table("Type", "Status", "Outcome", "Reason", title=f"All {items['total']:,} items", number="Items")
    for row in items["rows"]:
        table.add_row(*(Text(row[name]) for name in ("type", "status", "outcome", "reason")), f"{row['count']:,}")
    return table


def _changes(changes: dict[str, Any]) -> Table:
    table = _table("Changed or left out", "For example", title="Changes", number="Times")
    for code, change in changes.items():
        table.add_row(Text(code), Text(_short(next(iter(change["examples"]), ""))), f"{change['count']:,}")
    return table


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1].rstrip() + "…"


def _table(*columns: str, title: str, number: str = "") -> Table:
    """A table whose columns wrap and cut nothing; the numbers, last, keep their width however narrow it is."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    if number:
        table.add_column(number, justify="right", no_wrap=True, min_width=len(number))
    return table


def _gaps(gaps: dict[str, Any]) -> RenderableType:
    if gaps["hint"]:
        return Text(f"{gaps['count']:,} files are gaps: {gaps['files'][0]['reason']}. {gaps['hint']}\n")
    table = _table("File", "Why it is missing", title=f"{gaps['count']:,} files are gaps")
    for gap in gaps["files"][:GAPS_SHOWN]:
        table.add_row(Text(gap["path"]), Text(gap["reason"]))
    if gaps["count"] > GAPS_SHOWN:
        table.add_row(f"… and {gaps['count'] - GAPS_SHOWN:,} more", "all are listed with --json")
    return table


def _elements(elements: dict[str, Any]) -> Table:
    table = _table("Held back, because", title="Elements of the file", number="Elements")
    reasons: Counter[str] = Counter()
    for row in elements["rows"]:
        if row["outcome"] == "held":
            reasons[row["reason"]] += row["count"]
    for reason, count in reasons.most_common():
        table.add_row(Text(reason), f"{count:,}")
    return table


def _damaged(damaged: dict[str, Any]) -> Table:
    title = f"{damaged['count']:,} places look damaged" + (", and were repaired" if damaged["repaired"] else "")
    table = Table("Item", "In the export", "Repaired" if damaged["repaired"] else "May have been", title=title)
    table.title_justify = "left"
    for place in damaged["places"][:GAPS_SHOWN]:
        table.add_row(*(Text(place[name]) for name in ("item", "before", "after")))
    return table


def _about_damage(damaged: dict[str, Any]) -> Text:
    if damaged["repaired"]:
        return Text("All places are listed with --json.")
    return Text(
        "They come as they are. If the right column is right, import with --repair-text. --json lists them all."
    )


def _last_lines(report: dict[str, Any]) -> Text:
    elements = report["elements"]
    comments = report["comments"]["counted"]
    lines = [
        (
            f"Of {elements['total']:,} elements {elements['carried']:,} are carried, {elements['changed']:,} changed, "
            f"{elements['held']:,} held back."
        ),
        f"{comments:,} comments were counted and not stored; a later import of the same file brings them.",
    ]
    if report["address_conflicts"]:
        lines.append(f"{report['address_conflicts']:,} old addresses lead elsewhere already and were left so.")
    if report["gaps_filled"]:
        lines.append(f"{report['gaps_filled']:,} texts of an earlier import got their missing files.")
    return Text("\n".join(lines))
