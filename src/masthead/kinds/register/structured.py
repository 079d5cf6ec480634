"""Registers and rows in the words of https://schema.org."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from masthead.kinds.register.asking import RegisterShape
from masthead.kinds.register.showing import Detail, RegisterLine
from masthead.pages.frame import absolute, frame

if TYPE_CHECKING:
    from masthead.pages.metadata import Thing

TYPES: Final = {"person": "Person", "event": "Event", "place": "Place"}


def dataset(thing: Thing, lines: Sequence[RegisterLine], count: int, csv: str) -> Thing:
    """A register: an entry that is a set of data, and a list."""
    items = [
        {"@type": "ListItem", "position": place, "url": frame().url + line.url, "name": line.title}
        for place, line in enumerate(lines, 1)
    ]
    listed: Thing = {"@type": "ItemList", "numberOfItems": count, "itemListElement": items}
    download: Thing = {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": csv}
    return {
        **thing,
        "@type": ["BlogPosting", "Dataset"],
        "name": thing.get("headline", ""),
        "mainEntity": listed,
        **({"distribution": download} if csv else {}),
    }


def thing_of(shape: RegisterShape, title: str, address: str, details: Sequence[Detail]) -> Thing:
    """What a row tells of."""
    cells = [detail.cell for detail in details if detail.cell]
    links = [cell.url for cell in cells if cell.sort == "link"]
    more: Thing = {}
    if shape.about == "event":
        dates = [cell.iso for cell in cells if cell.sort == "date" and cell.iso]
        places = [cell.text for cell in cells if cell.sort == "place"]
        more |= {"startDate": dates[0]} if dates else {}
        more |= {"location": {"@type": "Place", "name": places[0]}} if places else {}
    register = {"@type": "Dataset", "@id": f"{absolute(shape.address)}#entry"}
    return {
        "@type": TYPES.get(shape.about, "Thing"),
        "@id": f"{absolute(address)}#row",
        "name": title,
        "url": absolute(address),
        "subjectOf": [register, *({"@type": "CreativeWork", "url": url} for url in links)],
        **more,
    }
