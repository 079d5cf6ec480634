"""A source as CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html): what citation styles and
reference managers read."""

from __future__ import annotations

import json
from typing import Any, Final

from masthead.entries.edtf import Known, Point, in_words, parse
from masthead.kinds.passage.sources import Name, Source

Item = dict[str, Any]

_SEASONS: Final = 20
"""What EDTF adds to the number of a season."""


def item(source: Source, key: str) -> Item:
    """The source; what nobody knows of it is left out."""
    columns = {
        "title": source.title,
        "author": [_name(name) for name in source.authors],
        "editor": [_name(name) for name in source.editors],
        "container-title": source.container,
        "volume": source.volume,
        "issue": source.issue,
        "edition": source.edition,
        "publisher": source.publisher,
        "publisher-place": source.place,
        "issued": date(source.date, source.date_as_given),
        "page": source.pages,
        "archive": source.archive,
        "archive_location": source.shelf_mark,
        "URL": source.link or source.archived,
        "accessed": date(source.seen, ""),
        "language": source.language,
        "note": f"Archived copy: {source.archived}" if source.archived and source.link else "",
    }
    return {"id": key, "type": source.sorted.csl, **{name: value for name, value in columns.items() if value}}


def written(source: Source, key: str) -> str:
    """The file: a list of one."""
    return json.dumps([item(source, key)], ensure_ascii=False, indent=1) + "\n"


def _name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


def date(stored: str, as_given: str) -> dict[str, Any]:
    """A date. What CSL cannot count by is said in words."""
    known = parse(stored)
    if known is None:
        return {"literal": as_given} if as_given else {}
    parts = _parts(known)
    if parts is None:
        return {"literal": in_words(stored, "en")}
    points = [point for point in (known.start, known.end) if isinstance(point, Point)]
    doubt = {"circa": True} if any(point.doubt for point in points) else {}
    season = {"season": known.point.month - _SEASONS} if known.point and known.point.month > 12 else {}
    return {"date-parts": parts, **doubt, **season}


def _parts(known: Known) -> list[list[int]] | None:
    ends = [known.start] if known.end is None else [known.start, known.end]
    if not all(isinstance(end, Point) and "X" not in end.year for end in ends):
        return None
    points = [end for end in ends if isinstance(end, Point)]
    if len(points) == 2 and any(point.month > 12 for point in points):
        return None
    return [
        [int(point.year), *(part for part in (point.month, point.day) if part and point.month <= 12)]
        for point in points
    ]
