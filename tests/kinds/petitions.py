"""A petition, for the tests of what is done with it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from pages.world import World

ADDRESS = "/blog/keep-the-night-ferry/"
TEXT = "Let the ferry run at night."
JUNE = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)


def stream(sort: str, *values: dict[str, Any]) -> str:
    return json.dumps([
        {"type": sort, "value": value, "id": f"{place:08x}-0000-4000-8000-{len(sort):012d}"}
        for place, value in enumerate(values, 1)
    ])  # fmt: skip


def a_petition(world: World, *, live: bool = True, **fields: Any) -> Any:
    from masthead.entries.models import Byline
    from masthead.kinds.petition.models import Petition

    said = {
        "headline": "Keep the night ferry", "slug": "keep-the-night-ferry", "goal": 1000, "closes": "2999-03-01",
        "addressees": stream("addressee", {"name": "The council", "line": "Boats", "link": "https://example.org/"}),
        "updates": stream(
            "update",
            {"date": "2024-05-02", "heading": "They have it", "text": "<p>On Thursday.</p>"},
            {"date": "2024-05-09", "heading": "They read it", "text": "<p>Twice.</p>"},
        ),
    }  # fmt: skip
    made = Petition(**world._common(1, f"<p>{TEXT}</p>", "2024-05-02T10:00:00", {}), **{**said, **fields})
    made.bylines.add(Byline(name="Friends of the ferry", role="organiser", sort_order=0))
    return world._add(made, live=live)


def sign(petition: Any, name: str, **fields: Any) -> Any:
    """A signature that is confirmed and may be shown, unless something else is said."""
    from masthead.kinds.petition.models import Signature

    address = f"{name.lower().replace(' ', '.')}@example.org"
    given = {"email": address, "email_key": address, "shown": True, "signed_at": JUNE, "confirmed_at": JUNE}
    return Signature.objects.create(petition=petition, name=name, **{**given, **fields})
