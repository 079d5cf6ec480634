"""Addresses that a publishing system makes of others: the second page of a list, the feed of a page, a smaller picture.

WordPress answered thousands of them, and others have the same. No row tells of each: what an address was made of is
read from its spelling, and the store is asked for that. `RULES` is data, so that a web server can be told the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Rule(NamedTuple):
    """`base` and `end` of the pattern make the address that another was made of.

    `row` beside the base, where the store has a word on it, goes before the base. `feed`: its feed is meant.
    """

    pattern: re.Pattern[str]
    row: str = ""
    feed: bool = False


LONGEST: Final = 2000
_FEED: Final = r"(?P<base>.*/)feed(?:/(?:rss2?|rdf|(?P<atom>atom)))?/?"
RULES: Final = (
    Rule(re.compile(r"(?P<base>.*/)page/[0-9]{1,9}/?"), row="page/"),
    Rule(re.compile(_FEED), row="feed/", feed=True),
    Rule(re.compile(r"(?P<base>.*/)(?:comment-page-[0-9]{1,9}|trackback|embed|amp)/?")),
    # A day of a month.
    Rule(re.compile(r"(?P<base>.*/[0-9]{4}/[0-9]{1,2}/)[0-9]{1,2}/?")),
    # The sizes that WordPress cut of a picture, and its marks of an edited one.
    Rule(re.compile(r"(?P<base>.*/[^/]+?)(?:-[0-9]{1,5}x[0-9]{1,5}|-scaled|-rotated|-e[0-9]{9,15})(?P<end>\.\w{2,5})")),
)


class Made(NamedTuple):
    """Of what an address may have been made."""

    row: str  # whose answer goes before the base's; may be empty
    base: str  # empty for the site's own home, which nothing was made of
    feed: str  # the file of the base that is meant; may be empty


def made_of(path: str) -> Iterator[Made]:
    """What the spelling of an address says that it was made of."""
    if len(path) > LONGEST:
        return
    for rule in RULES:
        if match := rule.pattern.fullmatch(path):
            found = match.groupdict()
            base = found["base"] + (found.get("end") or "")
            feed = ("atom.xml" if found.get("atom") else "rss.xml") if rule.feed else ""
            yield Made(f"{base}{rule.row}" if rule.row else "", "" if base == "/" else base, feed)
