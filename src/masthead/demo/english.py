"""The demo's English blog."""

from __future__ import annotations

from masthead.demo import english_harbour, english_notes, english_street
from masthead.demo.english_texts import BREAD, INES, LONGEST_NIGHT, MINUTES, TIN_BOX, TRAM, TREES, WHY_LAMPS
from masthead.demo.records import BlogData, CategoryData, EntryData, SeriesData, heading, in_order, points, steps, text

ENTRIES = (
    EntryData(
        "en-why-we-began",
        (2019, 3, 21, 18, 30),
        WHY_LAMPS,
        headline="Why we began with the lamps",
        byline=(("ottilie", "author"),),
        categories=("The street",),
        tags=("lamps", "beginnings"),
        pinned=True,
    ),
    EntryData(
        "en-bench",
        (2019, 9, 2, 8, 10),
        (text("The tram stop has its bench again. Whoever painted it green: thank you, and it is still wet."),),
        kind="note",
        byline=(("yavar", "author"),),
        categories=("The street",),
        tags=("tram",),
    ),
    EntryData(
        "en-bread",
        (2020, 4, 17, 6, 0),
        BREAD,
        headline="Bread through the letterbox",
        byline=(("bram", "author"), ("ottilie", "editor")),
        categories=("The bakery",),
        tags=("bread",),
    ),
    EntryData(
        "en-choir",
        (2020, 11, 8, 21, 45),
        (
            text(
                "Choir practice took place from the windows tonight. The altos live on the even side. The basses "
                "were in three different streets and one of them, we believe, was the ferry.",
            ),
        ),
        kind="note",
        categories=("The street",),
        tags=("music",),
    ),
    EntryData(
        "en-ines",
        (2021, 6, 13, 10, 0),
        INES,
        headline="“You steer by the smell of the bakery”",
        slug="you-steer-by-the-smell-of-the-bakery",
        summary="Ines Holloway took the Ambrel ferry across the sound for thirty-four years. A conversation about fog, "
        "fear, and three things that she threw overboard.",
        byline=(("ines", "interviewee"), ("ottilie", "author"), ("bram", "photographer")),
        categories=("The harbour",),
        tags=("ferry", "flood", "bread"),
    ),
    EntryData(
        "en-minutes",
        (2022, 2, 1, 21, 5),
        MINUTES,
        headline="Minutes of the meeting about the umbrella stand",
        byline=(("association", "author"), ("ottilie", "editor")),
        categories=("Minutes",),
        tags=("tram",),
    ),
    EntryData(
        "en-trees",
        (2022, 10, 30, 15, 20),
        TREES,
        headline="A calendar of the seven trees",
        byline=(("mehrnoush", "author"),),
        categories=("The street",),
        tags=("trees",),
    ),
    EntryData(
        "en-in-persian",
        (2023, 3, 20, 21, 0),
        (
            text(
                "مهرنوش گفت این‌جا به فارسی بنویسم تا ببینند کوچه از راست به چپ چه شکلی است. فرقی نمی‌کند: چراغ‌ها همان "
                "چهل‌ویک‌اند، فقط از آن سر می‌شمارم."
            ),
        ),
        kind="note",
        byline=(("yavar", "author"),),
        categories=("The street",),
        tags=("lamps",),
        language="fa",
    ),
    EntryData(
        "en-found",
        (2023, 5, 19, 7, 55),
        (text("Found on the quay: one oar, left-handed. Ines says there is no such thing and that it is hers."),),
        kind="note",
        byline=(("bram", "author"),),
        categories=("The harbour",),
        tags=("ferry",),
    ),
    EntryData(
        "en-longest-night",
        (2023, 12, 22, 9, 0),
        LONGEST_NIGHT,
        headline="The longest night, in forty-one lamps",
        byline=(("ottilie", "author"), ("bram", "photographer")),
        categories=("The street",),
        tags=("lamps", "winter"),
    ),
    EntryData(
        "en-tram",
        (2024, 8, 5, 12, 0),
        TRAM,
        headline="The tram that goes to the sea and waits",
        byline=(("yavar", "author"), ("mehrnoush", "translator")),
        categories=("The harbour",),
        tags=("tram",),
        translation="tram",
    ),
    EntryData(
        "en-glass",
        (2025, 11, 11, 17, 30),
        (
            text(
                "Lamp 27 has new glass. It is a little greener than the others. We have decided to like it.",
                "Lamp 27 was informed at the usual meeting, under lamp 27.",
            ),
        ),
        kind="note",
        categories=("Minutes",),
        tags=("lamps",),
    ),
    EntryData(
        "en-tin-box",
        (2026, 9, 4, 11, 15),
        TIN_BOX,
        headline="What we keep in the tin box",
        byline=(("ottilie", "author"), ("bram", "author")),
        categories=("The street", "Minutes"),
        tags=("beginnings", "flood"),
    ),
    EntryData(
        "en-puddles",
        (2026, 10, 2, 9, 0),
        (
            text("The large one before number twelve has been there since the flood, with pauses."),
            heading("To ask Ines"),
            points("Is a puddle a harbour if a boat has been in it?", "Whose boat?"),
        ),
        headline="Notes for a history of puddles",
        byline=(("ottilie", "author"),),
        categories=("The street",),
        state="draft",
    ),
    EntryData(
        "en-programme",
        None,
        (
            text("The lamps are lit at dusk, by hand, beginning at the customs house. Bring a chair."),
            steps("Dusk: the lamps.", "Later: soup at number nine.", "Latest: poems, in any language, with tea."),
        ),
        headline="Programme of the longest night",
        byline=(("ottilie", "author"),),
        categories=("Minutes",),
        tags=("lamps", "winter"),
        state="scheduled",
    ),
)

BLOG = BlogData(
    name="The Lamplighter",
    slug="lamplighter",
    language="en",
    description="News, minutes and long evenings from a street with forty-one lamps",
    categories=(
        CategoryData("The street", "What happens between number one and the customs house."),
        CategoryData("The bakery", "Flour, early mornings, and the people who are up then.", parent="The street"),
        CategoryData("The harbour", "Ferries, trams that meet them, and the water."),
        CategoryData("Minutes", "What was decided, and what it was decided under."),
    ),
    tags=("beginnings", "bread", "dogs", "ferry", "flood", "lamps", "music", "tram", "trees", "weather", "winter"),
    entries=in_order(ENTRIES, english_notes.NOTES, english_street.STORIES, english_harbour.STORIES),
    series=(
        SeriesData(
            "Under the harbour bell",
            "<p>What the water took, what it brought, and who wrote it down. To be read in this order, and slowly.</p>",
            ("en-flood", "en-weather-book", "en-last-crossing", "en-nets"),
        ),
    ),
)
