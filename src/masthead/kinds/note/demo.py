"""Two notes about pages elsewhere, none of which exists."""

from __future__ import annotations

from masthead.demo.records import EntryData, KindData, text

REPLY = EntryData(
    "en-lamp-tax-reply",
    (2025, 6, 21, 7, 40),
    (
        text(
            "You ask who shall pay for the forty-second lamp. Nobody: we have counted again, twice, and there are "
            "forty-one.",
        ),
    ),
    kind="note",
    byline=(("augustin", "author"),),
    categories=("The street",),
    tags=("lamps",),
    own={
        "link": "https://council.example/minutes/lamps",
        "link_title": "The council on street lighting, with an estimate",
        "link_sort": "reply",
    },
)
COMMENT = EntryData(
    "fa-bells-comment",
    (2025, 6, 22, 21, 15),
    (text("کسی در بندری دیگر زنگ‌ها را ضبط کرده است. سومی مال ماست؛ آن ترک را همه‌جا می‌شناسم."),),
    kind="note",
    byline=(("yavar", "author"),),
    categories=("بندر",),
    tags=("موسیقی",),
    own={"link": "https://bells.example/nine", "link_title": "Nine harbour bells", "link_sort": "bookmark"},
)

DEMO = KindData(entries={"lamplighter": (REPLY,), "چراغ-بان": (COMMENT,)})
