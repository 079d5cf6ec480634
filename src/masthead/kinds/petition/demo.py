"""A petition for a bench in two languages, and one that has been answered. Nobody who signs here has ever lived."""

from __future__ import annotations

from typing import Any, Final

from masthead.demo.records import Block, EntryData, KindData, points, text


def to(name: str, line: str = "", link: str = "") -> Block:
    return {"type": "addressee", "value": {"name": name, "line": line, "link": link}}


def update(date: str, heading: str, *paragraphs: str) -> Block:
    words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return {"type": "update", "value": {"date": date, "heading": heading, "text": words}}


BENCH = EntryData(
    "en-a-bench-at-the-last-stop",
    (2025, 5, 4, 9, 0),
    (
        text(
            "Since line 6 stopped, people still come to the last stop in the evening and wait. They know that nothing "
            "will come. They have nowhere to sit while they know it.",
            "We ask for one bench, facing the water, and for the lamp above it to be lit:",
        ),
        points(
            "wide enough for two people who do not know each other,",
            "with a back, for those who have carried something,",
            "and without a plate that says who paid for it.",
        ),
    ),
    kind="petition",
    headline="A bench at the last stop",
    slug="a-bench-at-the-last-stop",
    byline=(("The Friends of Line 6", "organiser"), ("ines", "organiser"), ("mehrnoush", "translator")),
    categories=("The harbour",),
    tags=("tram",),
    translation="a-bench",
    own={
        "addressees": [
            to("The harbour council", "Committee for things to sit on"),
            to("The lamplighters’ association", "Minutes and biscuits"),
        ],
        "goal": 60,
        "contact": "The Friends of Line 6, bench@example.org",
        "thanks": "<p>You count. Bring a cushion on the first evening.</p>",
        "updates": [
            update(
                "2025-05-20",
                "Augustin has measured",
                "Augustin Pell has been at the stop with a clockmaker’s rule. There is room for a bench and a half.",
            ),
            update(
                "2025-06-02",
                "Signed on paper at the bakery",
                "The list beside the till is full. Bram has put down a second one, and a pencil on a string.",
            ),
        ],
    },
)

BENCH_FA = EntryData(
    "fa-a-bench-at-the-last-stop",
    (2025, 5, 4, 9, 30),
    (
        text(
            "از وقتی خط شش ایستاد، هنوز غروب‌ها کسانی به ایستگاه آخر می‌آیند و منتظر می‌مانند. می‌دانند که چیزی نخواهد "
            "آمد. برای این دانستن جایی ندارند که بنشینند.",
            "ما یک نیمکت می‌خواهیم رو به آب، و چراغی روشن بالای آن:",
        ),
        points(
            "آن‌قدر پهن که دو نفر که همدیگر را نمی‌شناسند کنار هم جا شوند،",
            "با پشتی، برای کسانی که باری برده‌اند،",
            "و بدون پلاکی که بگوید چه کسی پولش را داده است.",
        ),
    ),
    kind="petition",
    headline="نیمکتی در ایستگاه آخر",
    slug="نیمکتی-در-ایستگاه-آخر",
    byline=(("دوستان خط شش", "organiser"), ("mehrnoush", "translator")),
    categories=("بندر",),
    translation="a-bench",
    own={
        "addressees": [
            to("شورای بندر", "کمیسیون چیزهایی برای نشستن"),
            to("انجمن چراغ‌بانان", "صورت‌جلسه و بیسکویت"),
        ],
        "goal": 60,
        "contact": "دوستان خط شش، bench@example.org",
        "updates": [
            update("2025-05-20", "اگوستین اندازه گرفت", "با خط‌کش ساعت‌سازی آمد. جای یک نیمکت و نیم هست."),
        ],
    },
)

BELL = EntryData(
    "en-let-the-bell-ring",
    (2025, 1, 12, 9, 0),
    (
        text(
            "The harbour bell has been silent since somebody complained of it in 1998. Nobody remembers who, and "
            "nobody has complained of the silence, because it is not written down anywhere as a noise.",
            "We ask the harbour office to ring it once at six in the evening, softly, as it used to.",
        ),
    ),
    kind="petition",
    headline="Let the bell ring once",
    slug="let-the-bell-ring-once",
    byline=(("golnar", "organiser"),),
    categories=("The harbour",),
    own={
        "addressees": [to("The harbour office", "Bells and buoys")],
        "delivered_on": "2025-03-01",
        "delivered_to": "The night porter, at the back door",
        "delivered_signatures": 14,
        "delivery_note": "<p>He signed for it, and then asked whether he might sign it, too.</p>",
        "answered_on": "2025-03-28",
        "answer": "<p>“The bell may be rung once, at six, by whoever is nearest.” It has been rung since, mostly by "
        "the dogs of Augustin Pell.</p>",
    },
)

SIGNERS: Final = (
    ("Tomasz Wrona", "The depot", "I will bring the lamp.", True),
    ("Wren Achterberg", "Lantern Street", "Mine should be lower.", True),
    ("Ferdinand Abara", "The quay", "", True),
    ("A. N. Umbrella", "House 12", "I have stood long enough.", True),
    ("سهراب دریابندی", "موتورخانه", "رو به آب، و نه رو به دیوار.", True),
    ("Ottilie Marsh", "", "", True),
    ("Somebody who would rather not", "The island", "Not for the web.", False),
    ("Lene Obermoos", "Lantern Street", "For whoever has lost something, so that they can wait for it.", True),
)
SIGNERS_FA: Final = (
    ("سهراب دریابندی", "موتورخانه", "رو به آب، و نه رو به دیوار.", True),
    ("گلنار سپیدار", "پنجرهٔ دوم", "برای شنیدن زنگی که نمی‌آید.", True),
    ("کسی که نمی‌خواهد نامش باشد", "جزیره", "", False),
    ("یاور فانوسی", "ایستگاه آخر", "نوزده سال ایستاده‌ام.", True),
    ("Wren Achterberg", "", "Still lower, please.", True),
)
ON_PAPER: Final = 23


def sign(petition: Any, data: EntryData) -> None:
    """Signatures of a petition that is open, and a list that lay in the bakery."""
    from masthead.kinds.petition.counting import count
    from masthead.kinds.petition.models import Paper, Signature, Tally

    def signed(place: int, row: tuple[str, str, str, bool]) -> Signature:
        name, where, comment, shown = row
        address = f"signer-{place}@example.org"
        moment = petition.date.replace(hour=12, minute=place)
        return Signature(
            petition=petition, name=name, email=address, email_key=address, place=where, comment=comment, shown=shown,
            language=petition.language, signed_at=moment, confirmed_at=moment,
        )  # fmt: skip

    signers = [] if petition.delivered_signatures else [*(SIGNERS if petition.language == "en" else SIGNERS_FA)]
    Signature.objects.bulk_create(signed(place, row) for place, row in enumerate(signers))
    Paper.objects.create(
        petition=petition,
        number=petition.delivered_signatures or ON_PAPER,
        collected_on="2025-02-01",
        collected_at="Lantern Street bakery",
    )
    Tally.objects.create(petition=petition)
    count()


DEMO = KindData({"lamplighter": (BENCH, BELL), "چراغ-بان": (BENCH_FA,)}, finish=sign)
