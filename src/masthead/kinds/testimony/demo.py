"""A memoir under a pseudonym, told in Persian and translated; a letter. All of it is invented."""

from __future__ import annotations

from masthead.demo.records import EntryData, KindData, picture, text

NEIGHBOUR, NEIGHBOUR_FA = "A neighbour of the stairs", "همسایهٔ پله‌ها"

MEMOIR = EntryData(
    "en-eleven-steps",
    (2025, 4, 20, 10, 0),
    (
        text(
            "We had eleven steps to the door. I counted them with my son when he was learning to count, and after that "
            "he counted them for me. On the night of the flood he called up: seven. A little later: six.",
            "I did not understand that he was counting what was left.",
        ),
        picture(
            "harbour",
            "Boats on a calm harbour in the morning.",
            "The quay on the morning after. The photograph was taken by somebody who does not want to be named either.",
        ),
        text(
            "At four he stopped counting, and went to fetch the cat of the people below. I heard the door. It was the "
            "last thing I heard of him, and it was, as always, shut too loudly.",
            "Nobody has asked me about the seven other steps in all these years. So I am telling it now: they are "
            "still there. I still count them, downwards.",
        ),
    ),
    kind="testimony",
    headline="Eleven steps",
    slug="eleven-steps",
    summary="A mother tells of the night on which the water came up the stairs.",
    byline=((NEIGHBOUR, "witness"), ("mehrnoush", "translator"), ("ines", "editor")),
    categories=("The harbour",),
    tags=("flood",),
    translation="eleven-steps",
    own={
        "sort": "memoir",
        "warnings": "death of a child\nflood",
        "told_date": "2025-02",
        "told_place": "In the bakery, before it opened",
        "events": "The great flood",
        "events_date": "1984-23",
        "events_place": "The stairs to the quay",
        "original_language": "fa",
    },
)

MEMOIR_FA = EntryData(
    "fa-eleven-steps",
    (2025, 4, 20, 12, 0),
    (
        text(
            "تا در خانه یازده پله داشتیم. وقتی پسرم شمردن یاد می‌گرفت با او می‌شمردم و بعد از آن او برای من می‌شمرد. "
            "شب سیل از پایین صدا زد: هفت. کمی بعد: شش.",
            "نفهمیدم پله‌هایی را می‌شمارد که مانده‌اند.",
        ),
        text(
            "به چهار که رسید دیگر نشمرد و رفت گربهٔ همسایهٔ پایین را بیاورد. صدای در را شنیدم. آخرین چیزی بود "
            "که از او شنیدم و مثل همیشه در را محکم بست.",
            "در این همه سال کسی از من دربارهٔ هفت پلهٔ دیگر نپرسیده است. پس حالا می‌گویم: هنوز هستند. هنوز هم رو به پایین "
            "می‌شمارمشان.",
        ),
    ),
    kind="testimony",
    headline="یازده پله",
    slug="یازده-پله",
    summary="مادری از شبی می‌گوید که آب از پله‌ها بالا آمد.",
    byline=((NEIGHBOUR_FA, "witness"), ("mehrnoush", "editor")),
    categories=("بندر",),
    translation="eleven-steps",
    own={
        "sort": "memoir",
        "warnings": "مرگ کودک\nسیل",
        "told_date": "2025-02",
        "told_place": "در نانوایی، پیش از باز شدن",
        "events": "سیل بزرگ",
        "events_date": "1984-23",
        "events_place": "پله‌های اسکله",
    },
)

LETTER = EntryData(
    "en-letter-about-a-coat",
    (2025, 4, 27, 9, 0),
    (
        text(
            "Dear all, you ask who left the coat on the tram. It was I. I had it on when I got in, and I remember "
            "being warm as far as the harbour. Then Yavar told us that it was the last evening, and I got up to shake "
            "his hand, and one does not shake hands in a coat.",
            "I am not asking for it back. I only want it written down that it was not forgotten. It was left.",
        ),
    ),
    kind="testimony",
    headline="A letter about a coat",
    slug="a-letter-about-a-coat",
    byline=(("augustin", "witness"), ("bram", "editor")),
    categories=("The harbour",),
    tags=("tram",),
    own={
        "sort": "letter",
        "told_date": "2025-04-22",
        "told_place": "House 31",
        "events": "The last evening of line 6",
        "events_date": "2006~",
    },
)

DEMO = KindData({"lamplighter": (MEMOIR, LETTER), "چراغ-بان": (MEMOIR_FA,)})
