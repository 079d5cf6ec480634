"""What becomes of each element of a source: carried, changed or held back, and why.

The rules name elements as the reader counts them: `wp:postmeta[key]`, `category[taxonomy]`, and what is inside an
element behind a slash. Whatever no rule knows is held back as unknown, so that nothing is ever claimed by silence.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from masthead.importers.wordpress.reader import META_READ


class Outcome(NamedTuple):
    """The fate of an element; `reason` is empty for what is simply carried."""

    outcome: str
    reason: str = ""


CARRIED = Outcome("carried")
_OLD_SITE = Outcome("held", "describes the old site")
_PERSONAL = Outcome("held", "personal data, not needed")
_COMMENTS = Outcome("held", "comments are not stored yet; a later import of the same file brings them")
_TAXONOMY = Outcome("held", "a taxonomy that this site does not have")
_PLUGIN = Outcome("held", "kept by WordPress or a plugin for itself")
_LATER = Outcome("held", "concerns comments, which are not stored yet")

_ITEM: Final[dict[str, Outcome]] = {
    **dict.fromkeys(("title", "link", "pubDate", "dc:creator", "guid", "description"), CARRIED),
    **dict.fromkeys(("content:encoded", "excerpt:encoded", "wp:attachment_url", "wp:menu_order"), CARRIED),
    **dict.fromkeys(("wp:post_id", "wp:post_name", "wp:status", "wp:post_parent", "wp:post_type"), CARRIED),
    **dict.fromkeys(("wp:post_date", "wp:post_date_gmt", "wp:post_modified", "wp:post_modified_gmt"), CARRIED),
    **dict.fromkeys((f"category[{name}]" for name in ("category", "post_tag", "tag", "author", "")), CARRIED),
    **dict.fromkeys((f"wp:postmeta[{name}]" for name in sorted(META_READ)), CARRIED),
    "wp:comment_status": _LATER,
    "wp:ping_status": _LATER,
    "wp:post_password": Outcome("held", "passwords are not kept: the item is a draft"),
    "wp:is_sticky": CARRIED,
    "category[nav_menu]": CARRIED,
    "category[post_format]": Outcome("held", "formats are not needed: an item without a title is a note"),
    "wp:comment": _COMMENTS,
}

_CHANNEL: Final[dict[str, Outcome]] = {
    **dict.fromkeys(("rss", "channel", "wp:wxr_version", "wp:base_site_url", "wp:base_blog_url"), CARRIED),
    **dict.fromkeys(
        ("wp:author", "wp:category", "wp:tag", "wp:term[category]", "wp:term[post_tag]", "wp:term[author]"), CARRIED
    ),
}
_INSIDE_DEFINITIONS: Final = re.compile(
    r"wp:(?:author_(?:login|display_name|first_name|last_name|id)|category_(?:nicename|parent|description)|cat_name|"
    r"tag_(?:slug|name|description)|term_(?:id|slug|name|parent|taxonomy|description))$"
)


def of_channel(label: str) -> Outcome:
    """The fate of an element outside the items."""
    outer, _, inner = label.partition(" / ")
    found = _CHANNEL.get(outer)
    if found is None:
        return _TAXONOMY if outer.startswith("wp:term[") else _OLD_SITE
    if not inner:
        return found
    # Co-Authors Plus makes words to search for of names, logins and mail addresses.
    if inner == "wp:author_email" or label == "wp:term[author] / wp:term_description":
        return _PERSONAL
    return CARRIED if _INSIDE_DEFINITIONS.match(inner) else _PLUGIN


def of_item(label: str, whole: Outcome) -> Outcome:
    """The fate of an element of an item whose own fate is `whole`."""
    if whole.outcome == "held":
        return whole
    if label == "item":
        return whole
    outer = label.partition(" / ")[0]
    if found := _ITEM.get(outer):
        return found
    if outer.startswith("wp:postmeta"):
        return _PLUGIN
    return _TAXONOMY if outer.startswith("category[") else Outcome("held", "an element of no known meaning")
