"""Every address that an old site answered for an item, a term or a person, as far as an export lets on.

Written as address history wants them: the decoded path, with `?query` where WordPress told pages apart by it. The
permalink structure is not in the file, but every item's own link is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from masthead.importers.wordpress.links import address, is_inside
from masthead.importers.wordpress.names import decoded, split, unquoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.importers.staging import Site

# Of one body: more is no writing.
MOST_PAGES = 500
_QUERY = {"entry": "p", "page": "page_id", "file": "attachment_id"}


@lru_cache(maxsize=8)
def root(site: Site) -> str:
    """The path of the old blog, "" at the root of its host."""
    return unquoted(split(site.url).path).rstrip("/")


def own(url: str, site: Site) -> str:
    """A URL of the old site as an address; "" for one elsewhere, and for the front page."""
    parts = split(url)
    if parts.scheme and not is_inside(parts, site):
        return ""
    if not parts.path.startswith("/"):
        return ""
    compared = address(parts.path, parts.query)
    query = compared.partition("?")[2]
    # A slash too many, as in exports of sites that moved: browsers fold it, and no reader ever asks for it.
    path = re.sub("/{2,}", "/", unquoted(parts.path))
    if path.rstrip("/") == root(site) and not query:
        return ""
    return f"{path}?{query}" if query else path


def of_file(url: str, site: Site) -> tuple[str, ...]:
    """The addresses of an attachment's file: its own, and that of the original where a smaller one took its place."""
    path = own(url, site).partition("?")[0]
    found = [path, re.sub(r"-(?:scaled|rotated)(?=\.\w+$)", "", path)]
    return unique(address for address in found if "." in address.rpartition("/")[2])


def numbered(sort: str, number: int, site: Site) -> str:
    """The address by number, which every WordPress site answers."""
    return f"{root(site)}/?{_QUERY[sort]}={number}" if number else ""


def of_item(sort: str, number: int, fields: dict[str, Any], site: Site) -> tuple[str, ...]:
    """The addresses of an item: its link, its number, its identifier where that is an address, its former slugs."""
    link = own(fields["link"], site)
    by_number = numbered(sort, number, site)
    guid = fields["guid"]
    known = sort == "file" or guid == fields["link"] or (by_number and guid.endswith(by_number))
    found = [link, by_number, "" if known else own(guid, site)]
    former = [decoded(value) for name, value in fields["meta"] if name == "_wp_old_slug"]
    slug = decoded(fields["wp:post_name"]) if former else ""
    if slug and link.rstrip("/").endswith(f"/{slug}"):
        found += [_with_last(link, slug, each) for each in former]
    return unique(found)


def _with_last(link: str, slug: str, former: str) -> str:
    slash = "/" if link.endswith("/") else ""
    return link.rstrip("/").removesuffix(slug) + former + slash if former else ""


def pages_of(addresses: tuple[str, ...], pages: int) -> tuple[str, ...]:
    """The further pages of a body that was cut into several."""
    paths = [path for path in addresses[:1] if path.endswith("/") and "?" not in path]
    return tuple(f"{path}{number}/" for path in paths for number in range(2, min(pages, MOST_PAGES) + 1))


def archive(base: str, parts: Iterable[str], site: Site) -> str:
    """The address of a term's or author's archive under WordPress's default bases."""
    return "/".join((root(site), base, *parts, ""))


def unique(found: Iterable[str]) -> tuple[str, ...]:
    """Without empty ones and repeats."""
    return tuple(dict.fromkeys(path for path in found if path and len(path.encode()) <= 2000))


def comparable(path: str) -> str:
    """The form in which links are compared with addresses."""
    bare, _, query = path.partition("?")
    return address(bare.replace("%", "%25"), query)
