"""What there is to choose from: the topics, tags and series of a blog, the people of the site.

Each is one page. A name comes into it with its first public entry and leaves it with the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from masthead.entries.collation import by_name, sort_key
from masthead.entries.languages import strings
from masthead.entries.listings import CATEGORY, PERSON, SERIES, TAG, listing_number
from masthead.pages import facts
from masthead.pages.chrome import chrome
from masthead.pages.facets import archive_link
from masthead.pages.facts import registry
from masthead.pages.frame import frame, href
from masthead.pages.layout import html
from masthead.pages.listings import Listing, listing
from masthead.pages.metadata import About
from masthead.pages.records import Link, OverviewLine, OverviewPage, TermLink
from masthead.press.manifest import Claim, Page

OF_BLOG: Final[Mapping[str, tuple[int, str]]] = MappingProxyType(
    {"topics": (CATEGORY, "Topics"), "tags": (TAG, "Tags"), "series": (SERIES, "Series")}
)
"""By the folder below the blog: which listings, and what they are called."""
PEOPLE: Final = "/people/"


def overview_link(blog_id: int, folder: str) -> TermLink:
    """One of a blog's overviews, as the pages that it leads to name it."""
    blog = facts.blog(blog_id)
    return TermLink(strings(blog.language).gettext(OF_BLOG[folder][1]), href(f"{blog.address}{folder}/"))


def people_link(language: str) -> TermLink:
    """The page of all people."""
    return TermLink(strings(language).gettext("People"), href(PEOPLE))


@registry.query(keep=True)
def overviews(blog_id: int) -> tuple[str, ...]:
    """The folders of those overviews of a blog that have anything to show."""
    return tuple(folder for folder, (kind, _) in OF_BLOG.items() if facts.listed_in(blog_id, kind))


@registry.query(keep=True)
def has_people() -> bool:
    """Whether anybody has a public entry."""
    return bool(facts.listed_of(PERSON))


def links(blog_id: int) -> tuple[Link, ...]:
    """The overviews, as a blog's archive leads to them."""
    found = [overview_link(blog_id, folder) for folder in overviews(blog_id)]
    if has_people():
        found.append(people_link(facts.blog(blog_id).language))
    return tuple(Link(name, url) for name, url in found)


def claims_of_blog(blog_id: int, address: str) -> Iterator[Claim]:
    """The overviews of a blog."""
    for folder in overviews(blog_id):
        yield Claim(f"{address}{folder}/", overview_page.ref(blog_id, folder))


def claims_of_site() -> Iterator[Claim]:
    """The page of all people, if there are any."""
    if has_people():
        yield Claim(PEOPLE, people_page.ref())


@registry.page()
def overview_page(blog_id: int, folder: str) -> Page:
    """All topics, tags or series of a blog that have public entries."""
    blog = facts.blog(blog_id)
    name = overview_link(blog_id, folder).name
    page = OverviewPage(chrome(blog_id), name, (archive_link(blog),), _lines(blog_id, folder))
    about = About(parents=page.parents)
    return html("overview.html", page, address=f"{blog.address}{folder}/", title=name, about=about)


@registry.page()
def people_page() -> Page:
    """Everybody who has a public entry, by the name that they are sorted under."""
    found = []
    for number in facts.listed_of(PERSON):
        person = listing(listing_number(PERSON, number))
        if person is not None:
            sorted_under = facts.person_sorted(number) or person.name
            found.append((sort_key(sorted_under, frame().language), OverviewLine(person.name, href(person.address))))
    name = people_link(frame().language).name
    page = OverviewPage(chrome(0), name, (), tuple(line for _, line in sorted(found)))
    return html("overview.html", page, address=PEOPLE, title=name)


def _lines(blog_id: int, folder: str) -> tuple[OverviewLine, ...]:
    """The names, sorted; topics with those below them."""
    kind, _ = OF_BLOG[folder]
    every = (listing(listing_number(kind, target)) for target in facts.listed_in(blog_id, kind))
    place = by_name(facts.blog(blog_id).language)
    found = sorted((one for one in every if one and one.address), key=lambda one: place((one.name, one.address)))
    shown = {one.target for one in found}
    below: dict[int | None, list[Listing]] = {}
    for one in found:
        above = facts.category(one.target)[1] if kind == CATEGORY else None
        below.setdefault(above if above in shown else None, []).append(one)
    return tuple(
        OverviewLine(one.name, href(one.address), tuple(_all_below(below, one.target))) for one in below.get(None, ())
    )


def _all_below(below: Mapping[int | None, Sequence[Listing]], above: int) -> Iterator[Link]:
    for one in below.get(above, ()):
        yield Link(one.name, href(one.address))
        yield from _all_below(below, one.target)
