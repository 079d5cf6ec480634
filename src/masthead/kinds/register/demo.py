"""Two registers of the harbour and the street, one in each language. All of it is invented."""

from __future__ import annotations

from typing import Any, Final

from masthead.demo.records import EntryData, KindData, text

LATE, DAY, NIGHT = "late", "by day", "by night"


def column(name: str, label: str, sort: str = "text", **more: Any) -> dict[str, Any]:
    value = {"name": name, "label": label, "type": sort, "choices": "", "calendar": "gregorian", "in_table": True,
             "filter": False, "sort": False, "key": False, **more}  # fmt: skip
    return {"type": "column", "value": value}


BOATS: Final = EntryData(
    "en-boats",
    (2025, 5, 4, 9, 30),
    (
        text(
            "Before the harbour was lit, somebody on the quay waved a lamp when a boat came in, and wrote it down. "
            "The book is lost; these are the lines that people knew by heart. Whoever remembers another boat may "
            "write to us.",
        ),
    ),
    kind="register",
    headline="Boats that were waved in",
    slug="boats-that-were-waved-in",
    byline=(("bram", "author"), ("wren", "editor")),
    categories=("The harbour",),
    tags=("lamps",),
    own={
        "about": "thing",
        "downloadable": True,
        "columns": [
            column("boat", "Boat", sort="text", key=True),
            column("waved-in", "Waved in", "date", filter=True),
            column("from", "From", "place", filter=True),
            column("time", "Time of day", "choice", choices=f"{DAY}\n{NIGHT}\n{LATE}", filter=True),
            column("lamp", "Who held the lamp", "person"),
            column("cargo", "Cargo", in_table=False),
        ],
    },
)
TREES: Final = EntryData(
    "fa-trees",
    (2025, 5, 11, 9, 30),
    (
        text(
            "درخت‌های کوچه را یک بار شمردیم و یک بار پرسیدیم چه کسی آن‌ها را کاشته است. شمردن آسان‌تر بود. این سیاههٔ "
            "چیزهایی است که به یاد مانده؛ سال‌ها خورشیدی‌اند و چندتایی‌شان حدسی.",
        ),
    ),
    kind="register",
    headline="درخت‌های کوچه",
    slug="درخت-های-کوچه",
    byline=(("golnar", "author"),),
    categories=("کوچه",),
    own={
        "about": "thing",
        "downloadable": True,
        "columns": [
            column("درخت", "درخت", sort="text", key=True),
            column("کاشته", "کاشته شد", "date", calendar="persian", filter=True),
            column("کنار", "کنار", "place", filter=True),
            column("گونه", "گونه", "choice", choices="میوه\nسایه\nهر دو", filter=True),
            column("نگهبان", "چه کسی آبش می‌دهد", "person"),
            column("یاد", "آنچه می‌گویند", in_table=False),
        ],
    },
)

_QUAYS = ("Little Quay", "the Lee Islands", "Upper Sill", "Saltwick", "nobody knows where")
_CARGO = (
    "Lemons, and a piano that nobody had ordered.", "Sand, which was sent back.", "Eleven chairs.", "Letters.",
    "Ice. It had become water, and was paid for as water.", "A school class, wet.", "Lamp oil.",
)  # fmt: skip
_BOATS = (
    "Heron", "Patience of Saltwick", "Second Thought", "Tern", "Aunt Odile", "Brass Monkey",
    "Lantern Hill", "The Other Heron", "Unladen", "Curlew", "Three Sisters", "Four Sisters",
    "Zinnia", "Plover", "Even So", "Marigold", "Kittiwake", "Wednesday", "The Long Table", "Avocet",
    "Dry Stone", "Yes", "Norna", "Gannet", "Quiet Engine", "Ödland", "Jackdaw", "Pilot No. 2", "Pilot No. 10",
    "Rowan", "Ship of Bread", "Little Auk", "Émile", "Widgeon",
)  # fmt: skip
_KEEPERS = ("Bram Ketteridge", "", "یاور فانوسی", "", "", "Wren Achterberg", "a child with a torch")

_TREES = (
    "توت بزرگ", "توت کوچک", "انجیر دیوار", "چنار سر کوچه", "چنار ته کوچه", "نارنج خانم مدیر",
    "خرمالوی نانوایی", "گردوی تنها", "بید کنار آب", "بید شکسته", "آلوی همسایه", "آلبالوی حیاط",
    "اقاقیای مدرسه", "کاج گمرک", "کاج دوم", "زیتون گلدانی", "سیب ترش", "سیب شیرین", "پستهٔ بی‌بار",
    "ژاله", "یاس پیر", "هلوی پشت بام", "گیلاس دزدیده", "سرو پلاک هفت", "نخل کاغذی", "افرا",
    "بلوط جوان", "چنار سوخته", "لیموی پنجره", "انار دو نیم",
)  # fmt: skip
_SIDES = ("پلاک یک", "نانوایی", "مدرسه", "گمرک کهنه", "بندر")
_TOLD = (
    "می‌گویند شب‌ها کمی جابه‌جا می‌شود.", "یک بار میوه داد و پشیمان شد.",
    "سایه‌اش را اجاره داده‌اند.", "از دانه‌ای که در نامه‌ای بود.",
    "هیچ‌کس یادش نیست که نبوده باشد.", "بچه‌ها نامش را گذاشته‌اند.",
)  # fmt: skip
_KINDS = ("میوه", "سایه", "هر دو")


def boats() -> list[dict[str, Any]]:
    return [
        {
            "boat": boat,
            "waved-in": _waved_in(place),
            "from": _QUAYS[place * 3 % len(_QUAYS)],
            "time": (DAY, NIGHT, LATE)[place * 7 % 3],
            "lamp": _KEEPERS[place % len(_KEEPERS)],
            "cargo": _CARGO[place * 5 % len(_CARGO)],
        }
        for place, boat in enumerate(_BOATS)
    ]


def _waved_in(place: int) -> str:
    year = 1921 + place * 5 % 12
    return (f"{year}-{1 + place % 12:02}-{1 + place * 11 % 28:02}", f"{year}-{1 + place % 12:02}", f"{year}~")[
        place % 3
    ]


def trees() -> list[dict[str, Any]]:
    return [
        {
            "درخت": tree,
            "کاشته": f"{1331 + place * 7 % 20}{('-02-14', '~', '-08')[place % 3]}[u-ca=persian]",
            "کنار": _SIDES[place * 2 % len(_SIDES)],
            "گونه": _KINDS[place % 3],
            "نگهبان": ("گلنار سپیدار", "", "باران")[place % 3],
            "یاد": _TOLD[place * 5 % len(_TOLD)],
        }
        for place, tree in enumerate(_TREES)
    ]


def finish(register: Any, data: EntryData) -> None:
    """The rows, with people by their pages where they have one."""
    from masthead.entries.models import Person
    from masthead.kinds.register.rows import changing

    people = dict(Person.objects.values_list("name", "pk"))
    rows = boats() if data is BOATS else trees()
    with changing(register) as hand:
        for row in rows:
            cells = {name: {"person": people[cell]} if cell in people else cell for name, cell in row.items()}
            source = "Told on the quay" if data is BOATS else "از زبان همسایه‌ها"
            hand.add(cells, source=source, key=str(next(iter(row.values()))))


DEMO = KindData({"lamplighter": (BOATS,), "چراغ-بان": (TREES,)}, finish=finish)
