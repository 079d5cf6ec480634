"""What belongs to the old blog's front: the addresses of its feeds, list pages and archives by date; its sticky posts.

What WordPress makes of others by a rule (the feed or the second page of a list, a day of a month) has no address here:
the reader knows those rules (`masthead.reader.made`).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from masthead.importers.wordpress.addresses import root

if TYPE_CHECKING:
    from masthead.importers.staging import Staging

# https://developer.wordpress.org/advanced-administration/wordpress/feeds/ and `wp-includes/rewrite.php`.
_RSS: Final = (
    "/feed/", "/rss/", "/rdf/", "/comments/feed/", "/wp-rss.php", "/wp-rss2.php", "/wp-rdf.php", "/wp-feed.php",
    "/wp-commentsrss2.php",
    *(f"/?feed={name}" for name in ("rss2", "rss", "rdf", "feed", "comments-rss2")),
)  # fmt: skip
_ATOM: Final = ("/feed/atom/", "/atom/", "/comments/feed/atom/", "/wp-atom.php", "/?feed=atom", "/?feed=comments-atom")
# With a value that leads somewhere they are addresses of items, terms and persons; with any other WordPress found
# nothing, and the home page must not stand in for it.
_NAMES: Final = (
    "p", "page_id", "attachment_id", "cat", "tag", "tag_id", "category_name", "author", "author_name", "name",
    "pagename", "m", "monthnum", "feed",
)  # fmt: skip
_DATED: Final = re.compile(r"(.*)/[0-9]{4}/[0-9]{2}/[^/]+")
MOST_PREFIXES: Final = 3
MOST_PINNED: Final = 5


def front(staging: Staging) -> None:
    """Write them down by what they lead to, as `masthead.importers.fronts` reads them."""
    home = root(staging.site)
    prefixes = dict.fromkeys((home, *_prefixes(staging)))
    found = {
        "rss.xml": [home + path for path in _RSS],
        "atom.xml": [home + path for path in _ATOM],
        "front": [*([f"{home}/"] if home else []), f"{home}/page/", f"{home}/?paged="],
        "nothing": [f"{home}/?{name}=" for name in _NAMES],
        # Before a year and a month of a path, and before both in a query.
        "dates": list(prefixes),
        "months": [f"{home}/?m="],
    }
    staging.set_meta("front", json.dumps(found, ensure_ascii=False))


def _prefixes(staging: Staging) -> list[str]:
    """What stood before the date in the addresses of dated posts."""
    rows = staging.db.execute("SELECT path FROM address JOIN item USING (seq) WHERE sort = 'entry'")
    met: dict[str, None] = {}
    for (path,) in rows:
        if (match := _DATED.fullmatch(path)) and len(met) < MOST_PREFIXES:
            met[match[1]] = None
    return list(met)


def pinned(staging: Staging) -> None:
    """The newest sticky posts: a front that begins with dozens of old ones is none."""
    rows = staging.db.execute(
        "SELECT seq, fields FROM item JOIN raw USING (seq) "
        "WHERE sort = 'entry' AND status = 'publish' AND fields LIKE '%\"wp:is_sticky\": \"1\"%'"
    )
    sticky = [
        (fields["wp:post_date"], seq) for seq, text in rows if (fields := json.loads(text))["wp:is_sticky"] == "1"
    ]
    staging.set_meta("pinned", json.dumps([seq for _, seq in sorted(sticky, reverse=True)[:MOST_PINNED]]))
