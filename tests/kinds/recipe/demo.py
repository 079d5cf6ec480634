from __future__ import annotations

from masthead.demo.records import EntryData, KindData, text

DEMO = KindData(
    {
        "lamplighter": (
            EntryData(
                "en-soup",
                (2025, 2, 3, 12, 0),
                (text("Boil everything, slowly, and invite whoever smells it."),),
                kind="recipe",
                headline="Soup for a street",
                slug="soup-for-a-street",
                byline=(("ottilie", "author"), ("A neighbour who wishes to stay one", "editor")),
                own={"serves": 41, "ingredients": "41 onions\none spoon"},
            ),
        )
    }
)
