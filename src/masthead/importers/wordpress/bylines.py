"""Who is named above a post: its author, or those whom Co-Authors Plus and PublishPress name in its place.

Both plugins keep the byline as terms of a taxonomy `author`, in the order of the names. A term's slug is `cap-` and the
nicename of an account, or of a guest author, who is an item of the type `guest-author` with its own fields.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from masthead.importers.records import Person
from masthead.importers.wordpress import addresses
from masthead.importers.wordpress.elements import plain_text
from masthead.importers.wordpress.judging import GUEST
from masthead.importers.wordpress.names import decoded, key, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.importers.staging import Site, Staging

_PREFIX = re.compile(r"^(?:cap-)+")
_NO_NICENAME = re.compile(r"[^\w-]+")


def person(site: Site, login: str, fields: dict[str, str] | None = None) -> Person:
    """An author who has an account. A login that is an e-mail address is never shown whole."""
    fields = fields or {}
    first, last = fields.get("wp:author_first_name", ""), fields.get("wp:author_last_name", "")
    name = plain_text(fields.get("wp:author_display_name", "")) or " ".join(filter(None, (first, last))) or login
    number = whole_number(fields.get("wp:author_id", ""))
    by_number = f"{addresses.root(site)}/?author={number}" if number else ""
    slug = nicename(login)
    archive = addresses.archive("author", [slug], site) if slug and "@" not in login else ""
    return Person(
        key=key(site.key, "person", login), name=(name.partition("@")[0] if "@" in name else name)[:200],
        sort_name=_sort_name(first, last), addresses=addresses.unique([archive, by_number]),
    )  # fmt: skip


def _sort_name(first: str, last: str) -> str:
    return f"{last}, {first}" if first and last else ""


def nicename(login: str) -> str:
    """The part of an author's address that WordPress makes of a login."""
    return _NO_NICENAME.sub("-", login.lower()).strip("-")


class Bylines:
    """Persons by the slug of their term."""

    def __init__(self, staging: Staging) -> None:
        self.site = staging.site
        self._accounts: dict[str, str] = {}
        for fields in json.loads(staging.meta("defined") or "[]"):
            if fields[""] == "wp:author" and (login := fields.get("wp:author_login")):
                self._accounts.setdefault(nicename(login), login)
        self._guests = {slug: (login, guest) for slug, login, guest in self._read_guests(staging)}

    def _read_guests(self, staging: Staging) -> Iterator[tuple[str, str, Person]]:
        rows = staging.db.execute("SELECT fields FROM item JOIN raw USING (seq) WHERE type = ? ORDER BY seq", (GUEST,))
        for (text,) in rows.fetchall():
            fields = json.loads(text)
            slug = _PREFIX.sub("", decoded(fields["wp:post_name"]))
            if slug and fields["wp:status"] == "publish":
                meta = dict(fields["meta"])
                yield slug, meta.get("cap-linked_account", "").strip(), self._guest(slug, fields["title"], meta)

    def _guest(self, slug: str, title: str, meta: dict[str, str]) -> Person:
        website = meta.get("cap-website", "").strip()
        return Person(
            key=key(self.site.key, "guest", slug),
            name=(plain_text(meta.get("cap-display_name", "")) or plain_text(title) or slug)[:200],
            sort_name=_sort_name(meta.get("cap-first_name", "").strip(), meta.get("cap-last_name", "").strip()),
            bio=plain_text(meta.get("cap-description", "")), website=website if _is_website(website) else "",
            addresses=addresses.unique([addresses.archive("author", [slug], self.site)]),
        )  # fmt: skip

    def guests(self) -> list[Person]:
        """The guest authors who are nobody with an account."""
        return [guest for login, guest in self._guests.values() if not login]

    def named(self, slug: str, name: str) -> Person:
        """Whom a term of the taxonomy names: a guest, the account of the same nicename, else somebody new."""
        bare = _PREFIX.sub("", decoded(slug)) or nicename(name)
        login, guest = self._guests.get(bare, ("", None))
        if guest is not None and not login:
            return guest
        return person(self.site, login or self._accounts.get(bare) or _PREFIX.sub("", name.strip()) or bare)


def _is_website(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and len(url) <= 2000
